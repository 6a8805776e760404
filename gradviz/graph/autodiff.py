"""The teaching passes: values forward and gradients backward, node by node, every step kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.backward import backward_pass, fit
from gradviz.graph.forward import forward_pass
from gradviz.graph.model import INPUT, OPEN, EdgeKey, Graph, NodeId, Value
from gradviz.graph.shapes import leaf_value, shape_text, value_of
from gradviz.graph.steps import BackwardStep, ForwardStep, Step, SumStep


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Values and gradients of a graph, and the steps that found them.

    ``note`` says why there are no gradients; ``missing`` names the inputs that were given no
    value, for which 1 was used. ``problems`` says of nodes that could not be computed what is
    wrong with them; it is empty unless a partial evaluation was asked for.
    """

    graph: Graph
    target: NodeId
    node_values: Mapping[NodeId, Value]
    node_gradients: Mapping[NodeId, Value]
    forward: tuple[ForwardStep, ...]
    backward: tuple[BackwardStep, ...]
    note: str | None
    missing: tuple[str, ...]
    problems: Mapping[NodeId, GraphError] = field(default_factory=dict)

    @property
    def value(self) -> Value:
        """The value of the target; GraphError where a partial evaluation did not reach it."""
        if self.obstacle is not None:
            raise self.obstacle
        return self.node_values[self.target]

    @cached_property
    def obstacle(self) -> GraphError | None:
        """What keeps the target from being computed: the first of the problems before it."""
        if self.target in self.node_values:
            return None
        needed = ancestors(self.graph, self.target)
        return next(error for node_id, error in self.problems.items() if node_id in needed)

    @cached_property
    def contributors(self) -> Mapping[NodeId, tuple[EdgeKey, ...]]:
        """For each node the edges, as (user, port), on which its gradient arrived, in order."""
        found: dict[NodeId, list[EdgeKey]] = {}
        for step in self.backward:
            if step.user is not None:
                found.setdefault(step.node, []).append((step.user, step.port))
        return {node_id: tuple(edges) for node_id, edges in found.items()}

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Both passes as they are shown: where a node is used several times, a step that adds."""
        shown: list[Step] = [*self.forward]
        found: dict[NodeId, list[Value]] = {}
        for step in self.backward:
            shown.append(step)
            if step.parts > 1:
                parts = found.setdefault(step.node, [])
                parts.append(step.contribution)
                if step.part == step.parts:
                    shown.append(SumStep(step.node, tuple(parts), step.total))
        return tuple(shown)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """Values by label."""
        return self._labeled(self.node_values)

    @cached_property
    def gradients(self) -> Mapping[str, Value]:
        """Gradients by label."""
        return self._labeled(self.node_gradients)

    def _labeled(self, found: Mapping[NodeId, Value]) -> dict[str, Value]:
        labels = self.graph.labels
        return {labels[node_id]: value for node_id, value in found.items() if node_id in labels}


def evaluate(
    graph: Graph,
    inputs: Mapping[str, Any] | None = None,
    target: str | None = None,
    *,
    partial: bool = False,
) -> Evaluation:
    """The forward and the backward pass.

    ``inputs`` gives numbers or arrays to inputs by name; others keep the value they state, or
    get 1. ``target`` is a name or label, the graph's output without one. Operations that wait
    for an operand are left out where the target does not need them.
    Raises GraphError (ShapeError) where the target cannot be computed. A ``partial`` evaluation
    does not: it goes as far as possible, and ``problems`` and ``note`` say what is in the way.
    """
    target_id = target_of(graph, target)
    problems: dict[NodeId, GraphError] | None = {} if partial else None
    values, missing = input_values(graph, inputs or {}, problems)
    needed = ancestors(graph, target_id)
    gradients: dict[NodeId, Value] = {}
    backward: list[BackwardStep] = []
    with np.errstate(all="ignore"):
        forward = forward_pass(graph, values, needed, problems)
        note = None
        if target_id not in values:
            note = _in_the_way(problems or {}, needed)
        elif shape := np.shape(values[target_id]):
            note = _why_no_gradient(graph, target_id, shape)
        else:
            gradients, backward = backward_pass(graph, target_id, needed, values)
            for node in graph.inputs:
                if node.id not in gradients and node.id in values:
                    gradients[node.id] = fit(0.0, np.shape(values[node.id]))
    steps = tuple(forward), tuple(backward)
    return Evaluation(graph, target_id, values, gradients, *steps, note, missing, problems or {})


def _in_the_way(problems: Mapping[NodeId, GraphError], needed: set[NodeId]) -> str:
    return str(next(error for node_id, error in problems.items() if node_id in needed))


def _why_no_gradient(graph: Graph, target: NodeId, shape: tuple[int, ...]) -> str:
    name = graph.labels.get(target, "The result")
    what_to_do = "use sum or mean" if target == graph.output else "choose one number as target"
    return f"{name} is {shape_text(shape)}; a gradient needs one number: {what_to_do}."


def target_of(graph: Graph, target: str | None) -> NodeId:
    """The id of the node called ``target``, without a name that of the output."""
    if target is not None:
        return graph.named(target).id
    if graph.output is None:
        raise GraphError("There is nothing to compute: write an expression.")
    return graph.output


def input_values(
    graph: Graph, inputs: Mapping[str, Any], problems: dict[NodeId, GraphError] | None = None
) -> tuple[dict[NodeId, Value], tuple[str, ...]]:
    """The values of all leaves, and the names of those for which 1 was assumed.

    With ``problems`` a leaf whose value cannot be read is noted there and left out.
    """
    for name in inputs:
        node_id = graph.by_name.get(name)
        if node_id is None:
            raise GraphError(f"There is no input called {name}.", node=name)
        if not graph.nodes[node_id].is_input:
            raise GraphError(f"{name} is computed and cannot be given a value.", node=name)
    values: dict[NodeId, Value] = {}
    missing: list[str] = []
    for node in graph.nodes.values():
        if node.op != INPUT:
            continue
        given = node.name is not None and node.name in inputs
        try:
            values[node.id] = (
                value_of(inputs[node.name or ""], node.name, node.id) if given else leaf_value(node)
            )
        except GraphError as error:
            if problems is None:
                raise
            problems[node.id] = error
        if node.value is None and node.name is not None and not given:
            missing.append(node.name)
    return values, tuple(missing)


def ancestors(graph: Graph, target: NodeId) -> set[NodeId]:
    """The target and every node it is computed from."""
    needed = {target}
    for node_id in reversed(graph.order):
        if node_id in needed:
            needed.update(graph.nodes[node_id].operands)
    needed.discard(OPEN)
    return needed
