"""Which nodes of a newly parsed graph are the nodes of the graph before, so that cards stay."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace

from gradviz.graph.model import OPEN, Graph, Node, NodeId, Role


def reconcile(old: Graph, new: Graph) -> Graph:
    """``new`` with the ids of ``old`` where a node is the same, and fresh ids elsewhere.

    A node is the same if it has the same name; if it has none, if it computes the same; failing
    that, if it is the same operation at the same place of the same user. Inputs keep their role,
    and their value where ``new`` does not state one.
    """
    kept = _Matching(old, new).found
    fresh = _fresh_ids(old)
    ids = {node_id: kept.get(node_id) or next(fresh) for node_id in new.nodes}
    ids[OPEN] = OPEN
    nodes: dict[NodeId, Node] = {}
    for node in new.nodes.values():
        same = replace(node, id=ids[node.id], operands=tuple(ids[o] for o in node.operands))
        nodes[same.id] = _remembering(same, old)
    return Graph(nodes, None if new.output is None else ids[new.output])


def _remembering(node: Node, old: Graph) -> Node:
    """An input with the role (and, unless it is stated, the value) it had under its name."""
    before = old.nodes.get(old.by_name.get(node.name, "")) if node.name is not None else None
    if before is None or not node.is_input or not before.is_input:
        return node
    if not node.stated:
        return replace(node, value=before.value, role=before.role)
    # A number that comes to be stated takes the place of a dataset's column.
    is_column = before.role is Role.DATA and not before.stated
    return node if is_column else replace(node, role=before.role)


def _fresh_ids(old: Graph) -> Iterator[NodeId]:
    number = max((int(node_id) for node_id in old.nodes if node_id.isdecimal()), default=0)
    while True:
        number += 1
        yield str(number)


class _Matching:
    """Pairs of nodes found the same; ``found`` maps ids of the new graph to ids of the old."""

    def __init__(self, old: Graph, new: Graph) -> None:
        self._old = old
        self._new = new
        self.found: dict[NodeId, NodeId] = {}
        self._taken: set[NodeId] = set()
        numbers: dict[Hashable, int] = {}
        self._old_class = _classes(old, numbers)
        self._new_class = _classes(new, numbers)
        self._match_names()
        self._match_structures()
        self._match_places()
        self._match_loose_numbers()

    def _pair(self, new_id: NodeId, old_id: NodeId) -> None:
        self.found[new_id] = old_id
        self._taken.add(old_id)

    def _is_free(self, new_id: NodeId, old_id: NodeId) -> bool:
        """Whether these may be paired: neither is yet, and a literal meets a literal only."""
        if new_id in self.found or old_id in self._taken:
            return False
        new, old = self._new.nodes[new_id], self._old.nodes[old_id]
        return new.is_literal == old.is_literal

    def _match_names(self) -> None:
        for name, new_id in self._new.by_name.items():
            old_id = self._old.by_name.get(name)
            if old_id is not None:
                self._pair(new_id, old_id)

    def _match_structures(self) -> None:
        """Pair what computes the same, the largest first; operands follow their users."""
        pool: dict[int, deque[NodeId]] = defaultdict(deque)
        for old_id in self._old.order:
            if old_id not in self._taken and not self._old.nodes[old_id].is_literal:
                pool[self._old_class[old_id]].append(old_id)
        outputs = self._new.output or OPEN, self._old.output or OPEN
        if OPEN not in outputs and self._new_class[outputs[0]] == self._old_class[outputs[1]]:
            self._pair_if_alike(*outputs)  # of two that compute the same, the output stays it
        sizes = _sizes(self._new)
        for new_id in sorted(self._new.order, key=lambda node_id: -sizes[node_id]):
            if new_id not in self.found and not self._new.nodes[new_id].is_literal:
                same = pool.get(self._new_class[new_id], deque())
                while same and same[0] in self._taken:
                    same.popleft()
                if same:
                    self._pair(new_id, same.popleft())
            self._match_operands(new_id, same_class=True)

    def _match_places(self) -> None:
        """Pair the outputs, then operation by operation what stands at the same port."""
        new_output, old_output = self._new.output, self._old.output
        if new_output is not None and old_output is not None:
            self._pair_if_alike(new_output, old_output)
        for new_id in reversed(self._new.order):
            self._match_operands(new_id, same_class=False)

    def _match_loose_numbers(self) -> None:
        """Pair numbers that nothing uses: equal ones first, then in their order."""
        for same_class in (True, False):
            free = [i for i in _loose_numbers(self._old) if i not in self._taken]
            for new_id in _loose_numbers(self._new):
                number = self._new_class[new_id]
                fits = (i for i in free if not same_class or self._old_class[i] == number)
                old_id = None if new_id in self.found else next(fits, None)
                if old_id is not None:
                    free.remove(old_id)
                    self._pair(new_id, old_id)

    def _match_operands(self, new_id: NodeId, *, same_class: bool) -> None:
        if new_id not in self.found:
            return
        new = self._new.nodes[new_id]
        old = self._old.nodes[self.found[new_id]]
        for below_new, below_old in _pairs(new, old):
            if not same_class or self._new_class[below_new] == self._old_class[below_old]:
                self._pair_if_alike(below_new, below_old)

    def _pair_if_alike(self, new_id: NodeId, old_id: NodeId) -> None:
        same_op = self._new.nodes[new_id].op == self._old.nodes[old_id].op
        if same_op and self._is_free(new_id, old_id):
            self._pair(new_id, old_id)


def _loose_numbers(graph: Graph) -> list[NodeId]:
    users = graph.users
    return [node.id for node in graph.nodes.values() if node.is_literal and not users[node.id]]


def _pairs(new: Node, old: Node) -> Iterable[tuple[NodeId, NodeId]]:
    both = zip(new.operands, old.operands, strict=False)
    return ((a, b) for a, b in both if OPEN not in (a, b))


def _sizes(graph: Graph) -> Mapping[NodeId, int]:
    """How much is written for each node: itself and its operands, a name counting as one."""
    sizes: dict[NodeId, int] = {OPEN: 0}
    result: dict[NodeId, int] = {}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        result[node_id] = min(1 + sum(sizes[operand] for operand in node.operands), 1 << 62)
        sizes[node_id] = 1 if node.name is not None else result[node_id]
    return result


def _classes(graph: Graph, numbers: dict[Hashable, int]) -> Mapping[NodeId, int]:
    """A number for each node; equal numbers mean equal computations from equal names."""
    own: dict[NodeId, int] = {}
    seen: dict[NodeId, int] = {OPEN: -1}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        operands = tuple(seen[operand] for operand in node.operands)
        leaf: Hashable = (node.name or node.value) if node.is_input else None
        own[node_id] = numbers.setdefault((node.op, node.attributes, operands, leaf), len(numbers))
        # Users know a named node by its name, so that they stay the same when it changes.
        key: Hashable = node.name if node.name is not None else None
        seen[node_id] = own[node_id] if key is None else numbers.setdefault(key, len(numbers))
    return own
