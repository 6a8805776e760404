"""Looking at the graph: what the cards say, zooming, panning, moving through it by keys."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QAbstractAnimation, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.errors import GraphError
from gradviz.graph import Node
from gradviz.ui.canvas.cards.tips import tip_at
from gradviz.ui.canvas.cards.wording import CardState
from tests.ui.canvas.conftest import Desk, Opener

RIGHT, LEFT, UP, DOWN = Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down


def turn_wheel(desk: Desk, at: QPoint, notches: int) -> None:
    view = desk.view
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003  # Qt's parameter
    )
    QApplication.sendEvent(view.viewport(), event)


def _is_wide(desk: Desk, width: int) -> bool:
    return desk.view.width() == width


def test_cards_say_name_value_and_gradient(desk: Desk) -> None:
    desk.passes.backward()
    card = desk.view.card("b")
    assert (card.name_text, card.value_text, card.gradient_text) == ("b", "2", "6")
    assert desk.view.card("L").value_text == "15"
    assert card.label.tag == "parameter"


def test_what_is_not_known_yet_is_absent(desk: Desk) -> None:
    desk.passes.reset()
    assert desk.view.card("L").value_text == ""
    assert desk.view.card("L").state is CardState.WAITING
    assert desk.view.card("a").value_text == "1"
    desk.passes.forward()
    assert desk.view.card("L").value_text == "15"
    assert desk.view.card("L").gradient_text == ""


def test_an_edge_says_its_local_derivative_once_it_is_known(desk: Desk) -> None:
    desk.passes.forward()
    assert desk.view.edge("e", 1).label_text == ""
    desk.passes.backward()
    assert desk.view.edge("e", 1).label_text == "∂e/∂d = 1"
    assert desk.view.edge("L", 1).label_text == "∂L/∂e = 3"


def test_the_node_of_the_step_is_active(desk: Desk) -> None:
    desk.passes.seek(1)
    assert desk.view.card("d").state is CardState.ACTIVE
    desk.passes.step_forward()
    desk.settle()
    assert desk.view.card("e").state is CardState.ACTIVE
    assert desk.view.card("d").state is CardState.FEEDING
    assert desk.view.card("c").state is CardState.IDLE


def test_an_error_stands_on_its_card_with_its_sentence(open_graph: Opener) -> None:
    desk = open_graph("W = [[1, 2]]; X = [[1, 2]]; L = sum(X @ W)")
    wrong = [c for c in desk.view.graph_scene().cards.values() if c.state is CardState.ERROR]
    assert [card.label.symbol for card in wrong] == ["@"]
    assert wrong[0].sentence == str(desk.passes.state.error)
    assert desk.view.graph_scene().tip(wrong[0].node_id) == wrong[0].sentence


def test_an_open_port_is_said_on_the_card(desk: Desk) -> None:
    document = desk.session.document
    loose = document.graph.with_nodes(Node("loose", "mul", (document.graph.named("a").id, "")))
    desk.view.show_document(document, Document(graph=loose))
    card = desk.view.card("loose")
    assert card.state is CardState.INCOMPLETE
    assert card.label.missing == "needs B"


def test_a_matrix_shows_its_shape_and_all_numbers_on_hover(open_graph: Opener) -> None:
    desk = open_graph("W = [[1, 2, 3], [4, 5, 6.25]]; L = sum(W)")
    card = desk.view.card("W")
    assert card.value_text == "2×3"
    assert "6.25" in desk.view.graph_scene().tip(card.node_id)


def test_the_whole_graph_is_in_sight_at_first_and_after_resizing(desk: Desk, qtbot: QtBot) -> None:
    for width, height in ((900, 600), (500, 400)):
        desk.panel.resize(width, height)
        qtbot.waitUntil(partial(_is_wide, desk, width))
        shown = desk.view.mapToScene(desk.view.viewport().rect()).boundingRect()
        assert shown.contains(desk.view.graph_scene().cards_rect())


def test_the_wheel_zooms_about_the_pointer(desk: Desk) -> None:
    at = QPoint(250, 200)
    before = desk.view.scene_point(at)
    zoom = desk.view.zoom
    turn_wheel(desk, at, 2)
    after = desk.view.scene_point(at)
    assert desk.view.zoom > zoom * 1.2
    assert abs(after.x() - before.x()) < 2
    assert abs(after.y() - before.y()) < 2


@pytest.mark.parametrize(
    ("start", "button", "space"),
    [
        (QPoint(450, 560), Qt.MouseButton.MiddleButton, False),
        (None, Qt.MouseButton.LeftButton, True),
    ],
    ids=["middle button", "space on a card"],
)
def test_dragging_pans(
    desk: Desk, start: QPoint | None, button: Qt.MouseButton, space: bool
) -> None:
    view = desk.view
    view.setFocus()
    if space:
        QTest.keyPress(view, Qt.Key.Key_Space)
    place = desk.place("a")
    desk.drag(start or place, QPoint(-60, -40), button)
    if space:
        QTest.keyRelease(view, Qt.Key.Key_Space)
    assert desk.place("a") == place + QPoint(-60, -40)
    assert not desk.session.can_undo


def test_f_brings_the_graph_back_into_sight(desk: Desk) -> None:
    desk.view.zoom_about(QPoint(0, 0), 4.0)
    QTest.keyClick(desk.view, Qt.Key.Key_F)
    desk.settle()
    shown = desk.view.mapToScene(desk.view.viewport().rect()).boundingRect()
    assert shown.contains(desk.view.graph_scene().cards_rect())


def test_another_value_keeps_the_view(desk: Desk, qtbot: QtBot) -> None:
    turn_wheel(desk, QPoint(300, 300), 3)
    before = desk.view.viewportTransform()
    document = edits.set_values(desk.session.document, {"a": 7.0})
    desk.session.apply("Set a", document)
    qtbot.waitUntil(lambda: desk.view.card("a").value_text == "7")
    assert desk.view.viewportTransform() == before


def test_arrows_follow_the_edges(desk: Desk) -> None:
    view = desk.view
    view.select(view.card("b").node_id)
    for key, name in ((RIGHT, "d"), (RIGHT, "e"), (LEFT, "a"), (DOWN, "d"), (UP, "a")):
        QTest.keyClick(view, key)
        assert view.selected == view.card(name).node_id


def test_tab_walks_the_forward_pass_and_then_leaves(desk: Desk) -> None:
    view = desk.view
    view.setFocus()
    QTest.keyClick(view, RIGHT)
    seen = [view.selected]
    for _ in desk.session.document.graph.order[1:]:
        QTest.keyClick(view, Qt.Key.Key_Tab)
        seen.append(view.selected)
    assert tuple(seen) == desk.session.document.graph.order
    QTest.keyClick(view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not view


def test_a_click_selects_and_says_it(desk: Desk, qtbot: QtBot) -> None:
    desk.passes.backward()
    with qtbot.waitSignal(desk.view.node_selected) as told:
        QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.place("d"))
    assert told.args == [desk.view.card("d").node_id]
    assert desk.view.accessibleDescription() == "multiply, named d, value 4, gradient 3"
    QTest.keyClick(desk.view, Qt.Key.Key_Escape)
    assert desk.view.selected is None


def test_what_is_said_of_the_selected_card_follows_an_edit(desk: Desk) -> None:
    desk.choose("d")
    node = desk.node("d")
    desk.session.apply("Rename", edits.rename(desk.session.document, node, "p"))
    assert desk.view.accessibleDescription().startswith("multiply, named p")
    desk.session.undo()
    assert desk.view.accessibleDescription().startswith("multiply, named d")


def test_another_document_has_nothing_selected(desk: Desk) -> None:
    """Its nodes have the same ids, but nothing to do with those of the one before."""
    desk.choose("a")
    desk.session.new(edits.set_text(Document(), "A = [[1, 2], [3, 4]]; L = sum(A)"))
    assert desk.view.chosen() == ()
    assert desk.view.accessibleDescription() == ""
    desk.choose("A")
    assert desk.view.accessibleDescription().startswith("parameter A, value 2×2")


def test_the_value_is_copied_with_all_digits(desk: Desk, qtbot: QtBot) -> None:
    desk.session.apply("Set", edits.set_values(desk.session.document, {"a": 1 / 3}))
    qtbot.waitUntil(lambda: desk.view.card("a").value == 1 / 3)
    desk.view.select(desk.view.card("a").node_id)
    desk.press("Ctrl+Shift+C")
    assert float(QGuiApplication.clipboard().text()) == 1 / 3


def test_an_empty_document_says_what_to_do(open_graph: Opener) -> None:
    desk = open_graph("")
    hint = desk.panel.findChild(QLabel, "graph_hint")
    assert hint is not None
    assert hint.isVisible()
    desk.session.apply("Type", edits.set_text(desk.session.document, "p = x + y"))
    assert not hint.isVisible()
    desk.settle()
    assert desk.view.card("p").label.symbol == "+"


def test_the_buttons_have_names_and_work(desk: Desk, qtbot: QtBot) -> None:
    zoom = desk.view.zoom
    for name, grows in (("zoom_in_button", True), ("zoom_out_button", False)):
        button = desk.panel.findChild(QToolButton, name)
        assert button is not None
        assert button.accessibleName()
        before = desk.view.zoom
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert (desk.view.zoom > before) is grows
    assert desk.view.zoom == pytest.approx(zoom)


def test_an_edge_that_is_not_there_is_an_error(desk: Desk) -> None:
    with pytest.raises(GraphError):
        desk.view.edge("a", 0)


def test_nothing_moves_when_a_pulse_is_over(desk: Desk) -> None:
    desk.passes.reset()
    desk.passes.step_forward()
    desk.settle()
    assert desk.view._pulse.boundingRect().isEmpty()


def test_dark_and_light_paint_differently(desk: Desk) -> None:
    light = desk.view.grab().toImage()
    desk.themes.choose("dark")
    dark = desk.view.grab().toImage()
    assert light.pixelColor(3, 3).lightness() > 200
    assert dark.pixelColor(3, 3).lightness() < 60


def test_a_chip_says_whose_values_are_shown(desk: Desk) -> None:
    chip = desk.panel.findChild(QLabel, "values_chip")
    assert chip is not None
    assert not chip.isVisible()
    desk.passes.hold_inputs({"a": 5.0}, "epoch 37")
    assert (chip.isVisible(), chip.text()) == (True, "epoch 37")
    desk.passes.show_inputs({"a": 6.0})
    assert chip.text() == "at the pointer"
    desk.passes.show_inputs(None)
    desk.passes.hold_inputs(None)
    assert not chip.isVisible()


def test_the_chip_covers_no_card_of_a_fitted_graph(desk: Desk) -> None:
    desk.passes.hold_inputs({"a": 5.0}, "start (epoch 0)")
    chip = desk.panel.findChild(QLabel, "values_chip")
    assert chip is not None
    for width, height in ((900, 300), (500, 400)):
        desk.panel.resize(width, height)
        boxes = [desk.view.box_of(card) for card in desk.view.graph_scene().cards.values()]
        assert not any(chip.geometry().intersects(box) for box in boxes)


def test_an_edge_without_a_pill_tells_its_derivative_on_hover(open_graph: Opener) -> None:
    desk = open_graph("line_fit", (730, 512))
    desk.view.grab()
    scene = desk.view.graph_scene()
    edge = next(e for e in scene.edges.values() if isinstance(e.local, np.ndarray))
    assert scene.pills.box_of(edge) is None
    text, area = tip_at(desk.view, desk.view.mapFromScene(edge.path().pointAtPercent(0.5)))
    assert text.startswith(f"{edge.symbol} = [")
    assert not area.isEmpty()


def test_the_graph_fits_even_if_the_view_grew_while_the_cards_went_to_their_places(
    open_graph: Opener,
) -> None:
    desk = open_graph("a = 1; b = 2; L = a + b")
    shown = edits.set_text(desk.session.document, "a = 1; b = 2; c = 3; L = a + b*c - a*c*b")
    desk.session.apply("Longer", shown)
    assert desk.view._travel_tween.state() == QAbstractAnimation.State.Running
    desk.view.resize(desk.view.width() - 150, desk.view.height() - 60)
    desk.settle()
    found = desk.view.look()
    desk.view.fit()
    assert desk.view.follows
    assert found == desk.view.look()
