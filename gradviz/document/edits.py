"""Edits: pure functions from a document to the changed document."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

import numpy as np

from gradviz.document.around import node_of, reprinted, with_graph
from gradviz.document.building import (
    add_input,
    add_number,
    add_operation,
    remove,
    set_attribute,
    set_operation,
    set_output,
)
from gradviz.document.composition import with_told_constants
from gradviz.document.data import bound, open_data, set_dataset, with_landscape_of
from gradviz.document.descent_edits import set_batches, set_descent, set_stopping
from gradviz.document.examples import open_example, open_function
from gradviz.document.landscape_edits import reset_ranges, set_landscape
from gradviz.document.model import Document, LandscapeSettings
from gradviz.document.racing import (
    add_rival,
    add_start,
    change_racer,
    change_rival,
    remove_racer,
    remove_rival,
    remove_start,
    set_race,
)
from gradviz.document.sourcing import with_renamed_column
from gradviz.document.unrolled import unroll_data
from gradviz.document.values import UNKNOWN, is_bound
from gradviz.document.wiring import connect, disconnect, insert, refusal, refusal_in, swap_operands
from gradviz.errors import ExpressionError, GraphError
from gradviz.graph import (
    Graph,
    Literal,
    Node,
    NodeId,
    Role,
    literal,
    parse,
    reconcile,
)

__all__ = [
    "add_input",
    "add_number",
    "add_operation",
    "add_rival",
    "add_start",
    "change_racer",
    "change_rival",
    "clear_positions",
    "connect",
    "disconnect",
    "insert",
    "move_nodes",
    "open_data",
    "open_example",
    "open_function",
    "refusal",
    "refusal_in",
    "remove",
    "remove_racer",
    "remove_rival",
    "remove_start",
    "rename",
    "reset_ranges",
    "set_attribute",
    "set_batches",
    "set_dataset",
    "set_descent",
    "set_landscape",
    "set_operation",
    "set_output",
    "set_race",
    "set_role",
    "set_stopping",
    "set_text",
    "set_title",
    "set_value",
    "set_values",
    "swap_operands",
    "unroll_data",
]

_T = TypeVar("_T")


def set_text(document: Document, text: str) -> Document:
    """The document with another expression; nodes that are still there keep place and values.

    What the text tells to be the weight of a penalty or of an objective comes as a constant.
    Raises ExpressionError or GraphError when the text is not an expression.
    """
    graph = with_told_constants(reconcile(document.graph, parse(text)), document.graph)
    graph = bound(graph, document.dataset)
    if graph == document.graph:
        return replace(document, text=text)
    return with_graph(replace(document, text=text), graph)


def set_value(document: Document, node_id: NodeId, value: object) -> Document:
    """The document with another value of a leaf: a number, nested lists or an array.

    Raises GraphError for a node that holds no value of its own, or for what is no value.
    """
    return _set_leaves(document, {node_id: value})


def set_values(document: Document, values: Mapping[str, object]) -> Document:
    """The document with other values of named inputs, as one edit."""
    graph = document.graph
    return _set_leaves(document, {graph.named(name).id: v for name, v in values.items()})


def _set_leaves(document: Document, values: Mapping[NodeId, object]) -> Document:
    changed = []
    for node_id, value in values.items():
        node = node_of(document, node_id)
        called = document.graph.labels.get(node_id, "The number")
        if not node.is_input:
            raise GraphError(f"{called} is computed; set its inputs instead.", node=node_id)
        if is_bound(document, node):
            raise GraphError(f"{called} comes from the dataset; change it there.", node=node_id)
        changed.append(replace(node, value=_checked_literal(value, called, node_id)))
    result = replace(document, graph=document.graph.with_nodes(*changed))
    return reprinted(result) if any(n.stated or n.is_literal for n in changed) else result


def _checked_literal(value: object, called: str, node_id: NodeId) -> Literal:
    try:
        result = literal(value)
        if np.asarray(result, dtype=np.float64).size == 0:
            raise GraphError(f"{called} needs at least one number.", node=node_id)
    except (TypeError, ValueError, OverflowError) as error:
        raise GraphError(
            f"{called} needs a number, or rows of numbers of equal length.", node=node_id
        ) from error
    return result


def set_role(document: Document, node_id: NodeId, role: Role) -> Document:
    """The document with another role of an input.

    To be data is to hold the column of its name, where there is one, instead of a value. Raises
    GraphError where the output then would not be a single number.
    """
    node = node_of(document, node_id)
    if not node.is_input or node.is_literal:
        raise GraphError("Only a named input has a role.", node=node_id)
    if role is Role.DATA and document.dataset and node.name in document.dataset.columns:
        return _as_column(document, node)
    value = UNKNOWN if node.value is None and role is not Role.DATA else node.value
    graph = document.graph.with_nodes(replace(node, role=role, value=value))
    return with_landscape_of(replace(document, graph=graph), graph)


def _as_column(document: Document, node: Node) -> Document:
    column = replace(node, role=Role.DATA, value=None, stated=False)
    graph = bound(document.graph.with_nodes(column), document.dataset)
    if graph.nodes[node.id].role is not Role.DATA:
        raise GraphError(
            f"{node.name} can be a column once the output is a single number: take the mean of "
            "it, or the sum.",
            node=node.id,
        )
    return reprinted(with_landscape_of(replace(document, graph=graph), graph))


def rename(document: Document, node_id: NodeId, name: str) -> Document:
    """The document with another name of a node; an empty name takes an operation's name away.

    Everything that speaks of the node by name follows: the text, the landscape, the column of
    the dataset. Raises ExpressionError or GraphError for a name that can't be given.
    """
    node = node_of(document, node_id)
    name = name.strip()
    new_name = _checked_name(document.graph, node, name) if name else None
    if new_name is None and (node.is_input or len(document.graph.users[node_id]) > 1):
        raise GraphError("This node needs a name: it is used by its name.", node=node_id)
    if new_name == node.name:
        return document
    changed = replace(document, graph=document.graph.with_nodes(replace(node, name=new_name)))
    if node.name is not None and new_name is not None:
        changed = replace(
            changed,
            landscape=_renamed(document.landscape, node.name, new_name),
            starts=tuple(_renamed_keys(start, node.name, new_name) for start in document.starts),
        )
        if document.dataset is not None and is_bound(document, node):
            changed = with_renamed_column(changed, node.name, new_name)
    return reprinted(changed)


def _checked_name(graph: Graph, node: Node, name: str) -> str:
    try:
        parsed = parse(name)
    except ExpressionError as error:
        raise GraphError(f"{name} can't be a name.", node=node.id) from error
    leaves = list(parsed.nodes.values())
    if len(leaves) != 1 or leaves[0].name is None:
        raise GraphError(f"{name} can't be a name.", node=node.id)
    name = leaves[0].name
    if graph.by_name.get(name, node.id) != node.id:
        raise GraphError(f"There is another node called {name}.", node=node.id)
    return name


def _renamed(landscape: LandscapeSettings, old: str, new: str) -> LandscapeSettings:
    def renamed(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(new if name == old else name for name in names)

    return replace(
        landscape,
        axes=renamed(landscape.axes),
        ranges=_renamed_keys(landscape.ranges, old, new),
        minima=tuple(_renamed_keys(point, old, new) for point in landscape.minima),
        box=_renamed_keys(landscape.box, old, new),
        objectives=renamed(landscape.objectives),
        constraints=renamed(landscape.constraints),
        along=new if landscape.along == old else landscape.along,
    )


def _renamed_keys(mapping: Mapping[str, _T], old: str, new: str) -> dict[str, _T]:
    return {new if key == old else key: value for key, value in mapping.items()}


def set_title(document: Document, title: str) -> Document:
    """The document under another title."""
    return replace(document, title=title.strip() or "Untitled")


def move_nodes(document: Document, places: Mapping[NodeId, tuple[float, float]]) -> Document:
    """The document with the centers of cards (nodes, closed groups) placed by hand, in pixels."""
    groups = {group.id for group in document.groups}
    for node_id, place in places.items():
        if node_id not in groups:
            node_of(document, node_id)
        if not all(map(math.isfinite, place)):
            raise GraphError("A card needs a place that is finite.", node=node_id)
    moved = {node_id: (float(x), float(y)) for node_id, (x, y) in places.items()}
    return replace(document, positions={**document.positions, **moved})


def clear_positions(document: Document) -> Document:
    """The document in which every card follows the layout."""
    return replace(document, positions={})
