"""What programs for numbers share: which operations they have, and what they say of tensors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gradviz.errors import GraphError, ShapeError
from gradviz.graph.autodiff import Evaluation
from gradviz.graph.code.literals import numbers_text
from gradviz.graph.kernels import FLOATS
from gradviz.graph.model import Graph, Node, NodeId, Value
from gradviz.graph.op import Formula, Op
from gradviz.graph.ops import OPS
from gradviz.graph.shapes import operand_text, row_of, shape_text
from gradviz.graph.steps import FLOAT_ERRORS

MATH = frozenset(FLOATS)
"""What the formulas for floats import from ``math``."""


class Language(NamedTuple):
    """A program for numbers alone: its name, and what to do where there are tensors."""

    name: str
    advice: str

    def row(self, graph: Graph, node: Node) -> Op:
        """The row of an elementwise operation; GraphError for another."""
        row = row_of(graph, node)
        if not row.elementwise:
            raise GraphError(f"{self.name} has no {row.symbol}: {self.advice}.", node=node.id)
        return row

    def number(self, graph: Graph, node_id: NodeId, value: Value) -> float:
        """The value of a leaf; ShapeError for a tensor."""
        if isinstance(value, float):
            return value
        raise ShapeError(
            f"{self.name} is for numbers, and {operand_text(graph, node_id)} is "
            f"{shape_text(np.shape(value))}: {self.advice}.",
            node=node_id,
        )

    def check_runs(self, found: Evaluation) -> None:
        """GraphError where Python's ``math`` would raise: it has no infinite results, nor NaN."""
        graph, values = found.graph, found.node_values
        for node_id in graph.order:
            node = graph.nodes[node_id]
            if node.is_input or node_id not in found.node_gradients:
                continue
            row = OPS[node.op]
            operands = [values[operand] for operand in node.operands]
            wanted = tuple(not graph.nodes[operand].is_literal for operand in node.operands)
            slopes = row.derivatives_of_floats[wanted]
            try:
                if row.value_of_floats is not None:
                    row.value_of_floats(*operands)
                slopes(found.node_gradients[node_id], *operands, values[node_id])
            except FLOAT_ERRORS:
                raise GraphError(
                    f"{self.name} stops in {graph.labels[node_id]}, where a number is infinite or "
                    f"undefined: {self.advice.partition(',')[0]}.",
                    node=node_id,
                ) from None


def for_floats(formula: Formula) -> str:
    """The text of a formula for Python floats."""
    return formula if isinstance(formula, str) else formula[0]


def signed_text(number: float) -> str:
    """A number in full precision, in parentheses if it has a sign."""
    text = numbers_text(number)
    return f"({text})" if text.startswith("-") else text
