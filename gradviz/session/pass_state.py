"""The state of the passes at a position, and the evaluation it is taken from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import NamedTuple

import numpy as np

from gradviz.errors import GradVizError
from gradviz.graph import (
    BackwardStep,
    EdgeKey,
    Evaluation,
    Graph,
    NodeId,
    Step,
    SumStep,
    Value,
    evaluate,
)


@dataclass(frozen=True, eq=False)
class PassState:
    """What is known after ``position`` of ``count`` steps: forward steps first, then backward.

    ``values`` holds inputs and numbers from the start and operations once computed;
    ``gradients`` the gradients whose contributions have all been added; ``locals`` the derivative
    of a user with respect to its operand at a port, as (user, port). ``step`` is the step made
    last. ``error`` is what keeps the target from being computed, or else the first thing wrong
    beside it; what does not depend on it is computed all the same. ``inputs_override`` says that
    the inputs are not the document's own: the epoch's, or those under the mouse. ``label`` says
    whose they are where that is worth saying: ``epoch 37``, ``at the pointer``.
    ``stepped`` says that the position was reached by a single step.
    """

    graph: Graph = field(default_factory=Graph)
    evaluation: Evaluation | None = None
    error: GradVizError | None = None
    position: int = 0
    count: int = 0
    values: Mapping[NodeId, Value] = field(default_factory=dict)
    gradients: Mapping[NodeId, Value] = field(default_factory=dict)
    locals: Mapping[tuple[NodeId, int], Value] = field(default_factory=dict)
    step: Step | None = None
    inputs_override: bool = False
    label: str = ""
    stepped: bool = False

    @property
    def at_rest(self) -> bool:
        """Whether both passes are shown as a whole, and no step stands out."""
        return self.at_end and not self.stepped

    @property
    def target(self) -> NodeId | None:
        """The node whose gradients are shown: the output, unless another was chosen."""
        return self.graph.output if self.evaluation is None else self.evaluation.target

    @property
    def problems(self) -> Mapping[NodeId, GradVizError]:
        """What is wrong with the nodes that could not be computed by fault of their own."""
        return {} if self.evaluation is None else self.evaluation.problems

    @property
    def forward_count(self) -> int:
        """The number of forward steps: the position at which all values are known."""
        return 0 if self.evaluation is None else len(self.evaluation.forward)

    @property
    def at_end(self) -> bool:
        """Whether both passes are complete."""
        return self.position == self.count


class Request(NamedTuple):
    """What an evaluation depends on, and how its inputs are called; no target is the output."""

    graph: Graph
    leaves: Mapping[NodeId, Value]
    label: str = ""
    target: NodeId | None = None


class Outcome(NamedTuple):
    """What an evaluation came to, and how many seconds it took: no end of them while it runs."""

    request: Request
    evaluation: Evaluation | None
    error: GradVizError | None
    seconds: float

    @property
    def is_known(self) -> bool:
        """Whether the evaluation has come to its end."""
        return self.seconds < math.inf

    @property
    def steps(self) -> int:
        """How many steps both passes have."""
        return 0 if self.evaluation is None else len(self.evaluation.steps)


def expected(request: Request) -> Outcome:
    """What is known of an evaluation before it is made: the inputs alone."""
    return Outcome(request, None, None, math.inf)


def evaluated(request: Request) -> Outcome:
    """Both passes, timed; an error of the user's comes back as a value."""
    graph = request.graph
    if not graph.nodes:  # an empty document is no mistake
        return Outcome(request, None, None, 0.0)
    inputs = {n.name: request.leaves[n.id] for n in graph.inputs if n.name is not None}
    target = None if request.target is None else graph.labels[request.target]
    start = perf_counter()
    try:
        evaluation = evaluate(graph, inputs, target, partial=True)
    except GradVizError as error:
        return Outcome(request, None, error, perf_counter() - start)
    problems = evaluation.problems
    wrong = (evaluation.obstacle or next(iter(problems.values()))) if problems else None
    return Outcome(request, evaluation, wrong, perf_counter() - start)


def state_at(
    outcome: Outcome, position: int, *, inputs_override: bool, stepped: bool = False
) -> PassState:
    """What is known after ``position`` steps (at most ``outcome.steps``)."""
    graph, leaves, label, _ = outcome.request
    evaluation = outcome.evaluation
    if evaluation is None:
        error = outcome.error
        return PassState(
            graph, None, error, values=leaves, inputs_override=inputs_override, label=label
        )
    steps, turn = evaluation.steps, len(evaluation.forward)
    values = dict(leaves)
    values.update((step.node, step.value) for step in evaluation.forward[:position])
    backward = steps[turn:position]
    whole = position == len(steps)  # then inputs the target does not depend on have their 0, too
    return PassState(
        graph,
        evaluation,
        outcome.error,
        position,
        len(steps),
        values,
        evaluation.node_gradients if whole else _gradients(backward),
        _locals(evaluation.backward if whole else backward),
        steps[position - 1] if position else None,
        inputs_override,
        label,
        stepped,
    )


def _locals(steps: Sequence[Step]) -> dict[EdgeKey, Value]:
    """The local derivatives that some steps of the backward pass have found, by (user, port)."""
    return {
        (step.user, step.port): step.local
        for step in steps
        if isinstance(step, BackwardStep) and step.user is not None and step.local is not None
    }


def _gradients(steps: Sequence[Step]) -> dict[NodeId, Value]:
    """The gradients that are complete after some steps of the backward pass."""
    return {
        step.node: step.total
        for step in steps
        if isinstance(step, SumStep) or (isinstance(step, BackwardStep) and step.parts == 1)
    }


def same_structure(old: Graph, new: Graph) -> bool:
    """Whether both graphs compute in the same steps, whatever their values and names."""
    if old.output != new.output or old.nodes.keys() != new.nodes.keys():
        return False
    return all(
        before is after
        or (before.op, before.operands, before.attributes)
        == (after.op, after.operands, after.attributes)
        for before, after in ((old.nodes[node_id], node) for node_id, node in new.nodes.items())
    )


def same_request(old: Request, new: Request) -> bool:
    """Whether two evaluations would come to the same."""
    if old.target != new.target or (old.graph is not new.graph and old.graph != new.graph):
        return False
    return all(_same_value(value, new.leaves[key]) for key, value in old.leaves.items())


def _same_value(a: Value, b: Value) -> bool:
    if a is b:
        return True
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (a != a and b != b)  # NaN
    return np.array_equal(a, b, equal_nan=True)
