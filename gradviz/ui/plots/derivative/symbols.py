"""The analytic derivative as a formula, found in the background when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gradviz.errors import GradVizError
from gradviz.graph import Evaluation, Graph, NodeId, name_latex
from gradviz.session import JobRunner, PassCursor
from gradviz.ui.formula import FormulaWidget

if TYPE_CHECKING:
    from gradviz.graph import Symbolic

WAITING = r"\text{deriving} \; \ldots"


class SymbolicDerivative:
    """Puts d output / d parameter into a formula widget, once for each function."""

    def __init__(self, passes: PassCursor, jobs: JobRunner, formula: FormulaWidget) -> None:
        self._passes, self._jobs, self._formula = passes, jobs, formula
        self._key = ("derivative in symbols", id(self))
        self._about: tuple[Graph, str] | None = None

    def show(self, axis: str, *, alone: bool) -> None:
        """Derive the output by a parameter, which is the only one or one of several."""
        state = self._passes.state
        evaluation, graph = state.evaluation, state.graph
        if evaluation is None or graph.output is None or self._is_known(graph, axis):
            return
        self._about = (graph, axis)
        by = graph.by_name.get(axis)
        if by is None:
            self._say(f"{axis} is one number of several: derive it on paper.")
            return
        output = name_latex(graph.labels.get(graph.output, "f"))
        d = "d" if alone else r"\partial "
        left = rf"\frac{{{d}{output}}}{{{d}{name_latex(axis)}}}"
        self._formula.set_formula(WAITING)
        self._jobs.submit(
            self._key, _derived, evaluation, by, graph.output,
            on_done=lambda found: self._formula.set_formula(f"{left} = {found.result}"),
            on_error=self._on_error,
        )  # fmt: skip

    def forget(self) -> None:
        """Stop deriving."""
        if self._jobs.is_busy(self._key):
            self._jobs.cancel(self._key)
            self._about = None

    def _is_known(self, graph: Graph, axis: str) -> bool:
        """Whether it is the same formula: values of inputs may differ."""
        if self._about is None or self._about[1] != axis:
            return False
        old = self._about[0]
        return old is graph or _shape(old) == _shape(graph)

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._say(str(error))

    def _say(self, sentence: str) -> None:
        self._formula.set_formula(rf"\text{{{sentence}}}", sentence)


def _shape(graph: Graph) -> object:
    """What of a graph is in its formulas: not the values of named inputs."""
    parts = [
        (n.id, n.op, n.operands, n.name, n.value if n.is_literal else None)
        for n in graph.nodes.values()
    ]
    return parts, graph.output


def _derived(evaluation: Evaluation, by: NodeId, target: NodeId) -> Symbolic:
    from gradviz.graph import differentiate

    return differentiate(evaluation, by, target)
