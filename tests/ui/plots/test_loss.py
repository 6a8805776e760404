"""The loss plot: what it draws, and what pressing, dragging and hovering do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_example
from gradviz.ui.plots.axis import decade_text
from gradviz.ui.plots.loss_layers import Losses

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open = Callable[[Document | str], "Desk"]
LEFT = Qt.MouseButton.LeftButton


def log_button(desk: Desk) -> QToolButton:
    found = desk.findChild(QToolButton, "loss_log_button")
    assert found is not None
    return found


def with_rate(desk: Desk, lr: float) -> None:
    desk.session.apply("Rate", edits.set_descent(desk.session.document, lr=lr))


def test_it_draws_the_losses_of_the_run(desk: Desk) -> None:
    trajectory = desk.run.trajectory
    assert trajectory is not None
    heights = desk.loss._layers._heights
    drawn = 10**heights if desk.loss.is_logarithmic else heights
    np.testing.assert_allclose(drawn, trajectory.losses)


def test_another_learning_rate_redraws_at_once(desk: Desk) -> None:
    before = desk.loss._layers._heights
    with_rate(desk, 0.01)
    assert not np.array_equal(desk.loss._layers._heights, before)


def test_pressing_and_dragging_show_an_epoch(desk: Desk) -> None:
    canvas = desk.loss.canvas
    middle = sum(canvas.frame.y) / 2
    desk.drag(canvas, (20.0, middle), (30.0, middle), (42.0, middle))
    assert desk.run.epoch == pytest.approx(42, abs=1)
    assert desk.passes.state.inputs_override
    assert not desk.session.can_undo


def test_arrow_keys_step_through_the_epochs(desk: Desk) -> None:
    desk.run.set_epoch(10)
    QTest.keyClick(desk.loss.canvas, Qt.Key.Key_Right)
    assert desk.run.epoch == 11
    QTest.keyClick(desk.loss.canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert desk.run.epoch == 1


def test_hovering_tells_the_epoch_and_its_loss(desk: Desk) -> None:
    desk.hover(desk.loss.canvas, 30.0, sum(desk.loss.canvas.frame.y) / 2)
    assert desk.said[-1].startswith(("Epoch 29", "Epoch 30", "Epoch 31"))
    assert "L = " in desk.said[-1]


def test_the_switch_stays_as_it_was_put(desk: Desk) -> None:
    assert desk.loss.is_logarithmic
    QTest.mouseClick(log_button(desk), LEFT)
    assert not desk.loss._logarithmic
    with_rate(desk, 0.2)
    assert not log_button(desk).isChecked()


def test_a_negative_loss_has_no_logarithm(open_desk: Open) -> None:
    desk = open_desk("L = x^2 - 5")
    assert not desk.loss.is_logarithmic
    assert not log_button(desk).isEnabled()


def test_the_best_possible_loss_of_a_line_is_its_floor(desk: Desk) -> None:
    dataset = desk.session.document.dataset
    assert dataset is not None
    x, y = dataset.columns["x"], dataset.columns["y"]
    residual = y - np.polyval(np.polyfit(x, y, 1), x)
    assert desk.loss._losses is not None
    assert desk.loss._losses.floor == pytest.approx(float(np.mean(residual**2)))


def test_a_rate_beyond_the_limit_is_said_to_diverge(desk: Desk, qtbot: QtBot) -> None:
    with_rate(desk, 0.2)
    qtbot.waitUntil(lambda: not desk.jobs.is_busy())  # on a busy machine it runs in the background
    assert desk.loss._losses is not None
    assert desk.loss._losses.verdict == "Diverged at epoch 1"


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        (Losses(np.array([4.0, 1.0, 2.0, 5.0, 9.0]), 4, stop="diverged"), "Diverged at epoch 3"),
        (Losses(np.array([4.0]), 4, stop="not_finite", stop_epoch=1), "Not finite at epoch 1"),
        (Losses(np.array([4.0, 1.0]), 1, stop="converged"), "Converged"),
        (Losses(np.array([4.0, 1.0]), 1), ""),
    ],
)
def test_the_verdict_in_words(losses: Losses, words: str) -> None:
    assert losses.verdict == words


@pytest.mark.parametrize("losses", [(1e-320, 0.0, 1.0, 1e300, 1.7e308), (5e-324, 5e-324)])
def test_huge_and_vanishing_losses_can_be_drawn(desk: Desk, losses: tuple[float, ...]) -> None:
    values = np.array(losses)
    assert Losses(values, 4).spread > 0
    for logarithmic in (False, True):
        desk.loss._layers.draw(Losses(values, 4), 1, logarithmic=logarithmic)
        desk.loss.canvas.grab()
        assert np.isfinite(desk.loss.canvas.frame.y).all()


@pytest.mark.parametrize(
    ("exponent", "text"), [(0, "1"), (3, "1000"), (-2, "0.01"), (-7, "10⁻⁷"), (12, "10¹²")]
)
def test_decades_as_text(exponent: float, text: str) -> None:
    assert decade_text(exponent) == text


def test_without_a_descent_it_says_what_to_do(open_desk: Open) -> None:
    assert open_desk("").loss.canvas.empty_sentence


def test_all_of_it_follows_the_theme(open_desk: Open) -> None:
    desk = open_desk(open_example("line_fit"))
    desk.themes.choose("dark")
    for canvas in (desk.loss.canvas, desk.data.canvas):
        corner = canvas.grab().toImage().pixelColor(1, 1)
        assert corner.name().upper() == desk.themes.current.surface


def with_epochs(desk: Desk, qtbot: QtBot, epochs: int, lr: float) -> None:
    document = edits.set_descent(desk.session.document, epochs=epochs, lr=lr)
    desk.session.apply("Set", document)
    qtbot.waitUntil(lambda: desk.run.document is desk.session.document)


def test_the_axis_stays_while_paths_beyond_the_limit_are_dragged(desk: Desk, qtbot: QtBot) -> None:
    with_epochs(desk, qtbot, 1000, 0.3)
    assert desk.loss.is_logarithmic
    before = desk.loss.canvas.frame
    for lr in (0.31, 0.35, 0.42):
        with_epochs(desk, qtbot, 1000, lr)
        assert desk.loss.canvas.frame == before


@pytest.mark.parametrize("epochs", [1, 7, 96, 100, 137, 1000, 4321])
def test_the_axis_of_epochs_ends_at_a_round_number_a_little_beyond(
    desk: Desk, qtbot: QtBot, epochs: int
) -> None:
    with_epochs(desk, qtbot, epochs, 0.01)
    low, high = desk.loss.canvas.frame.x
    assert low < 0
    assert epochs < high < 1.3 * epochs + 0.1
