"""From a graph and the sizes of its cards to their centers and the routes of its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple, TypeAlias

from gradviz.graph.layout.network import Network, build_network
from gradviz.graph.layout.ordering import order_layers
from gradviz.graph.layout.placing import place_layers
from gradviz.graph.model import EdgeKey, Graph, NodeId

Point: TypeAlias = tuple[float, float]
Size: TypeAlias = tuple[float, float]

LAYER_GAP = 64.0
"""Room between two columns of cards: the number of a local derivative fits in."""

FEW_COLUMNS = 4
"""How many columns a drawing may have to be given more room than that."""

_SAME = 0.5


class Branch(NamedTuple):
    """How an edge leaves the trunk of its operand: after ``shared`` of its points, by ``tail``.

    ``skip`` of the trunk's points are also in the route of the operand's next nearer user.
    """

    shared: int
    tail: tuple[Point, ...]
    skip: int = 0


@dataclass(frozen=True)
class Layout:
    """Centers of the cards, and for every edge (user, port) the points it runs through.

    A route starts at the middle of the operand's right side and ends at the user's port on the
    left side. Between columns it may be drawn as any curve that is monotone in both directions;
    within a column it is level. So no route touches a card that is not at one of its ends.

    All edges of an operand run along one trunk, so routes are kept as trunks and branches: an
    input used a thousand times would otherwise take a million points.
    """

    positions: Mapping[NodeId, Point] = field(default_factory=dict)
    trunks: Mapping[NodeId, tuple[Point, ...]] = field(default_factory=dict)
    branches: Mapping[EdgeKey, Branch] = field(default_factory=dict)
    operands: Mapping[EdgeKey, NodeId] = field(default_factory=dict)

    def route(self, user: NodeId, port: int) -> tuple[Point, ...]:
        """The points of one edge, from its operand to its user."""
        shared, tail, _ = self.branches[user, port]
        return self.trunks[self.operands[user, port]][:shared] + tail


def port_offset(port: int, ports: int, height: float) -> float:
    """How far below the center of a card of ``height`` its operand ``port`` enters."""
    return ((port + 1) / (ports + 1) - 0.5) * height


def arrange(
    graph: Graph,
    sizes: Mapping[NodeId, Size],
    previous: Mapping[NodeId, Point] | None = None,
    wide_gap: float = LAYER_GAP,
) -> Layout:
    """Lay the graph out from left to right in columns (Sugiyama, Tagawa and Toda 1981).

    ``previous`` holds the centers of an earlier drawing: what was in it keeps its vertical order
    and, over all, its place. ``wide_gap`` is the room between columns where they are so few that
    there is plenty of it. The same arguments always give the same drawing.
    """
    if not graph.nodes:
        return Layout()
    network = build_network(graph)
    before = previous or {}
    old = {v: before[i][1] for v, i in enumerate(network.ids) if i in before}
    order = order_layers(network, old)
    heights = [sizes[i][1] for i in network.ids] + [0.0] * (len(network.layer) - network.cards)
    y = place_layers(network, order, heights)
    columns = _columns(network, sizes, wide_gap)
    positions = {
        node_id: ((columns[network.layer[v]][0] + columns[network.layer[v]][1]) / 2, y[v])
        for v, node_id in enumerate(network.ids)
    }
    dx, dy = _shift(positions, before)
    columns = [(left + dx, right + dx) for left, right in columns]
    y = [value + dy for value in y]
    positions = {node_id: (px + dx, py + dy) for node_id, (px, py) in positions.items()}
    trunks = _trunks(network, positions, sizes, columns, y)
    branches = _branches(graph, network, positions, sizes, columns, trunks)
    operands = {key: graph.nodes[key[0]].operands[key[1]] for key in branches}
    return Layout(positions, trunks, branches, operands)


def _columns(
    network: Network, sizes: Mapping[NodeId, Size], wide_gap: float
) -> list[tuple[float, float]]:
    """Left and right side of each column, as wide as its widest card, the first centered on 0."""
    widths = [0.0] * (max(network.layer) + 1)
    for vertex, node_id in enumerate(network.ids):
        layer = network.layer[vertex]
        widths[layer] = max(widths[layer], sizes[node_id][0])
    columns: list[tuple[float, float]] = []
    left = -widths[0] / 2
    for width in widths:
        columns.append((left, left + width))
        left += width + (wide_gap if len(widths) <= FEW_COLUMNS else LAYER_GAP)
    return columns


def _shift(positions: Mapping[NodeId, Point], before: Mapping[NodeId, Point]) -> Point:
    """The move that leaves most cards of the earlier drawing where they were."""
    common = [node_id for node_id in positions if node_id in before]
    if not common:
        return 0.0, 0.0
    dx = median(before[i][0] - positions[i][0] for i in common)
    dy = median(before[i][1] - positions[i][1] for i in common)
    return dx, dy


def _trunks(
    network: Network,
    positions: Mapping[NodeId, Point],
    sizes: Mapping[NodeId, Size],
    columns: list[tuple[float, float]],
    y: list[float],
) -> dict[NodeId, tuple[Point, ...]]:
    """From each card level to the side of its column, and on through its bends."""
    trunks: dict[NodeId, tuple[Point, ...]] = {}
    for vertex, node_id in enumerate(network.ids):
        side = columns[network.layer[vertex]][1]
        x = positions[node_id][0] + sizes[node_id][0] / 2
        points = [(x, y[vertex])]
        if side > x + _SAME:  # a narrow card's edge must miss its wider neighbors
            points.append((side, y[vertex]))
        for bend in network.chains.get(vertex, ()):
            left, right = columns[network.layer[bend]]
            points += [(left, y[bend]), (right, y[bend])]
        trunks[node_id] = tuple(points)
    return trunks


def _branches(
    graph: Graph,
    network: Network,
    positions: Mapping[NodeId, Point],
    sizes: Mapping[NodeId, Size],
    columns: list[tuple[float, float]],
    trunks: Mapping[NodeId, tuple[Point, ...]],
) -> dict[EdgeKey, Branch]:
    """Where each edge leaves its operand's trunk; nearer users of an operand come first."""
    layer = dict(zip(network.ids, network.layer, strict=False))
    branches: dict[EdgeKey, Branch] = {}
    for operand in network.ids:
        head = len(trunks[operand]) - 2 * len(network.chains.get(network.index[operand], ()))
        before = 0
        for user, port in sorted(graph.users[operand], key=lambda edge: layer[edge[0]]):
            x, y = positions[user]
            width, height = sizes[user]
            ports = len(graph.nodes[user].operands)
            end = (x - width / 2, y + port_offset(port, ports, height))
            entry = columns[layer[user]][0]
            tail = ((entry, end[1]), end) if entry < end[0] - _SAME else (end,)
            shared = head + 2 * (layer[user] - layer[operand] - 1)
            branches[user, port] = Branch(shared, tail, before if before > head else 0)
            before = shared
    return branches
