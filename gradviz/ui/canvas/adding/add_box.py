"""The box that adds a node: a line to type in and the operations, inputs and numbers that fit."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document
from gradviz.document.parts import Spot
from gradviz.ui.canvas.adding.offering import Offer, offers
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN
from gradviz.ui.theme import Theme

WIDTH = 300
_ROW = 30
_MOST_ROWS = 8
_OFFER = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class OfferPainter(QStyledItemDelegate):
    """Draws a row: the symbol as on a card, the name, and quietly the category."""

    def __init__(self, ink: Ink, parent: QObject) -> None:
        super().__init__(parent)
        self.ink = ink

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(WIDTH - 40, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        offer = index.data(_OFFER)
        if not isinstance(offer, Offer):
            return
        area, ink = option.rect, self.ink
        scripts = ink.scripts(LEAST_ON_SCREEN)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, ink.canvas)
            painter.fillRect(area.left(), area.top(), 3, area.height(), ink.accent)
        left, right = area.left() + 12, area.right() - 8
        kind_width = scripts.tag.width(offer.kind)
        parts = (
            (offer.symbol, scripts.small_symbol, ink.text, left, 56.0),
            (offer.title, scripts.gradient, ink.text, left + 64, right - left - 72 - kind_width),
            (offer.kind, scripts.tag, ink.muted, right - kind_width, kind_width + 1),
        )
        painter.save()
        for text, script, color, x, room in parts:
            painter.setFont(script.font)
            painter.setPen(color)
            base = area.center().y() + script.ascent - script.height / 2
            painter.drawText(round(x), round(base), script.cut(text, room))
        painter.restore()


class AddBox(QFrame):
    """Opens at the pointer; Enter adds the chosen row, Escape or a click elsewhere closes."""

    chosen = Signal(object, object)  # Offer, Spot
    closed = Signal()

    def __init__(self, ink: Ink, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setObjectName("add_box")
        self._document = Document()
        self._spot = Spot()
        self.edit = QLineEdit(self)
        self.edit.setObjectName("add_edit")
        self.edit.setAccessibleName("Add a node")
        self.edit.setPlaceholderText("sigmoid, *, x, 3, [1, 2] …")
        self.edit.setToolTip(
            "Type an operation, a name or a number; Enter adds the chosen row, Escape closes"
        )
        self.list = QListWidget(self)
        self.list.setObjectName("add_list")
        self.list.setAccessibleName("What can be added")
        self.list.setToolTip("The arrow keys choose, Enter or a click adds")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows = OfferPainter(ink, self.list)
        self.list.setItemDelegate(self._rows)
        self._nothing = QLabel(self)
        self._nothing.setObjectName("add_nothing")
        self._nothing.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.edit, self.list, self._nothing):
            column.addWidget(part)
        self.setFixedWidth(WIDTH)
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._fill)
        self.list.itemClicked.connect(self._on_clicked)
        self.hide()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """The rows that are shown."""
        return tuple(self.list.item(row).data(_OFFER) for row in range(self.list.count()))

    def open(self, at: QPoint, document: Document, spot: Spot) -> None:
        """Open at a point of the parent for a spot of the document."""
        self._document, self._spot = document, spot
        self.edit.clear()
        self._fill("")
        room = self._ground.rect()
        most = self.sizeHint().height()
        x = max(4, min(at.x(), room.right() - self.width() - 4))
        y = max(4, min(at.y(), room.bottom() - most - 4))
        self.move(x, y)
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def leave(self) -> None:
        """Close without adding anything."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def choose(self) -> None:
        """Add the chosen row."""
        item = self.list.currentItem()
        if item is not None:
            self._on_clicked(item)

    def show_theme(self, theme: Theme, ink: Ink) -> None:
        """Take other colors."""
        self._rows.ink = ink
        self.setStyleSheet(
            f"#add_box {{ background: {theme.surface}; border: 1px solid {theme.accent};"
            "border-radius: 8px; }"
            f"QLineEdit {{ background: {theme.canvas}; border: 1px solid {theme.line};"
            "border-radius: 6px; padding: 5px 8px; }"
            f"QLineEdit:focus {{ border-color: {theme.accent}; }}"
            f"QListWidget {{ background: {theme.surface}; border: none; outline: none; }}"
            f"QLabel {{ color: {theme.muted}; background: none; padding: 4px 8px; }}"
        )

    def _fill(self, text: str) -> None:
        self.list.clear()
        for offer in offers(text, self._document, self._spot):
            item = QListWidgetItem(self.list)
            item.setData(_OFFER, offer)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{offer.title}, {offer.kind}")
        count = self.list.count()
        self.list.setFixedHeight(min(count, _MOST_ROWS) * _ROW + 2)
        self.list.setVisible(count > 0)
        self._nothing.setText(f"Nothing that fits here is called “{text.strip()}”.")
        self._nothing.setVisible(count == 0)
        self.list.setCurrentRow(0)
        self.adjustSize()

    def _on_clicked(self, item: QListWidgetItem) -> None:
        offer, spot = item.data(_OFFER), self._spot
        self.leave()
        self.chosen.emit(offer, spot)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # the window's shortcuts must not take what is typed
                return True
            act = _KEYS.get(Qt.Key(event.key()))
            if event.type() == QEvent.Type.KeyPress and act is not None:
                act(self)
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
        gone = isinstance(event, QFocusEvent) and event.lostFocus()
        if gone and event.reason() not in _PASSING:  # type: ignore[attr-defined]
            self.leave()
        return super().eventFilter(watched, event)


_KEYS: dict[Qt.Key, Callable[[AddBox], None]] = {
    Qt.Key.Key_Escape: AddBox.leave,
    Qt.Key.Key_Return: AddBox.choose,
    Qt.Key.Key_Enter: AddBox.choose,
    Qt.Key.Key_Tab: AddBox.choose,
}
_PASSING = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""Why the keyboard may go away for a moment."""

_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
