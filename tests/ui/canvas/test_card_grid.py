"""Which card is where: the same as asking every card."""

from __future__ import annotations

from PySide6.QtCore import QPoint

from gradviz.document import edits
from gradviz.ui.canvas.cards.ports import Port, port_at
from tests.ui.canvas.conftest import Desk


def test_every_card_is_found_where_it_stands_and_nowhere_else(desk: Desk) -> None:
    grid, cards = desk.view.graph_scene().grid, desk.view.graph_scene().cards
    for x in range(-100, 1200, 37):
        for y in range(-100, 600, 37):
            meant = [c for c in cards.values() if c.box.translated(c.pos()).contains(x, y)]
            assert grid.near(x, y) == meant


def test_a_card_that_moved_is_found_at_its_new_place(desk: Desk) -> None:
    before = desk.place("a")
    document = edits.move_nodes(desk.session.document, {desk.view.card("a").node_id: (0.0, 900.0)})
    desk.session.apply("Move 1 node", document)
    desk.settle()
    assert desk.view.card_at(before) is None
    assert desk.view.graph_scene().grid.at(0.0, 900.0) is desk.view.card("a")


def test_a_port_is_grabbed_within_nine_pixels(desk: Desk) -> None:
    at, node = desk.port("e", 1), desk.view.card("e").node_id
    for zoom in (0.5, 1.0, 2.0):
        desk.view.zoom_about(at, zoom)
        at = desk.port("e", 1)
        assert port_at(desk.view, at + QPoint(-7, 5)) == Port(node, 1)
        assert port_at(desk.view, at + QPoint(-14, 0)) is None
