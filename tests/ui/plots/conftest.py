"""A desk with all plots and the descent bar on one session, used with the mouse and the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.session import (
    DescentRun,
    EpochLink,
    JobRunner,
    PassCursor,
    RaceRun,
    Secret,
    Session,
    Settings,
    StabilityWatch,
)
from gradviz.ui.descent_bar import DescentBar
from gradviz.ui.plots import DataPanel, LandscapePanel, LossPanel, Surroundings
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.theme import ThemeSource

LEFT = Qt.MouseButton.LeftButton


class Desk(QWidget):
    """The plots with what they stand on."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.session = Session(document)
        self.jobs = JobRunner(self)
        self.passes = PassCursor(self.session, self.jobs, self)
        self.run = DescentRun(self.session, self.jobs, self)
        self.stability = StabilityWatch(self.run, self.jobs, self)
        self.link = EpochLink(self.run, self.passes, self)
        self.themes = ThemeSource("light", self)
        self.settings = Settings.forgetful()
        self.race = RaceRun(self.session, self.run, self.jobs, self)
        self.secret = Secret(self.run, self)
        self.landscape = LandscapePanel(
            Surroundings(
                self.session,
                self.run,
                self.passes,
                self.jobs,
                self.themes,
                self.settings,
                self.race,
                self.secret,
            )
        )
        self.loss = LossPanel(self.session, self.run, self.themes)
        self.loss.show_race((), self.race.racers)
        self.race.changed.connect(self.loss.show_race)
        self.data = DataPanel(self.session, self.run, self.jobs, self.themes)
        self.data.work.best_hidden.connect(self.secret.keep)
        self.bar = DescentBar(self.session, self.run, self.themes, stability=self.stability)
        self.bar.starts.set_visible_ranges(self.landscape.visible_ranges)
        column = QVBoxLayout(self)
        for panel in (self.landscape, self.loss, self.data, self.bar):
            column.addWidget(panel)
        self.said: list[str] = []
        for panel in (self.landscape, self.loss, self.data):
            panel.hovered.connect(self.said.append)
        self.resize(640, 1000)

    @property
    def start(self) -> dict[str, float]:
        """The values of the parameters in the document."""
        nodes = self.session.document.graph.parameters
        return {n.name: n.value for n in nodes if n.name and isinstance(n.value, float)}

    def click(self, canvas: PlotCanvas, x: float, y: float) -> None:
        """Click a data point."""
        QTest.mouseClick(canvas.viewport(), LEFT, pos=at(canvas, x, y))

    def drag(self, canvas: PlotCanvas, *points: tuple[float, float]) -> None:
        """Press at the first data point, move through the others and release at the last."""
        viewport, places = canvas.viewport(), [at(canvas, *point) for point in points]
        QTest.mousePress(viewport, LEFT, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(viewport, place)
            QApplication.processEvents()
        QTest.mouseRelease(viewport, LEFT, pos=places[-1])

    def switch(self, overlay: str) -> None:
        """Choose an overlay in the landscape's menu, as with the keys of a menu."""
        menu = self.findChild(QMenu, "landscape_show_menu")
        action = self.findChild(QAction, f"show_{overlay}")
        assert menu is not None
        assert action is not None
        menu.popup(self.mapToGlobal(self.rect().center()))
        menu.setActiveAction(action)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    def hover(self, canvas: PlotCanvas, x: float, y: float) -> None:
        """Move the mouse over a data point."""
        QTest.mouseMove(canvas.viewport(), at(canvas, x, y))


def at(canvas: PlotCanvas, x: float, y: float) -> QPoint:
    """The pixel of a data point in the viewport."""
    return canvas.widget_at(x, y).toPoint()


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[[Document | str], Desk]]:
    """Makes a desk for a document or an expression, shown and settled."""
    made: list[Desk] = []

    def make(content: Document | str) -> Desk:
        if isinstance(content, str):
            content = edits.set_text(Document(), content) if content else Document()
        desk = Desk(content)
        made.append(desk)
        qtbot.addWidget(desk)
        with qtbot.waitExposed(desk):
            desk.show()
        qtbot.waitUntil(lambda: not desk.jobs.is_busy())
        return desk

    yield make
    for desk in made:
        desk.stability.stop()
        desk.jobs.shutdown()


@pytest.fixture
def desk(open_desk: Callable[[Document | str], Desk]) -> Desk:
    """A desk with the line fit."""
    return open_desk(open_example("line_fit"))
