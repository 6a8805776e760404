"""Predictions in cross-entropies: how likely a column of zeros and ones is to be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from typing import NamedTuple

from gradviz.descent.data.reading import Comparison, Reading, Sum
from gradviz.graph import NodeId

_SUMS = frozenset({"add", "sub", "neg", "mean", "sum", "identity"})
_LOGARITHMS = frozenset({"log", "log10"})
_TINY = 1e-3  # what is added within a logarithm so that it is none of 0
_MOST_FACTORS = 16


class _Chance(NamedTuple):
    """A number between 0 and 1: ``base``, or with ``sigmoid`` the sigmoid of it.

    ``base`` numbers what is written alike. With ``sign`` -1 it is 1 minus that, which for the
    sigmoid of z is that of -z.
    """

    base: int
    sign: int
    sigmoid: bool

    @property
    def other(self) -> _Chance:
        """What is left to 1."""
        return self._replace(sign=-self.sign)


class _Log(NamedTuple):
    """The logarithm of a chance in a sum, with its sign there.

    ``base`` is a node that the chance's base is written as, ``written`` the chance itself.
    """

    at: NodeId
    sign: int
    chance: _Chance
    base: NodeId
    written: Sum


class _Product(NamedTuple):
    """A column (or with ``of_rest`` 1 minus it) times ``factors`` in a sum, with its sign there."""

    at: NodeId
    sign: int
    column: NodeId
    of_rest: bool
    factors: tuple[NodeId, ...]


def likelihoods(reading: Reading) -> Iterator[Comparison]:
    """The predictions p or sigmoid(z) of sums such as these, whatever they are called.

    They are y log(p) + (1 - y) log(1 - p), and with softplus(z) or log(1 + exp(z)) for the
    logarithm of 1 - sigmoid(z) also softplus(z) - y z.
    """
    weighted: dict[NodeId, list[tuple[_Log, bool]]] = defaultdict(list)
    bare: list[_Log] = []
    products: list[_Product] = []
    for node_id, sign in _terms(reading):
        factors = _factors(reading, node_id)
        if factors is None:
            continue
        own, parts = factors
        columns = _columns(reading, parts)
        learned = [part for part in parts if part in reading.moving]
        log = _log(reading, learned[0], node_id, sign * own) if len(learned) == 1 else None
        if log is None:
            products += _products(reading, node_id, sign, parts, own)
            continue
        if not columns:
            bare.append(log)
        for column, of_rest in columns:
            weighted[column].append((log, of_rest))
    yield from _cross_entropies(reading, weighted)
    yield from _by_logits(reading, bare, products)


def _cross_entropies(
    reading: Reading, weighted: dict[NodeId, list[tuple[_Log, bool]]]
) -> Iterator[Comparison]:
    for column, logs in weighted.items():
        rests = {(log.chance, log.sign): log for log, of_rest in logs if of_rest}
        for log, of_rest in logs:
            other = None if of_rest else rests.get((log.chance.other, log.sign))
            if other is not None:
                yield _comparison(reading, log.at, column, log.written, (log.base, other.base))


def _by_logits(
    reading: Reading, bare: list[_Log], products: list[_Product]
) -> Iterator[Comparison]:
    # -log(1 - σ(z)) - y z, and -log σ(z) + (1 - y) z
    found = {(_key(reading, p.factors), p.sign, p.of_rest): p for p in products}
    for log in bare:
        if not log.chance.sigmoid:
            continue
        factors = _factors(reading, log.base)
        if factors is None:
            continue
        own, parts = factors
        z = _key(reading, parts)
        for of_rest in (False, True):
            product = found.get((z, -log.sign * log.chance.sign * own, of_rest))
            if product is not None:
                sign = log.chance.sign if of_rest else -log.chance.sign
                written = Sum(((sign, log.base),), chance=True)
                all_parts = (log.base, *product.factors)
                yield _comparison(reading, product.at, product.column, written, all_parts)


def _comparison(
    reading: Reading, at: NodeId, column: NodeId, written: Sum, parts: tuple[NodeId, ...]
) -> Comparison:
    fed = not reading.fed.isdisjoint(parts)
    return Comparison(at, reading.given[column], parts, fed, partial(Sum, *written), likely=True)


def _terms(reading: Reading) -> Iterator[tuple[NodeId, int]]:
    """The nodes that the output is a sum of, or a mean, with their signs; sums among them."""
    signs: dict[NodeId, set[int]] = defaultdict(set)
    signs[reading.output].add(1)
    for node_id in reversed(reading.graph.order):
        for sign in sorted(signs.get(node_id, ())):
            if node_id in reading.moving:
                yield node_id, sign
            for operand, own in _summed(reading, node_id):
                signs[operand].add(sign * own)


def _summed(reading: Reading, node_id: NodeId) -> Iterator[tuple[NodeId, int]]:
    """What a node is a sum of: operands with their signs; a fixed factor counts by its sign."""
    node = reading.graph.nodes[node_id]
    if not node.is_complete:
        return
    if node.op in _SUMS:
        for port, operand in enumerate(node.operands):
            yield operand, -1 if node.op == "neg" or (node.op == "sub" and port) else 1
    elif node.op in ("mul", "div"):
        for operand, factor in (node.operands, node.operands[::-1])[: 1 + (node.op == "mul")]:
            plain = factor not in reading.fed or reading.graph.nodes[operand].op in _SUMS
            if factor not in reading.moving and plain:
                yield operand, -1 if (reading.number(factor) or 1) < 0 else 1


def _factors(reading: Reading, node_id: NodeId) -> tuple[int, list[NodeId]] | None:
    """The sign and the factors of a product; None for more than are written by hand."""
    sign, factors, stack = 1, [], [node_id]
    while stack:
        current = stack.pop()
        node = reading.graph.nodes[current]
        if node.op == "neg" and node.is_complete:
            sign = -sign
            stack.extend(node.operands)
        elif node.op == "mul" and node.is_complete:
            stack.extend(node.operands)
        elif (number := reading.number(current)) in (1.0, -1.0):
            sign = -sign if number == -1 else sign
        else:
            factors.append(current)
        if len(factors) + len(stack) > _MOST_FACTORS:
            return None
    return sign, factors


def _columns(reading: Reading, parts: list[NodeId]) -> list[tuple[NodeId, bool]]:
    """The columns among some factors, and those of which it is 1 minus the column."""
    result = [(part, False) for part in parts if part in reading.given]
    for part in parts:
        rest = reading.complement(part)
        if rest in reading.given:
            result.append((rest, True))
    return result


def _products(
    reading: Reading, at: NodeId, sign: int, parts: list[NodeId], own: int
) -> Iterator[_Product]:
    for index, part in enumerate(parts):
        rest = reading.complement(part)
        column = part if rest is None else rest
        if column in reading.given:
            factors = (*parts[:index], *parts[index + 1 :])
            yield _Product(at, sign * own, column, rest is not None, factors)


def _key(reading: Reading, parts: Iterable[NodeId]) -> tuple[int, ...]:
    return tuple(sorted(reading.likeness.of(part) for part in parts))


def _log(reading: Reading, node_id: NodeId, at: NodeId, sign: int) -> _Log | None:
    """A node as the logarithm of a chance; None for others."""
    node = reading.graph.nodes[node_id]
    if not node.is_complete:
        return None
    if node.op == "softplus":
        return _of_softplus(reading, node.operands[0], at, sign)
    if node.op not in _LOGARITHMS:
        return None
    inside = reading.graph.nodes[node.operands[0]]
    of = inside.id
    if inside.op == "add" and inside.is_complete:
        for operand, number in (inside.operands, inside.operands[::-1]):
            value, exponential = reading.number(number), reading.graph.nodes[operand]
            if value == 1 and exponential.op == "exp" and exponential.is_complete:
                return _of_softplus(reading, exponential.operands[0], at, sign)
            if value is not None and abs(value) <= _TINY:
                of = operand
    return _Log(at, sign, *_chance(reading, of), Sum(((1, of),)))


def _of_softplus(reading: Reading, z: NodeId, at: NodeId, sign: int) -> _Log:
    """softplus(z), which is minus the logarithm of the sigmoid of -z."""
    own, base = _without_sign(reading, z)
    chance = _Chance(reading.likeness.of(base), -own, sigmoid=True)
    return _Log(at, -sign, chance, base, Sum(((-own, base),), chance=True))


def _chance(reading: Reading, node_id: NodeId) -> tuple[_Chance, NodeId]:
    """What a node says as a chance, and the node of its base."""
    sign, node = 1, reading.graph.nodes[node_id]
    while (rest := reading.complement(node.id)) is not None:
        sign, node = -sign, reading.graph.nodes[rest]
    if node.op != "sigmoid" or not node.is_complete:
        return _Chance(reading.likeness.of(node.id), sign, sigmoid=False), node.id
    own, base = _without_sign(reading, node.operands[0])
    return _Chance(reading.likeness.of(base), sign * own, sigmoid=True), base


def _without_sign(reading: Reading, node_id: NodeId) -> tuple[int, NodeId]:
    """A node behind minus signs, and the sign they make."""
    sign, node = 1, reading.graph.nodes[node_id]
    while node.op == "neg" and node.is_complete:
        sign, node = -sign, reading.graph.nodes[node.operands[0]]
    return sign, node.id
