"""The canvas: opening and painting a large graph, dragging a card among thousands, the layout."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from gradviz.app import create_window
from gradviz.document import Document
from gradviz.graph import Graph, Node, NodeId
from gradviz.graph.layout import Point, arrange
from gradviz.session import PassState, Settings
from gradviz.ui.canvas import GraphView
from gradviz.ui.canvas.cards.card import card_size
from gradviz.ui.canvas.cards.ports import point_of
from gradviz.ui.theme import LIGHT
from tests.benchmarks.row import RUNS, Goal, Row, median_ms

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


def selecting_row() -> Row:
    """The input whose edges fan out to 500 cards, selected, painted and let go of again."""
    graph = squares(3500)
    view = open_view(Document(graph=graph))

    def select(*nodes: NodeId | None) -> None:
        for node in nodes:
            view.select(node)
            _paint(view)

    def paint() -> None:
        _paint(view)
        _paint(view)

    ours = median_ms(partial(select, "m", None))
    frame = median_ms(paint)
    view.close()
    work = f"select {len(graph.users['m'])} edges of a fan-out, and none again"
    return Row(work, ours, Goal("within", 2), frame, "the two frames alone")


def wiring_rows() -> Iterator[Row]:
    """A wire drawn over the cards of 1,000 nodes: the first move, and those that follow."""
    view = open_view(Document(graph=squares(1000)))
    view.reset_zoom()
    view.zoom_about(view.viewport().rect().center(), 0.3)
    scene = view.graph_scene()
    card = scene.cards[next(i for i, n in scene.graph.nodes.items() if n.op == "mul")]
    view.centerOn(card)
    QApplication.processEvents()
    first: list[float] = []
    frames: list[float] = []
    for _ in range(RUNS):
        moves = _dragged(view, view.mapFromScene(*point_of(card, None)), QPoint(5, 3))
        first.append(moves[0])
        frames += moves[1:]
    view.close()
    p95 = statistics.quantiles(frames, n=20)[-1]
    yield Row("wire over 1,000 nodes, first move", statistics.median(first), Goal("at most", 50))
    yield Row("wire over 1,000 nodes, p95", p95, Goal("at most", FRAME))


def _dragged(view: GraphView, at: QPoint, step: QPoint) -> list[float]:
    """Milliseconds of each move of a drag that is broken off in the end, its repaint included."""
    surface = view.viewport()
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    times = []
    for k in range(1, 61):
        start = time.perf_counter()
        QTest.mouseMove(surface, at + step * (3 + k))
        QApplication.processEvents()
        times.append((time.perf_counter() - start) * 1000)
    view.escape()
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    return times


def stall_rows() -> Iterator[Row]:
    """The longest time the window is held up when a large graph is opened, and taken back."""
    application = QApplication.instance()
    assert application is not None
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings.in_file(Path(folder, "settings.ini"))
        window = create_window(None, settings=settings)
        window.show()
        session, waits = window.parts.session, window.graph_panel.laying_out
        jobs = window.parts.jobs

        def longest(act: Callable[[], None]) -> float:
            stalls = [median_ms(act, runs=1, warm_up=0)]
            while waits.waits or jobs.busy:
                start = time.thread_time()  # what the workers take is not held up by us
                QApplication.processEvents()
                stalls.append((time.thread_time() - start) * 1000)
            return max(stalls)

        longest(lambda: None)
        document = Document(graph=squares(5000))
        opening = longest(lambda: session.new(document))
        clearing = longest(lambda: session.apply("Clear", Document()))
        back = longest(session.undo)
        window.close()
    for work, ours in (("open", opening), ("clear", clearing), ("undo clearing", back)):
        yield Row(f"{work} 5,000 nodes, longest stall", ours, Goal("at most", 100))


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
    yield selecting_row()
    yield from wiring_rows()
    yield from layout_rows()
    yield from stall_rows()
    del application
