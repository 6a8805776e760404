"""The passes on the canvas: steps by the space bar, what stands out, targets, checks, symbols."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui.canvas.cards.wording import CardState
from tests.ui.canvas.conftest import Desk, Opener

SHIFT = Qt.KeyboardModifier.ShiftModifier
FAN_OUT = "m = 3; p = 4m; q = m^2; L = p + q"


def tap(desk: Desk, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.view, Qt.Key.Key_Space, modifiers)


def chip(desk: Desk) -> QToolButton:
    found = desk.panel.findChild(QToolButton, "target_chip")
    assert found is not None
    return found


def test_a_tap_of_the_space_bar_steps_and_with_shift_steps_back(desk: Desk) -> None:
    desk.passes.reset()
    for expected in (1, 2, 3):
        tap(desk)
        assert desk.passes.state.position == expected
    tap(desk, SHIFT)
    assert desk.passes.state.position == 2


def test_the_space_bar_held_while_dragging_pans_and_makes_no_step(desk: Desk) -> None:
    desk.passes.seek(2)
    place = desk.place("a")
    QTest.keyPress(desk.view, Qt.Key.Key_Space)
    desk.drag(place, QPoint(-60, -40))
    QTest.keyRelease(desk.view, Qt.Key.Key_Space)
    assert desk.place("a") == place + QPoint(-60, -40)
    assert desk.passes.state.position == 2
    tap(desk)
    assert desk.passes.state.position == 3


def test_what_feeds_the_step_stands_out_less_than_what_gets_the_number(desk: Desk) -> None:
    desk.passes.seek(6)  # the gradient of e, from L by the factor c
    states = {name: desk.view.card(name).state for name in "abcdeL"}
    assert states["e"] is CardState.ACTIVE
    assert {n for n, s in states.items() if s is CardState.FEEDING} == {"c", "L"}
    desk.passes.backward()
    assert {desk.view.card(name).state for name in "abcdeL"} == {CardState.IDLE}


def test_a_sum_runs_along_the_edges_of_all_its_contributions(open_graph: Opener) -> None:
    desk = open_graph(FAN_OUT)
    desk.passes.seek(desk.passes.state.count - 1)
    scene = desk.view.graph_scene()
    assert [edge.key[0] for edge in scene.step_edges()] == [desk.view.card("p").node_id]
    assert desk.view.card("m").gradient is None
    desk.passes.step_forward()
    assert {edge.user.node_id for edge in scene.step_edges()} == {
        desk.view.card("p").node_id,
        desk.view.card("q").node_id,
    }
    assert desk.view.card("m").gradient_text == "10"
    assert desk.view.card("m").state is CardState.ACTIVE
    desk.passes.backward()
    assert desk.view.card("m").state is CardState.IDLE


def test_an_unfinished_graph_says_at_its_card_what_is_missing(open_graph: Opener) -> None:
    desk = open_graph("d = 2b; e = a * ?; k = 3d; L = d + e")
    assert desk.view.card("e").state is CardState.INCOMPLETE
    assert desk.view.card("e").label.missing == "needs B"
    assert desk.view.card("d").value_text == "2"
    assert desk.view.card("L").state is CardState.WAITING
    desk.passes.reset()
    tap(desk)
    assert desk.view.card("d").state is CardState.ACTIVE
    assert desk.view.card("e").state is CardState.INCOMPLETE


def test_two_errors_stand_each_on_its_card(open_graph: Opener) -> None:
    desk = open_graph("A = [[1, 2]]; P = A @ A; Q = A + [1, 2, 3]; k = 2a; L = sum(P) + sum(Q)")
    wrong = {n for n in "PQkL" if desk.view.card(n).state is CardState.ERROR}
    assert wrong == {"P", "Q"}
    assert "inner sizes 2 and 1 differ" in desk.view.card("P").sentence
    assert desk.view.card("k").value_text == "2"


def test_t_makes_the_selected_node_the_target_and_again_the_output(desk: Desk) -> None:
    desk.view.select(desk.view.card("e").node_id)
    QTest.keyClick(desk.view, Qt.Key.Key_T)
    assert desk.view.card("b").gradient_text == "2"
    assert desk.view.card("b").caption == "∂e/∂b"
    assert desk.view.card("L").gradient is None
    assert chip(desk).isVisible()
    assert chip(desk).text().startswith("target e")
    QTest.keyClick(desk.view, Qt.Key.Key_T)
    assert desk.view.card("b").caption == "∂L/∂b"
    assert not chip(desk).isVisible()


def test_the_chip_of_the_target_goes_back_to_the_output(desk: Desk) -> None:
    desk.panel.toggle_target(desk.view.card("d").node_id)
    assert "∂d/∂b" in desk.view.graph_scene().tip(desk.view.card("b").node_id)
    assert "back to L" in chip(desk).accessibleName()
    QTest.mouseClick(chip(desk), Qt.MouseButton.LeftButton)
    assert desk.passes.state.target == desk.passes.state.graph.output


def test_a_node_the_target_does_not_depend_on_says_so(desk: Desk) -> None:
    desk.panel.toggle_target(desk.view.card("e").node_id)
    assert desk.view.card("c").gradient_text == "0"
    tip = desk.view.graph_scene().tip(desk.view.card("c").node_id)
    assert tip.endswith("e does not depend on c.")


def test_a_number_as_target_is_refused_in_words(desk: Desk, qtbot: QtBot) -> None:
    number = next(n.id for n in desk.session.document.graph.nodes.values() if n.is_literal)
    with qtbot.waitSignal(desk.panel.said) as said:
        desk.panel.toggle_target(number)
    assert said.args[0].startswith("2 is only a number")


def test_checks_stand_under_the_cards_that_have_a_gradient(desk: Desk) -> None:
    layer = desk.view.graph_scene().checks
    assert not layer.isVisible()
    desk.overlays.set(checks=True)
    assert layer.isVisible()
    b = desk.view.card("b").node_id
    assert layer.text(b).startswith("✓ ≈ 6, Δ ")
    assert "they agree" in desk.view.graph_scene().tip(b)
    assert "they agree" in desk.view.graph_scene().describe(b)
    desk.passes.forward()
    assert layer.text(b) == ""
    desk.overlays.set(checks=False)
    assert not layer.isVisible()


def test_checks_follow_the_numbers_and_the_target(desk: Desk) -> None:
    desk.overlays.set(checks=True)
    layer, b = desk.view.graph_scene().checks, desk.view.card("b").node_id
    desk.session.apply("Set c", edits.set_values(desk.session.document, {"c": 5.0}))
    assert layer.text(b).startswith("✓ ≈ 10,")
    desk.passes.set_target(desk.view.card("e").node_id)
    assert layer.text(b).startswith("✓ ≈ 2,")


def test_at_a_kink_a_check_says_why_both_differ(open_graph: Opener) -> None:
    desk = open_graph("x = 0; L = relu(2x)")
    desk.overlays.set(checks=True)
    x = desk.view.card("x").node_id
    assert desk.view.graph_scene().checks.text(x).startswith("✗ ≈ 1,")
    tip = desk.view.graph_scene().tip(x)
    assert "they differ. ReLU has no derivative at 0; PyTorch takes 0." in tip


def test_the_checks_are_painted(desk: Desk) -> None:
    before = desk.view.grab().toImage()
    desk.overlays.set(checks=True)
    assert desk.view.grab().toImage() != before


@pytest.mark.parametrize("zoom", [1.0, 0.6])
def test_checks_are_never_wider_than_their_card_allows(desk: Desk, zoom: float) -> None:
    desk.overlays.set(checks=True)
    layer = desk.view.graph_scene().checks
    for card in desk.view.graph_scene().cards.values():
        text = layer.text(card.node_id, round(11 / zoom))
        script = card.ink.scripts(round(11 / zoom)).tag
        assert script.width(text) <= card.size[0] + 10


def test_edges_say_their_rules_in_symbols(desk: Desk) -> None:
    desk.passes.reset()
    assert desk.view.edge("L", 1).label_text == ""
    desk.overlays.set(symbols=True)
    assert desk.view.edge("L", 1).label_text == "∂L/∂e = c"
    assert desk.view.edge("d", 1).label_text == "∂d/∂b = 2"
    assert desk.view.edge("d", 0).label_text == ""
    desk.overlays.set(symbols=False)
    desk.passes.backward()
    assert desk.view.edge("L", 1).label_text == "∂L/∂e = 3"


def test_symbols_follow_an_edit(desk: Desk) -> None:
    desk.overlays.set(symbols=True)
    desk.session.apply("Type", edits.set_text(desk.session.document, "L = x^3"))
    assert desk.view.edge("L", 0).label_text == "∂L/∂x = 3x²"


def test_a_matrix_product_says_what_it_does_to_the_gradient(open_graph: Opener) -> None:
    desk = open_graph("A = [[1, 2]]; B = [[1], [2]]; P = A @ B; L = sum(P)")
    desk.overlays.set(symbols=True)
    assert desk.view.edge("P", 0).label_text == "G Bᵀ"
    assert desk.view.edge("P", 1).label_text == "Aᵀ G"
