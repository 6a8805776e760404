"""A bench with the derivative explorer on one session, used with the mouse and the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.session import DescentRun, EpochLink, JobRunner, PassCursor, Session, Settings
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.derivative import DerivativePanel
from gradviz.ui.plots.derivative.number_field import NumberField
from gradviz.ui.plots.derivative.probe import Probe
from gradviz.ui.theme import ThemeSource

LEFT = Qt.MouseButton.LeftButton


class Bench(QWidget):
    """The explorer with what it stands on."""

    def __init__(self, document: Document, *, still: bool = True) -> None:
        super().__init__()
        self.session = Session(document)
        self.jobs = JobRunner(self)
        self.passes = PassCursor(self.session, self.jobs, self)
        self.run = DescentRun(self.session, self.jobs, self)
        self.link = EpochLink(self.run, self.passes, self)
        self.themes = ThemeSource("light", self)
        settings = Settings.forgetful()
        settings.reduced_motion = still
        self.panel = DerivativePanel(
            self.session, self.run, self.passes, self.jobs, self.themes, settings
        )
        self.said: list[str] = []
        self.panel.hovered.connect(self.said.append)
        QVBoxLayout(self).addWidget(self.panel)
        self.resize(680, 700)

    @property
    def probe(self) -> Probe:
        """What is looked at."""
        assert self.panel.explorer.probe is not None
        return self.panel.explorer.probe

    @property
    def curve(self) -> PlotCanvas:
        """The plot with the tangent."""
        return self.panel.stage.curve

    @property
    def on_graph(self) -> dict[str, float]:
        """The inputs as the graph shows them."""
        state = self.passes.state
        names = {n.id: n.name for n in self.session.document.graph.parameters}
        return {name: float(state.values[i]) for i, name in names.items() if name is not None}

    def text(self, name: str) -> str:
        """What a label says."""
        label = self.panel.findChild(QLabel, name)
        assert label is not None
        return label.text()

    def click_button(self, name: str) -> None:
        """Press a button of the panel."""
        button = self.panel.findChild(QToolButton, name)
        assert button is not None
        QTest.mouseClick(button, LEFT)

    def type(self, name: str, text: str) -> None:
        """Write into a field and press Enter."""
        field = self.panel.findChild(NumberField, name)
        assert field is not None
        field.setFocus()
        field.selectAll()
        if text.isascii():
            QTest.keyClicks(field, text)
        else:
            field.insert(text)  # as it is pasted: Qt's test keys are ASCII
        QTest.keyClick(field, Qt.Key.Key_Return)

    def press(self, canvas: PlotCanvas, x: float, y: float) -> QPoint:
        """Press at a data point and keep the button down."""
        place = canvas.widget_at(x, y).toPoint()
        QTest.mousePress(canvas.viewport(), LEFT, pos=place)
        return place

    def drag(self, canvas: PlotCanvas, *points: tuple[float, float], release: bool = True) -> None:
        """Press at the first data point, move through the others and release at the last."""
        place = self.press(canvas, *points[0])
        for point in points[1:]:
            place = canvas.widget_at(*point).toPoint()
            QTest.mouseMove(canvas.viewport(), place)
            QApplication.processEvents()
        if release:
            QTest.mouseRelease(canvas.viewport(), LEFT, pos=place)


@pytest.fixture
def open_bench(qtbot: QtBot) -> Iterator[Callable[..., Bench]]:
    """Makes a bench for a document or an expression, shown and settled."""
    made: list[Bench] = []

    def make(content: Document | str, *, still: bool = True) -> Bench:
        if isinstance(content, str):
            content = edits.set_text(Document(), content) if content else Document()
        bench = Bench(content, still=still)
        made.append(bench)
        qtbot.addWidget(bench)
        with qtbot.waitExposed(bench):
            bench.show()
        bench.panel.show_in_sight(True)  # noqa: FBT003  # what the dock's signal says
        qtbot.waitUntil(lambda: not bench.jobs.is_busy())
        return bench

    yield make
    for bench in made:
        bench.panel.approach.stop()
        bench.jobs.shutdown()


@pytest.fixture
def bench(open_bench: Callable[..., Bench]) -> Bench:
    """A bench with the sigmoid."""
    return open_bench(open_example("sigmoid"))
