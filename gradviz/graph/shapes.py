"""Which shape every node has, and sentences about operands that do not fit together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gradviz.errors import GraphError, ShapeError
from gradviz.graph.model import OPEN, Graph, Node, NodeId, Value
from gradviz.graph.op import Op, Shape
from gradviz.graph.ops import OPS
from gradviz.graph.shape_rules import MisfitError


def infer(graph: Graph, inputs: Mapping[str, Shape] | None = None) -> dict[NodeId, Shape]:
    """The shape of every node for inputs of the given shapes (by name).

    Inputs that are not mentioned have the shape of their value, a single number without one.
    Nodes that wait for an operand have no shape. Raises ShapeError where operands do not fit.
    """
    given = {} if inputs is None else inputs
    shapes: dict[NodeId, Shape] = {}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.is_input:
            named = given.get(node.name) if node.name is not None else None
            shapes[node_id] = np.shape(leaf_value(node)) if named is None else named
        elif all(operand in shapes for operand in node.operands):
            shapes[node_id] = shape_of(graph, node, tuple(shapes[o] for o in node.operands))
    return shapes


def shape_of(graph: Graph, node: Node, operands: tuple[Shape, ...]) -> Shape:
    """The shape of an operation's result, or ShapeError with a sentence about its operands."""
    row = row_of(graph, node)
    try:
        return row.shape(operands, row.dim(node.attributes))
    except MisfitError as misfit:
        described = " and ".join(
            f"{operand_text(graph, operand)} is {shape_text(shape)}"
            for operand, shape in zip(node.operands, operands, strict=True)
        )
        where = node.name or row.function or row.symbol
        raise ShapeError(f"In {where}, {described}: {misfit}.", node=node.id) from None


def row_of(graph: Graph, node: Node) -> Op:
    """The row of a complete operation; GraphError for what has none or waits for an operand."""
    row = OPS.get(node.op)
    if row is None:
        raise GraphError(f"There is no operation called {node.op}.", node=node.id)
    if len(node.operands) != row.arity:
        raise GraphError(
            f"{row.symbol} takes {row.arity} operands, not {len(node.operands)}.", node=node.id
        )
    if OPEN in node.operands:
        port = node.operands.index(OPEN)
        which = "its operand" if row.arity == 1 else f"{_ORDINALS[port]} ({row.ports[port]})"
        raise GraphError(f"{graph.labels[node.id]}: {row.symbol} needs {which}.", node=node.id)
    return row


_ORDINALS = ("its first operand", "its second operand")


def leaf_value(node: Node) -> Value:
    """The value a leaf states, 1 without one; ShapeError for rows of unequal length."""
    return value_of(1.0 if node.value is None else node.value, node.name, node.id)


def value_of(given: object, name: str | None, node_id: NodeId | None = None) -> Value:
    """A number or array as a Value; ShapeError or GraphError for what is neither."""
    if isinstance(given, float | int):
        return float(given)
    called = name or "The matrix"
    if isinstance(given, str) or given is None:
        raise GraphError(f"{called} needs a number or a matrix.", node=node_id)
    try:
        array = np.asarray(given, dtype=np.float64)
    except ValueError:
        raise ShapeError(f"{called} has rows of different lengths.", node=node_id) from None
    except TypeError:
        raise GraphError(f"{called} needs a number or a matrix.", node=node_id) from None
    return float(array) if array.ndim == 0 else array


def operand_text(graph: Graph, node_id: NodeId) -> str:
    """What a sentence calls a node: its name, or what it is."""
    node = graph.nodes[node_id]
    if node.name is not None:
        return node.name
    return "the literal" if node.is_literal else f"the result of {OPS[node.op].symbol}"


def shape_text(shape: Shape) -> str:
    """A shape in words: one number, a vector of 3, 2×3."""
    if not shape:
        return "one number"
    return f"a vector of {shape[0]}" if len(shape) == 1 else "×".join(map(str, shape))
