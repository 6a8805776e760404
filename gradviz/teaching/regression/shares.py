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
        """The value of the sum over the rows."""
        return float(self.values[self.fit.found.output])

    @cached_property
    def by_parameter(self) -> Mapping[NodeId, Array]:
        """The derivative of every row's loss by each chosen parameter that plays a part there."""
        return {p: self.moved_by(p) for p in self.chosen if p in self.fit.found.parameters}

    @cached_property
    def summed(self) -> Mapping[NodeId, float]:
        """The derivatives of the sum over the rows, added up from them."""
        weight = self.fit.found.weight
        with np.errstate(all="ignore"):
            return {p: float(share.sum() * weight) for p, share in self.by_parameter.items()}

    @cached_property
    def gradients(self) -> Mapping[NodeId, float]:
        """The derivatives of the loss: by the chain rule, where it is more than that sum."""
        around = self.fit.around
        if around is None:
            return self.summed
        with np.errstate(all="ignore"):
            return {p: self.outer * self.summed.get(p, 0.0) + self.direct(p) for p in self.chosen}

    @cached_property
    def outer(self) -> float:
        """How fast the loss changes with its sum over the rows."""
        around = self.fit.around
        return 1.0 if around is None else around.moved_by(around.part, self.values)

    def direct(self, parameter: NodeId) -> float:
        """How fast the loss changes with a parameter while its sum over the rows rests."""
        around = self.fit.around
        if around is None or parameter not in around.direct:
            return 0.0
        return around.moved_by(parameter, self.values)

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
        if evaluation.target != self.fit.found.graph.output or not evaluation.node_gradients:
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
            return all(
                np.isclose(
                    self.gradients[p], other, rtol=_SAME, atol=_SAME * self._size(p), equal_nan=True
                )
                for p, other in others.items()
            )

    def _size(self, parameter: NodeId) -> float:
        """How large the numbers are that are added to a gradient."""
        rows = float(np.abs(self.by_parameter.get(parameter, np.zeros(1))).sum())
        return abs(self.outer * self.fit.found.weight) * rows + abs(self.direct(parameter))
