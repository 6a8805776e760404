"""The palette on the real window: searched, dragged from, and added from by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QLineEdit, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.graph import OPS
from gradviz.ui.canvas import GraphView
from gradviz.ui.canvas.cards.ports import point_of
from gradviz.ui.main_window import MainWindow
from gradviz.ui.palette import PalettePanel
from gradviz.ui.palette.tree import ITEM, PaletteTree

COPY, LEFT, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0)

EMPTY_PLACE = QPoint(60, 80)


@pytest.fixture
def palette(window: MainWindow, qtbot: QtBot) -> PalettePanel:
    """The palette, opened by its dock; the graph is L = a * ?."""
    dock = window.findChild(QDockWidget, "palette_dock")
    assert dock is not None
    assert not dock.isVisible()
    dock.toggleViewAction().trigger()
    panel = dock.widget()
    assert isinstance(panel, PalettePanel)
    qtbot.waitUntil(panel.isVisible)
    session = window.parts.session
    session.new(edits.set_text(session.document, "L = a * ?"))
    return panel


def row(panel: PalettePanel, title: str) -> QTreeWidgetItem:
    return next(r for r in panel.tree.rows() if r.data(0, ITEM).title == title)


def drop(panel: PalettePanel, title: str, view: GraphView, at: QPoint) -> None:
    """Drag a row over the canvas and drop it, as Qt tells the canvas of it."""
    data = panel.tree.mimeData([row(panel, title)])
    surface = view.viewport()
    for event in (
        QDragEnterEvent(at, COPY, data, LEFT, PLAIN),
        QDragMoveEvent(at, COPY, data, LEFT, PLAIN),
        QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN),
    ):
        QApplication.sendEvent(surface, event)


def test_every_operation_is_in_the_palette(palette: PalettePanel) -> None:
    kinds = [item.part.kind for item in palette.shown()]
    assert set(OPS) <= set(kinds)
    assert len(kinds) == len(OPS) + 5
    assert all(item.meaning and item.symbol for item in palette.shown())


def test_a_search_keeps_what_fits(palette: PalettePanel, window: MainWindow) -> None:
    search = window.findChild(QLineEdit, "palette_search")
    assert search is not None
    QTest.keyClicks(search, "sig")
    assert palette.shown()[0].title in {"negate", "sigmoid", "abs"}
    assert "sigmoid" in [item.title for item in palette.shown()]
    assert len(palette.shown()) < 8
    search.clear()
    QTest.keyClicks(search, "zzz")
    nothing = window.findChild(QLabel, "palette_nothing")
    assert nothing is not None
    assert nothing.isVisible()
    assert palette.shown() == []


def test_enter_adds_and_connects_to_the_selected_node(
    palette: PalettePanel, window: MainWindow
) -> None:
    view = window.graph_panel.view
    view.select(view.card("L").node_id)
    QTest.keyClicks(palette.search, "tanh")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    session = window.parts.session
    assert session.document.text == "L = a * ?; tanh(L)"
    assert session.undo_text == "Add tanh"


def test_a_double_click_adds_in_the_middle(palette: PalettePanel, window: MainWindow) -> None:
    tree = window.findChild(PaletteTree, "palette_tree")
    assert tree is not None
    item = row(palette, "multiply")
    tree.scrollToItem(item)
    at = tree.visualItemRect(item).center()
    QTest.mouseClick(tree.viewport(), LEFT, pos=at)
    QTest.mouseDClick(tree.viewport(), LEFT, pos=at)
    assert window.parts.session.undo_text == "Add multiply"


def test_a_part_is_dropped_in_the_open(palette: PalettePanel, window: MainWindow) -> None:
    view = window.graph_panel.view
    place = view.viewport().rect().bottomLeft() + QPoint(90, -60)
    drop(palette, "Constant", view, place)
    node = window.parts.session.document.graph.named("k")
    here = view.scene_point(place)
    x, y = window.parts.session.document.positions[node.id]
    assert (abs(x - here.x()), abs(y - here.y())) < (2, 2)


def test_a_part_dropped_on_a_wire_is_inserted(palette: PalettePanel, window: MainWindow) -> None:
    view = window.graph_panel.view
    path = view.edge("L", 0).path()
    drop(palette, "exp", view, view.mapFromScene(path.pointAtPercent(0.5)))
    assert window.parts.session.document.text == "L = exp(a) * ?"
    assert window.parts.session.undo_text == "Insert exp"


def test_a_part_dropped_on_an_open_port_is_connected(
    palette: PalettePanel, window: MainWindow
) -> None:
    view = window.graph_panel.view
    port = view.mapFromScene(QPointF(*point_of(view.card("L"), 1)))
    drop(palette, "Number", view, port)
    assert window.parts.session.document.text == "L = a * 1"


def test_what_does_not_fit_is_refused_with_the_reason(
    palette: PalettePanel, window: MainWindow
) -> None:
    view = window.graph_panel.view
    session = window.parts.session
    path = view.edge("L", 0).path()
    at = view.mapFromScene(path.pointAtPercent(0.5))
    data = palette.tree.mimeData([row(palette, "det")])
    QApplication.sendEvent(view.viewport(), QDragEnterEvent(at, COPY, data, LEFT, PLAIN))
    move = QDragMoveEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(view.viewport(), move)
    assert not move.isAccepted()
    assert view.note.sentence
    assert not session.can_undo


def test_something_else_is_not_taken(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("no part")
    view = window.graph_panel.view
    event = QDragEnterEvent(EMPTY_PLACE, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(view.viewport(), event)
    assert not event.isAccepted()
