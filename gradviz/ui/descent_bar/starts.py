"""Where the descent starts: at random from a seed, or at one of the points kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document, Range, edits, random_start, start_at, start_of
from gradviz.errors import GradVizError
from gradviz.session import Session
from gradviz.teaching.fairness import place
from gradviz.ui.icons import icon
from gradviz.ui.methods import Popup
from gradviz.ui.theme import Theme

MOST_SEEDS = 999_999
NOTHING_KEPT = "No start is kept yet. Keep the present one to come back to it."

Ranges = Callable[[], Mapping[str, Range]]
"""The ranges that are visible, by parameter."""


class StartsPopup(Popup):
    """A button that says "Start", and what it opens: the seed, and the list of starts kept."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._visible: Ranges = dict
        self.setObjectName("starts_popup")
        self._here = QLabel(self)
        self._seed = QSpinBox(self)
        self._random = QPushButton("&Random start", self)
        self._list = QListWidget(self)
        self._empty = QLabel(NOTHING_KEPT, self)
        self._keep = QPushButton("&Keep this start", self)
        self._go = QPushButton("&Go there", self)
        self._remove = QPushButton("Re&move", self)
        self._problem = QLabel(self)
        self._name_parts()
        self._lay_out()
        self._connect()
        self._show(session.document)

    def set_visible_ranges(self, visible: Ranges) -> None:
        """Draw random starts from what is visible."""
        self._visible = visible

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.button.setIcon(icon("start", theme))
        self._empty.setStyleSheet(f"color: {theme.muted};")
        self._problem.setStyleSheet(f"color: {theme.bad};")

    # Building

    def _name_parts(self) -> None:
        self.button.setObjectName("start_button")
        self.button.setText("Start")
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        named = (
            (self.button, "start_button", "Where the descent starts: at random, or where it did"),
            (self._seed, "start_seed_spin", "The same seed and the same view give the same start"),
            (self._random, "random_start_button", "Start at a point drawn from what is visible"),
            (self._list, "starts_list", "The starts kept; Enter goes there, Del removes one"),
            (self._keep, "keep_start_button", "Add the present start to the list"),
            (self._go, "go_to_start_button", "Start at the chosen point (Enter)"),
            (self._remove, "remove_start_button", "Take the chosen point off the list (Del)"),
        )
        for widget, name, tip in named:
            widget.setObjectName(name)
            widget.setToolTip(tip)
        self.button.setAccessibleName("Start of the descent")
        self._seed.setAccessibleName("Seed of the random start")
        self._list.setAccessibleName("Starts kept")
        self._here.setObjectName("start_label")
        self._problem.setObjectName("start_problem")
        self._seed.setRange(0, MOST_SEEDS)

    def _lay_out(self) -> None:
        seed_label = QLabel("&Seed", self)
        seed_label.setBuddy(self._seed)
        for label in (self._here, self._empty, self._problem):
            label.setWordWrap(True)
        self._problem.hide()
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self._random, 0, 0)
        grid.addWidget(seed_label, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self._seed, 0, 2)
        grid.addWidget(self._list, 1, 0, 1, 3)
        grid.addWidget(self._empty, 2, 0, 1, 3)
        grid.addWidget(self._keep, 3, 0)
        grid.addWidget(self._go, 3, 1)
        grid.addWidget(self._remove, 3, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._here)
        column.addLayout(grid)
        column.addWidget(self._problem)

    def _connect(self) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self._random.clicked.connect(self._on_random)
        self._keep.clicked.connect(self._on_keep)
        self._go.clicked.connect(self._on_go)
        self._remove.clicked.connect(self._on_remove)
        self._list.itemActivated.connect(lambda _item: self._on_go())
        self._list.currentRowChanged.connect(lambda _row: self._show_what_can_be_done())
        delete = QShortcut(QKeySequence("Del"), self._list)
        delete.setObjectName("remove_start_key")
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)

    # The document, shown

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph or old.starts != new.starts:
            self._show(new, may_differ=old.starts != new.starts)

    def _show(self, document: Document, *, may_differ: bool = True) -> None:
        start = start_of(document)
        self._here.setText(f"Starts at {place(start)}." if start else "There is nothing to start.")
        self._here.setToolTip("")
        self.button.setEnabled(bool(start))
        self._say("")
        if may_differ:
            self._show_list(document)
        self._show_what_can_be_done()

    def _show_list(self, document: Document) -> None:
        row = self._list.currentRow()
        self._list.clear()
        for start in document.starts:
            item = QListWidgetItem(place(start))
            item.setToolTip(", ".join(f"{name} = {value!r}" for name, value in start.items()))
            self._list.addItem(item)
        self._list.setCurrentRow(min(max(row, 0), len(document.starts) - 1))
        self._list.setVisible(bool(document.starts))
        self._empty.setVisible(not document.starts)
        if self.isVisible():
            self.adjustSize()

    def _show_what_can_be_done(self) -> None:
        chosen = self._chosen()
        for button in (self._go, self._remove):
            button.setEnabled(chosen is not None)
        document = self._session.document
        self._keep.setEnabled(start_of(document) not in document.starts)

    def _chosen(self) -> Mapping[str, float] | None:
        row, starts = self._list.currentRow(), self._session.document.starts
        return starts[row] if 0 <= row < len(starts) else None

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))

    # What is done here

    def _on_random(self) -> None:
        """Start where the seed says; the next press takes the next seed."""
        seed, document = self._seed.value(), self._session.document
        point = random_start(document, seed, self._visible())
        self._apply(f"Random start (seed {seed})", start_at, point)
        self._seed.setValue((seed + 1) % (MOST_SEEDS + 1))

    def _on_keep(self) -> None:
        start = start_of(self._session.document)
        self._apply(f"Keep the start {place(start)}", edits.add_start, start)
        self._list.setCurrentRow(self._list.count() - 1)

    def _on_go(self) -> None:
        start = self._chosen()
        if start is not None:
            self._apply(f"Start at {place(start)}", start_at, start)

    def _on_remove(self) -> None:
        start = self._chosen()
        if start is not None:
            removed = edits.remove_start(self._session.document, self._list.currentRow())
            self._session.apply(f"Remove the start {place(start)}", removed)

    def _apply(
        self,
        text: str,
        edit: Callable[[Document, Mapping[str, float]], Document],
        point: Mapping[str, float],
    ) -> None:
        """Make an edit with a point, or say why it can't be made."""
        try:
            changed = edit(self._session.document, point)
        except GradVizError as error:
            self._say(str(error))
            return
        self._session.apply(text, changed)

    def sizeHint(self) -> QSize:
        """Wide enough for a start of two coordinates."""
        return super().sizeHint().expandedTo(QSize(320, 0))
