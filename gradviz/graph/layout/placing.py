"""Heights within the layers: cards near the middle of their neighbors, long edges straight."""

from __future__ import annotations

from itertools import pairwise
from typing import TypeAlias

from gradviz.graph.layout.network import Network
from gradviz.graph.layout.ordering import Order

Pulls: TypeAlias = list[list[tuple[int, float, float]]]
"""For every vertex its neighbors on one side: which, how far off level, how strongly."""

CARD_GAP = 28.0
BEND_GAP = 18.0
_STRAIGHT = 8.0
"""Pull along a long edge against 1 between two cards: bends cost more than slanted ends."""

_SIDE_BRANCH = 0.1
_LONG = 4.0
"""Pull of an operand that is computed sooner than another, and for each operation on the way to
one that is computed as late: long calculations run level, and their terms hang from them."""

_LARGE = 1000
"""From this many vertices on there is one sweep less."""

_LEEWAY = 70.0
"""How far a bend may be led off its best place to make a long edge straight."""


def place_layers(network: Network, order: Order, heights: list[float]) -> list[float]:
    """The y of every vertex, given heights (0 for bends) and the order within each layer.

    Alternating sweeps; in each layer the positions nearest to the wishes (least squares) that
    keep order and distance are found exactly by pooling adjacent violators.
    """
    y = _stack(network, order, heights)
    gaps = [_distances(network, layer, heights) for layer in order]
    lefts, rights = _pulls(network, heights)
    rows = list(zip(order, gaps, strict=True))
    turns = 3 if len(y) < _LARGE else 2
    for turn in range(turns):
        both = turn == turns - 1
        for layer, distances in rows:
            _settle(layer, distances, y, lefts, rights if both else None)
        for layer, distances in reversed(rows):
            _settle(layer, distances, y, rights, lefts if both else None)
    _straighten(network, order, gaps, y)
    return y


def _pulls(network: Network, heights: list[float]) -> tuple[Pulls, Pulls]:
    """For every vertex what pulls at it from the left and from the right."""
    cards, depth = network.cards, network.depth
    lefts: Pulls = [[] for _ in heights]
    rights: Pulls = [[] for _ in heights]
    for right, pieces in enumerate(network.incoming):
        for left, _, side in pieces:
            if right >= cards:
                strength = _STRAIGHT if left >= cards else 1.0
            else:
                longest = depth[left] >= depth[right] - 2
                strength = max(1.0, _LONG * depth[left]) if longest else _SIDE_BRANCH
            offset = side * heights[right]
            lefts[right].append((left, -offset, strength))
            rights[left].append((right, offset, strength))
    return lefts, rights


def _distances(network: Network, layer: list[int], heights: list[float]) -> list[float]:
    """The least distance of the centers of neighbors in a layer."""
    cards = network.cards
    return [
        (heights[a] + heights[b]) / 2 + (CARD_GAP if a < cards and b < cards else BEND_GAP)
        for a, b in pairwise(layer)
    ]


def _stack(network: Network, order: Order, heights: list[float]) -> list[float]:
    """Start: every layer packed about 0."""
    y = [0.0] * len(network.layer)
    for layer in order:
        at = 0.0
        for vertex, gap in zip(layer, [0.0, *_distances(network, layer, heights)], strict=True):
            at += gap
            y[vertex] = at
        for vertex in layer:
            y[vertex] -= at / 2
    return y


def _settle(
    layer: list[int], gaps: list[float], y: list[float], pulls: Pulls, more: Pulls | None
) -> None:
    """Move one layer to where its neighbors on one side, or on both, pull it."""
    wishes: list[float] = []
    weights: list[float] = []
    for vertex in layer:
        total = weight = 0.0
        for other, offset, strength in pulls[vertex]:
            total += strength * (y[other] + offset)
            weight += strength
        if more is not None:
            for other, offset, strength in more[vertex]:
                total += strength * (y[other] + offset)
                weight += strength
        # A vertex nobody pulls stays where it is, but gives way to the others.
        wishes.append(total / weight if weight else y[vertex])
        weights.append(weight or 0.05)
    if len(layer) > 1:
        wishes = fit_in_order(wishes, weights, gaps)
    for vertex, at in zip(layer, wishes, strict=True):
        y[vertex] = at


def fit_in_order(wishes: list[float], weights: list[float], gaps: list[float]) -> list[float]:
    """Least-squares positions nearest to ``wishes`` with ``y[i+1] - y[i] >= gaps[i]``.

    Isotonic regression by pooling adjacent violators after the gaps are taken off.
    """
    if all(b - a >= gap for (a, b), gap in zip(pairwise(wishes), gaps, strict=True)):
        return wishes
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, float, int]] = []  # mean, weight, how many
    for wish, weight, offset in zip(wishes, weights, offsets, strict=True):
        mean, mass, count = wish - offset, weight, 1
        while pools and pools[-1][0] > mean:
            other, other_mass, other_count = pools.pop()
            mean = (mean * mass + other * other_mass) / (mass + other_mass)
            mass += other_mass
            count += other_count
        pools.append((mean, mass, count))
    result: list[float] = []
    for mean, _, count in pools:
        at = len(result)
        result.extend([mean + offset for offset in offsets[at : at + count]])
    return result


def _straighten(network: Network, order: Order, gaps: list[list[float]], y: list[float]) -> None:
    """Give the bends of a long edge one height wherever their neighbors leave room for it."""
    seat = {vertex: i for layer in order for i, vertex in enumerate(layer)}
    for source, chain in network.chains.items():
        at = 0
        while at < len(chain):
            low, high, stop = float("-inf"), float("inf"), at
            while stop < len(chain):
                bend = chain[stop]
                below, above = _room(network, order, gaps, y, seat, bend)
                below, above = max(below, y[bend] - _LEEWAY), min(above, y[bend] + _LEEWAY)
                if max(low, below) > min(high, above):
                    break
                low, high, stop = max(low, below), min(high, above), stop + 1
            run = chain[at : max(stop, at + 1)]
            wish = y[source] if at == 0 and low <= y[source] <= high else _middle(y, run)
            for bend in run:
                y[bend] = min(max(wish, low), high)
            at += len(run)


def _middle(y: list[float], run: list[int]) -> float:
    return sorted(y[bend] for bend in run)[len(run) // 2]


def _room(
    network: Network,
    order: Order,
    gaps: list[list[float]],
    y: list[float],
    seat: dict[int, int],
    bend: int,
) -> tuple[float, float]:
    """Between which heights a bend may move while the others stay."""
    number, i = network.layer[bend], seat[bend]
    layer, distances = order[number], gaps[number]
    low = y[layer[i - 1]] + distances[i - 1] if i > 0 else float("-inf")
    high = y[layer[i + 1]] - distances[i] if i + 1 < len(layer) else float("inf")
    return min(low, y[bend]), max(high, y[bend])
