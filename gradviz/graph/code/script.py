"""A program as text that knows which node each of its lines is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gradviz.graph.model import NodeId


@dataclass(frozen=True, eq=False)
class Script:
    """A text, and for each of its lines the node it is about, or None.

    ``holders`` gives to a node that has no line of its own the one whose line contains it.
    """

    text: str
    nodes: tuple[NodeId | None, ...] = ()
    holders: Mapping[NodeId, NodeId] = field(default_factory=dict)

    @cached_property
    def _lines(self) -> Mapping[NodeId, tuple[int, ...]]:
        found: dict[NodeId, tuple[int, ...]] = {}
        for line, node_id in enumerate(self.nodes):
            if node_id is not None:
                found[node_id] = (*found.get(node_id, ()), line)
        return found

    def lines_of(self, node_id: NodeId) -> tuple[int, ...]:
        """The lines about a node, counted from 0: where it is computed, then its gradient."""
        return self._lines.get(self.holders.get(node_id, node_id), ())

    def node_of(self, line: int) -> NodeId | None:
        """The node that a line is about."""
        return self.nodes[line] if 0 <= line < len(self.nodes) else None


class Lines:
    """The lines of a program being written."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._nodes: list[NodeId | None] = []
        self._users: dict[NodeId, NodeId] = {}

    def add(self, text: str = "", node: NodeId | None = None) -> None:
        """One more line, about ``node``."""
        self._texts.append(text)
        self._nodes.append(node)

    def add_all(self, *texts: str) -> None:
        """More lines, which are about no node."""
        for text in texts:
            self.add(text)

    def inline(self, node: NodeId, user: NodeId) -> None:
        """Say that a node stands within the text of its user, which is written later."""
        self._users[node] = user

    def script(self, *head: str) -> Script:
        """The whole program, with the lines ``head`` before what was added."""
        holders: dict[NodeId, NodeId] = {}
        for node, user in reversed(self._users.items()):
            holders[node] = holders.get(user, user)
        text = "\n".join((*head, *self._texts)) + "\n"
        return Script(text, (*(None for _ in head), *self._nodes), holders)
