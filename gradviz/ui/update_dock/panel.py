"""The panel of the update dock: which update, its hyperparameters, and its lines with numbers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from gradviz.descent import Trajectory
from gradviz.session import DescentRun, JobRunner
from gradviz.teaching import plain, without_colors
from gradviz.teaching.hyperparameters import meaning
from gradviz.teaching.updates import Update
from gradviz.ui.icons import icon
from gradviz.ui.theme import Theme, ThemeSource
from gradviz.ui.update_dock.given import GivenRow
from gradviz.ui.update_dock.sheet import UpdateSheet
from gradviz.ui.update_dock.teller import UpdateTeller

FEW = 2
"""Coordinates that are all shown; of more, as many are until others are chosen."""

_RENEW_MS = 30  # a drag changes the numbers faster than one can read them


class UpdatePanel(QWidget):
    """Follows the run's epoch while it is in sight."""

    def __init__(
        self,
        run: DescentRun,
        jobs: JobRunner,
        themes: ThemeSource,
        say: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run, self._themes, self._say = run, themes, say
        self._update: Update | None = None
        self._in_sight = False
        self._names: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self.setObjectName("update_panel")
        self._teller = UpdateTeller(run, jobs, self)
        self._later = QTimer(self, singleShot=True, interval=_RENEW_MS)
        self._later.timeout.connect(self._renew)
        self._back = self._button("update_back_button", "The update before", self._on_back)
        self._ahead = self._button("update_ahead_button", "The next update", self._on_ahead)
        self._title = self._label("update_title")
        self._choice = self._button("update_coordinates_button", "Which parameters are shown", None)
        self._choice.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._choice.setMenu(QMenu(self._choice))
        self._choice.setText("Parameters")
        self._copy = self._button("update_copy_button", "Copy the update as LaTeX", self.copy)
        self._copy.setText("Copy LaTeX")
        self._given = GivenRow(themes, self)
        self._note = self._label("update_note", wraps=True)
        self._sheet = UpdateSheet(themes, self._explained, self)
        self._empty = self._label("update_empty", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()
        self._teller.told.connect(self._on_told)
        run.trajectory_changed.connect(self._ask)
        run.epoch_changed.connect(self._ask)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def _button(self, name: str, says: str, act: Callable[[], None] | None) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolTip(says)
        button.setAccessibleName(says)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        if act is not None:
            button.clicked.connect(act)
        return button

    def _label(self, name: str, *, wraps: bool = False) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(wraps)
        return label

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(4)
        for widget in (self._back, self._ahead, self._title):
            head.addWidget(widget)
        head.addSpacing(12)
        head.addWidget(self._given, 1)
        head.addWidget(self._choice)
        head.addWidget(self._copy)
        below = QHBoxLayout()
        below.setContentsMargins(12, 0, 12, 0)
        below.addWidget(self._note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addLayout(below)
        column.addWidget(self._sheet, 1)
        column.addWidget(self._empty, 1)

    # What one can do

    def copy(self) -> None:
        """Put all lines on the clipboard as LaTeX."""
        if self._update is not None:
            QGuiApplication.clipboard().setText(without_colors(self._update.latex))
            self._say("The update is on the clipboard as LaTeX.")

    @property
    def update_shown(self) -> Update | None:
        """What is shown now."""
        return self._update

    @property
    def renews_soon(self) -> bool:
        """Whether a change of the run is about to be shown."""
        return self._later.isActive()

    @property
    def plain(self) -> str:
        """The formulas in characters."""
        return self._sheet.plain

    def _on_back(self) -> None:
        shown = self._run.epoch if self._update is None else self._update.epoch
        self._run.set_epoch(shown - 1)

    def _on_ahead(self) -> None:
        self._run.set_epoch(self._run.epoch + 1)

    def _on_chosen(self) -> None:
        menu = self._choice.menu()
        chosen = tuple(a.text() for a in menu.actions() if a.isChecked())
        self._chosen = chosen or self._chosen[:1]
        self._mark_choice()
        self._renew()

    # Following the run

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; behind another tab it counts as visible."""
        self._in_sight = on
        if on:
            self._renew()
        else:
            self._teller.rest()

    def _ask(self, _news: object) -> None:
        if self._in_sight and self.isVisible() and not self._later.isActive():
            self._later.start()

    def _renew(self) -> None:
        """Tell the update of the epoch as it is now, if somebody sees it."""
        if not (self._in_sight and self.isVisible()):
            return
        self._follow_names(self._run.trajectory)
        self._teller.tell([self._names.index(name) for name in self._chosen])

    def _follow_names(self, trajectory: Trajectory | None) -> None:
        names = () if trajectory is None else trajectory.parameters
        if names == self._names:
            return
        self._names = names
        self._chosen = tuple(n for n in self._chosen if n in names) or names[:FEW]
        menu = self._choice.menu()
        menu.clear()
        for name in names if len(names) > FEW else ():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(self._on_chosen)
        self._choice.setVisible(len(names) > FEW)
        self._mark_choice()

    def _mark_choice(self) -> None:
        for action in self._choice.menu().actions():
            action.setChecked(action.text() in self._chosen)

    # Showing

    def _on_told(self, update: Update | None, note: str) -> None:
        self._update = update
        found = update is not None
        for widget in (self._sheet, self._given, self._title, self._back, self._ahead):
            widget.setVisible(found)
        self._copy.setEnabled(found)
        words = " ".join(part for part in (note, "" if update is None else update.words) if part)
        self._note.setVisible(found and bool(words))
        self._empty.setVisible(not found)
        if update is None:
            self._empty.setText(note)
            return
        self._note.setText(words)
        self._title.setText(f"From epoch {update.epoch:,} to {update.epoch + 1:,}")
        self._back.setEnabled(update.epoch > 0)
        trajectory = self._run.trajectory
        self._ahead.setEnabled(trajectory is not None and self._run.epoch < trajectory.epochs)
        self._given.show_given(self._optimizer, update.given)
        self._sheet.show_update(update)

    @property
    def _optimizer(self) -> str:
        return self._run.document.descent.optimizer

    def _explained(self, name: str) -> str:
        """What a name in a line is: its symbol and a sentence."""
        found = meaning(self._optimizer, name)
        return f"{plain(found.symbol)}: {found.sentence}"

    def _on_theme_changed(self, theme: Theme) -> None:
        self._back.setIcon(icon("step-back", theme))
        self._ahead.setIcon(icon("step-forward", theme))
        self._sheet.restyle(theme)
        self._title.setStyleSheet("font-weight: 600;")
        self._note.setStyleSheet(f"color: {theme.muted};")
        self._empty.setStyleSheet(f"color: {theme.muted}; padding: 16px;")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(640, 240)
