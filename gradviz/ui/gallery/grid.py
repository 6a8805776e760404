"""The grid of tiles: moved through with the arrow keys, searched by typing, opened with Enter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from gradviz.session import JobRunner
from gradviz.ui.gallery.pictures import Painter, Pictures, Wanted
from gradviz.ui.gallery.shelf import Chosen, Item
from gradviz.ui.gallery.tile import ITEM, PICTURE, RECENT, TilePainter, extent
from gradviz.ui.theme import ThemeSource

_Index = QModelIndex | QPersistentModelIndex
MARGINS = (8, 8, 0, 0)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
_SIDEWAYS = {QListView.CursorAction.MoveLeft: -1, QListView.CursorAction.MoveRight: 1}


class Tiles(QAbstractListModel):
    """The entries shown, in order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: tuple[Item, ...] = ()
        self._recent: frozenset[str] = frozenset()
        self._rows: dict[str, int] = {}

    def show(self, items: Sequence[Item], recent: Sequence[str]) -> None:
        """Show other entries; those in ``recent`` say that they were opened lately."""
        self.beginResetModel()
        self.items, self._recent = tuple(items), frozenset(recent)
        self._rows = {item.key: row for row, item in enumerate(items)}
        self.endResetModel()

    def row_of(self, key: str) -> int | None:
        """Where an entry is shown; None if it is not."""
        return self._rows.get(key)

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  # Qt's name
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        item = self.items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((item.title, item.line, *item.traits))
            case Qt.ItemDataRole.ToolTipRole:
                return f"{item.title}: {', '.join((item.line, *item.traits))}. Enter opens it"
            case _ if role == ITEM:
                return item
            case _ if role == RECENT:
                return item.key in self._recent
        return None


class Grid(QListView):
    """Shows the tiles, makes their pictures, and says what is typed and which is looked at."""

    typed = Signal(str)  # letters that belong to the search
    left_upward = Signal()  # the arrow up was pressed in the first row
    looked_at = Signal(object)  # Item, or None

    def __init__(
        self,
        themes: ThemeSource,
        jobs: JobRunner,
        painter: Painter,
        items: Sequence[Item],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._all = items
        self._tiles = Tiles(self)
        self.pictures = Pictures(jobs, painter, self._missing, self)
        self.setObjectName("gallery_grid")
        self.setAccessibleName("Test functions and examples")
        self.setModel(self._tiles)
        self.setItemDelegate(TilePainter(themes, self._picture, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setViewportMargins(*MARGINS)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.pictures.made.connect(self._on_made)
        themes.theme_changed.connect(lambda _theme: self.viewport().update())
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_items(self, items: Sequence[Item], recent: Sequence[str], key: str = "") -> None:
        """Show these; the one called ``key`` is looked at, else the first."""
        self._tiles.show(items, recent)
        row = next((i for i, item in enumerate(items) if item.key == key), 0)
        index = self._tiles.index(row) if items else QModelIndex()
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(index, flag)
        if not items:
            self.looked_at.emit(None)
        self.viewport().update()

    @property
    def shown(self) -> tuple[Item, ...]:
        """The entries shown, in order."""
        return self._tiles.items

    @property
    def current(self) -> Item | None:
        """The entry looked at."""
        return self.currentIndex().data(ITEM) if self.currentIndex().isValid() else None

    @property
    def columns(self) -> int:
        """How many tiles stand beside one another."""
        return max(1, self.viewport().width() // max(1, self.gridSize().width()))

    @property
    def in_sight(self) -> tuple[Item, ...]:
        """The entries whose tiles are to be seen, at least in part.

        By counting: to ask Qt about each of all takes as long as to draw those few.
        """
        top, height = self.verticalScrollBar().value(), max(1, self.gridSize().height())
        first, last = top // height, (top + self.viewport().height() - 1) // height
        return self.shown[first * self.columns : (last + 1) * self.columns]

    def wanted(self, item: Item) -> Wanted:
        """The picture of a tile as it is needed now."""
        size = (PICTURE.width(), PICTURE.height())
        return Wanted(Chosen(item.key), size, self.devicePixelRatioF(), self._themes.current)

    # Inside

    def _picture(self, item: Item) -> QImage | None:
        return self.pictures.get(self.wanted(item))

    def _missing(self) -> Iterator[tuple[Wanted, str]]:
        """What is in sight first, then what else is shown, then all others."""
        if not self.isVisible():
            return
        for item in dict.fromkeys((*self.in_sight, *self._tiles.items, *self._all)):
            yield self.wanted(item), repr(item.source)

    def _on_made(self, wanted: Wanted) -> None:
        """Draw the one tile anew: all of them take many times as long."""
        row = self._tiles.row_of(wanted.chosen.key)
        if row is not None:
            self.update(self._tiles.index(row))

    def _on_current_changed(self, index: QModelIndex, _old: QModelIndex) -> None:
        self.looked_at.emit(index.data(ITEM) if index.isValid() else None)

    # Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tiles, and have those made that were missing."""
        super().paintEvent(event)
        self.pictures.go()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among as many columns as fit."""
        tile, width = extent(self.font()), self.viewport().width() - 1
        self.setGridSize(QSize(width // max(1, width // tile.width()), tile.height()))
        super().resizeEvent(event)

    def moveCursor(  # noqa: N802  # Qt's name
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Left and right go on in the next row."""
        step = _SIDEWAYS.get(action)
        if step is None:
            return super().moveCursor(action, modifiers)
        row = self.currentIndex().row() + step
        return self._tiles.index(row) if 0 <= row < len(self.shown) else self.currentIndex()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters go to the search, and so does the arrow up from the first row."""
        text = event.text()
        if text and text.isprintable() and not event.modifiers() & _COMMANDS:
            self.typed.emit(text)
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() < self.columns:
            self.left_upward.emit()
        else:
            super().keyPressEvent(event)
