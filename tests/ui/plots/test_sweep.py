"""The rate sweep: seen, hovered over, dragged in and stopped as a person does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.descent import descend
from gradviz.document import Document, edits, open_example
from gradviz.graph import format_number
from gradviz.session import DescentRun, JobRunner, Session, StabilityWatch
from gradviz.ui.plots.sweep import SweepPanel
from gradviz.ui.plots.sweep.source import DECADES, rate_range
from gradviz.ui.theme import ThemeSource

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """A sweep with what it follows."""

    def __init__(self, document: Document, bot: QtBot) -> None:
        self.bot = bot
        self.session = Session(document)
        self.jobs = JobRunner()
        self.run = DescentRun(self.session, self.jobs)
        self.watch = StabilityWatch(self.run, self.jobs)
        themes = ThemeSource("light")
        self.panel = SweepPanel(self.session, self.run, self.watch, self.jobs, themes)
        self.panel.resize(420, 300)
        self.said: list[str] = []
        self.panel.hovered.connect(self.said.append)
        self.panel.show_in_sight(on=True)

    def settle(self) -> None:
        """Wait until the sweep is that of the run."""
        self.bot.waitUntil(
            lambda: not (self.jobs.is_busy() or self.panel.renews_soon or self.watch.is_busy)
        )

    def change(self, **changes: object) -> None:
        self.session.apply("x", edits.set_descent(self.session.document, **changes))  # type: ignore[arg-type]

    def at(self, rate: float) -> QPoint:
        """The pixel of a rate, in the middle of the plot."""
        (_, _), (low, high) = self.panel.canvas.box.viewRange()
        return self.panel.canvas.widget_at(float(np.log10(rate)), (low + high) / 2).toPoint()

    def drag(self, *rates: float) -> None:
        viewport, places = self.panel.canvas.viewport(), [self.at(rate) for rate in rates]
        QTest.mousePress(viewport, LEFT, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(viewport, place)
            QApplication.processEvents()
        QTest.mouseRelease(viewport, LEFT, pos=places[-1])


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[[Document | str], Desk]]:
    made: list[Desk] = []

    def make(content: Document | str) -> Desk:
        if isinstance(content, str):
            content = edits.set_text(Document(), content)
        desk = Desk(content, qtbot)
        made.append(desk)
        qtbot.addWidget(desk.panel)
        with qtbot.waitExposed(desk.panel):
            desk.panel.show()
        desk.settle()
        return desk

    yield make
    for desk in made:
        desk.watch.stop()
        desk.jobs.shutdown()


@pytest.fixture
def desk(open_desk: Callable[[Document | str], Desk]) -> Desk:
    """A desk with the line fit."""
    return open_desk(open_example("line_fit"))


def test_the_losses_are_those_of_single_descents(desk: Desk) -> None:
    found, objective = desk.panel.sweep, desk.run.objective
    assert found is not None
    assert objective is not None
    assert len(found.rates) > 100
    for place in (0, 40, 80, 100):
        alone = descend(objective, lr=float(found.rates[place]), epochs=100)
        assert found.losses[place] == pytest.approx(alone.losses[-1], rel=1e-6)


def test_the_cliff_stands_at_the_limit(desk: Desk) -> None:
    found, marks = desk.panel.sweep, desk.watch.marks
    assert found is not None
    assert marks is not None
    assert found.cliff == pytest.approx(marks.limit, rel=1e-3)


def test_a_drag_sets_the_rate_and_is_one_undo_entry(desk: Desk) -> None:
    before = desk.session.document.descent.lr
    desk.drag(0.01, 0.005, 0.002)
    assert desk.session.document.descent.lr == pytest.approx(0.002, rel=0.05)
    assert desk.session.undo_text == "Change the learning rate"
    desk.session.undo()
    assert desk.session.document.descent.lr == before
    assert not desk.session.can_undo


def test_a_drag_of_the_rate_computes_no_new_sweep(desk: Desk) -> None:
    found = desk.panel.sweep
    desk.drag(0.01, 0.005)
    desk.settle()
    assert desk.panel.sweep is found


def test_arrow_keys_change_the_rate(desk: Desk) -> None:
    desk.change(lr=0.01)
    QTest.keyClick(desk.panel.canvas, Qt.Key.Key_Right)
    more = desk.session.document.descent.lr
    assert 0.01 < more < 0.011
    QTest.keyClick(desk.panel.canvas, Qt.Key.Key_Left)
    assert desk.session.document.descent.lr == pytest.approx(0.01, rel=1e-2)


@pytest.mark.parametrize("changes", [{"epochs": 37}, {"optimizer": "momentum"}])
def test_it_follows_what_changes_the_losses(desk: Desk, changes: dict[str, object]) -> None:
    before = desk.panel.sweep
    desk.change(**changes)
    desk.settle()
    assert desk.panel.sweep is not before


def test_a_hover_says_how_the_descent_ends(desk: Desk) -> None:
    QTest.mouseMove(desk.panel.canvas.viewport(), desk.at(0.05))
    assert "With the learning rate" in desk.said[-1]
    assert "L = 0.29" in desk.said[-1] or "L = 0.30" in desk.said[-1]


def test_what_is_not_finite_is_said(open_desk: Callable[[Document | str], Desk]) -> None:
    desk = open_desk("x = 2; L = x^4")
    found = desk.panel.sweep
    assert found is not None
    assert not found.finite[-1]
    QTest.mouseMove(desk.panel.canvas.viewport(), desk.at(float(found.rates[-2])))
    assert "does not stay finite" in desk.said[-1]


def test_without_epochs_or_parameters_it_says_what_to_do(desk: Desk) -> None:
    desk.change(epochs=0)
    desk.settle()
    assert "Raise the epochs" in (desk.panel.canvas.empty_sentence or "")
    desk.change(epochs=10)
    desk.settle()
    assert desk.panel.canvas.empty_sentence is None
    desk.session.apply("x", edits.set_text(desk.session.document, "L = 2*3"))
    desk.settle()
    assert "parameter" in (desk.panel.canvas.empty_sentence or "")


def test_a_long_sweep_can_be_stopped_and_taken_up_again(desk: Desk) -> None:
    desk.change(optimizer="adam", epochs=200_000)
    button = desk.panel.findChild(QToolButton, "sweep_stop_button")
    assert isinstance(button, QToolButton)
    desk.bot.waitUntil(button.isVisible, timeout=20_000)
    assert button.text() == "Stop"
    QTest.mouseClick(button, LEFT)
    assert button.text() == "Compute"
    desk.change(epochs=20)
    desk.settle()
    summary = desk.panel.findChild(QLabel, "sweep_summary")
    assert isinstance(summary, QLabel)
    assert "after 20 epochs" in summary.text()
    assert not button.isVisible()


def test_out_of_sight_it_computes_nothing(desk: Desk) -> None:
    desk.panel.show_in_sight(on=False)
    found = desk.panel.sweep
    desk.change(epochs=41)
    desk.settle()
    assert desk.panel.sweep is found
    desk.panel.show_in_sight(on=True)
    desk.settle()
    assert desk.panel.sweep is not found


def test_the_rates_reach_beyond_the_limit_or_around_the_one_in_use() -> None:
    assert rate_range(0.1, 1e-5) == pytest.approx((4e-5, 0.4))
    low, high = rate_range(None, 0.03)
    assert low < 0.03 < high
    assert high / low == pytest.approx(10.0**DECADES)
    assert rate_range(None, 0.05) == (low, high)
    assert rate_range(None, 0.0)[0] > 0


@pytest.mark.parametrize("width", [260, 420])
def test_the_words_at_the_limit_lie_whole_in_the_plot(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    found: list[tuple[QRectF, str]] = []
    draw = QPainter.drawText

    def spy(painter: QPainter, *given: Any) -> Any:
        if isinstance(given[0], QRectF):
            found.append((given[0], given[-1]))
        return draw(painter, *given)

    monkeypatch.setattr(QPainter, "drawText", spy)
    desk.change(schedule="cosine")
    desk.panel.resize(width, 300)
    desk.settle()
    desk.panel.canvas.grab()
    marks = desk.watch.marks
    assert marks is not None
    assert marks.limit is not None
    place = [rect for rect, text in found if format_number(marks.limit) in text][-1]
    assert place.left() >= 0
    assert place.right() <= desk.panel.canvas.frame.width


@pytest.mark.parametrize("text", ["f = 0/0*x", "x = -1; f = log(x)", "x = 0; f = 1/x"])
def test_a_start_without_a_value_has_a_sweep_without_losses(
    open_desk: Callable[[Document | str], Desk], text: str
) -> None:
    desk = open_desk(text)
    desk.panel.canvas.grab()
    assert desk.panel.sweep is not None
    assert desk.panel.sweep.best_rate is None
    label = desk.panel.findChild(QLabel, "sweep_summary")
    assert label is not None
    assert "is not finite" in label.text()
