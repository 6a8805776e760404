"""Arranging by keys: aligning, distributing, snapping, tidying, zooming; each one undo entry."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from gradviz.ui.canvas.drawing.ground import DOT_STEP
from gradviz.ui.canvas.gliding import between
from gradviz.ui.canvas.zooming import Look
from tests.ui.canvas.conftest import Desk, Opener

ALT = Qt.KeyboardModifier.AltModifier


@pytest.mark.parametrize(
    ("keys", "axis", "side"),
    [("Shift+Left", 0, -1), ("Shift+Right", 0, 1), ("Shift+Up", 1, -1), ("Shift+Down", 1, 1),
     ("Shift+V", 0, 0), ("Shift+H", 1, 0)],
)  # fmt: skip
def test_aligning_is_one_entry(desk: Desk, keys: str, axis: int, side: int) -> None:
    desk.choose("a", "d", "L")
    before = {name: desk.view.card(name).pos() for name in "adL"}
    desk.press(keys)
    desk.settle()
    cards = [desk.view.card(name) for name in "adL"]
    lines = {c.pos().toTuple()[axis] + side * c.size[axis] / 2 for c in cards}
    assert max(lines) - min(lines) < 1e-9
    assert desk.session.undo_text == "Align 3 nodes"
    desk.session.undo()
    desk.settle()
    assert {name: desk.view.card(name).pos() for name in "adL"} == before
    assert not desk.session.can_undo


def test_distributing_makes_equal_gaps(desk: Desk) -> None:
    desk.choose("b", "d", "e", "L")
    desk.drag(desk.place("d"), QPoint(30, 0))
    desk.choose("b", "d", "L")
    desk.press("Ctrl+Shift+H")
    desk.settle()
    x = sorted(desk.view.card(name).pos().x() for name in "bdL")
    assert x[1] - x[0] == pytest.approx(x[2] - x[1])
    assert desk.session.undo_text == "Distribute 3 nodes"


def test_cards_snap_when_asked_to_and_alt_is_the_other_way_round(desk: Desk) -> None:
    desk.press("Shift+S")
    assert desk.view.snaps
    desk.drag(desk.place("d"), QPoint(31, 53))
    desk.settle()
    assert [at % DOT_STEP for at in desk.view.card("d").pos().toTuple()] == [0, 0]
    desk.press("Alt+Right")
    assert desk.view.card("d").pos().x() % DOT_STEP == 0
    start = desk.place("a")
    surface = desk.view.viewport()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, ALT, start)
    for k in range(1, 5):
        at = start + QPoint(3 * k, 10 * k + 1)
        event = QMouseEvent(QEvent.Type.MouseMove, QPointF(at), surface.mapToGlobal(QPointF(at)),
                            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, ALT)  # fmt: skip
        QApplication.sendEvent(surface, event)
    assert desk.view.card("a").pos().y() % DOT_STEP != 0
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, ALT, start + QPoint(12, 41))


def test_a_selection_is_tidied_alone(desk: Desk) -> None:
    for name, by in (("a", QPoint(90, 40)), ("b", QPoint(30, -60)), ("L", QPoint(0, 60))):
        desk.drag(desk.place(name), by)
    moved = desk.view.card("L").pos()
    desk.choose("a", "b", "d")
    desk.press("Ctrl+T")
    desk.settle()
    assert desk.session.undo_text == "Tidy up 3 nodes"
    assert desk.view.card("L").pos() == moved
    cards = [card.box.translated(card.pos()) for card in desk.view.graph_scene().cards.values()]
    assert not any(a.intersects(b) for k, a in enumerate(cards) for b in cards[:k])


def test_the_selection_fills_the_view_smoothly(open_graph: Opener) -> None:
    desk = open_graph(" + ".join(f"x{k}*w{k}" for k in range(30)))
    desk.choose("x3", "w3")
    before = desk.view.zoom
    desk.press("Shift+F")
    assert desk.view.glide.runs
    assert desk.view.zoom == pytest.approx(before)
    desk.settle()
    assert desk.view.zoom > 2 * before
    seen = desk.view.seen_rect()
    assert all(seen.contains(desk.view.card(name).pos()) for name in ("x3", "w3"))
    desk.press("Ctrl+1")
    desk.settle()
    assert desk.view.zoom == pytest.approx(1)
    desk.press("Ctrl+0")
    desk.settle()
    assert desk.view.follows
    assert desk.view.seen_rect().contains(desk.view.graph_scene().cards_rect())


def test_a_glide_stops_where_it_is_when_the_canvas_is_touched(open_graph: Opener) -> None:
    desk = open_graph(" + ".join(f"x{k}*w{k}" for k in range(30)))
    before = desk.view.zoom
    desk.press("Ctrl+1")
    desk.qtbot.waitUntil(lambda: desk.view.zoom > 1.2 * before)
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert not desk.view.glide.runs
    assert before < desk.view.zoom < 1


def test_the_eye_moves_evenly_and_keeps_one_point_at_rest() -> None:
    start, end = Look(0.25, QPointF(0, 0)), Look(1.0, QPointF(300, 0))
    fixed = 400.0  # 0.25 * (400 - 0) == 1.0 * (400 - 300)
    for share in (0.0, 0.3, 0.5, 0.9, 1.0):
        look = between(start, end, share)
        assert look.zoom * (fixed - look.center.x()) == pytest.approx(100.0)
    assert between(start, end, 0.5).zoom == pytest.approx(0.5)
