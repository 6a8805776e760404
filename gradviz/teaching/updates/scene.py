"""What the tellers of the methods stand on: the run, its numbers, and what they tell."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from gradviz.descent import Trajectory
from gradviz.descent.boxes import Box
from gradviz.descent.methods.space import Space
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array, name_latex
from gradviz.teaching.markup import GRADIENT, VALUE, marked
from gradviz.teaching.terms import number
from gradviz.teaching.updates.lines import CoordinateLines, UpdateLine

X, G = marked(VALUE, "x"), marked(GRADIENT, "g")

_SHORTEST = 32


@dataclass(frozen=True, eq=False)
class Scene:
    """A run of a method: the space it looks in, its settings, and a learning rate per update.

    ``kept`` holds the direction and the gradient of some epochs, for a method that remembers.
    """

    space: Space
    trajectory: Trajectory
    settings: Mapping[str, Setting]
    rates: Array
    box: Box | None
    output: str = "L"
    kept: dict[int, tuple[Array, Array]] = field(default_factory=dict)

    @property
    def stride(self) -> int:
        """How many epochs apart directions are kept."""
        return max(_SHORTEST, math.isqrt(max(1, self.trajectory.epochs)))

    def updates_to(self, epoch: int) -> int:
        """How many directions must be found again up to that of ``epoch``."""
        nearest = max((known for known in self.kept if known <= epoch), default=0)
        return epoch - nearest

    @cached_property
    def arrival(self) -> int:
        """The epoch from which on the run stays where it is; the last one if it never does."""
        points = self.trajectory.points
        moves = np.flatnonzero((points[1:] != points[:-1]).any(axis=1))
        return int(moves[-1]) + 1 if moves.size else 0

    def point(self, epoch: int) -> Array:
        """The recorded point."""
        return np.asarray(self.trajectory.points[epoch])

    def gradient(self, epoch: int) -> Array:
        """The gradient at the recorded point."""
        return np.asarray(self.space.gradient(self.space.vector(self.point(epoch)))[1])

    def value(self, point: Array) -> float:
        """The value at any point."""
        return float(self.space.value(self.space.vector(point)))


@dataclass(frozen=True, eq=False)
class Told:
    """What was found for one update: lines for all, and a function for each coordinate's."""

    common: tuple[UpdateLine, ...]
    lines: Callable[[int], tuple[UpdateLine, ...]]
    before: Array
    after: Array
    words: str = ""

    def of(self, name: str, index: int) -> CoordinateLines:
        """The lines of one coordinate."""
        return CoordinateLines(
            name,
            name_latex(name),
            self.lines(index),
            float(self.before[index]),
            float(self.after[index]),
        )


def gradient_line(output: str, gradient: float) -> UpdateLine:
    """The gradient of one coordinate."""
    shown = number(gradient).colored(GRADIENT).latex
    symbols = rf"{G} = \partial {output}/\partial {X}"
    return UpdateLine("g", symbols, "", shown, gradient, ("g", "x"))


def step_line(x: float, t: float, d: float) -> UpdateLine:
    """A step of length t along d, of one coordinate."""
    after = x + t * d
    return UpdateLine(
        "x",
        rf"{X} \leftarrow {X} + t\,d",
        f"{number(x).colored(VALUE).latex} + {number(t).within(2)} \\cdot "
        f"{number(d).within(2, first=False)}",
        number(after).colored(VALUE).latex,
        after,
        ("x", "t", "d"),
    )
