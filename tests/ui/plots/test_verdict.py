"""The chip over the loss plot: it says what went wrong, explains it, and mends the rate."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.ui.plots import VerdictChip
from gradviz.ui.plots.placing import is_covered
from tests.ui.plots.conftest import Desk

LEFT = Qt.MouseButton.LeftButton


class Chip:
    """The chip of a desk, with what it is about."""

    def __init__(self, desk: Desk, bot: QtBot) -> None:
        self.desk, self.bot = desk, bot
        self.widget = VerdictChip(
            desk.loss.canvas, desk.session, desk.run, desk.stability, desk.themes
        )

    def rate(self, lr: float, **more: object) -> None:
        """Change the learning rate and wait until the chip is about it."""
        changed = edits.set_descent(self.desk.session.document, lr=lr, **more)  # type: ignore[arg-type]
        self.desk.session.apply("x", changed)
        self.bot.waitUntil(lambda: not self.desk.jobs.is_busy())
        QApplication.processEvents()

    def text(self, name: str) -> str:
        label = self.widget.findChild(QLabel, name)
        assert isinstance(label, QLabel)
        return label.text()

    def open(self) -> None:
        button = self.widget.findChild(QToolButton, "verdict_why_button")
        assert isinstance(button, QToolButton)
        QTest.mouseClick(button, LEFT)

    @property
    def use(self) -> QPushButton:
        return self.widget.explanation.use


@pytest.fixture
def chip(open_desk: Callable[[Document | str], Desk], qtbot: QtBot) -> Chip:
    return Chip(open_desk(open_example("line_fit")), qtbot)


class Layouts(QObject):
    """Counts how often a widget is asked for a layout."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


@pytest.mark.parametrize("rate", [0.06, 0.12])
def test_at_rest_it_asks_for_no_layout(chip: Chip, rate: float) -> None:
    chip.rate(rate)
    assert chip.widget.isVisible()
    for _ in range(5):
        QApplication.processEvents()
    layouts = Layouts()
    chip.widget.installEventFilter(layouts)
    for _ in range(5):
        QApplication.processEvents()
    assert layouts.count == 0


def test_while_all_is_well_there_is_no_chip(chip: Chip) -> None:
    chip.rate(0.02)
    assert not chip.widget.isVisible()


def test_beyond_the_limit_it_says_what_each_epoch_does(chip: Chip) -> None:
    chip.rate(0.12)
    assert chip.widget.isVisible()
    assert "Diverged at epoch 1" in chip.text("verdict_chip_title")
    assert chip.text("verdict_label") == "Each epoch multiplies the error by 1 − 0.12·19.7 = −1.364"
    chip.rate(0.02)
    assert not chip.widget.isVisible()


def test_it_stays_inside_the_plot_and_shows_all_of_its_words(chip: Chip) -> None:
    chip.rate(0.12)
    for width in (640, 420):
        chip.desk.resize(width, 1000)
        QApplication.processEvents()
        assert chip.desk.loss.canvas.rect().contains(chip.widget.geometry())
        label = chip.widget.findChild(QLabel, "verdict_label")
        assert isinstance(label, QLabel)
        assert label.height() >= label.heightForWidth(label.width())


def test_in_a_narrow_plot_the_title_is_brief_and_its_tip_says_since_when(chip: Chip) -> None:
    chip.rate(0.12)
    assert "Diverged at epoch 1" in chip.text("verdict_chip_title")
    chip.desk.loss.setFixedWidth(170)
    QApplication.processEvents()
    assert chip.text("verdict_chip_title") == "Diverged"
    assert chip.widget.toolTip().startswith("Diverged at epoch 1. ")
    assert chip.desk.loss.canvas.rect().contains(chip.widget.geometry())
    chip.desk.loss.setFixedWidth(600)
    QApplication.processEvents()
    assert "Diverged at epoch 1" in chip.text("verdict_chip_title")


