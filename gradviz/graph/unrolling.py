"""A vector expression over data as one graph of numbers: a sub-graph for every sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.model import INPUT, Array, Graph, Literal, Node, NodeId, Role
from gradviz.graph.op import Op, Shape
from gradviz.graph.ops import OPS
from gradviz.graph.scalars import Element, Elements, Index, Number, Scalars, filled
from gradviz.graph.shapes import infer, leaf_value, operand_text, row_of, shape_text

MOST_SAMPLES = 200
"""More samples are not unrolled: nobody could tell the sub-graphs apart."""


def unroll(graph: Graph, columns: Mapping[str, Array]) -> Graph:
    """The same function of the same parameters, from numbers only.

    ``columns`` gives the inputs that are data, each a vector or a matrix whose first axis counts
    the samples; ``x`` becomes constants x_1, x_2 …, and a named operation ŷ becomes ŷ_1, ŷ_2 ….
    Nodes that are one number keep their ids. Vectors and matrices that are no data stay inputs,
    of which each element is picked by a product. Where elements of a largest or smallest tie,
    halves are handed on instead of equal shares. Raises GraphError for operations and sizes that
    can't be unrolled.
    """
    _check_samples(columns)
    output = graph.output
    shapes = infer(graph, {name: np.shape(value) for name, value in columns.items()})
    if output is None or shapes.get(output):
        name = "The output" if output is None else operand_text(graph, output)
        raise GraphError(f"{name} is not one number: use sum or mean.", node=output)
    new = Scalars(graph, shapes, tuple(columns))
    elements: dict[NodeId, Elements] = {}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        if node.is_input:
            elements[node_id] = _leaf(new, node, columns)
        else:
            row = row_of(graph, node)
            elements[node_id] = _operation(new, node, row, [elements[o] for o in node.operands])
    return new.finished(elements[output].item())


def data_columns(graph: Graph, values: Mapping[str, Any]) -> dict[str, Array]:
    """Of the inputs' values those that are arrays and no parameters: what ``unroll`` takes."""
    fixed = [n.name for n in graph.inputs if n.role is not Role.PARAMETER and n.name is not None]
    return {
        name: np.asarray(values[name], dtype=np.float64)
        for name in fixed
        if np.ndim(values.get(name, 0.0))
    }


def _check_samples(columns: Mapping[str, Array]) -> None:
    if not any(np.ndim(value) for value in columns.values()):
        raise GraphError("There is no data to unroll: every value is one number already.")
    for name, value in columns.items():
        _check_rank(name, np.shape(value), name)
        if len(value) > MOST_SAMPLES:
            raise GraphError(
                f"{name} has {len(value):,} samples, and up to {MOST_SAMPLES} can be unrolled. "
                "Open a smaller table.",
                node=name,
            )
        if not np.isfinite(value).all():
            raise GraphError(f"{name} has values that are not finite numbers.", node=name)


def _check_rank(name: str, shape: Shape, node: NodeId) -> None:
    if len(shape) > 2:
        raise GraphError(
            f"{name} is {shape_text(shape)}; vectors and matrices can be unrolled.", node=node
        )


# Leaves


def _leaf(new: Scalars, node: Node, columns: Mapping[str, Array]) -> Elements:
    name = node.name
    if name is None:
        numbers = np.asarray(leaf_value(node))
        return filled(numbers.shape, lambda i: Number(float(numbers[i])))
    if name in columns:
        column = columns[name]
        return filled(np.shape(column), lambda i: _sample(new, name, i, float(column[i])))
    shape = new.shapes[node.id]
    _check_rank(name, shape, node.id)
    new.nodes[node.id] = node
    return filled(shape, lambda i: _picked(new, node, name, i) if shape else node.id)


def _sample(new: Scalars, name: str, index: Index, value: float) -> NodeId:
    node_id, name = new.fresh_id(), new.free_name(name, index)
    new.nodes[node_id] = Node(node_id, INPUT, (), name, value, Role.CONSTANT, stated=True)
    return node_id


