"""The panel of the formulas: what the loss of a fit is, its gradient, and every row's part."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from gradviz.session import JobRunner, PassCursor, Secret
from gradviz.session.secret import HIDDEN
from gradviz.teaching.regression import Section
from gradviz.ui.fit_dock.head import FitHead
from gradviz.ui.fit_dock.rows_model import RowsModel
from gradviz.ui.fit_dock.sheet import FitSheet
from gradviz.ui.fit_dock.telling import Answer, FitTeller, View, Wish
from gradviz.ui.theme import Theme, ThemeSource

_RENEW_MS = 40  # a drag changes the numbers faster than one can read them
_SHARES = (3, 1)  # of the height: formulas, table

EMPTY = "Write an expression with a loss, such as mean((y − ŷ)^2), to see its formulas."


class FitPanel(QWidget):
    """Follows the values that the graph shows while it is in sight."""

    def __init__(
        self,
        passes: PassCursor,
        jobs: JobRunner,
        themes: ThemeSource,
        secret: Secret,
        say: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._passes, self._secret, self._say = passes, secret, say
        self._in_sight = False
        self._sections: tuple[Section, ...] = ()
        self.setObjectName("fit_panel")
        self._teller = FitTeller(jobs, self)
        self._later = QTimer(self, singleShot=True, interval=_RENEW_MS)
        self._later.timeout.connect(self._renew)
        self.head = FitHead(self)
        self.sheet = FitSheet(themes, self)
        self.model = RowsModel(themes.current, self)
        self.table = self._made_table()
        self._empty = QLabel(self)
        self._empty.setObjectName("fit_empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._teller.told.connect(self._on_told)
        self.head.changed.connect(self._renew)
        self.head.copy_wanted.connect(self.copy)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_chosen)
        passes.changed.connect(self._ask)
        secret.changed.connect(self._renew)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def _made_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("fit_table")
        table.setAccessibleName("Rows of the fit")
        table.setToolTip("What each row adds; choose one to see its formulas")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setHighlightSections(False)
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().lineSpacing() + 6)
        return table

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setObjectName("fit_split")
        self._split.setChildrenCollapsible(False)
        for place, widget in enumerate((self.sheet, self.table)):
            self._split.addWidget(widget)
            self._split.setStretchFactor(place, _SHARES[place])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.head)
        column.addWidget(self._split, 1)
        column.addWidget(self._empty, 1)

    # What one can do

    def copy(self) -> None:
        """Put all formulas on the clipboard as LaTeX."""
        latex = "\n\n".join(section.latex for section in self._sections if section.formulas)
        if latex:
            QGuiApplication.clipboard().setText(latex)
            self._say("The formulas are on the clipboard as LaTeX.")

    @property
    def renews_soon(self) -> bool:
        """Whether a change of the values is about to be shown."""
        return self._later.isActive()

    def _on_row_chosen(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and now.row() > 0:
            self.head.choose_row(now.row() - 1)

    # Following the graph

    def show_in_sight(self, on: bool) -> None:  # a slot
        """The panel came into sight or left it; behind another tab it counts as visible."""
        self._in_sight = on
        if on:
            self._renew()
        else:
            self._teller.rest()

    def _ask(self, old: object, new: object) -> None:
        del old, new  # a step changes what is shown of the passes, never what is told here
        if self._in_sight and self.isVisible() and not self._later.isActive():
            self._later.start()

    def _renew(self, *_: object) -> None:
        """Tell the values that the graph shows now, if somebody sees it."""
        if not (self._in_sight and self.isVisible()):
            return
        state = self._passes.state
        if state.evaluation is None:
            self._show_empty(EMPTY if state.error is None else str(state.error))
            return
        head, hidden = self.head, HIDDEN if self._secret.on else ""
        wish = Wish(state.evaluation, head.view, head.row, head.parameter, hidden)
        self._teller.tell(wish)

    # Showing

    def _on_told(self, answer: Answer) -> None:
        if answer.obstacle:
            self._show_empty(answer.obstacle)
            return
        if self.head.offer(answer.parameters, answer.rows):
            self._renew()
            return
        self._show_filled(on=True)
        self._sections = answer.sections
        self.sheet.show_sections(answer.sections)
        self.model.show_table(answer.table, answer.total)
        label = self._passes.state.label
        self.head.place.setText(f"{label[:1].upper()}{label[1:]}" if label else "At the start")
        if answer.wish.view is View.ROW and self.table.currentIndex().row() != self.head.row + 1:
            self.table.selectRow(self.head.row + 1)

    def _show_empty(self, sentence: str) -> None:
        self._sections = ()
        self._empty.setText(sentence)
        self._show_filled(on=False)

    def _show_filled(self, *, on: bool) -> None:
        self._split.setVisible(on)
        self._empty.setVisible(not on)
        self.head.enable(on)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.head.restyle(theme)
        self.sheet.restyle(theme)
        self.model.restyle(theme)
        self._empty.setStyleSheet(f"color: {theme.muted}; padding: 16px;")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(520, 480)
