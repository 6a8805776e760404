"""Finding a node: a small panel over the canvas with a line to type in and the list of nodes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gradviz.graph import NodeId
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN
from gradviz.ui.canvas.finding.outline import Outline
from gradviz.ui.canvas.showing import CardView
from gradviz.ui.theme import Theme

WIDTH = 340
_ROW = 32
_MOST_ROWS = 9
_NAME_SHARE = 0.42


class RowPainter(QStyledItemDelegate):
    """Draws a row as a small card: name and kind, the value blue, the gradient vermillion."""

    def __init__(self, ink: Ink, parent: QObject) -> None:
        super().__init__(parent)
        self.ink = ink

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index
        return QSize(WIDTH - 40, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model = index.model()
        entry = model.entry_at(index) if isinstance(model, Outline) else None
        if entry is None:
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        ink, scripts = self.ink, self.ink.scripts(LEAST_ON_SCREEN)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, ink.canvas)
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), ink.accent)
        inner = area.adjusted(12, 0, -4, 0)
        split = inner.left() + round(inner.width() * _NAME_SHARE)
        step = (inner.right() - split) // 2
        name = scripts.name.cut(entry.name, split - inner.left())
        end = inner.left() + round(scripts.name.width(name)) + 8
        parts = (
            (name, scripts.name, ink.text, inner.left(), split),
            (entry.kind, scripts.tag, ink.muted, end, split),
            (entry.value, scripts.gradient, ink.value, split + 6, split + step),
            (entry.gradient, scripts.gradient, ink.gradient, split + step + 6, inner.right()),
        )
        painter.save()
        for text, script, color, left, right in parts:
            painter.setFont(script.font)
            painter.setPen(QColor(color))
            base = area.center().y() + script.ascent - script.height / 2
            painter.drawText(left, round(base), script.cut(text, right - left))
        painter.restore()


class NodeFinder(QFrame):
    """Opens over the canvas; what is chosen in the list is selected on the canvas and the reverse.

    Enter goes to the node and closes, Escape closes.
    """

    def __init__(self, view: CardView, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("node_finder")
        self._view = view
        self.model = Outline(view.graph_scene(), self)
        self.edit = QLineEdit(self)
        self.edit.setObjectName("graph_find_edit")
        self.edit.setPlaceholderText("Find a node by name or operation")
        self.edit.setAccessibleName("Find a node")
        self.edit.setToolTip("Type a name or an operation; Enter goes to the node, Escape closes")
        self.edit.setClearButtonEnabled(True)
        self.list = QListView(self)
        self.list.setObjectName("graph_nodes_list")
        self.list.setAccessibleName("Nodes of the graph")
        self.list.setToolTip("The nodes in the order of the forward pass; Enter goes to one")
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self._rows = RowPainter(view.graph_scene().ink, self.list)
        self.list.setItemDelegate(self._rows)
        self._nothing = QLabel("Nothing is called so", self)
        self._nothing.setObjectName("graph_find_nothing")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.edit, self.list, self._nothing):
            column.addWidget(part)
        for part in (self.edit, self.list):
            part.installEventFilter(self)
        self.edit.textChanged.connect(self._on_text_changed)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.doubleClicked.connect(lambda _index: self.go())
        view.node_selected.connect(self._on_node_selected)
        self.hide()

    def open(self) -> None:
        """Show all nodes and take the keyboard."""
        self.model.renew()
        self.edit.clear()
        self._fit()
        self.show()
        self.raise_()
        self._on_node_selected(self._view.selected)
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def leave(self) -> None:
        """Close, and give the keyboard back to the canvas."""
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self) -> None:
        """Go to the chosen node, or the first one that fits, and close."""
        chosen = self.list.currentIndex()
        index = chosen if chosen.isValid() else self.model.index(0)
        found, behind = self.model.node_at(index), self.model.behind_at(index)
        if found is not None:
            self._view.go_to(found)
        elif behind is not None:
            self._view.go_behind(*behind)
        else:
            return
        self.leave()

    def renew(self, *, structure: bool) -> None:
        """The canvas shows other numbers, or another graph."""
        if not self.isVisible():
            return
        if structure:
            self.model.renew()
            self._fit()
            self._on_node_selected(self._view.selected)
        else:
            self.model.renew_numbers()

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self._rows.ink = self._view.graph_scene().ink
        self.setStyleSheet(
            f"#node_finder {{ background: {theme.surface}; border: 1px solid {theme.line};"
            "border-radius: 8px; }"
            f"QLineEdit {{ background: {theme.canvas}; border: 1px solid {theme.line};"
            "border-radius: 6px; padding: 5px 8px; }"
            f"QLineEdit:focus {{ border-color: {theme.accent}; }}"
            f"QListView {{ background: {theme.surface}; border: 1px solid transparent;"
            "border-radius: 6px; outline: none; }"
            f"QListView:focus {{ border-color: {theme.accent}; }}"
            f"QLabel {{ color: {theme.muted}; background: none; padding: 4px 8px; }}"
        )

    def place(self, width: int, height: int) -> None:
        """Stand at the top right of a panel of this size."""
        self._room = height
        self.setFixedWidth(min(WIDTH, width - 24))
        self.move(width - self.width() - 12, 10)
        self._fit()

    _room = 400

    def _fit(self) -> None:
        """As high as the rows, and no higher than the panel."""
        rows = self.model.rowCount()
        most = max(2, min(_MOST_ROWS, (self._room - 130) // _ROW))
        self.list.setFixedHeight(min(rows, most) * _ROW + 4)
        self.list.setVisible(rows > 0)
        self._nothing.setVisible(rows == 0)
        self.adjustSize()

    # What happens

    def _on_text_changed(self, text: str) -> None:
        self.model.filter(text)
        self._fit()
        if text.strip():
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self._on_node_selected(self._view.selected)

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        found = self.model.node_at(now)
        if found is not None and found != self._view.selected:
            self._view.select(found)

    def _on_node_selected(self, node_id: NodeId | None) -> None:
        index = self.model.index_of(node_id)
        if self.isVisible() and index != self.list.currentIndex():
            self.list.setCurrentIndex(index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            act = _KEYS.get(Qt.Key(event.key()))
            if act is not None:
                act(self)
                return True
            if watched is self.edit and event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)


_KEYS: dict[Qt.Key, Callable[[NodeFinder], None]] = {
    Qt.Key.Key_Escape: NodeFinder.leave,
    Qt.Key.Key_Return: NodeFinder.go,
    Qt.Key.Key_Enter: NodeFinder.go,
}
_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
