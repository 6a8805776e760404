"""The race: who runs at which rate, how they stand at the epoch shown, and whether it is fair."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent import TOLERANCE, Goal, goal_of, standing
from gradviz.document import (
    Document,
    file_stem,
    race_csv,
    racers_of,
    start_of,
    write_atomically,
)
from gradviz.errors import GradVizError
from gradviz.graph import format_number
from gradviz.session import DescentRun, Racer, RaceRun, Session, Settings
from gradviz.teaching.fairness import fairness
from gradviz.ui.icons import icon
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.plots.race.entrants import Entrants
from gradviz.ui.plots.race.standings_model import Row, StandingsModel
from gradviz.ui.plots.race.standings_table import StandingsTable
from gradviz.ui.theme import Theme, ThemeSource

LIST_WIDTH = 304  # pixels at most
WIDE = 640  # pixels from which the list and the table stand side by side
ALONE = "One optimizer descends alone. Add another to see them race from the same start."


class RacePanel(QWidget):
    """The list of racers, their standings at the epoch shown, and what is the same for all."""

    said = Signal(str)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        race: RaceRun,
        themes: ThemeSource,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._run, self._race = session, run, race
        self._settings = settings
        self._in_sight = False
        self._goal = Goal()
        self.setObjectName("race_panel")
        self.entrants = Entrants(session, themes, self)
        self.model = StandingsModel(self)
        self._table = StandingsTable(self.model, self)
        self._tolerance = self._made_tolerance()
        self._target = self._label("race_goal")
        self._fairness = self._label("race_fairness")
        self._csv = QToolButton(self)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect(themes)
        self._on_theme_changed(themes.current)

    # Building

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _made_tolerance(self) -> SignificantSpin:
        spin = SignificantSpin(self)
        spin.setObjectName("race_tolerance_spin")
        spin.setAccessibleName("Tolerance")
        spin.setToolTip("How near to the lowest loss counts as having reached it")
        spin.setRange(0.0, 1e6)
        spin.setValue(self._settings.number("race_tolerance", TOLERANCE))
        spin.setFixedWidth(spin.fontMetrics().horizontalAdvance("0.000000") + 34)
        return spin

    def _lay_out(self) -> None:
        self._csv.setObjectName("race_csv_button")
        self._csv.setText("CSV…")
        self._csv.setAutoRaise(True)
        self._csv.setAccessibleName("Export the race as CSV")
        self._csv.setToolTip("Write every epoch of every racer to a file")
        self._csv.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        within = QLabel("&Within", self)
        within.setBuddy(self._tolerance)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(within)
        line.addWidget(self._tolerance)
        line.addWidget(self._target, 1)
        line.addWidget(self._csv)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addLayout(line)
        right.addWidget(self._table, 1)
        scroll = QScrollArea(self)
        scroll.setObjectName("racers_area")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self.entrants)
        scroll.setMinimumWidth(self.entrants.minimumSizeHint().width() + 16)
        scroll.setMaximumWidth(LIST_WIDTH)
        scroll.viewport().setAutoFillBackground(False)
        self.entrants.setAutoFillBackground(False)
        self._halves.setSpacing(12)
        self._halves.addWidget(scroll)
        self._halves.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addLayout(self._halves, 1)
        column.addWidget(self._fairness)

    def _connect(self, themes: ThemeSource) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self._race.changed.connect(self._on_race_changed)
        self._run.race_epoch_changed.connect(self._show_standings)
        self._tolerance.valueChanged.connect(self._on_tolerance_changed)
        self._csv.clicked.connect(self._on_csv)
        themes.theme_changed.connect(self._on_theme_changed)

    # What is shown

    def show_in_sight(self, on: bool) -> None:  # a slot
        """Follow the race only while it can be seen."""
        self._in_sight = on
        if on:
            self.entrants.show_document(self._session.document)
            self._show_race()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if not self._in_sight:
            return
        if racers_of(old) != racers_of(new) or old.descent.epochs != new.descent.epochs:
            self.entrants.show_document(new)
        if old.graph is not new.graph or old.landscape.minima != new.landscape.minima:
            self._show_race()
        elif old.descent != new.descent or old.rivals != new.rivals:
            self._show_fairness()

    def _on_race_changed(self, _old: Sequence[Racer], _new: Sequence[Racer]) -> None:
        if self._in_sight:
            self._show_race()

    def _show_race(self) -> None:
        """Find what they run for, and show the table and the sentences."""
        objective, minima = self._run.objective, self._session.document.landscape.minima
        paths = [path for path in self._race.trajectories if path is not None]
        self._goal = Goal() if objective is None else goal_of(objective, minima, paths)
        self._target.setText(_said_of(self._goal))
        self._csv.setEnabled(bool(paths))
        self._show_standings()
        self._show_fairness()

    def _show_standings(self, *_: object) -> None:
        if not self._in_sight:
            return
        epoch, tolerance = self._run.race_epoch, self._tolerance.value()
        self.model.show_rows(
            [
                Row(
                    racer,
                    None
                    if racer.trajectory is None
                    else standing(racer.trajectory, epoch, self._goal, tolerance),
                )
                for racer in self._race.racers
            ]
        )

    def _show_fairness(self) -> None:
        document = self._session.document
        if not document.rivals:
            self._fairness.setText(ALONE)
            return
        descent = document.descent
        words = fairness(
            start_of(document),
            racers_of(document),
            descent.epochs,
            self._race.trajectories,
            in_box=descent.in_box,
        )
        self._fairness.setText(words)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.entrants.restyle(theme)
        self._csv.setIcon(icon("export", theme))
        self._fairness.setStyleSheet(f"color: {theme.text};")
        self._target.setStyleSheet(f"color: {theme.muted};")

    # What is done here

    def _on_tolerance_changed(self, value: float) -> None:
        self._settings.remember_number("race_tolerance", value)
        self._show_standings()

    def _on_csv(self) -> None:
        name = f"{file_stem(self._session.document.title)} race.csv"
        path, _filter = QFileDialog.getSaveFileName(self, "Export the race", name)
        if path:
            self.write_csv(Path(path))

    def write_csv(self, path: Path) -> None:
        """Write every epoch of every racer to a file, and say how it went."""
        try:
            text = race_csv(self._session.document, self._race.trajectories)
            write_atomically(path, text.encode())
        except GradVizError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Exported to {path.name}.")

    # Qt

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room for both, else one below the other."""
        directions = QBoxLayout.Direction
        wide = event.size().width() >= WIDE
        self._halves.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        super().resizeEvent(event)

    def sizeHint(self) -> QSize:
        """Room for four racers."""
        return QSize(760, 240)


def _said_of(goal: Goal) -> str:
    """What the tolerance is measured from."""
    if goal.value is None:
        return "of the lowest loss; there is none yet."
    value = format_number(goal.value)
    if not goal.is_known:
        return f"of {value}, the lowest loss any of them found. No minimum is known here."
    count = len(goal.minima)
    places = f"at {count} points" if count > 1 else "at one point" if count else "along a valley"
    return f"of the minimum {value}, which is {places}."
