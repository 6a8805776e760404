"""Derivatives in symbols with the steps to them; SymPy is loaded at the first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradviz.graph.symbolic.result import Symbolic, SymbolicStep
from gradviz.graph.symbolic.written import expression_latex

if TYPE_CHECKING:
    from gradviz.graph.autodiff import Evaluation
    from gradviz.graph.model import NodeId
    from gradviz.graph.symbolic.slopes import Slope

__all__ = ["Symbolic", "SymbolicStep", "differentiate", "expression_latex", "slope"]


def differentiate(evaluation: Evaluation, by: NodeId, target: NodeId | None = None) -> Symbolic:
    """The derivative of ``target`` (that of the evaluation without one) by ``by``, any two nodes.

    Takes about half a second at the first call and some 10 ms afterwards. Raises GraphError
    where there is no derivative to write: for vectors and matrices, for operations without one
    in symbols, and for expressions that are too large (see MOST_NODES in ``building``).
    """
    from gradviz.graph.symbolic.deriving import derivation

    return derivation(evaluation, by, target)


def slope(evaluation: Evaluation, by: NodeId, target: NodeId) -> Slope:
    """The derivative of one node by another, to be written with names or with numbers.

    Raises GraphError as ``differentiate`` does.
    """
    from gradviz.graph.symbolic.slopes import slope_of

    return slope_of(evaluation, by, target)
