"""The update dock, followed through the epochs as a person does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.session import DescentRun, JobRunner, Session
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.theme import ThemeSource
from gradviz.ui.update_dock import UpdatePanel

LEFT = Qt.MouseButton.LeftButton


class Desk:
    """A panel with what it follows."""

    def __init__(self, bot: QtBot, document: Document) -> None:
        self.bot = bot
        self.session = Session(document)
        self.jobs = JobRunner()
        self.run = DescentRun(self.session, self.jobs)
        self.said: list[str] = []
        self.panel = UpdatePanel(self.run, self.jobs, ThemeSource("light"), self.said.append)
        self.panel.resize(900, 320)
        self.panel.show_in_sight(on=True)

    def label(self, name: str) -> QLabel:
        found = self.panel.findChild(QLabel, name)
        assert isinstance(found, QLabel)
        return found

    def button(self, name: str) -> QToolButton:
        found = self.panel.findChild(QToolButton, name)
        assert isinstance(found, QToolButton)
        return found

    def press(self, name: str) -> None:
        QTest.mouseClick(self.button(name), LEFT)
        self.settle()

    def settle(self) -> None:
        """Wait until the panel has caught up with the run."""
        self.bot.waitUntil(lambda: not self.jobs.is_busy())
        self.bot.waitUntil(lambda: not self.panel.renews_soon)
        self.bot.waitUntil(lambda: not self.jobs.is_busy())

    def change(self, **changes: object) -> None:
        self.session.apply("x", edits.set_descent(self.session.document, **changes))  # type: ignore[arg-type]
        self.settle()

    def go(self, epoch: int) -> None:
        self.run.set_epoch(epoch)
        self.settle()

    @property
    def lines(self) -> list[str]:
        return self.panel.plain.splitlines()


@pytest.fixture
def open_desk(qtbot: QtBot) -> Iterator[Callable[[Document | str], Desk]]:
    made: list[Desk] = []

    def make(content: Document | str) -> Desk:
        if isinstance(content, str):
            content = edits.set_text(Document(), content)
        desk = Desk(qtbot, content)
        made.append(desk)
        qtbot.addWidget(desk.panel)
        with qtbot.waitExposed(desk.panel):
            desk.panel.show()
        desk.settle()
        return desk

    yield make
    for desk in made:
        desk.run.pause()
        desk.jobs.shutdown()


@pytest.fixture
def desk(open_desk: Callable[[Document | str], Desk]) -> Desk:
    """A desk with x² from 1, on momentum."""
    found = open_desk("x = 1; L = x^2")
    found.change(optimizer="momentum", lr=0.1, epochs=3)
    return found


def test_the_numbers_are_those_of_the_epoch(desk: Desk) -> None:
    desk.go(1)
    assert desk.label("update_title").text() == "From epoch 1 to 2"
    assert desk.label("update_coordinate_0").text() == "x"
    assert desk.lines == [
        *("g = ∂L/∂x", "= 1.6"),
        *("b ← μ b + g", "= 0.9 · 2 + 1.6 = 3.4"),
        *("x ← x − η b", "= 0.8 − 0.1 · 3.4 = 0.46"),
    ]


def test_the_buttons_step_through_the_updates(desk: Desk) -> None:
    desk.go(0)
    assert not desk.button("update_back_button").isEnabled()
    desk.press("update_ahead_button")
    assert desk.run.epoch == 1
    assert desk.label("update_title").text() == "From epoch 1 to 2"
    desk.press("update_back_button")
    assert desk.label("update_title").text() == "From epoch 0 to 1"


def test_the_last_epoch_shows_the_update_that_led_to_it_and_says_so(desk: Desk) -> None:
    desk.go(3)
    assert "This is the last epoch" in desk.label("update_note").text()
    assert desk.label("update_title").text() == "From epoch 2 to 3"
    assert not desk.button("update_ahead_button").isEnabled()
    desk.press("update_back_button")
    assert desk.run.epoch == 2 - 1


def test_a_run_that_breaks_shows_the_update_that_broke_it(
    open_desk: Callable[[Document | str], Desk],
) -> None:
    desk = open_desk("x = 2; L = x^4")
    desk.change(lr=1.0, epochs=50)
    trajectory = desk.run.trajectory
    assert trajectory is not None
    desk.go(trajectory.epochs)
    assert "not finite any more" in desk.label("update_note").text()
    assert desk.label("update_title").text() == (
        f"From epoch {trajectory.epochs} to {trajectory.epochs + 1}"
    )


def test_without_updates_it_says_what_to_do(open_desk: Callable[[Document | str], Desk]) -> None:
    desk = open_desk("x = 1; L = x^2")
    desk.change(epochs=0)
    assert "Raise the epochs" in desk.label("update_empty").text()
    assert desk.label("update_title").isHidden()
    desk.change(epochs=5)
    assert desk.label("update_empty").isHidden()
    desk.session.apply("x", edits.set_text(desk.session.document, "L = 2*3"))
    desk.settle()
    assert "parameter" in desk.label("update_empty").text()


def test_a_hover_says_what_a_hyperparameter_is(desk: Desk) -> None:
    given = desk.panel.findChild(FormulaWidget, "update_given_momentum")
    assert isinstance(given, FormulaWidget)
    assert given.plain == "μ = 0.9"
    assert "The share of the buffer that is kept from epoch to epoch." in given.toolTip()
    formula = desk.panel.findChild(FormulaWidget, "update_formula_3")
    assert isinstance(formula, FormulaWidget)
    assert "b: The buffer" in formula.toolTip()


def test_it_follows_the_optimizer_and_its_settings(desk: Desk) -> None:
    desk.go(1)
    desk.change(settings={"momentum": 0.5})
    assert "= 0.5 · 2 + 1.6 = 2.6" in desk.lines
    desk.change(optimizer="sgd")
    assert desk.lines[-2:] == ["x ← x − η g", "= 0.8 − 0.1 · 1.6 = 0.64"]


def test_all_lines_are_copied_as_latex(desk: Desk) -> None:
    desk.go(1)
    desk.press("update_copy_button")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(r"\begin{aligned}")
    assert r"b &\leftarrow \mu\,b + g = 0.9 \cdot 2 + 1.6 = 3.4" in copied
    assert "textcolor" not in copied
    assert desk.said == ["The update is on the clipboard as LaTeX."]


def test_of_many_parameters_some_are_chosen(open_desk: Callable[[Document | str], Desk]) -> None:
    desk = open_desk("a = 1; b = 2; c = 3; L = a^2 + b^2 + c^2")
    desk.go(0)
    shown = [desk.label(f"update_coordinate_{i}").text() for i in range(2)]
    assert shown == ["a", "b"]
    button = desk.panel.findChild(QToolButton, "update_coordinates_button")
    assert isinstance(button, QToolButton)
    actions = {action.text(): action for action in button.menu().actions()}
    actions["a"].trigger()
    actions["c"].trigger()
    assert [desk.label(f"update_coordinate_{i}").text() for i in range(2)] == ["b", "c"]
    actions["b"].trigger()
    actions["c"].trigger()  # one stays
    assert actions["c"].isChecked()


def test_in_a_narrow_place_the_symbols_stand_above_the_numbers(
    open_desk: Callable[[Document | str], Desk],
) -> None:
    desk = open_desk("x = 1; y = 2; L = x^2 + y^2")
    desk.go(1)

    def formula(number: int) -> FormulaWidget:
        found = desk.panel.findChild(FormulaWidget, f"update_formula_{number}")
        assert isinstance(found, FormulaWidget)
        return found

    assert formula(0).y() + formula(0).height() > formula(1).y()
    desk.panel.resize(500, 400)
    QApplication.processEvents()
    assert formula(0).y() + formula(0).height() <= formula(1).y()
    assert desk.lines == ["g = ∂L/∂x", "= 1.6", "= 3.2", "x ← x − η g", *desk.lines[-2:]]


def test_out_of_sight_it_does_nothing(desk: Desk) -> None:
    desk.go(1)
    before = desk.panel.plain
    desk.panel.show_in_sight(on=False)
    desk.run.set_epoch(2)
    assert not desk.panel.renews_soon
    assert desk.panel.plain == before
    desk.panel.show_in_sight(on=True)
    desk.settle()
    assert desk.panel.plain != before


def test_a_long_run_is_told_from_the_background(
    open_desk: Callable[[Document | str], Desk],
) -> None:
    desk = open_desk(open_example("line_fit"))
    desk.change(optimizer="adam", epochs=200_000)
    desk.run.set_epoch(150_000)
    desk.bot.waitUntil(
        lambda: desk.jobs.is_busy("update") or "150,000" in desk.label("update_title").text()
    )
    desk.settle()
    assert desk.label("update_title").text() == "From epoch 150,000 to 150,001"


def test_at_rest_the_formulas_are_typeset(desk: Desk) -> None:
    formula = desk.panel.findChild(FormulaWidget, "update_formula_3")
    assert isinstance(formula, FormulaWidget)
    for epoch in (0, 1, 2):
        desk.go(epoch)
    desk.bot.waitUntil(lambda: formula.is_typeset)
    assert formula.plain == "= 0.9 · 3.4 + 0.92 = 3.98"
