"""The window of the gallery: search, tiles, and the page of the one looked at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from gradviz.session import GalleryMemory, JobRunner, Settings, remember_gallery, remembered_gallery
from gradviz.ui.gallery.detail import DetailPage
from gradviz.ui.gallery.filters import Filters
from gradviz.ui.gallery.grid import Grid
from gradviz.ui.gallery.pictures import Painter
from gradviz.ui.gallery.searching import found
from gradviz.ui.gallery.shelf import Chosen, Item, shelf
from gradviz.ui.gallery.style import style_sheet
from gradviz.ui.theme import Theme, ThemeSource

SIZE = QSize(1180, 760)
SMALLEST = QSize(860, 480)
MARGIN = 60  # pixels of the window behind that stay to be seen


class Gallery(QDialog):
    """Chooses one of all test functions and examples; ``chosen`` says which is to be opened."""

    chosen = Signal(object)  # Chosen

    def __init__(
        self,
        jobs: JobRunner,
        themes: ThemeSource,
        settings: Settings,
        painter: Painter,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self.setWindowTitle("Test functions")
        self.setMinimumSize(SMALLEST)
        self._on_theme_changed(themes.current)  # first: to style what is there takes long
        self._behind = parent
        self._settings = settings
        self._memory = remembered_gallery(settings)
        self._items = shelf()
        self.filters = Filters(self)
        self.grid = Grid(themes, jobs, painter, self._items, self)
        self.detail = DetailPage(themes, jobs, painter, self)
        self._nothing = self._nothing_label()
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self.grid)
        self._pages.addWidget(self._nothing)
        self._place()
        self.filters.choose(self._memory.search, self._memory.category)
        self._connect()
        themes.theme_changed.connect(self._on_theme_changed)
        parent.installEventFilter(self)

    def _nothing_label(self) -> QLabel:
        label = QLabel(self)
        label.setObjectName("gallery_nothing")
        label.setWordWrap(True)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label.setContentsMargins(48, 48, 48, 48)
        flags = Qt.TextInteractionFlag
        label.setTextInteractionFlags(
            flags.LinksAccessibleByMouse | flags.LinksAccessibleByKeyboard
        )
        label.linkActivated.connect(self._on_link)
        return label

    def _place(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filters)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._pages, 1)
        row.addWidget(self.detail)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self.filters.changed.connect(self._show_found)
        self.filters.entered.connect(self._open_current)
        self.filters.left_downward.connect(self.grid.setFocus)
        self.grid.typed.connect(self.filters.type)
        self.grid.left_upward.connect(self.filters.search.setFocus)
        self.grid.looked_at.connect(self._on_looked_at)
        self.grid.activated.connect(lambda _index: self._open_current())
        self.detail.opened.connect(self._open)
        self.detail.searched.connect(lambda trait: self.filters.choose(trait, ""))

    def bring(self) -> None:
        """Show the gallery, ready to be typed into."""
        self.show()
        self.activateWindow()
        self.filters.search.setFocus()
        self.filters.search.selectAll()

    def opened(self, key: str) -> None:
        """Remember what was opened, and be done."""
        self._memory = self._memory.with_opened(key)
        self.accept()

    # Inside

    def _show_found(self) -> None:
        text, category = self.filters.text, self.filters.category
        fitting = found(self._items, text, self._memory.recent)
        shown = [item for item in fitting if category in ("", item.category)]
        self.filters.show_counts(fitting)
        key = self._memory.key if not text.strip() else ""
        self.grid.show_items(shown, self._memory.recent, key)
        self._pages.setCurrentWidget(self.grid if shown else self._nothing)
        if not shown:
            self._nothing.setText(_nothing_found(text, elsewhere=len(fitting)))

    def _on_looked_at(self, item: Item | None) -> None:
        self.detail.setVisible(item is not None)
        if item is not None:
            self.detail.show_item(item)

    def _open_current(self) -> None:
        if self.grid.current is not None:
            self._open(self.detail.chosen)

    def _open(self, chosen: Chosen) -> None:
        self.chosen.emit(chosen)

    def _on_link(self, where: str) -> None:
        self.filters.choose("" if where == "all" else self.filters.text, "")
        self.filters.search.setFocus()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        """Be as large as before, and no larger than the window behind."""
        super().showEvent(event)
        wanted = QSize(*self._memory.size) if self._memory.size else SIZE
        behind = self._behind.size() - QSize(MARGIN, MARGIN)
        self.resize(wanted.boundedTo(behind).expandedTo(SMALLEST))
        self._show_found()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember the search and the size; make no more pictures."""
        super().hideEvent(event)
        self.grid.pictures.rest()
        self.detail.picture.pictures.rest()
        current = self.grid.current
        self._memory = GalleryMemory(
            search=self.filters.text,
            category=self.filters.category,
            key=current.key if current is not None else "",
            size=(self.width(), self.height()),
            recent=self._memory.recent,
        )
        remember_gallery(self._settings, self._memory)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the window behind: nothing works any more once that is closed."""
        if watched is self._behind and event.type() == QEvent.Type.Hide and not event.spontaneous():
            self.reject()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter belongs to what has the focus; Escape closes."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)


def _nothing_found(text: str, elsewhere: int) -> str:
    """What to do when nothing is shown."""
    quoted = text.strip().replace("&", "&amp;").replace("<", "&lt;")
    if elsewhere:
        others = "1 entry" if elsewhere == 1 else f"{elsewhere} entries"
        return (
            f"Nothing of this kind fits “{quoted}”.<br><br>"
            f'<a href="kinds">Show the {others} of other kinds</a>'
        )
    return (
        f"Nothing fits “{quoted}”.<br><br>Try a name (Himmelblau) or a property: multimodal, "
        'saddle, valley, not differentiable, constrained.<br><br><a href="all">Show everything</a>'
    )
