"""A survey of a document: the shape of every node, and which operations do not fit theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gradviz.document.model import Document
from gradviz.document.values import leaf_values
from gradviz.errors import GraphError
from gradviz.graph import OPS, Graph, NodeId, shape_of
from gradviz.graph.op import Shape


@dataclass(frozen=True)
class Survey:
    """Made once, it judges any number of wires; each costs what lies behind its end.

    What is computed from a misfit has no shape and is not judged.
    """

    document: Document
    shapes: Mapping[NodeId, Shape]
    misfits: Mapping[NodeId, GraphError]

    def new_misfits(self, changed: Graph, touched: NodeId) -> dict[NodeId, GraphError]:
        """The misfits of a graph that differs in the operands of one node, and were none before."""
        shapes = dict(self.shapes)
        misfits: dict[NodeId, GraphError] = {}
        stale = {touched}
        for node_id in self.document.graph.order:  # what lies behind the node stands as before
            if node_id not in stale:
                continue
            before = shapes.pop(node_id, None)
            _look_at(changed, node_id, shapes, misfits)
            if shapes.get(node_id) != before:
                stale.update(user for user, _ in changed.users[node_id])
        return {i: error for i, error in misfits.items() if i not in self.misfits}


def survey(document: Document) -> Survey:
    """The shapes of all nodes that have one, and the operations whose operands do not fit."""
    values = leaf_values(document)
    shapes: dict[NodeId, Shape] = {node_id: np.shape(value) for node_id, value in values.items()}
    misfits: dict[NodeId, GraphError] = {}
    for node_id in document.graph.order:
        _look_at(document.graph, node_id, shapes, misfits)
    return Survey(document, shapes, misfits)


def _look_at(
    graph: Graph,
    node_id: NodeId,
    shapes: dict[NodeId, Shape],
    misfits: dict[NodeId, GraphError],
) -> None:
    """Find the shape of an operation whose operands have one, or why it has none."""
    node = graph.nodes[node_id]
    if node.is_input or node.op not in OPS:
        return
    operands = [shapes.get(operand) for operand in node.operands]
    known = tuple(shape for shape in operands if shape is not None)
    if len(known) == len(operands):
        try:
            shapes[node_id] = shape_of(graph, node, known)
        except GraphError as error:
            misfits[node_id] = error
