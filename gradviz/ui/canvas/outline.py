"""The graph as a list: one row a node, for assistive tools and for finding a node by words."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from gradviz.graph import NodeId
from gradviz.ui.canvas.card import NodeItem
from gradviz.ui.canvas.scene import GraphScene

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class Outline(QAbstractListModel):
    """The nodes of a scene in the order of the forward pass, as far as they fit what was typed.

    A row is read as ``multiply, named p, value 6, gradient 2``.
    """

    def __init__(self, scene: GraphScene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._words: tuple[str, ...] = ()
        self._rows: tuple[NodeId, ...] = ()

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
        """The node of a row."""
        return self._rows[index.row()] if index.isValid() else None

    def card_at(self, index: _Index) -> NodeItem | None:
        """The card of a row."""
        return self._scene.cards.get(self.node_at(index) or "")

    def index_of(self, node_id: NodeId | None) -> QModelIndex:
        """The row of a node; an invalid index if it has none."""
        return self.index(self._rows.index(node_id)) if node_id in self._rows else QModelIndex()

    def _show(self, rows: tuple[NodeId, ...]) -> None:
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def _matching(self) -> tuple[NodeId, ...]:
        nodes = [i for i in self._scene.graph.order if i in self._scene.cards]
        if not self._words:
            return tuple(nodes)
        ranked = [(self._rank(i), place, i) for place, i in enumerate(nodes)]
        return tuple(i for rank, _, i in sorted(ranked) if rank < _NO_MATCH)

    def _rank(self, node_id: NodeId) -> int:
        """0 for the name itself, 1 for its beginning, 2 for other words, 3 for no match."""
        node, label = self._scene.graph.nodes[node_id], self._scene.cards[node_id].label
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
        card = self.card_at(index)
        if card is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return card.name_text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._scene.describe(card.node_id)
        return None


_NO_MATCH = 3
