"""What a check looks at: the state of the window and the answer given, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from gradviz.descent import Trajectory
from gradviz.graph import Evaluation, Graph

OWN, OF_EPOCH, HOVERED = "own", "epoch", "hover"
"""Whose inputs an attempt shows."""


@dataclass(frozen=True)
class Attempt:
    """What a check looks at: the document's graph, its passes, its descent and the answer.

    ``position`` of ``count`` says how far the passes were shown; the answer of a choice is the
    option itself. ``inputs`` says whose values they are: the student's own, those of an epoch
    of the descent, or those under the mouse.
    """

    graph: Graph
    evaluation: Evaluation | None = None
    position: int = 0
    count: int = 0
    trajectory: Trajectory | None = None
    answer: str = ""
    inputs: str = OWN

    @property
    def values_shown(self) -> bool:
        """Whether the forward pass is complete, with the student's own inputs."""
        return (
            self.inputs == OWN
            and self.evaluation is not None
            and self.evaluation.obstacle is None
            and self.position >= len(self.evaluation.forward)
        )

    @property
    def gradients_shown(self) -> bool:
        """Whether the backward pass is complete."""
        return self.values_shown and self.position == self.count
