"""What a node may be to the descent: a constraint, or one objective among several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from gradviz.document import constraining, weighing
from gradviz.document.composition import composition_of
from gradviz.document.survey import survey
from gradviz.document.wiring import depends_on
from gradviz.graph import Node, NodeId
from gradviz.ui.canvas.cards.wording import called, display_name

if TYPE_CHECKING:
    from gradviz.ui.canvas.panel import GraphPanel

MOST_PARTNERS = 20


def is_constraint(panel: GraphPanel) -> bool:
    """Whether the selected node is a constraint."""
    node = _selected(panel)
    return node is not None and node.name in panel.document.landscape.constraints


def may_be_constraint(panel: GraphPanel) -> bool:
    """Whether the selected node is a number that is computed and may be kept at most 0."""
    node = _selected(panel)
    return (
        node is not None
        and not is_constraint(panel)
        and _is_number(panel, node.id)
        and not _is_goal(panel, node.id)
    )


def constrain(panel: GraphPanel) -> None:
    """Keep the selected node at most 0."""
    node_id = panel.view.selected or ""
    text = f"Keep {panel.editing.name(node_id)} at most 0"
    panel.editing.do(text, lambda document: constraining.declare_constraint(document, node_id))


def release(panel: GraphPanel) -> None:
    """Let the selected node be above 0 again."""
    node_id = panel.view.selected or ""
    text = f"Let {panel.editing.name(node_id)} be above 0"
    panel.editing.do(text, lambda document: constraining.withdraw_constraint(document, node_id))


def is_objective(panel: GraphPanel) -> bool:
    """Whether the selected node is one of several objectives."""
    node = _selected(panel)
    return node is not None and node.name in panel.document.landscape.objectives


def may_be_objective(panel: GraphPanel) -> bool:
    """Whether the selected node can be minimized together with another."""
    node = _selected(panel)
    if node is None or is_objective(panel) or not _is_number(panel, node.id):
        return False
    made = composition_of(panel.document)
    aside = {made.penalized, made.total if made.weights else None} if made is not None else set()
    return node.id not in aside and bool(partners(panel))


def partners(panel: GraphPanel) -> list[tuple[str, Callable[[], object]]]:
    """With what the selected node can be minimized, in words, and what does it.

    Where there are objectives it is these; else the output, or any other named number.
    """
    document, own = panel.document, panel.view.selected or ""
    graph, landscape = document.graph, document.landscape
    if landscape.objectives:
        words = " and ".join(map(display_name, landscape.objectives))
        others = [graph.by_name[name] for name in landscape.objectives]
        return [(words, partial(_minimize, panel, [*others, own]))]
    made = composition_of(document)
    total = None if made is None else made.total
    excluded = {own, None if made is None else made.penalized}
    excluded |= {graph.by_name[name] for name in landscape.constraints}
    shapes = survey(document).shapes
    found = [
        node.id
        for node in (graph.nodes[node_id] for node_id in graph.order)
        if not node.is_input and shapes.get(node.id) == () and node.id not in excluded
        if node.name is not None or node.id == total
    ]
    found.sort(key=lambda node_id: node_id != total)
    return [
        (
            f"{called(graph, node_id)}, the output" if node_id == total else called(graph, node_id),
            partial(_minimize, panel, [node_id, own]),
        )
        for node_id in found[:MOST_PARTNERS]
    ]


def let_go(panel: GraphPanel) -> None:
    """Minimize the other objectives alone."""
    document, own = panel.document, panel.view.selected or ""
    names: Iterable[str] = document.landscape.objectives
    others = [document.graph.by_name[name] for name in names]
    _apply(panel, f"Minimize without {panel.editing.name(own)}", [i for i in others if i != own])


def _minimize(panel: GraphPanel, node_ids: list[NodeId]) -> None:
    listed = " and ".join(panel.editing.name(node_id) for node_id in node_ids)
    _apply(panel, f"Minimize {listed} together", node_ids)


def _apply(panel: GraphPanel, text: str, node_ids: list[NodeId]) -> None:
    panel.editing.do(text, lambda document: weighing.declare_objectives(document, node_ids))


def _is_goal(panel: GraphPanel, node_id: NodeId) -> bool:
    """Whether the node is what is minimized, or the penalty itself is part of it."""
    document = panel.document
    made = composition_of(document)
    if made is None or node_id in (made.total, made.penalized):
        return True
    return made.penalized is not None and depends_on(document.graph, node_id, made.penalized)


def _is_number(panel: GraphPanel, node_id: NodeId) -> bool:
    """Whether the node is an operation whose value is a single number."""
    node = panel.document.graph.nodes[node_id]
    return not node.is_input and survey(panel.document).shapes.get(node_id) == ()


def _selected(panel: GraphPanel) -> Node | None:
    return panel.document.graph.nodes.get(panel.view.selected or "")
