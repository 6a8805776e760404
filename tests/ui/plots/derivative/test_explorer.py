"""The derivative explorer, dragged, hovered, nudged and asked as a person does it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_function
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.plots.derivative.approach import MILLISECONDS
from gradviz.ui.plots.derivative.error_layers import ErrorLayers
from gradviz.ui.plots.derivative.slice_map import SliceMap

if TYPE_CHECKING:
    from tests.ui.plots.derivative.conftest import Bench

Open: TypeAlias = Callable[..., "Bench"]


def sigmoid(z: float) -> float:
    return 1 / (1 + math.exp(-z))


def test_it_begins_at_the_start_with_the_slope_of_the_backward_pass(bench: Bench) -> None:
    probe = bench.probe
    assert (probe.axis, probe.output, probe.symbol) == ("z", "s", "ds/dz")
    assert probe.x == 0.5
    assert probe.slope == pytest.approx(sigmoid(0.5) * (1 - sigmoid(0.5)), rel=1e-14)
    assert bench.curve.frame.x == (-6.0, 6.0)


def test_a_drag_moves_the_point_and_the_graph_follows_until_it_ends(bench: Bench) -> None:
    before = bench.session.document
    seen = []
    bench.passes.changed.connect(lambda _old, _new: seen.append(bench.on_graph["z"]))
    bench.drag(bench.curve, (0.5, 0.6), (1.0, 0.6), (2.0, 0.5), release=False)
    assert bench.probe.x == pytest.approx(2.0, abs=0.05)
    assert bench.on_graph["z"] == bench.probe.x
    assert len(seen) >= 2
    QTest.mouseRelease(bench.curve.viewport(), Qt.MouseButton.LeftButton)
    assert bench.on_graph["z"] == 0.5
    assert bench.session.document is before


def test_a_drag_of_the_second_point_changes_h_alone(bench: Bench) -> None:
    x = bench.probe.x
    bench.drag(bench.curve, (bench.probe.other_x, bench.probe.other_value), (3.0, 0.2))
    assert bench.probe.x == x
    assert bench.probe.other_x == pytest.approx(3.0, abs=0.05)
    expected = (sigmoid(bench.probe.other_x) - sigmoid(x)) / bench.probe.h
    assert bench.probe.secant == pytest.approx(expected, rel=1e-12)


def test_the_second_point_may_be_on_the_left(bench: Bench) -> None:
    bench.drag(bench.curve, (bench.probe.other_x, bench.probe.other_value), (-3.0, 0.2))
    assert bench.probe.h < 0
    assert bench.probe.secant == bench.probe.found.backward
    assert bench.text("derivative_backward_number") == f"{bench.probe.secant:.7g}"


def test_the_slope_plot_moves_the_point_as_well(bench: Bench) -> None:
    bench.drag(bench.panel.stage.slope, (0.5, 0.1), (-2.0, 0.1))
    assert bench.probe.x == pytest.approx(-2.0, abs=0.05)


def test_the_hairline_of_the_errors_sets_h(bench: Bench) -> None:
    bench.drag(bench.panel.stage.error, (0.0, -3.0), (-3.0, -5.0), (-5.0, -5.0))
    assert bench.probe.h == pytest.approx(1e-5, rel=0.4)
    assert bench.text("derivative_central_note").startswith("error ")
    assert bench.probe.error_of("central") < 1e-9 < bench.probe.error_of("forward")


def test_arrow_keys_move_the_point_and_with_ctrl_the_step(bench: Bench) -> None:
    x, h = bench.probe.x, bench.probe.h
    bench.curve.setFocus()
    QTest.keyClick(bench.curve, Qt.Key.Key_Right)
    assert bench.probe.x == pytest.approx(x + 0.12)
    QTest.keyClick(bench.curve, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert bench.probe.x == pytest.approx(x + 0.12 - 1.2)
    QTest.keyClick(bench.curve, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert bench.probe.h == pytest.approx(h / 10 ** (1 / 8), rel=1e-3)
    QTest.keyClick(bench.curve, Qt.Key.Key_Up)
    assert bench.probe.h == pytest.approx(h, rel=1e-3)


def test_the_graph_follows_an_arrow_key_until_it_is_released(bench: Bench) -> None:
    bench.curve.setFocus()
    QTest.keyPress(bench.curve, Qt.Key.Key_Right)
    assert bench.on_graph["z"] == bench.probe.x != 0.5
    QTest.keyRelease(bench.curve, Qt.Key.Key_Right)
    assert bench.on_graph["z"] == 0.5


def test_numbers_can_be_typed(bench: Bench) -> None:
    bench.type("derivative_x_edit", "−1.5")
    bench.type("derivative_h_edit", "1e-6")
    assert (bench.probe.x, bench.probe.h) == (-1.5, 1e-6)
    bench.type("derivative_h_edit", "many")
    assert bench.said[-1] == "Write a number here, such as 0.5 or 1e-6."
    bench.type("derivative_h_edit", "0")  # no step
    assert bench.probe.h == 1e-6


def test_hovering_reads_out_and_lights_up_the_graph(bench: Bench) -> None:
    QTest.mouseMove(bench.curve.viewport(), bench.curve.widget_at(2.0, 0.3).toPoint())
    assert bench.said[-1].startswith("z = 2:")
    assert "ds/dz = 0.105" in bench.said[-1]
    assert bench.on_graph["z"] == pytest.approx(2.0, abs=0.05)
    assert bench.probe.x == 0.5
    bench.curve.hovered.emit(None)
    assert bench.on_graph["z"] == 0.5


def test_hovering_over_the_errors_reads_them_out(bench: Bench) -> None:
    error = bench.panel.stage.error
    QTest.mouseMove(error.viewport(), error.widget_at(-4.0, -5.0).toPoint())
    assert bench.said[-1].startswith("h = 0.0001")
    assert "central" in bench.said[-1]


def test_both_plots_keep_to_the_same_piece_of_the_axis(bench: Bench, qtbot: QtBot) -> None:
    stage = bench.panel.stage
    for moved, other in ((stage.curve, stage.slope), (stage.slope, stage.curve)):
        moved.setFocus()
        QTest.keyClick(moved, Qt.Key.Key_Plus)
        assert moved.frame.x == other.frame.x
    assert stage.interval[1] - stage.interval[0] < 8
    QTest.keyClick(stage.curve, Qt.Key.Key_Home)
    assert stage.curve.frame.x == stage.slope.frame.x == (-6.0, 6.0)
    qtbot.waitUntil(lambda: not bench.jobs.is_busy())
    first = stage.curve.mapToScene(stage.curve.widget_at(2.0, 0.5).toPoint()).x()
    second = stage.slope.mapToScene(stage.slope.widget_at(2.0, 0.1).toPoint()).x()
    assert first == pytest.approx(second, abs=1)


def test_h_goes_to_0_and_the_secant_becomes_the_tangent(bench: Bench) -> None:
    assert abs(bench.probe.secant - bench.probe.slope) > 1e-3
    bench.click_button("derivative_approach_button")
    assert bench.probe.h < 1e-6
    assert bench.probe.secant == pytest.approx(bench.probe.slope, abs=1e-7)


def test_the_way_to_0_is_seen_and_a_key_ends_it(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench("f = x^2", still=False)
    steps = []
    bench.panel.explorer.moved.connect(lambda: steps.append(bench.probe.h))
    bench.click_button("derivative_approach_button")
    started = bench.panel.approach.is_running
    qtbot.waitUntil(lambda: len(set(steps)) > 5, timeout=MILLISECONDS)
    QTest.keyClick(bench.curve, Qt.Key.Key_Right)
    assert (started, bench.panel.approach.is_running) == (True, False)
    assert steps == sorted(steps, reverse=True)


def test_a_panel_out_of_sight_follows_nothing(bench: Bench) -> None:
    bench.panel.show_in_sight(False)  # noqa: FBT003
    session = bench.session
    session.apply("Set z", edits.set_values(session.document, {"z": 2.0}))
    assert bench.probe.x == 0.5
    bench.panel.show_in_sight(True)  # noqa: FBT003
    assert bench.probe.x == 2.0


def test_what_is_not_seen_here_repaints_nothing(bench: Bench) -> None:
    bench.panel.explorer.set_x(3.0)
    moves = []
    bench.panel.explorer.moved.connect(lambda: moves.append(1))
    session = bench.session
    session.apply("Rate", edits.set_descent(session.document, lr=0.25))
    card = next(iter(session.document.graph.nodes))
    session.apply("Move", edits.move_nodes(session.document, {card: (5.0, 5.0)}))
    assert not moves
    output = session.document.graph.named("s").id
    session.apply("Rename", edits.rename(session.document, output, "y"))
    assert bench.probe.output == "y"
    assert bench.probe.x == 3.0


def test_the_point_goes_to_the_epoch_that_is_chosen(bench: Bench) -> None:
    bench.panel.explorer.set_x(3.0)
    bench.run.set_epoch(5)
    assert bench.run.trajectory is not None
    assert bench.probe.x == bench.run.trajectory.points[5, 0]


# Kinks and other places without a derivative


def test_at_a_kink_it_says_so_and_expects_nothing(open_bench: Open) -> None:
    bench = open_bench("f = abs(x)")
    bench.type("derivative_x_edit", "0")
    assert bench.text("derivative_analytic_note") == "no derivative"
    bench.click_button("derivative_ask_derivative")
    answer = bench.text("derivative_answer")
    assert "−1 from the left, 1 from the right" in answer
    assert "takes 0" in answer
    bench.panel.grab()


def test_the_point_falls_on_a_turning_point_nearby(open_bench: Open) -> None:
    bench = open_bench("f = abs(x - 1/3)")
    pixel = bench.curve.frame.pixel_size[0]
    bench.drag(bench.curve, (-0.5, 1.0), (1 / 3 + 2 * pixel, 0.5))
    assert bench.probe.x == pytest.approx(1 / 3, abs=1e-9)
    assert not bench.probe.is_smooth


@pytest.mark.parametrize("text", ["f = 1/x", "f = log(x)", "f = sqrt(x)", "f = sign(x)", "f = 0*x"])
def test_nothing_breaks_where_there_is_no_number(open_bench: Open, text: str) -> None:
    bench = open_bench(text)
    for x in ("0", "-1", "1"):
        bench.type("derivative_x_edit", x)
        for name in ("derivative", "minima", "gradient", "numbers"):
            bench.panel.questions.ask(name)
            assert bench.text("derivative_answer")
        bench.panel.grab()
    assert bench.probe.x == 1.0


def test_an_error_of_0_is_drawn_on_the_ground(open_bench: Open) -> None:
    bench = open_bench("f = 2x")
    bench.type("derivative_x_edit", "0")
    assert bench.probe.errors is not None
    assert (bench.probe.errors.schemes["central"].errors == 0).all()
    layers = bench.panel.stage.error_layers
    assert isinstance(layers, ErrorLayers)
    bench.panel.grab()
    assert np.isfinite(bench.panel.stage.error.frame.y).all()


# Several parameters


def test_a_slice_of_himmelblau_has_the_partial_derivative(open_bench: Open) -> None:
    bench = open_bench(open_function("himmelblau"))
    probe = bench.probe
    y = probe.cut.at["y"]
    assert probe.symbol == "∂f/∂x"
    expected = 4 * probe.x * (probe.x**2 + y - 11) + 2 * (probe.x + y**2 - 7)
    assert probe.slope == pytest.approx(expected, rel=1e-12)
    assert bench.text("derivative_gradient").startswith("∇f = (∂f/∂x, ∂f/∂y) = (")
    shown = bench.panel.findChild(SliceMap)
    assert shown is not None
    assert shown.isVisible()


def test_another_parameter_can_be_chosen_with_the_keys(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench(open_function("himmelblau"))
    gradient = bench.text("derivative_gradient")
    combo = bench.panel.findChild(QComboBox, "derivative_axis_combo")
    assert combo is not None
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert bench.probe.axis == "y"
    assert bench.probe.symbol == "∂f/∂y"
    assert bench.probe.x == bench.probe.cut.at["y"]
    assert bench.text("derivative_gradient") == gradient  # both slices are at the same point
    qtbot.waitUntil(lambda: not bench.jobs.is_busy())
    assert bench.panel.stage.slope.corner == "y"


def test_dragging_along_one_parameter_leaves_the_other_on_the_graph(open_bench: Open) -> None:
    bench = open_bench(open_function("himmelblau"))
    y = bench.probe.cut.at["y"]
    bench.drag(bench.curve, (0.0, 100.0), (2.0, 100.0), release=False)
    assert bench.on_graph == {"x": bench.probe.x, "y": y}
    QTest.mouseRelease(bench.curve.viewport(), Qt.MouseButton.LeftButton)


def test_an_element_of_a_matrix_is_a_parameter_like_any_other(open_bench: Open) -> None:
    bench = open_bench("W = [[1, 2], [3, 4]]; L = sum(W @ W)")
    bench.panel.explorer.set_axis("W[0,1]")
    # L = Σ over i, k, j of W_ik W_kj, so ∂L/∂W_01 = Σ_j W_1j + Σ_i W_i0
    assert bench.probe.slope == pytest.approx((3 + 4) + (1 + 3))
    bench.panel.questions.ask("symbols")
    formula = bench.panel.findChild(FormulaWidget, "derivative_formula")
    assert formula is not None
    assert "W[0,1]" in formula.plain


# Questions and things to try


def test_a_question_is_answered_with_the_numbers_on_the_screen(bench: Bench) -> None:
    bench.click_button("derivative_ask_derivative")
    assert bench.text("derivative_question") == "What is a derivative?"
    assert "0.235" in bench.text("derivative_answer")
    bench.type("derivative_x_edit", "0")
    assert "0.25" in bench.text("derivative_answer")
    bench.click_button("derivative_ask_minima")
    assert "only rises" in bench.text("derivative_answer")
    button = bench.panel.findChild(QToolButton, "derivative_ask_derivative")
    assert button is not None
    assert not button.isChecked()
    bench.click_button("derivative_ask_minima")
    assert bench.panel.questions.question == ""


def test_the_analytic_derivative_is_typeset(open_bench: Open, qtbot: QtBot) -> None:
    bench = open_bench("f = sigmoid(x)")
    bench.click_button("derivative_ask_symbols")
    formula = bench.panel.findChild(FormulaWidget, "derivative_formula")
    assert formula is not None
    qtbot.waitUntil(lambda: "derivi" not in formula.plain, timeout=20_000)
    assert formula.plain == "df/dx = σ(x) (1 − σ(x))"
    assert "f(1 − f)" in bench.text("derivative_answer")


def test_a_function_to_try_is_one_undo_entry(bench: Bench) -> None:
    before = bench.session.document
    menu = bench.panel.findChild(QMenu, "derivative_try_menu")
    assert menu is not None
    action = menu.findChild(QAction, "derivative_try_abs")
    assert action is not None
    action.trigger()
    assert bench.session.document.text == "f = abs(x)"
    assert bench.session.undo_text == "Try |x|"
    assert bench.probe.axis == "x"
    assert bench.curve.frame.x == (-4.0, 4.0)
    bench.session.undo()
    assert bench.session.document.text == before.text
    assert bench.probe.axis == "z"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type an expression above"),
        ("f = 2*3", "Every input here is fixed"),
        ("A = [[1, 2], [3, 4]]; B = A*2", "a gradient needs one number"),
    ],
)
def test_an_empty_state_says_what_to_do(open_bench: Open, text: str, words: str) -> None:
    bench = open_bench(text)
    assert words in (bench.curve.empty_sentence or "")
    bench.session.apply("Type", edits.set_text(Document(), "f = x^2"))
    assert bench.curve.empty_sentence is None
    assert bench.probe.slope == 2.0


def test_every_control_says_what_it_does(bench: Bench) -> None:
    for kind in (QToolButton, QComboBox):
        for control in bench.panel.findChildren(kind):
            assert control.objectName(), control
            assert control.toolTip(), control.objectName()
            assert control.accessibleName(), control.objectName()
