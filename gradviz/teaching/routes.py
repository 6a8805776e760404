"""The paths between two nodes as a student reads them: products along each, and their sum."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gradviz.graph import (
    MOST_LISTED,
    OPS,
    Evaluation,
    Graph,
    NodeId,
    Path,
    PathProduct,
    Value,
    along,
    count_paths,
    depths,
    evaluate,
    format_number,
    list_paths,
    shortest,
    undirected_distance,
)
from gradviz.teaching.markup import GRADIENT
from gradviz.teaching.terms import (
    Term,
    called,
    derivative,
    is_small,
    number,
    shape_text,
    value_term,
)

_MOST_FACTORS = 6
"""So many factors of a product are written; a longer one is cut in the middle."""


@dataclass(frozen=True)
class Route:
    """One path: its edges, the nodes on it, and the product of its local derivatives.

    ``symbols`` is the product as written, ``numbers`` the same with its numbers and result, both
    LaTeX; ``contribution`` is what it adds to the derivative, None while there are no values.
    """

    path: Path
    nodes: tuple[NodeId, ...]
    words: str
    symbols: str
    numbers: str
    contribution: Value | None


@dataclass(frozen=True)
class Survey:
    """What there is to say about the paths from ``source`` to ``target``.

    ``count`` is exact however many there are; ``routes`` holds the first of them.
    ``total`` is the sum of the contributions listed, ``gradient`` the derivative itself.
    """

    source: NodeId
    target: NodeId
    distance: int | None
    apart: int | None
    depth: tuple[int, int]
    count: int
    routes: tuple[Route, ...]
    total: Value | None
    gradient: Value | None
    headline: str
    sum_latex: str
    sum_words: str


def in_order(graph: Graph, a: NodeId, b: NodeId) -> tuple[NodeId, NodeId]:
    """The two nodes so that paths may lead from the first to the second."""
    place = {node_id: at for at, node_id in enumerate(graph.order)}
    return (a, b) if place[a] <= place[b] else (b, a)


def survey(graph: Graph, evaluation: Evaluation | None, source: NodeId, target: NodeId) -> Survey:
    """Everything about the paths between two nodes; without values the products are left out."""
    count = count_paths(graph, source, target)
    way, apart = shortest(graph, source, target), undirected_distance(graph, source, target)
    level = depths(graph)
    paths = list_paths(graph, source, target)
    products, gradient = _products(graph, evaluation, source, target, paths)
    routes = tuple(
        _route(graph, path, source, None if products is None else products[at])
        for at, path in enumerate(paths)
    )
    total = _total(route.contribution for route in routes)
    latex, words = _sum(graph, source, target, routes, count, total, gradient)
    return Survey(
        source,
        target,
        None if way is None else len(way),
        apart,
        (level[source], level[target]),
        count,
        routes,
        total,
        gradient,
        _headline(graph, source, target, count, way, apart),
        latex,
        words,
    )


def _products(
    graph: Graph,
    evaluation: Evaluation | None,
    source: NodeId,
    target: NodeId,
    paths: tuple[Path, ...],
) -> tuple[list[PathProduct] | None, Value | None]:
    """What travels along each listed path, and the derivative; None where there are no numbers."""
    if evaluation is None or graph.nodes[source].is_literal:
        return None, None
    values = evaluation.node_values
    if target not in values or source not in values or np.ndim(values[target]):
        return None, None
    found = [along(evaluation, path) for path in paths]
    if target == evaluation.target and evaluation.note is None:
        return found, evaluation.node_gradients.get(source, 0.0)
    inputs = {n.name: values[n.id] for n in graph.inputs if n.name is not None and n.id in values}
    whole = evaluate(graph, inputs, graph.labels[target])
    return found, whole.node_gradients.get(source, 0.0)


def _total(contributions: Iterable[Value | None]) -> Value | None:
    total: Value | None = None
    for part in contributions:
        if part is None:
            return None
        total = part if total is None else total + part
    return total


def _route(graph: Graph, path: Path, source: NodeId, product: PathProduct | None) -> Route:
    nodes = (source, *(user for user, _ in path))
    stops = (_stop(graph, user, port) for user, port in path)
    words = " → ".join((called(graph, source).plain, *stops))
    symbols = _symbols(graph, nodes)
    if product is None:
        return Route(path, nodes, words, symbols, "", None)
    return Route(path, nodes, words, symbols, _numbers(product), product.contribution)


def _stop(graph: Graph, user: NodeId, port: int) -> str:
    """A node on a path; where the same operand enters it twice, with the port."""
    node = graph.nodes[user]
    name = called(graph, user).plain
    twice = node.operands.count(node.operands[port]) > 1
    return f"{name} ({OPS[node.op].ports[port]})" if twice else name


def _symbols(graph: Graph, nodes: tuple[NodeId, ...]) -> str:
    """``∂L/∂e · ∂e/∂d · ∂d/∂b``, from the target back to the source."""
    names = [called(graph, node_id) for node_id in nodes]
    steps = [derivative(user, operand) for operand, user in pairwise(names)]
    return _times(reversed(steps)) if steps else derivative(names[0], names[0]).latex


def _numbers(product: PathProduct) -> str:
    """``3 · 1 · 2 = 6``; of factors that are no single numbers only the result."""
    links = []
    factors = [factor for factor in product.locals[::-1] if isinstance(factor, float)]
    if len(factors) == len(product.locals) and len(factors) > 1:
        links.append(_times(map(number, factors)))
    result = product.contribution
    if is_small(result):
        links.append(value_term(result).colored(GRADIENT).latex)
    else:
        links.append(rf"\text{{{shape_text(result)}}}")
    return "= " + " = ".join(links)


def _times(factors: Iterable[Term]) -> str:
    """The product of the terms; of a long one the middle is left out."""
    written = [term.within(2, first=at == 0) for at, term in enumerate(factors)]
    if len(written) > _MOST_FACTORS:
        half = _MOST_FACTORS // 2
        written = [*written[:half], r"\cdots", *written[-half:]]
    return r" \cdot ".join(written)


def _headline(
    graph: Graph, source: NodeId, target: NodeId, count: int, way: Path | None, apart: int | None
) -> str:
    start, end = called(graph, source).plain, called(graph, target).plain
    if count == 0:
        if apart is None:
            return f"Nothing connects {start} and {end}."
        return f"No path leads from {start} to {end}; against the arrows they are {apart} apart."
    if source == target:
        return f"{start} is both ends: the path has no edge."
    length = len(way or ())
    edges = f"{length} edge" + ("s" if length > 1 else "")
    paths = "One path leads" if count == 1 else f"{count:,} paths lead"
    shortest_ = "it has" if count == 1 else "the shortest has"
    return f"{paths} from {start} to {end}; {shortest_} {edges}."


def _sum(
    graph: Graph,
    source: NodeId,
    target: NodeId,
    routes: tuple[Route, ...],
    count: int,
    total: Value | None,
    gradient: Value | None,
) -> tuple[str, str]:
    """The sum over the paths as a formula and a sentence; empty where there are no numbers."""
    start, end = called(graph, source), called(graph, target)
    if gradient is None or not routes or total is None:
        return "", _no_sum(graph, source, count)
    by = derivative(end, start)
    what = f"the derivative of {end.plain} by {start.plain}"
    if len(routes) < count:
        words = f"These are the first {MOST_LISTED} of {count:,} paths. "
        if isinstance(total, float) and isinstance(gradient, float):
            listed, whole = format_number(total), format_number(gradient)
            words += f"They add up to {listed}; all together they are {what}: {whole}."
        return rf"{by.latex} = {value_term(gradient).colored(GRADIENT).latex}", words
    links = [by.latex]
    parts = [route.contribution for route in routes]
    if 1 < len(parts) <= _MOST_FACTORS and all(isinstance(p, float) for p in parts):
        terms = (number(p) for p in parts if isinstance(p, float))
        links.append(" + ".join(t.within(1, first=at == 0) for at, t in enumerate(terms)))
    result = value_term(total).colored(GRADIENT)
    links.append(result.latex)
    plural = "The products along all paths add up to" if count > 1 else "Its product is"
    return " = ".join(links), f"{plural} {what}."


def _no_sum(graph: Graph, source: NodeId, count: int) -> str:
    if count == 0:
        return ""
    if graph.nodes[source].is_literal:
        return "A number never changes, so nothing is derived by it."
    return "There are no numbers along the paths yet: the end needs to be one number."
