"""The derivative explorer: puts plots, numbers and questions together and lets them follow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from gradviz.document import edits
from gradviz.session import DescentRun, JobRunner, PassCursor, Session, Settings
from gradviz.ui.plots.derivative.answers import Sight, gradient_text
from gradviz.ui.plots.derivative.approach import Approach
from gradviz.ui.plots.derivative.astray import astray
from gradviz.ui.plots.derivative.explorer import Explorer
from gradviz.ui.plots.derivative.hand import Hand
from gradviz.ui.plots.derivative.head import TRIED_RANGE, ExplorerHead
from gradviz.ui.plots.derivative.numbers_row import NumbersRow
from gradviz.ui.plots.derivative.questions import Questions
from gradviz.ui.plots.derivative.slice_map import SliceMap, View
from gradviz.ui.plots.derivative.source import Curves
from gradviz.ui.plots.derivative.stage import Stage
from gradviz.ui.plots.derivative.symbols import SymbolicDerivative
from gradviz.ui.theme import Theme, ThemeSource

ROOM_FOR_MAP = 260  # pixels of height beside the curve
ROOM_FOR_ALL = 420  # in less an answer stands in the place of the numbers, which it names
ROOM_FOR_NUMBERS = 290  # in less there are none at all


class DerivativePanel(QWidget):
    """Looks at the output along one parameter; it changes nothing in the document."""

    hovered = Signal(str)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        passes: PassCursor,
        jobs: JobRunner,
        themes: ThemeSource,
        settings: Settings,
    ) -> None:
        super().__init__()
        self.setObjectName("derivative_panel")
        self._session, self._run = session, run
        self._astray = ""
        theme = themes.current
        self._curves: Curves | None = None
        self.explorer = Explorer(session, run, passes, jobs)
        self.explorer.setParent(self)
        self.head = ExplorerHead(self)
        self.stage = Stage(theme, self)
        self._hand = Hand(self.stage, self.explorer, self)
        self._map = SliceMap(jobs, theme, self)
        self.stage.beside.insertWidget(0, self._map)
        self._gradient = QLabel(self)
        self._numbers = NumbersRow(self)
        self.questions = Questions(themes, self)
        self._symbols = SymbolicDerivative(passes, jobs, self.questions.formula)
        self.approach = Approach(self.explorer, self.stage.curve, still=settings.reduced_motion)
        self._lay_out()
        self._connect()
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(theme)

    # Building

    def _lay_out(self) -> None:
        self._gradient.setObjectName("derivative_gradient")
        self._gradient.setToolTip("The gradient collects the partial derivatives at the point")
        self._gradient.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._gradient.setContentsMargins(12, 0, 8, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._gradient)
        column.addWidget(self.stage, 1)
        column.addWidget(self._numbers)
        column.addWidget(self.questions)

    def _connect(self) -> None:
        explorer, head, hand = self.explorer, self.head, self._hand
        explorer.cut_changed.connect(self._on_cut_changed)
        explorer.home_wanted.connect(self.fit)
        explorer.moved.connect(self._on_moved)
        explorer.strayed.connect(self._show_astray)
        explorer.curves_ready.connect(self._on_curves)
        head.axis_chosen.connect(explorer.set_axis)
        head.x_entered.connect(explorer.set_x)
        head.h_entered.connect(explorer.set_h)
        head.x_stepped.connect(lambda steps: self.stage.curve.nudged.emit(steps, 0, False))  # noqa: FBT003
        head.h_stepped.connect(self.stage.curve.stepped)
        head.refused.connect(self.hovered)
        head.tried.connect(self._on_tried)
        head.fit.clicked.connect(self.fit)
        head.approach.clicked.connect(self._on_approach)
        hand.said.connect(self.hovered)
        hand.held_changed.connect(self._on_moved)
        hand.taken.connect(self.approach.stop)
        self.stage.range_changed.connect(self._on_range_changed)
        self.stage.resized.connect(lambda h: self._map.make_room(enough=h > ROOM_FOR_MAP))
        self.questions.asked.connect(self._on_asked)
        for canvas in (self.stage.curve, self.stage.slope):
            canvas.reset_asked.connect(self.fit)

    # What is shown

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; unseen it does no work."""
        if not on:
            self.approach.stop()
            self._symbols.forget()
        self.explorer.wake(on)

    def fit(self) -> None:
        """Show the whole curve: the range the document asks for, or all that is known."""
        if self.explorer.probe is not None:
            self.stage.show_all(self.explorer.full_range())

    def _on_cut_changed(self) -> None:
        """Another function of one parameter, or none."""
        probe, names = self.explorer.probe, self.explorer.names
        self.stage.set_empty((self._astray or None) if probe is not None else self.explorer.reason)
        self.head.show_names(names, "" if probe is None else probe.axis)
        self.questions.setVisible(probe is not None)
        self._make_room()
        self._gradient.setVisible(len(names) > 1)
        self._curves = self._hand.curves = None
        if probe is None:
            self._map.show_view(None)
            self.approach.stop()
            return
        self.stage.show_names(probe)
        self._on_range_changed()
        self._on_asked(self.questions.question)
        self._show_astray()

    def _on_range_changed(self) -> None:
        probe = self.explorer.probe
        if probe is None:
            return
        self.explorer.ask_curves(self.stage.interval)
        others = [name for name in probe.cut.names if name != probe.axis]
        view = None
        if others and not self._astray:
            other = self.explorer.other_axis(others)
            y = self.explorer.full_range(other)
            view = View(probe.cut, other, self.stage.interval, y)
        self._map.show_view(view)

    def _on_curves(self, curves: Curves) -> None:
        probe = self.explorer.probe
        if probe is not None:
            self._curves = self._hand.curves = curves
            self.stage.show_curves(curves, probe)
            self._show_sight()

    def _on_moved(self) -> None:
        probe = self.explorer.probe
        if probe is None:
            return
        self.stage.show_probe(probe, self._hand.held)
        self.head.show_probe(probe)
        self._numbers.show_probe(probe)
        self._map.show_point(probe.x)
        self._show_sight()
        self._show_astray()

    def _show_astray(self) -> None:
        """Say so in place of the plots where the point is far away from all that they show."""
        probe, run = self.explorer.probe, self._run
        if probe is None:
            return
        epoch = run.epoch if run.scrubbed else 0
        sentence = astray(probe, self.stage.interval, run.trajectory, epoch)
        if sentence != self._astray:
            self._astray = sentence
            self.stage.set_empty(sentence or None)
            self._make_room()
            self._on_range_changed()  # the map beside the curve comes and goes with it

    def _show_sight(self) -> None:
        probe = self.explorer.probe
        if probe is None:
            return
        gradient = probe.cut.gradient(probe.x) if len(probe.cut.names) > 1 else {}
        if gradient:
            self._gradient.setText(gradient_text(probe, gradient))
        self.questions.show_sight(Sight(probe, self._curves, gradient))

    # What happens

    def _make_room(self) -> None:
        least = ROOM_FOR_ALL if self.questions.question else ROOM_FOR_NUMBERS
        enough = self.height() >= least
        is_seen = self.explorer.probe is not None and not self._astray
        self._numbers.setVisible(enough and is_seen)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _on_asked(self, question: str) -> None:
        self._make_room()
        probe = self.explorer.probe
        if question == "symbols" and probe is not None:
            self._symbols.show(probe.axis, alone=len(probe.cut.names) == 1)

    def _on_approach(self) -> None:
        low, high = self.stage.interval
        self.approach.start((high - low) / 4)

    def _on_tried(self, title: str, text: str) -> None:
        document = edits.set_text(self._session.document, text)
        name = next(node.name for node in document.graph.parameters if node.name)
        ranges = {**document.landscape.ranges, name: TRIED_RANGE}
        self._session.apply(f"Try {title}", edits.set_landscape(document, ranges=ranges))

    def _on_theme_changed(self, theme: Theme) -> None:
        self._gradient.setStyleSheet(f"color: {theme.gradient};")
        for part in (self.stage, self.head, self._map, self._numbers, self.questions):
            part.restyle(theme)

    def minimumSizeHint(self) -> QSize:
        """Without the numbers, which give way."""
        hint = super().minimumSizeHint()
        spared = self._numbers.minimumSizeHint().height() if self._numbers.isVisible() else 0
        return QSize(hint.width(), hint.height() - spared)

    def sizeHint(self) -> QSize:
        return QSize(600, 520)
