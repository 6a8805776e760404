"""A drag of the learning rate, of the epochs or of the surface, until all plots are repainted."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QSlider, QWidget

from gradviz.descent import Dataset
from gradviz.document import Document, Method, edits, open_example, open_function
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
from gradviz.ui.plots import DataPanel, LandscapePanel, LossPanel, Surroundings, VerdictChip
from gradviz.ui.plots.landscape.surface.view import SurfaceView
from gradviz.ui.theme import ThemeSource
from tests.benchmarks.row import Goal, Row

FRAME_MS = 16.7
ORBIT_MS = 30.0
LOST = 5.0  # seconds
STEPS = 160
EPOCHS = 1_000
COLUMN = (660, 760)  # the plots' share of a window of 1440×900


class Paints(QObject):
    """Counts the paint events of widgets."""

    def __init__(self, *watched: QWidget) -> None:
        super().__init__()
        self.names: dict[QObject, str] = {
            widget: str(number) for number, widget in enumerate(watched)
        }
        self.reset()
        for widget in self.names:
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.counts[self.names[watched]] += 1
        return False

    def all_done(self) -> bool:
        """Whether each was painted since the last reset."""
        return all(self.counts.values())

    def reset(self) -> None:
        """Count from nothing."""
        self.counts = dict.fromkeys(self.names.values(), 0)


class Column(QWidget):
    """The plots and the descent bar as they stand in the window."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self.session = Session(document)
        self.jobs = JobRunner(self)
        themes = ThemeSource("light", self)
        passes = PassCursor(self.session, self.jobs, self)
        self.run = DescentRun(self.session, self.jobs, self)
        self.stability = StabilityWatch(self.run, self.jobs, self)
        self.link = EpochLink(self.run, passes, self)
        race = RaceRun(self.session, self.run, self.jobs, self)
        settings = Settings.forgetful()
        secret = Secret(self.run, self)
        landscape = LandscapePanel(
            Surroundings(self.session, self.run, passes, self.jobs, themes, settings, race, secret)
        )
        loss = LossPanel(self.session, self.run, themes)
        race.changed.connect(loss.show_race)
        loss.show_race((), race.racers)
        VerdictChip(loss.canvas, self.session, self.run, self.stability, themes)
        data = DataPanel(self.session, self.run, self.jobs, themes)
        grid = QGridLayout(self)
        grid.addWidget(landscape, 0, 0, 1, 2)
        grid.addWidget(loss, 1, 0)
        grid.addWidget(data, 1, 1)
        bar = DescentBar(self.session, self.run, themes, stability=self.stability)
        grid.addWidget(bar, 2, 0, 1, 2)
        grid.setRowStretch(0, 5)
        grid.setRowStretch(1, 3)
        self.resize(*COLUMN)
        self.show()
        self.surface = landscape.findChild(SurfaceView)
        shown = [self.surface or landscape.canvas.viewport(), loss.canvas.viewport()]
        if document.dataset is not None:
            shown.append(data.canvas.viewport())
        self.paints = Paints(*shown)
        self.settle()

    def settle(self) -> None:
        """Wait for the background to be done."""
        end = time.monotonic() + 60
        QApplication.processEvents()
        while self.jobs.is_busy() and time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.002)
        QApplication.processEvents()

    def leave(self) -> None:
        """Close, as the window does."""
        self.stability.stop()
        self.jobs.shutdown()
        self.close()

    def orbit(self) -> list[float]:
        """Milliseconds from each move of the mouse on the surface until it was painted."""
        view = self.surface
        assert view is not None
        left, middle, times = Qt.MouseButton.LeftButton, view.rect().center(), []
        QTest.mousePress(view, left, pos=middle)
        for step in range(1, STEPS):
            start = time.perf_counter()
            QTest.mouseMove(view, middle + QPoint(2 * step, round(20 * np.sin(step / 9))))
            view.repaint()
            times.append((time.perf_counter() - start) * 1000)
        QTest.mouseRelease(view, left, pos=middle)
        self.settle()
        return times

    def drag(self, name: str) -> list[float]:
        """Milliseconds from each move on a slider until every plot was painted."""
        slider = self.findChild(QSlider, name)
        assert slider is not None
        times = dragged(slider, self.session, self.paints)
        self.settle()
        trajectory, descent = self.run.trajectory, self.session.document.descent
        assert trajectory is not None
        assert trajectory.lr == descent.lr, "the final value was dropped"
        return times

    def scrub(self) -> list[float]:
        """Milliseconds from each choice of an epoch until landscape and loss were painted."""
        times = []
        for step in range(STEPS):
            turn = np.sin((step + 0.5) / STEPS * 2 * np.pi)
            self.paints.reset()
            start = time.perf_counter()
            self.run.set_epoch(round(self.run.last_epoch * (0.5 + 0.49 * turn)))
            QApplication.processEvents()
            times.append((time.perf_counter() - start) * 1000)
        assert self.run.last_epoch == EPOCHS
        return times


