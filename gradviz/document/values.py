"""The values a document gives to the inputs of its graph."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import Document
from gradviz.graph import Node, NodeId, Role, Value, as_value

UNKNOWN = 1.0
"""The value of an input that was given none."""


def inputs_of(document: Document) -> dict[str, Value]:
    """Every named input with its value: the dataset's column for data, else its own, else 1."""
    return {
        node.name: value_of(document, node)
        for node in document.graph.inputs
        if node.name is not None
    }


def leaf_values(document: Document) -> dict[NodeId, Value]:
    """Every leaf, named or literal, with its value."""
    return {n.id: value_of(document, n) for n in document.graph.nodes.values() if n.is_input}


def value_of(document: Document, node: Node) -> Value:
    """The value of one leaf, named or literal."""
    if is_bound(document, node) and document.dataset is not None and node.name is not None:
        return document.dataset.columns[node.name]
    return UNKNOWN if node.value is None else as_value(node.value)


def table_of(document: Document) -> Dataset | None:
    """The whole table that the document's data comes from; None without one."""
    return document.dataset if document.source is None else document.source.table


def is_bound(document: Document, node: Node) -> bool:
    """Whether the value of an input comes from the dataset; one that the text states does not."""
    return (
        node.role is Role.DATA
        and not node.stated
        and document.dataset is not None
        and node.name in document.dataset.columns
    )


def same_function(old: Document, new: Document) -> bool:
    """Whether both documents have the same output as a function of the same parameters.

    The values of the parameters may differ: they are where one stands, not what is computed.
    """
    if old.dataset is not new.dataset and old.dataset != new.dataset:
        return False
    before, after = old.graph, new.graph
    if before is after:
        return True
    if before.output != after.output or before.nodes.keys() != after.nodes.keys():
        return False
    if [node.id for node in before.parameters] != [node.id for node in after.parameters]:
        return False
    pairs = ((node, after.nodes[node_id]) for node_id, node in before.nodes.items())
    return all(a is b or _without_start(a) == _without_start(b) for a, b in pairs)


def same_form(old: Document, new: Document) -> bool:
    """Whether both documents compute alike and only the values of their inputs differ.

    So it is while a weight, a penalty or another constant is dragged.
    """
    before, after = old.graph, new.graph
    if old.dataset is not new.dataset or before.output != after.output:
        return False
    if before.nodes.keys() != after.nodes.keys():
        return False
    pairs = ((node, after.nodes[node_id]) for node_id, node in before.nodes.items())
    return all(a is b or _without_value(a) == _without_value(b) for a, b in pairs)


_OF_DESCENT = {"descent", "rivals", "experiment", "starts"}
_ELSE = tuple(field.name for field in fields(Document) if field.name not in _OF_DESCENT)


def differ_in_descent_alone(old: Document, new: Document) -> bool:
    """Whether an edit was about how to descend, and left the very graph, data and notes alone."""
    return all(getattr(old, name) is getattr(new, name) for name in _ELSE)


def _without_value(node: Node) -> tuple[Node, tuple[int, ...]]:
    """The node without its value if that is an input's, and the shape of the value."""
    shape = np.shape(UNKNOWN if node.value is None else node.value)
    is_named = node.is_input and not node.is_literal
    return (replace(node, value=None, stated=False) if is_named else node), shape


def _without_start(node: Node) -> tuple[Node, tuple[int, ...]]:
    """The node without what a parameter is free in, and the shape of its value."""
    if node.is_input and not node.is_literal and node.role is Role.PARAMETER:
        shape = np.shape(UNKNOWN if node.value is None else node.value)
        return replace(node, value=None, stated=False), shape
    return node, ()
