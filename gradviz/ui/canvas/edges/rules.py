"""Rules in symbols on the edges, in the place of their numbers."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.graph import EdgeKey, Graph
from gradviz.ui.canvas.cards.wording import rule_of
from gradviz.ui.canvas.edges.edge import EdgeItem


def write_rules(edges: Mapping[EdgeKey, EdgeItem], graph: Graph, *, on: bool) -> list[EdgeItem]:
    """Give every edge its rule, or take it away; returns the edges that say something else now."""
    changed = []
    for (user, port), edge in edges.items():
        rule = rule_of(graph, user, port) if on and user in graph.nodes else ()
        if rule != edge.rule:
            edge.rule = rule
            changed.append(edge)
    return changed
