"""Expression ⇄ graph ⇄ numbers: the engine, which knows nothing of windows.

What the first frame does not need is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gradviz.graph.autodiff import Evaluation, evaluate
from gradviz.graph.compiler import CodeBlock, CompiledFunction, compile  # noqa: A004
from gradviz.graph.differences import Check, central, check_nodes, gradient_check
from gradviz.graph.folding import BLOCK, fold, obstacle
from gradviz.graph.latex import node_latex, to_latex
from gradviz.graph.lexicon import name_problem
from gradviz.graph.model import (
    INPUT,
    OPEN,
    Array,
    EdgeKey,
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
from gradviz.graph.numbers import (
    format_count,
    format_exact,
    format_full,
    format_number,
    format_shape,
    format_value,
    number_latex,
)
from gradviz.graph.op import Op
from gradviz.graph.ops import FUNCTIONS, OPS
from gradviz.graph.parser import MAX_CHARACTERS, parse
from gradviz.graph.polynomial import degree
from gradviz.graph.printing import definition_text, to_text
from gradviz.graph.reconcile import reconcile
from gradviz.graph.shapes import infer, shape_of
from gradviz.graph.steps import FLOAT_ERRORS, BackwardStep, ForwardStep, Step, SumStep

if TYPE_CHECKING:
    from gradviz.graph.code import (
        Script,
        chain_rule_script,
        micrograd_script,
        to_micrograd,
        to_python,
        to_torch,
        torch_script,
    )
    from gradviz.graph.effort import Effort, forward_effort, reverse_effort
    from gradviz.graph.paths import (
        MOST_LISTED,
        Path,
        PathProduct,
        along,
        count_paths,
        depths,
        descendants,
        distance,
        list_paths,
        shortest,
        undirected_distance,
    )
    from gradviz.graph.symbolic import Symbolic, SymbolicStep, differentiate, expression_latex
    from gradviz.graph.tangents import Tangents, TangentStep, TangentTerm
    from gradviz.graph.unrolling import MOST_SAMPLES, unroll

_HOMES = {
    "Effort": "effort",
    "MOST_LISTED": "paths",
    "MOST_SAMPLES": "unrolling",
    "Path": "paths",
    "PathProduct": "paths",
    "Symbolic": "symbolic",
    "SymbolicStep": "symbolic",
    "Script": "code",
    "TangentStep": "tangents",
    "TangentTerm": "tangents",
    "Tangents": "tangents",
    "along": "paths",
    "chain_rule_script": "code",
    "descendants": "paths",
    "count_paths": "paths",
    "depths": "paths",
    "differentiate": "symbolic",
    "distance": "paths",
    "expression_latex": "symbolic",
    "forward_effort": "effort",
    "list_paths": "paths",
    "micrograd_script": "code",
    "reverse_effort": "effort",
    "shortest": "paths",
    "to_micrograd": "code",
    "to_python": "code",
    "to_torch": "code",
    "torch_script": "code",
    "undirected_distance": "paths",
    "unroll": "unrolling",
}
"""Where each name that is loaded late lives; no module may be called like one of them."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


__all__ = [
    "BLOCK",
    "FLOAT_ERRORS",
    "FUNCTIONS",
    "INPUT",
    "MAX_CHARACTERS",
    "MOST_LISTED",
    "MOST_SAMPLES",
    "OPEN",
    "OPS",
    "Array",
    "BackwardStep",
    "Check",
    "CodeBlock",
    "CompiledFunction",
    "EdgeKey",
    "Effort",
    "Evaluation",
    "ForwardStep",
    "Graph",
    "Literal",
    "Node",
    "NodeId",
    "Op",
    "Path",
    "PathProduct",
    "Role",
    "Script",
    "Step",
    "SumStep",
    "Symbolic",
    "SymbolicStep",
    "TangentStep",
    "TangentTerm",
    "Tangents",
    "Value",
    "along",
    "as_value",
    "central",
    "chain_rule_script",
    "check_nodes",
    "compile",
    "count_paths",
    "definition_text",
    "degree",
    "depths",
    "descendants",
    "differentiate",
    "distance",
    "evaluate",
    "expression_latex",
    "fold",
    "format_count",
    "format_exact",
    "format_full",
    "format_number",
    "format_shape",
    "format_value",
    "forward_effort",
    "gradient_check",
    "infer",
    "list_paths",
    "literal",
    "micrograd_script",
    "name_latex",
    "name_problem",
    "node_latex",
    "number_latex",
    "obstacle",
    "parse",
    "reconcile",
    "reverse_effort",
    "shape_of",
    "shortest",
    "to_latex",
    "to_micrograd",
    "to_python",
    "to_text",
    "to_torch",
    "torch_script",
    "undirected_distance",
    "unroll",
]
