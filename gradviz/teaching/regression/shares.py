"""The numbers of a fit at some values of its parameters: what each row adds to the gradient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.graph import Array, Evaluation, NodeId, Value, as_value
from gradviz.graph.tangents import tangents
from gradviz.teaching.regression.fit import Fit
from gradviz.teaching.regression.matrices import column_latex, term

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
        """The derivative of every row's loss by each chosen parameter that plays a part there.

        Those by a vector have a column for each of its numbers.
        """
        return {p: self._by(p) for p in self.chosen if p in self.fit.found.parameters}

    def _by(self, parameter: NodeId) -> Array:
        found = self.moved_by(self.fit.source(parameter))
        if parameter not in self.fit.found.vectors:
            return found
        with np.errstate(all="ignore"):
            return found[:, np.newaxis] * self.matrix(parameter)

    def matrix(self, parameter: NodeId) -> Array:
        """The matrix that a vector is multiplied by."""
        return np.asarray(self.values[self.fit.found.vectors[parameter].matrix])

    def in_numbers(self, parameter: NodeId, row: int, values: Mapping[NodeId, float]) -> str:
        """The derivative of a row, counted from 0, in its numbers."""
        if parameter not in self.fit.found.vectors:
            return self.fit.in_numbers(parameter, values)
        return self.fit.in_numbers(parameter, values, column_latex(self.matrix(parameter)[row]))

    @cached_property
    def summed(self) -> Mapping[NodeId, Value]:
        """The derivatives of the sum over the rows, added up from them."""
        weight = self.fit.found.weight
        with np.errstate(all="ignore"):
            sums = {p: share.sum(axis=0) * weight for p, share in self.by_parameter.items()}
        return {p: as_value(found) for p, found in sums.items()}

    @cached_property
    def gradients(self) -> Mapping[NodeId, Value]:
        """The derivatives of the loss: by the chain rule, where it is more than that sum."""
        around = self.fit.around
        if around is None:
            return self.summed
        with np.errstate(all="ignore"):
            return {
                p: as_value(self.outer * self.summed.get(p, 0.0) + self.direct(p))
                for p in self.chosen
            }

    @cached_property
    def outer(self) -> float:
        """How fast the loss changes with its sum over the rows."""
        around = self.fit.around
        return 1.0 if around is None else around.moved_by(around.part, self.values)

    def direct(self, parameter: NodeId) -> Value:
        """How fast the loss changes with a parameter while its sum over the rows rests."""
        around = self.fit.around
        return 0.0 if around is None else around.moved_directly(parameter, self.values)

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
        others = {p: evaluation.node_gradients[p] for p in self.chosen}
        if self._agree(others):
            return "The backward pass of the graph shows the same numbers."
        labels = evaluation.graph.labels
        shown = ", ".join(f"{labels[p]}: {term(g).plain}" for p, g in others.items())
        return f"The backward pass of the graph shows other numbers ({shown}): rounding differs."

    def _agree(self, others: Mapping[NodeId, Value]) -> bool:
        """Whether the gradients are the same but for rounding, which grows with what is added."""
        with np.errstate(all="ignore"):
            return all(
                np.allclose(
                    self.gradients[p], other, rtol=_SAME, atol=_SAME * self._size(p), equal_nan=True
                )
                for p, other in others.items()
            )

    def _size(self, parameter: NodeId) -> float:
        """How large the numbers are that are added to a gradient."""
        rows = float(np.abs(self.by_parameter.get(parameter, np.zeros(1))).sum())
        beside = float(np.abs(self.direct(parameter)).sum())
        return abs(self.outer * self.fit.found.weight) * rows + beside