def dragged(slider: QSlider, session: Session, paints: Paints) -> list[float]:
    """Milliseconds from each move of the handle until all that is watched was painted."""
    left = Qt.MouseButton.LeftButton
    middle, half = slider.height() // 2, slider.width() // 2
    handle = QPoint(8 + round((slider.width() - 16) * slider.value() / slider.maximum()), middle)
    QTest.mousePress(slider, left, pos=handle)
    times = []
    for step in range(STEPS):
        reach = half * 0.6 * np.sin(step / STEPS * 2 * np.pi)
        before = session.document.descent
        paints.reset()
        start = time.perf_counter()
        QTest.mouseMove(slider, QPoint(round(half + reach), middle))
        QApplication.processEvents()
        while session.document.descent != before and not paints.all_done():
            QApplication.processEvents()
            if time.perf_counter() - start > LOST:
                raise RuntimeError(f"not every plot was painted: {paints.counts}")
        if session.document.descent != before:
            times.append((time.perf_counter() - start) * 1000)
    QTest.mouseRelease(slider, left, pos=QPoint(half, middle))
    return times


@dataclass(frozen=True)
class Case:
    """A document and the slider dragged in it."""

    work: str
    document: Document
    slider: str


def line_fit(points: int, epochs: int = EPOCHS) -> Document:
    """The line fit on made-up data."""
    random = np.random.default_rng(1)
    x = random.uniform(0, 5, points)
    y = 1.8 * x + 2 + random.normal(0, 0.6, points)
    document = edits.set_dataset(open_example("line_fit"), Dataset("made", {"x": x, "y": y}))
    return edits.set_descent(document, epochs=epochs)


def cases() -> Iterator[Case]:
    """What is dragged."""
    rate, epochs = "learning_rate_slider", "epochs_slider"
    yield Case("line fit, 50 points", line_fit(50), rate)
    yield Case("line fit, 1,000,000 points", line_fit(1_000_000), rate)
    yield Case("line fit, 1,000,000 points", line_fit(1_000_000), epochs)
    valley = edits.set_descent(open_function("rosenbrock"), optimizer="adam", lr=0.01)
    valley = edits.set_descent(valley, epochs=EPOCHS)
    yield Case("Rosenbrock, Adam", valley, rate)
    yield Case("Rosenbrock as a surface, Adam", edits.set_landscape(valley, view="surface"), rate)


def race() -> Document:
    """Six optimizers on Himmelblau's function."""
    rates = {"sgd": 0.01, "momentum": 0.01, "adam": 0.02, "rmsprop": 0.01, "nesterov": 0.005}
    methods = [Method(optimizer, lr) for optimizer, lr in rates.items()]
    document = edits.set_race(open_function("himmelblau"), [*methods, Method("adagrad", 0.1)])
    return edits.set_descent(document, epochs=EPOCHS)


def rows() -> Iterator[Row]:
    """The 95th percentile of the frames of each drag."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    for case in cases():
        column = Column(case.document)
        column.drag(case.slider)
        times = column.drag(case.slider)
        p95 = statistics.quantiles(times, n=20)[-1]
        if column.surface is not None:
            size = f"{column.surface.width()}×{column.surface.height()}"
            turned = statistics.quantiles(column.orbit(), n=20)[-1]
            yield Row(
                f"orbit of a painted surface of {size}, p95", turned, Goal("at most", ORBIT_MS)
            )
        column.leave()
        name = case.slider.removesuffix("_slider").replace("_", " ")
        work = f"{name} drag → all plots, {EPOCHS:,} epochs, {case.work}, p95"
        yield Row(work, p95, Goal("at most", FRAME_MS))
    column = Column(race())
    column.scrub()
    p95 = statistics.quantiles(column.scrub(), n=20)[-1]
    column.leave()
    work = f"scrub → all plots, six racers, {EPOCHS:,} epochs, p95"
    yield Row(work, p95, Goal("at most", FRAME_MS))
