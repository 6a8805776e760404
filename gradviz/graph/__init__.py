"""Expression ⇄ graph ⇄ numbers: the engine, which knows nothing of windows."""

from __future__ import annotations

from gradviz.graph.autodiff import Evaluation, evaluate
from gradviz.graph.code import to_python, to_torch
from gradviz.graph.compiler import CodeBlock, CompiledFunction, compile  # noqa: A004
from gradviz.graph.differences import Check, central, gradient_check
from gradviz.graph.folding import BLOCK, fold, obstacle
from gradviz.graph.latex import node_latex, to_latex
from gradviz.graph.lexicon import name_problem
from gradviz.graph.model import (
    INPUT,
    OPEN,
    Array,
    Graph,
    Literal,
    Node,
    NodeId,
    Role,
    Value,
    as_value,
    literal,
)
from gradviz.graph.names import name_latex
from gradviz.graph.numbers import format_full, format_number, format_value, number_latex
from gradviz.graph.op import Op
from gradviz.graph.ops import FUNCTIONS, OPS
from gradviz.graph.parser import MAX_CHARACTERS, parse
from gradviz.graph.polynomial import degree
from gradviz.graph.printing import definition_text, to_text
from gradviz.graph.reconcile import reconcile
from gradviz.graph.shapes import infer, shape_of
from gradviz.graph.steps import FLOAT_ERRORS, BackwardStep, ForwardStep

__all__ = [
    "BLOCK",
    "FLOAT_ERRORS",
    "FUNCTIONS",
    "INPUT",
    "MAX_CHARACTERS",
    "OPEN",
    "OPS",
    "Array",
    "BackwardStep",
    "Check",
    "CodeBlock",
    "CompiledFunction",
    "Evaluation",
    "ForwardStep",
    "Graph",
    "Literal",
    "Node",
    "NodeId",
    "Op",
    "Role",
    "Value",
    "as_value",
    "central",
    "compile",
    "definition_text",
    "degree",
    "evaluate",
    "fold",
    "format_full",
    "format_number",
    "format_value",
    "gradient_check",
    "infer",
    "literal",
    "name_latex",
    "name_problem",
    "node_latex",
    "number_latex",
    "obstacle",
    "parse",
    "reconcile",
    "shape_of",
    "to_latex",
    "to_python",
    "to_text",
    "to_torch",
]
