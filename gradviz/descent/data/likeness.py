"""Which nodes of a graph are written alike, so that what is there already need not be added."""

from __future__ import annotations

from gradviz.graph import Graph, Node, NodeId

_COMMUTATIVE = frozenset({"add", "mul"})


class Likeness:
    """Gives nodes that are written alike, whatever they are called, the same number.

    Nodes that are not in the graph can be ``made`` of those that are.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._numbers: dict[object, int] = {}
        self._of: dict[NodeId, int] = {}
        self._holders: dict[int, NodeId] = {}
        self._added: list[Node] = []
        for node_id in graph.order:
            self._take(graph.nodes[node_id])

    def of(self, node_id: NodeId) -> int:
        """The number of a node."""
        return self._of[node_id]

    def made(self, op: str, *operands: NodeId) -> NodeId:
        """The node that is this operation on these nodes: one of the graph if there is one."""
        node = Node(f"prediction:{len(self._added)}", op, operands)
        number = self._numbers.get(self._key(node))
        if number is not None:
            return self._holders[number]
        self._added.append(node)
        self._take(node)
        return node.id

    @property
    def graph(self) -> Graph:
        """The graph with the nodes that were added; the same one if there are none."""
        return self._graph.with_nodes(*self._added) if self._added else self._graph

    def _take(self, node: Node) -> None:
        number = self._numbers.setdefault(self._key(node), len(self._numbers))
        self._of[node.id] = number
        holder = self._holders.setdefault(number, node.id)
        if node.name and not self._graph.nodes[holder].name:
            self._holders[number] = node.id

    def _key(self, node: Node) -> object:
        if node.is_literal:
            return node.value
        if node.is_input or not node.is_complete:
            return node.id
        operands = [self._of[operand] for operand in node.operands]
        if node.op in _COMMUTATIVE:
            operands.sort()
        return node.op, tuple(operands), node.attributes