def test_the_caption_of_a_picture_says_how_the_run_ended(chip: Chip) -> None:
    chip.rate(0.12)
    caption = chip.desk.loss.canvas.caption
    assert caption.startswith("L = ")
    assert caption.endswith("at epoch 100. Diverged at epoch 1")


def test_why_opens_the_whole_explanation(chip: Chip) -> None:
    chip.rate(0.12)
    chip.open()
    assert chip.widget.explanation.isVisible()
    said = chip.text("verdict_sentences")
    for words in ("L went from 51.85", "1 − 0.12·19.7 = −1.364", "2/19.7 = 0.1015", "0.09953"):
        assert words in said
    assert chip.text("verdict_advice") == "Choose a rate below 0.1015."
    QTest.keyClick(chip.widget.explanation, Qt.Key.Key_Escape)
    assert not chip.widget.explanation.isVisible()


def test_the_suggested_rate_is_one_undo_entry_and_heals_the_run(chip: Chip) -> None:
    chip.rate(0.12)
    chip.open()
    assert chip.use.text() == "Use 0.0995"
    QTest.keyClick(chip.use, Qt.Key.Key_Space)
    assert chip.desk.session.document.descent.lr == 0.0995
    assert chip.desk.session.undo_text == "Use the suggested learning rate"
    chip.bot.waitUntil(lambda: "Diverged" not in chip.text("verdict_chip_title"))
    chip.desk.session.undo()
    assert chip.desk.session.document.descent.lr == 0.12


def test_a_swinging_run_is_named_without_alarm(chip: Chip) -> None:
    chip.rate(0.06)
    assert "Zig-zags" in chip.text("verdict_chip_title")
    label = chip.widget.findChild(QLabel, "verdict_label")
    assert isinstance(label, QLabel)
    assert label.isHidden()
    chip.rate(0.02, optimizer="momentum")
    assert "Oscillates" in chip.text("verdict_chip_title")


def test_a_run_that_breaks_is_explained_once_its_curvature_is_known(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk("x = 2; L = x^4")
    chip = Chip(desk, qtbot)
    chip.rate(1.0)
    assert "Not finite at epoch" in chip.text("verdict_chip_title")
    why = chip.widget.findChild(QToolButton, "verdict_why_button")
    assert isinstance(why, QToolButton)
    qtbot.waitUntil(why.isEnabled)
    chip.open()
    assert "beyond 1.8e308, the largest number there is" in chip.text("verdict_sentences")
    assert "λ = " in chip.text("verdict_sentences")


@pytest.mark.parametrize("size", [(640, 1000), (420, 620)])
def test_a_swinging_run_is_named_where_no_line_is_covered(
    chip: Chip, size: tuple[int, int]
) -> None:
    chip.desk.resize(*size)
    chip.rate(0.06)
    QApplication.processEvents()
    canvas = chip.desk.loss.canvas
    place = QRectF(chip.widget.geometry()).translated(-canvas.box.sceneBoundingRect().topLeft())
    assert QRectF(0, 0, canvas.frame.width, canvas.frame.height).contains(place)
    assert not is_covered(place, canvas.frame, canvas.ink(canvas.frame))
    buttons = chip.widget.findChildren(QToolButton)
    (shown,) = [button for button in buttons if button.isVisible()]
    QTest.mouseClick(shown, LEFT)
    assert chip.widget.explanation.isVisible()
    chip.widget.explanation.hide()


def test_in_a_low_plot_the_sentence_is_in_the_tip(chip: Chip) -> None:
    chip.desk.loss.setFixedHeight(150)
    QApplication.processEvents()
    chip.rate(0.12)
    label = chip.widget.findChild(QLabel, "verdict_label")
    assert isinstance(label, QLabel)
    assert label.isHidden()
    assert "Each epoch multiplies the error" in chip.widget.toolTip()
    canvas = chip.desk.loss.canvas
    assert chip.widget.height() < canvas.box.rect().height() / 2
