"""From a graph and the sizes of its cards to their centers and the routes of its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import TypeAlias

from gradviz.graph.layout.network import Network, build_network
from gradviz.graph.layout.ordering import order_layers
from gradviz.graph.layout.placing import place_layers
from gradviz.graph.model import OPEN, Graph, NodeId

Point: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[float, float]

LAYER_GAP = 112.0
"""Room between two columns of cards: a local derivative in its pill fits in."""


@dataclass(frozen=True)
class Layout:
    """Centers of the cards, and for every edge (user, port) the points it runs through.

    A route starts at the middle of the operand's right side and ends at the user's port on the
    left side. Between columns it may be drawn as any curve that is monotone in both directions;
    within a column it is level. So no route touches a card that is not at one of its ends.
    """

    positions: Mapping[NodeId, Point] = field(default_factory=dict)
    routes: Mapping[tuple[NodeId, int], tuple[Point, ...]] = field(default_factory=dict)


def port_offset(port: int, ports: int, height: float) -> float:
    """How far below the center of a card of ``height`` its operand ``port`` enters."""
    return ((port + 1) / (ports + 1) - 0.5) * height


def arrange(
    graph: Graph,
    sizes: Mapping[NodeId, Size],
    previous: Mapping[NodeId, Point] | None = None,
) -> Layout:
    """Lay the graph out from left to right in columns (Sugiyama, Tagawa and Toda 1981).

    ``previous`` holds the centers of an earlier drawing: what was in it keeps its vertical order
    and, over all, its place. The same arguments always give the same drawing.
    """
    if not graph.nodes:
        return Layout()
    network = build_network(graph)
    before = previous or {}
    old = {v: before[i][1] for v, i in enumerate(network.ids) if i in before}
    order = order_layers(network, old)
    heights = [sizes[i][1] for i in network.ids] + [0.0] * (len(network.layer) - network.cards)
    y = place_layers(network, order, heights)
    columns = _columns(network, sizes)
    positions = {
        node_id: ((columns[network.layer[v]][0] + columns[network.layer[v]][1]) / 2, y[v])
        for v, node_id in enumerate(network.ids)
    }
    dx, dy = _shift(positions, before)
    columns = [(left + dx, right + dx) for left, right in columns]
    y = [value + dy for value in y]
    positions = {node_id: (px + dx, py + dy) for node_id, (px, py) in positions.items()}
    return Layout(positions, _routes(graph, network, positions, sizes, columns, y))


def _columns(network: Network, sizes: Mapping[NodeId, Size]) -> list[tuple[float, float]]:
    """Left and right side of each column, as wide as its widest card, the first centered on 0."""
    widths = [0.0] * (max(network.layer) + 1)
    for vertex, node_id in enumerate(network.ids):
        layer = network.layer[vertex]
        widths[layer] = max(widths[layer], sizes[node_id][0])
    columns: list[tuple[float, float]] = []
    left = -widths[0] / 2
    for width in widths:
        columns.append((left, left + width))
        left += width + LAYER_GAP
    return columns


def _shift(positions: Mapping[NodeId, Point], before: Mapping[NodeId, Point]) -> Point:
    """The move that leaves most cards of the earlier drawing where they were."""
    common = [node_id for node_id in positions if node_id in before]
    if not common:
        return 0.0, 0.0
    dx = median(before[i][0] - positions[i][0] for i in common)
    dy = median(before[i][1] - positions[i][1] for i in common)
    return dx, dy


def _routes(
    graph: Graph,
    network: Network,
    positions: Mapping[NodeId, Point],
    sizes: Mapping[NodeId, Size],
    columns: list[tuple[float, float]],
    y: list[float],
) -> dict[tuple[NodeId, int], tuple[Point, ...]]:
    index = {node_id: v for v, node_id in enumerate(network.ids)}
    routes: dict[tuple[NodeId, int], tuple[Point, ...]] = {}
    for user, node_id in enumerate(network.ids):
        node = graph.nodes[node_id]
        x, center = positions[node_id]
        width, height = sizes[node_id]
        for port, operand in enumerate(node.operands):
            if operand == OPEN:
                continue
            source = index[operand]
            at = positions[operand]
            points = [(at[0] + sizes[operand][0] / 2, at[1])]
            _leave(points, columns[network.layer[source]][1])
            bends = network.layer[user] - network.layer[source] - 1
            for bend in network.chains.get(source, ())[:bends]:
                left, right = columns[network.layer[bend]]
                points += [(left, y[bend]), (right, y[bend])]
            end = (x - width / 2, center + port_offset(port, len(node.operands), height))
            entry = columns[network.layer[user]][0]
            if entry < end[0] - 0.5:
                points.append((entry, end[1]))
            points.append(end)
            routes[node_id, port] = tuple(points)
    return routes


def _leave(points: list[Point], side: float) -> None:
    """Run level to the side of the column, so that a narrow card's edge misses wider neighbors."""
    x, y = points[-1]
    if side > x + 0.5:
        points.append((side, y))
