"""Connecting by keyboard: the ports that take the selected node, in a menu beside its card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from gradviz.document import Document
from gradviz.document.fitting import refused_ports
from gradviz.document.survey import survey
from gradviz.graph import OPEN, OPS, NodeId
from gradviz.ui.canvas.cards.wording import called
from gradviz.ui.canvas.wishes import Connect

if TYPE_CHECKING:
    from gradviz.ui.canvas.panel import GraphPanel

MOST_OFFERED = 30
"""So many ports stand in the menu; the open ones come first."""


def ports_for(document: Document, operand: NodeId) -> list[tuple[str, Connect]]:
    """The ports that take a node, each in words: ``L: B``, or ``L: A, in place of c``."""
    refused = refused_ports(survey(document), operand)
    graph = document.graph
    waiting: list[tuple[str, Connect]] = []
    taken: list[tuple[str, Connect]] = []
    for node_id in graph.order:
        node = graph.nodes[node_id]
        for port, before in enumerate(node.operands):
            if (node_id, port) in refused or before == operand or node.op not in OPS:
                continue
            words = f"{called(graph, node_id)}: {OPS[node.op].ports[port]}"
            into = waiting if before == OPEN else taken
            instead = "" if before == OPEN else f", in place of {called(graph, before)}"
            into.append((words + instead, Connect(operand, node_id, port)))
    return [*waiting, *taken][:MOST_OFFERED]


def can_connect(panel: GraphPanel) -> bool:
    """Whether one node is selected, and there is an operation it might go to."""
    at = panel.view.selected
    return at is not None and any(
        node.operands and node.id != at for node in panel.document.graph.nodes.values()
    )


def ask_where_to(panel: GraphPanel) -> None:
    """Open the menu of ports beside the selected card; Enter connects, Escape does not."""
    node_id = panel.view.selected
    if node_id is None:
        return
    menu = QMenu(panel)
    menu.setObjectName("graph_connect_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for words, wish in ports_for(panel.document, node_id):
        action = menu.addAction(words)
        action.triggered.connect(lambda _checked=False, wish=wish: panel.editing.connect_wire(wish))
    if menu.isEmpty():
        menu.addAction("No operation takes this node").setEnabled(False)
    else:
        menu.setActiveAction(menu.actions()[0])
    box = panel.view.box_of(panel.view.graph_scene().cards[node_id])
    menu.popup(panel.view.viewport().mapToGlobal(box.topRight()))
