"""The canvas: opening and painting a large graph, dragging a card among thousands, the layout."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from gradviz.document import Document
from gradviz.graph import Graph, Node, NodeId
from gradviz.graph.layout import Point, arrange
from gradviz.session import PassState
from gradviz.ui.canvas import GraphView
from gradviz.ui.canvas.cards.card import card_size
from gradviz.ui.theme import LIGHT
from tests.benchmarks.row import Goal, Row, median_ms

FRAME = 16.7
SIZE = (1000, 700)


def squares(count: int) -> Graph:
    """The sum of squared residuals of a line over points: about ``count`` nodes."""
    nodes = {name: Node(name, "input", name=name) for name in ("m", "b")}

    def add(op: str, *operands: str) -> str:
        node_id = str(len(nodes))
        value = float(len(nodes)) if op == "input" else None
        nodes[node_id] = Node(node_id, op, operands, value=value)
        return node_id

    total = None
    while len(nodes) < count:
        line = add("add", add("mul", "m", add("input")), "b")
        residual = add("sub", line, add("input"))
        square = add("mul", residual, residual)
        total = square if total is None else add("add", total, square)
    return Graph(nodes, total)


def bare_scene(graph: Graph, places: Mapping[NodeId, Point]) -> QGraphicsView:
    """What Qt alone does: a rectangle and two texts a node at given places, and no edges."""
    scene = QGraphicsScene()
    for node in graph.nodes.values():
        box = scene.addRect(-58, -32, 116, 64)
        box.setPos(*places[node.id])
        for line, text in enumerate((node.name or node.op, "1")):
            item = scene.addSimpleText(text)
            item.setPos(box.pos().x() - 49, box.pos().y() - 24 + 20 * line)
    view = QGraphicsView(scene)
    scene.setParent(view)
    view.resize(*SIZE)
    view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    _paint(view)
    return view


def open_view(document: Document) -> GraphView:
    """Our view of the same graph, layout and all edges included, shown and painted."""
    view = GraphView(LIGHT)
    view.resize(*SIZE)
    view.graph_scene().show_pass(PassState(graph=document.graph))
    view.show_document(Document(), document, opened=True)
    _paint(view)
    return view


def _paint(view: QGraphicsView) -> None:
    """Show all of the view and wait until it was painted."""
    view.show()
    view.viewport().update()
    QApplication.processEvents()


def opening_row() -> Row:
    """1,000 nodes, opened and painted once."""
    document = Document(graph=squares(1000))
    kept: list[QGraphicsView] = []
    ours = median_ms(lambda: kept.append(open_view(document)))
    places = open_view(document).graph_scene().layout.positions
    bare = median_ms(lambda: kept.append(bare_scene(document.graph, places)))
    for view in kept:
        view.close()
    goal = Goal("within", 2)
    return Row("open and paint 1,000 nodes", ours, goal, bare, "bare scene, 3 items a node")


def painting_row(zoom: float) -> Row:
    """One whole frame of 1,000 nodes at a zoom, against the bare scene at the same."""
    graph = squares(1000)
    view = open_view(Document(graph=graph))
    bare = bare_scene(graph, view.graph_scene().layout.positions)
    times = []
    for shown in (view, bare):
        shown.resetTransform()
        shown.scale(zoom, zoom)
        shown.centerOn(view.card("500"))
        times.append(median_ms(partial(_paint, shown)))
        shown.close()
    return Row(f"frame at {zoom:.0%}", times[0], Goal("within", 2), times[1], "bare scene")


def dragging_row(zoom: float | None) -> Row:
    """A frame of dragging a card among 5,000: the move, its edges and the repaint."""
    view = open_view(Document(graph=squares(5000)))
    if zoom is not None:
        view.reset_zoom()
        view.zoom_about(view.viewport().rect().center(), zoom)
    name = next(i for i, n in view.graph_scene().graph.nodes.items() if n.op == "mul")
    card = view.card(name)
    view.centerOn(card)
    at = view.mapFromScene(card.pos())
    surface = view.viewport()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    frames = []
    for k in range(1, 61):
        start = time.perf_counter()
        QTest.mouseMove(surface, at + QPoint(2 * k, k))
        QApplication.processEvents()
        frames.append((time.perf_counter() - start) * 1000)
    end = at + QPoint(120, 60)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    view.close()
    p95 = statistics.quantiles(frames, n=20)[-1]
    where = "at 100 %" if zoom is not None else "all in sight"
    return Row(f"drag among 5,000, {where}, p95", p95, Goal("at most", FRAME))


def layout_rows() -> Iterator[Row]:
    """The layout alone."""
    for count, bound in ((50, 5), (500, 50), (5000, 600)):
        graph = squares(count)
        sizes = {i: card_size(node) for i, node in graph.nodes.items()}
        ours = median_ms(partial(arrange, graph, sizes))
        yield Row(f"layout of {count:,} nodes", ours, Goal("at most", bound))


def rows() -> Iterator[Row]:
    """All rows of the canvas."""
    application = QApplication.instance() or QApplication([])
    yield opening_row()
    yield painting_row(0.1)
    yield painting_row(0.3)
    yield painting_row(1.0)
    yield dragging_row(None)
    yield dragging_row(1.0)
    yield from layout_rows()
    del application
