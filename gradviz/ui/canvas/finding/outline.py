"""The canvas as a list: one row a node, group or comment, for assistive tools and for finding."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradviz.graph import NodeId
from gradviz.ui.canvas.cards.wording import label_of, leaf_value, short, spoken
from gradviz.ui.canvas.scene import GraphScene

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@dataclass(frozen=True)
class Entry:
    """What a row says: name, kind, value and gradient, and all of it in one sentence."""

    name: str
    kind: str
    value: str
    gradient: str
    spoken: str


class Outline(QAbstractListModel):
    """The nodes of a scene in the order of the forward pass, then its groups and comments.

    Rows that do not fit what was typed are left out. A row is read as ``multiply, named p,
    value 6, gradient 2``; of a node in a closed group also where it is.
    """

    def __init__(self, scene: GraphScene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._words: tuple[str, ...] = ()
        self._rows: tuple[NodeId, ...] = ()
        self._behind: dict[str, tuple[str, str]] = {}

    def renew(self) -> None:
        """The scene shows another graph."""
        self._show(self._matching())

    def renew_numbers(self) -> None:
        """The scene shows other numbers of the same graph."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    def filter(self, text: str) -> None:
        """Keep the nodes with words that begin like all those of ``text``, best matches first."""
        self._words = tuple(text.casefold().split())
        self._show(self._matching())

    def node_at(self, index: _Index) -> NodeId | None:
        """The node of a row; None for a group or comment."""
        row = self._rows[index.row()] if index.isValid() else None
        return None if row in self._behind else row

    def behind_at(self, index: _Index) -> tuple[str, str] | None:
        """What kind of thing a row is about that is no node ("group", "comment"), and its id."""
        return self._behind.get(self._rows[index.row()]) if index.isValid() else None

    def index_of(self, node_id: NodeId | None) -> QModelIndex:
        """The row of a node; an invalid index if it has none."""
        return self.index(self._rows.index(node_id)) if node_id in self._rows else QModelIndex()

    def entry_at(self, index: _Index) -> Entry | None:
        """What a row says."""
        if not index.isValid():
            return None
        behind = self.behind_at(index)
        row = self._rows[index.row()]
        return self._of_node(row) if behind is None else self._of_behind(*behind)

    def _of_node(self, node_id: NodeId) -> Entry | None:
        scene = self._scene
        node = scene.graph.nodes.get(node_id)
        if node is None:
            return None
        label = label_of(scene.graph, node)
        value, gradient = scene.state.values.get(node_id), scene.state.gradients.get(node_id)
        if value is None and node.is_input:
            value = leaf_value(node)
        said = spoken(label, value, gradient)
        if node_id in scene.cards:
            said = scene.describe(node_id)
        group = scene.folding.closed.get(scene.folding.card_of(node_id))
        if group is not None:
            said = f"{said}, in the closed group {group.name}"
        kind = label.tag or label.spoken.partition(",")[0]
        name = label.name or label.symbol or short(value)
        return Entry(name, kind, short(value), short(gradient), said)

    def _of_behind(self, kind: str, thing_id: str) -> Entry | None:
        scene = self._scene
        item = scene.backdrop.comments.get(thing_id)
        if kind == "comment":
            text = "" if item is None else " ".join(item.comment.text.split())
            return None if item is None else Entry(text, kind, "", "", item.spoken)
        group = next((group for group in scene.folding.groups if group.id == thing_id), None)
        if group is None:
            return None
        if group.collapsed:
            card = scene.cards[thing_id]
            said = scene.describe(thing_id)
            return Entry(group.name, "closed group", card.value_text, card.gradient_text, said)
        count = len(group.members)
        said = f"group {group.name}, {count} node{'' if count == 1 else 's'}"
        return Entry(group.name, "group", "", "", said)

    def _show(self, rows: tuple[NodeId, ...]) -> None:
        self.beginResetModel()
        scene = self._scene
        self._behind = {f"group\0{g.id}": ("group", g.id) for g in scene.folding.groups}
        self._behind |= {f"comment\0{i}": ("comment", i) for i in scene.backdrop.comments}
        self._rows = (*rows, *(key for key, thing in self._behind.items() if self._fits(*thing)))
        self.endResetModel()

    def _fits(self, kind: str, thing_id: str) -> bool:
        entry = self._of_behind(kind, thing_id)
        said = "" if entry is None else f"{entry.name} {entry.spoken}".casefold()
        return all(any(part.startswith(word) for part in said.split()) for word in self._words)

    def _matching(self) -> tuple[NodeId, ...]:
        nodes = self._scene.graph.order
        if not self._words:
            return tuple(nodes)
        ranked = [(self._rank(i), place, i) for place, i in enumerate(nodes)]
        return tuple(i for rank, _, i in sorted(ranked) if rank < _NO_MATCH)

    def _rank(self, node_id: NodeId) -> int:
        """0 for the name itself, 1 for its beginning, 2 for other words, 3 for no match."""
        graph = self._scene.graph
        node = graph.nodes[node_id]
        label = label_of(graph, node)
        names = [name.casefold() for name in (node.name or "", label.called) if name]
        whole = " ".join(self._words)
        if whole in names:
            return 0
        if any(name.startswith(whole) for name in names):
            return 1
        said = f"{' '.join(names)} {node.op} {label.symbol} {label.spoken}".casefold().split()
        found = all(any(part.startswith(word) for part in said) for word in self._words)
        return 2 if found else _NO_MATCH

    # Qt

    def rowCount(self, parent: _Index = _TOP) -> int:  # noqa: N802  # Qt calls it so
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry_at(index)
        if entry is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return entry.spoken
        return None


_NO_MATCH = 3