def _picked(new: Scalars, node: Node, name: str, index: Index) -> NodeId:
    """One element of an input that stays whole, as a product with a unit vector or matrix."""
    unit = np.zeros(new.shapes[node.id])
    unit[index] = 1.0
    one_hot = new.leaf(_frozen(unit))
    node_id, name = new.fresh_id(), new.free_name(name, index)
    if unit.ndim == 1:
        new.nodes[node_id] = Node(node_id, "dot", (node.id, one_hot), name)
    else:
        new.nodes[node_id] = Node(node_id, "sum", (new.add("mul", node.id, one_hot),), name)
    return node_id


def _frozen(array: Array) -> Literal:
    if array.ndim == 1:
        return tuple(array.tolist())
    return tuple(tuple(row) for row in array.tolist())


# Operations


def _operation(new: Scalars, node: Node, row: Op, operands: list[Elements]) -> Elements:
    make = _TABLE.get(row.name)
    if row.elementwise:
        spread = np.broadcast_arrays(*operands)
        return filled(
            new.shapes[node.id],
            lambda i: new.result(node, i, row.name, *(array[i] for array in spread)),
        )
    if make is None:
        called = new.old.labels.get(node.id, row.symbol)
        raise GraphError(
            f"{called}: {row.function or row.symbol} can't be unrolled into single numbers.",
            node=node.id,
        )
    return make(new, node, operands)


_Make: TypeAlias = Callable[[Scalars, Node, list[Elements]], Elements]


def _lines(node: Node, elements: Elements) -> Elements:
    """The elements with those that are joined along the last axis."""
    dim = OPS[node.op].dim(node.attributes)
    if dim is None or elements.ndim == 0:
        return elements.reshape(-1)
    return np.moveaxis(elements, dim, -1)


def _fold(op: str) -> _Make:
    def make(new: Scalars, node: Node, operands: list[Elements]) -> Elements:
        lines = _lines(node, operands[0])

        def element(index: Index) -> Element:
            last, terms = new.folded(op, list(lines[index]))
            return new.result(node, index, last, *terms)

        return filled(new.shapes[node.id], element)

    return make


def _mean(new: Scalars, node: Node, operands: list[Elements]) -> Elements:
    lines = _lines(node, operands[0])
    count = Number(float(lines.shape[-1]))

    def element(index: Index) -> Element:
        return new.result(node, index, "div", new.total("add", list(lines[index])), count)

    return filled(new.shapes[node.id], element)


def _norm(new: Scalars, node: Node, operands: list[Elements]) -> Elements:
    squares = [new.add("pow", term, Number(2.0)) for term in operands[0].reshape(-1)]
    total = new.total("add", squares)
    return filled((), lambda index: new.result(node, index, "sqrt", total))


def _trace(new: Scalars, node: Node, operands: list[Elements]) -> Elements:
    return _fold("add")(new, node, [np.diagonal(operands[0])])


def _transpose(new: Scalars, node: Node, operands: list[Elements]) -> Elements:
    turned = operands[0].T
    if node.name is None:
        return turned
    return filled(turned.shape, lambda i: new.result(node, i, "identity", turned[i]))


def _product(new: Scalars, node: Node, operands: list[Elements]) -> Elements:
    left, right = operands
    rows = left.reshape((-1, left.shape[-1]))
    columns = right.reshape((right.shape[0], -1))

    def element(index: Index) -> Element:
        i = index[0] if left.ndim == 2 else 0
        j = index[-1] if right.ndim == 2 else 0
        terms = [new.add("mul", *pair) for pair in zip(rows[i], columns[:, j], strict=True)]
        last, rest = new.folded("add", terms)
        return new.result(node, index, last, *rest)

    return filled(new.shapes[node.id], element)


_TABLE: Mapping[str, _Make] = {
    "sum": _fold("add"),
    "mean": _mean,
    "min": _fold("minimum"),
    "max": _fold("maximum"),
    "norm": _norm,
    "trace": _trace,
    "transpose": _transpose,
    "matmul": _product,
    "dot": _product,
}
"""How operations that are not elementwise are made of numbers; the others can't be."""
