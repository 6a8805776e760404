"""The graph as the layout sees it: integer vertices in layers, long edges cut into unit pieces."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gradviz.graph.model import OPEN, Graph, NodeId


class Piece(NamedTuple):
    """One piece of an edge between neighboring layers.

    ``side`` is where it meets the right vertex, from -0.5 (top) to 0.5 (bottom); 0 at a bend.
    """

    left: int
    right: int
    side: float


@dataclass
class Network:
    """Vertices ``0 … cards-1`` are the nodes in topological order; the rest are bends.

    A node has at most one bend in each layer, shared by all its edges that pass there, so an
    input used a thousand times costs one line through the drawing and not a thousand.
    """

    ids: tuple[NodeId, ...]
    layer: list[int]
    incoming: list[list[Piece]]
    outgoing: list[list[Piece]]
    chains: dict[int, list[int]] = field(default_factory=dict)
    """For each node with long edges its bends, from left to right."""
    depth: list[int] = field(default_factory=list)
    """For each vertex how many operations, at most, lead up to it; a bend has its node's."""

    @cached_property
    def index(self) -> dict[NodeId, int]:
        """The vertex of each node."""
        return {node_id: vertex for vertex, node_id in enumerate(self.ids)}

    @property
    def cards(self) -> int:
        """The number of vertices that are nodes."""
        return len(self.ids)

    def layers(self) -> list[list[int]]:
        """The vertices of each layer, in order of number."""
        result: list[list[int]] = [[] for _ in range(max(self.layer, default=-1) + 1)]
        for vertex, layer in enumerate(self.layer):
            result[layer].append(vertex)
        return result


def build_network(graph: Graph) -> Network:
    """Assign layers and cut every edge that spans more than one of them."""
    ids = graph.order
    index = {node_id: i for i, node_id in enumerate(ids)}
    operands = [
        [(index[o], port) for port, o in enumerate(graph.nodes[node_id].operands) if o != OPEN]
        for node_id in ids
    ]
    layer = _assign_layers(operands)
    network = Network(ids, layer, [[] for _ in ids], [[] for _ in ids], depth=_depths(operands))
    for user, node_id in enumerate(ids):
        ports = len(graph.nodes[node_id].operands)
        for operand, port in operands[user]:
            left = _reach(network, operand, layer[user] - 1)
            _connect(network, Piece(left, user, (port + 1) / (ports + 1) - 0.5))
    return network


def _depths(operands: list[list[tuple[int, int]]]) -> list[int]:
    depth: list[int] = []
    for pairs in operands:
        depth.append(max((depth[operand] + 1 for operand, _ in pairs), default=0))
    return depth


def _assign_layers(operands: list[list[tuple[int, int]]]) -> list[int]:
    """Each node one layer left of its first user; in a tree no edge is then longer than one.

    Nodes nothing uses keep their distance from the inputs. A node with more operands than users
    moves back left as far as its operands leave room, which shortens more edges than it stretches.
    """
    count = len(operands)
    early = [0] * count
    users = [0] * count
    for user, pairs in enumerate(operands):
        for operand, _ in pairs:
            early[user] = max(early[user], early[operand] + 1)
            users[operand] += 1
    layer = [early[v] if users[v] == 0 else count for v in range(count)]
    for user in range(count - 1, -1, -1):
        for operand, _ in operands[user]:
            layer[operand] = min(layer[operand], layer[user] - 1)
    for user, pairs in enumerate(operands):
        if len(pairs) > users[user]:
            layer[user] = max(layer[operand] for operand, _ in pairs) + 1
    first = min(layer, default=0)
    return [value - first for value in layer]


def _reach(network: Network, source: int, layer: int) -> int:
    """The vertex in ``layer`` from which an edge of ``source`` goes on, adding bends as needed."""
    start = network.layer[source]
    if layer == start:
        return source
    chain = network.chains.setdefault(source, [])
    while len(chain) < layer - start:
        left = chain[-1] if chain else source
        bend = len(network.layer)
        network.layer.append(start + len(chain) + 1)
        network.depth.append(network.depth[source])
        network.incoming.append([])
        network.outgoing.append([])
        chain.append(bend)
        _connect(network, Piece(left, bend, 0.0))
    return chain[layer - start - 1]


def _connect(network: Network, piece: Piece) -> None:
    network.outgoing[piece.left].append(piece)
    network.incoming[piece.right].append(piece)
