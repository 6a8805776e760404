"""The teaching passes: values forward and gradients backward, node by node, every step kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gradviz.errors import GraphError
from gradviz.graph.backward import backward_pass, fit
from gradviz.graph.forward import forward_pass
from gradviz.graph.model import INPUT, OPEN, Graph, NodeId, Value
from gradviz.graph.shapes import leaf_value, shape_text, value_of
from gradviz.graph.steps import BackwardStep, ForwardStep


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Values and gradients of a graph, and the steps that found them.

    ``note`` says why there are no gradients; ``missing`` names the inputs that were given no
    value, for which 1 was used.
    """

    graph: Graph
    target: NodeId
    node_values: Mapping[NodeId, Value]
    node_gradients: Mapping[NodeId, Value]
    forward: tuple[ForwardStep, ...]
    backward: tuple[BackwardStep, ...]
    note: str | None
    missing: tuple[str, ...]

    @property
    def value(self) -> Value:
        """The value of the target."""
        return self.node_values[self.target]

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
    graph: Graph, inputs: Mapping[str, Any] | None = None, target: str | None = None
) -> Evaluation:
    """The forward and the backward pass.

    ``inputs`` gives numbers or arrays to inputs by name; others keep the value they state, or
    get 1. ``target`` is a name or label, the graph's output without one. Operations that wait
    for an operand are left out where the target does not need them.
    Raises GraphError (ShapeError) where the target cannot be computed.
    """
    target_id = target_of(graph, target)
    values, missing = input_values(graph, inputs or {})
    needed = ancestors(graph, target_id)
    with np.errstate(all="ignore"):
        forward = forward_pass(graph, values, needed)
        shape = np.shape(values[target_id])
        gradients: dict[NodeId, Value] = {}
        backward: list[BackwardStep] = []
        note = None
        if shape:
            name = graph.labels.get(target_id, "The result")
            note = f"{name} is {shape_text(shape)}; a gradient needs one number: use sum or mean."
        else:
            gradients, backward = backward_pass(graph, target_id, needed, values)
            for node in graph.inputs:
                if node.id not in gradients:
                    gradients[node.id] = fit(0.0, np.shape(values[node.id]))
    return Evaluation(
        graph, target_id, values, gradients, tuple(forward), tuple(backward), note, missing
    )


def target_of(graph: Graph, target: str | None) -> NodeId:
    """The id of the node called ``target``, without a name that of the output."""
    if target is not None:
        return graph.named(target).id
    if graph.output is None:
        raise GraphError("There is nothing to compute: write an expression.")
    return graph.output


def input_values(
    graph: Graph, inputs: Mapping[str, Any]
) -> tuple[dict[NodeId, Value], tuple[str, ...]]:
    """The values of all leaves, and the names of those for which 1 was assumed."""
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
        if node.name is not None and node.name in inputs:
            values[node.id] = value_of(inputs[node.name], node.name, node.id)
            continue
        values[node.id] = leaf_value(node)
        if node.value is None and node.name is not None:
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
