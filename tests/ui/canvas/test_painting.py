"""What is painted: only what changed, and less detail from further away."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication

from gradviz.ui.canvas.drawing.ink import DOT_ZOOM, TILE_ZOOM
from gradviz.ui.canvas.drawing.pictures import Draw, Pictures
from tests.ui.canvas.conftest import Desk, Opener


class CountingPictures(Pictures):
    """Remembers where cards are painted."""

    def __init__(self) -> None:
        super().__init__()
        self.places: set[tuple[float, float]] = set()

    def paint(self, painter: QPainter, area: QRectF, look: Hashable, draw: Draw) -> None:
        at = painter.worldTransform()
        self.places.add((at.dx(), at.dy()))
        super().paint(painter, area, look, draw)


@pytest.fixture
def large(open_graph: Opener) -> Desk:
    """300 nodes in 12 chains, all in sight as tiles."""
    chains = [f"y{k} = {'sin(' * 24}x{k}{')' * 24}" for k in range(12)]
    desk = open_graph("; ".join(chains), (1400, 900))
    assert DOT_ZOOM < desk.view.zoom < TILE_ZOOM
    desk.view.graph_scene().ink.pictures = CountingPictures()
    assert len(in_sight(desk)) == 300
    return desk


def painted(desk: Desk) -> int:
    """How many cards were painted since it was asked the last time, once nothing moves."""
    desk.settle()
    QApplication.processEvents()
    pictures = desk.view.graph_scene().ink.pictures
    assert isinstance(pictures, CountingPictures)
    found, pictures.places = len(pictures.places), set()
    return found


def in_sight(desk: Desk) -> list[str]:
    """The cards that are seen as a whole."""
    view = desk.view
    cards = view.graph_scene().cards.values()
    return [c.node_id for c in cards if view.viewport().rect().contains(view.box_of(c))]


@pytest.mark.parametrize("back", [False, True])
def test_a_step_repaints_a_few_cards_of_many(large: Desk, back: bool) -> None:
    large.passes.forward()
    if back:
        large.passes.backward()
    step = large.passes.state.position - 12
    large.passes.seek(step)
    painted(large)
    large.passes.seek(step - 1)
    assert 2 <= painted(large) <= 6


def test_selecting_repaints_what_it_is_about(large: Desk) -> None:
    name = in_sight(large)[0]
    painted(large)
    large.view.select(name)
    assert 1 <= painted(large) <= 6


def test_nothing_is_painted_when_nothing_changes(large: Desk) -> None:
    painted(large)
    large.passes.seek(large.passes.state.position)
    assert painted(large) == 0


def test_cards_become_tiles_and_then_dots(desk: Desk) -> None:
    looks = []
    for zoom in (1.0, (TILE_ZOOM + DOT_ZOOM) / 2, DOT_ZOOM / 2):
        desk.view.zoom_about(desk.view.viewport().rect().center(), zoom)
        card = desk.view.card("d")
        desk.view.centerOn(card)
        box = desk.view.box_of(card)
        image = desk.view.grab(box).toImage()
        colors = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
        looks.append(len(colors))
    assert looks[0] > looks[1] > looks[2]
