"""The minimap: there for large graphs seen in part, and a way to get around in them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from gradviz.ui.canvas.layers.minimap import FEWEST_CARDS, Minimap
from tests.ui.canvas.conftest import Desk, Opener

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def large(open_graph: Opener) -> Desk:
    return open_graph(" + ".join(f"x{k}*w{k}" for k in range(60)))


def map_of(desk: Desk) -> Minimap:
    found = desk.panel.findChild(Minimap, "minimap")
    assert found is not None
    return found


def test_it_is_seen_only_while_a_large_graph_is_seen_in_part(large: Desk) -> None:
    minimap = map_of(large)
    assert not minimap.isVisible()
    large.view.reset_zoom()
    assert minimap.isVisible()
    assert minimap.geometry().bottom() <= large.panel.height() - 8
    large.view.fit()
    assert not minimap.isVisible()


def test_small_graphs_have_none(desk: Desk) -> None:
    desk.view.zoom_about(QPoint(0, 0), 4.0)
    assert len(desk.view.graph_scene().cards) <= FEWEST_CARDS
    assert not map_of(desk).isVisible()


def test_a_drag_on_it_moves_the_view_there(large: Desk) -> None:
    large.view.reset_zoom()
    minimap = map_of(large)
    card = large.view.card("w59")
    place = minimap.on_map(card.sceneBoundingRect()).center().toPoint()
    QTest.mousePress(minimap, LEFT, pos=minimap.rect().center())
    QTest.mouseMove(minimap, place)
    QTest.mouseRelease(minimap, LEFT, pos=place)
    assert large.view.viewport().rect().intersects(large.view.box_of(card))
    assert large.view.zoom == pytest.approx(1)
    assert not large.session.can_undo


def test_map_and_scene_are_each_others_reverse(large: Desk) -> None:
    large.view.reset_zoom()
    minimap = map_of(large)
    for at in (QPoint(20, 30), QPoint(100, 66), QPoint(180, 120)):
        there = minimap.in_scene(at)
        area = minimap.on_map(large.view.card("w3").box.translated(there))
        assert (area.center() - at).manhattanLength() < 0.01


def test_the_picture_is_painted_once_for_a_graph(large: Desk) -> None:
    large.view.reset_zoom()
    minimap = map_of(large)
    minimap.grab()
    first = minimap._picture
    large.view.scroll_by(100, 0)
    image: QImage = minimap.grab().toImage()
    assert minimap._picture is first
    assert not image.isNull()
    large.themes.choose("dark")
    minimap.grab()
    assert minimap._picture is not first
