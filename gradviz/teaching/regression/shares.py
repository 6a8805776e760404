"""The numbers of a fit at some values of its parameters: what each row adds to the gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.graph import Array, Evaluation, NodeId, Value
from gradviz.graph.tangents import tangents
from gradviz.teaching.regression.fit import Fit
from gradviz.teaching.terms import number

_SAME = 1e-9


@dataclass(frozen=True, eq=False)
class Shares:
    """A fit at the values of an evaluation, for some of its parameters.

    The derivatives are found by forward mode, so that they are no copy of the backward pass.
    """

    fit: Fit
    evaluation: Evaluation
    chosen: tuple[NodeId, ...]

    @property
    def values(self) -> Mapping[NodeId, Value]:
        """The values of all nodes."""
        return self.evaluation.node_values

    @property
    def loss(self) -> float:
        """The value of the output."""
        return float(self.values[self.fit.found.output])

    @cached_property
    def by_parameter(self) -> Mapping[NodeId, Array]:
        """The derivative of every row's loss by each chosen parameter."""
        return {parameter: self.moved_by(parameter) for parameter in self.chosen}

    @cached_property
    def gradients(self) -> Mapping[NodeId, float]:
        """The derivatives of the output, added up from the rows."""
        weight = self.fit.found.weight
        with np.errstate(all="ignore"):
            return {p: float(share.sum() * weight) for p, share in self.by_parameter.items()}

    def moved_by(self, source: NodeId) -> Array:
        """How fast every row's loss changes when one node moves alone."""
        found = self.fit.found
        inputs = {n.name: self.values[n.id] for n in found.graph.inputs if n.name is not None}
        return self.column(tangents(found.graph, inputs, source).node_tangents[found.summand])

    def column(self, value: Value) -> Array:
        """A number for each row, also where it is the same for all."""
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (self.fit.found.rows,))

    @property
    def agreement(self) -> str:
        """A sentence that compares the sums with what the backward pass found, if it did."""
        evaluation = self.evaluation
        if evaluation.target != self.fit.found.output or not evaluation.node_gradients:
            return ""
        others = {p: float(evaluation.node_gradients[p]) for p in self.chosen}
        if self._agree(others):
            return "The backward pass of the graph shows the same numbers."
        labels = evaluation.graph.labels
        shown = ", ".join(f"{labels[p]}: {number(g).plain}" for p, g in others.items())
        return f"The backward pass of the graph shows other numbers ({shown}): rounding differs."

    def _agree(self, others: Mapping[NodeId, float]) -> bool:
        """Whether the gradients are the same but for rounding, which grows with what is added."""
        with np.errstate(all="ignore"):
            weight = abs(self.fit.found.weight)
            return all(
                np.isclose(
                    self.gradients[p],
                    other,
                    rtol=_SAME,
                    atol=_SAME * weight * float(np.abs(self.by_parameter[p]).sum()),
                    equal_nan=True,
                )
                for p, other in others.items()
            )
