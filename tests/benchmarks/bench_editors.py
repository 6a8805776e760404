"""Another node editor on the same graph: NodeGraphQt, opened, painted and dragged beside ours."""

from __future__ import annotations

import importlib.util
import os
import statistics
import time
from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsView

from gradviz.document import Document
from gradviz.graph import OPS, Graph, NodeId
from gradviz.graph.layout import Point
from tests.benchmarks.bench_canvas import SIZE, open_view, squares
from tests.benchmarks.row import Goal, Row, median_ms

PEER = "NodeGraphQt"
RUNS = 3
"""It takes seconds to open a graph; three runs are enough to see by how much."""


def opened_there(graph: Graph, places: Mapping[NodeId, Point]) -> QGraphicsView:
    """The graph in NodeGraphQt with all its edges, shown and painted once."""
    os.environ.setdefault("QT_PREFERRED_BINDING", "PySide6")
    import NodeGraphQt

    editor = NodeGraphQt.NodeGraph()
    for arity in range(3):
        editor.register_node(_node_class(NodeGraphQt.BaseNode, arity))
    made: dict[NodeId, Any] = {}
    for node in graph.nodes.values():
        arity = OPS[node.op].arity if node.operands else 0
        made[node.id] = editor.create_node(
            f"peer.Operands{arity}",
            name=node.name or node.op,
            pos=places[node.id],
            selected=False,
            push_undo=False,
        )
        for port, operand in enumerate(node.operands):
            made[node.id].set_input(port, made[operand].output(0))
    view: QGraphicsView = editor.viewer()
    view.resize(*SIZE)
    view.editor = editor  # type: ignore[attr-defined]  # it lives as long as its view
    view.show()
    editor.select_all()
    editor.fit_to_selection()
    editor.clear_selection()
    view.viewport().update()
    QApplication.processEvents()
    return view


def _node_class(base: Any, arity: int) -> type:
    """A kind of node with so many inputs and one output."""

    def build(self: Any) -> None:
        base.__init__(self)
        for port in "AB"[:arity]:
            self.add_input(port)
        self.add_output("out", multi_output=True)

    members = {"__identifier__": "peer", "NODE_NAME": f"Operands{arity}", "__init__": build}
    return type(f"Operands{arity}", (base,), members)


def painted(view: QGraphicsView) -> None:
    """One whole frame."""
    view.viewport().update()
    QApplication.processEvents()


def rows() -> Iterator[Row]:
    """Opening and painting 1,000 nodes, side by side."""
    application = QApplication.instance() or QApplication([])
    document = Document(graph=squares(1000))
    kept: list[QGraphicsView] = []
    ours = median_ms(lambda: kept.append(open_view(document)))
    if importlib.util.find_spec(PEER) is None:
        return
    places = kept[0].graph_scene().layout.positions  # type: ignore[attr-defined]
    there = median_ms(lambda: kept.append(opened_there(document.graph, places)), RUNS, warm_up=0)
    yield Row("open 1,000 nodes", ours, Goal("faster", 10), there, PEER)
    here, peer = kept[0], kept[-1]
    frames = [median_ms(lambda view=view: painted(view)) for view in (here, peer)]  # type: ignore[misc]
    yield Row("frame of 1,000 nodes", frames[0], Goal("faster", 5), frames[1], PEER)
    drags = [dragged(here, "4"), dragged(peer, None)]
    yield Row("drag a node among 1,000, p95", drags[0], Goal("faster", 1), drags[1], PEER)
    for view in kept:
        view.close()
    del application


def dragged(view: QGraphicsView, ours: NodeId | None) -> float:
    """p95 of the frames while one node is dragged: a move and its repaint."""
    cards: Any = view
    item = cards.editor.all_nodes()[3].view if ours is None else cards.scene().cards[ours]
    at = view.mapFromScene(item.sceneBoundingRect().center())
    surface, plain = view.viewport(), Qt.KeyboardModifier.NoModifier
    QTest.mousePress(surface, Qt.MouseButton.LeftButton, plain, at)
    frames = []
    for k in range(1, 41):
        start = time.perf_counter()
        QTest.mouseMove(surface, at + QPoint(2 * k, k))
        QApplication.processEvents()
        frames.append((time.perf_counter() - start) * 1000)
    QTest.mouseRelease(surface, Qt.MouseButton.LeftButton, plain, at + QPoint(80, 40))
    return statistics.quantiles(frames, n=20)[-1]
