"""What an optimizer remembers at an epoch of a trajectory: its state, run again up to there."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from gradviz.descent.objectives import Objective, flat
from gradviz.descent.review.replay_code import Memory, Program, active_lines, program_of
from gradviz.descent.rules.optimizer import Optimizer, Setting
from gradviz.descent.trajectory import Trajectory
from gradviz.graph import Array

Cancel: TypeAlias = Callable[[], bool]

_SHORTEST = 64
_FLOAT_ERRORS = (ArithmeticError, ValueError)  # where NumPy has an infinity or NaN


@dataclass(frozen=True, eq=False)
class Moment:
    """All that the update of an epoch starts from.

    ``point`` and ``gradient`` have a number for each coordinate, and so has each array in
    ``state``. ``known`` are the names all coordinates share: settings, ``lr``, the step ``t``
    (from 1) and what the optimizer prepared from them before the first step.
    """

    epoch: int
    point: Array
    gradient: Array
    state: Mapping[str, Array]
    known: Mapping[str, Setting]


class Replay:
    """The moments of one trajectory of an optimizer whose update is written as lines.

    The optimizer runs again from the nearest state that was kept, one every √n epochs or so, over
    the recorded iterates; once the end was seen, any epoch costs √n updates or fewer. May be
    asked from any thread.
    """

    def __init__(
        self,
        objective: Objective,
        trajectory: Trajectory,
        optimizer: Optimizer,
        settings: Mapping[str, Setting],
        rates: Array,
    ) -> None:
        """``settings`` are complete; ``rates`` are the learning rates of the updates."""
        self.objective, self.trajectory = objective, trajectory
        self.rates = rates
        self.lines = active_lines(optimizer, settings)
        self._stride = max(_SHORTEST, math.isqrt(max(1, trajectory.epochs)))
        self._program: Program | None = None
        self._kept: list[Memory] = []
        self._lock = Lock()

    @property
    def _remembers(self) -> bool:
        return bool(self.lines.state or self.lines.carried)

    def updates_to(self, epoch: int) -> int:
        """How many updates must be made again before the moment of ``epoch`` is known."""
        if not self._remembers:
            return 0
        return epoch - self._stride * self._place(epoch)

    def at(self, epoch: int, cancel: Cancel | None = None) -> Moment | None:
        """The moment before the update of ``epoch`` (from 0); None when it was cancelled."""
        with self._lock, np.errstate(all="ignore"):
            try:
                return self._at(epoch, cancel)
            except _FLOAT_ERRORS:
                self._program = program_of(self.objective, self.lines, arrays=True)
                self._kept = []
                return self._at(epoch, cancel)

    def _at(self, epoch: int, cancel: Cancel | None) -> Moment | None:
        program = self._program = self._program or program_of(
            self.objective, self.lines, arrays=False
        )
        memory = self._memory(program, epoch, cancel)
        if memory is None:
            return None
        point = self.trajectory.points[epoch]
        arguments = program.arguments(point)
        shapes = [np.shape(argument) for argument in arguments]
        prepared, count = len(self.lines.prepared), len(arguments)
        state = {
            name: _spread(memory[first : first + count], shapes)
            for name, first in zip(
                self.lines.state, range(prepared, len(memory), count), strict=True
            )
        }
        known = {
            **self.lines.settings,
            **self.lines.optimizer.fixed,
            **dict(zip(self.lines.prepared, memory[:prepared], strict=True)),
            "lr": self._rate(epoch),
            "t": float(epoch + 1),
        }
        gradient = _spread(program.gradient(*arguments), shapes)
        return Moment(epoch, point, gradient, state, known)

    def _memory(self, program: Program, epoch: int, cancel: Cancel | None) -> Memory | None:
        """What is remembered before the update of ``epoch``."""
        settings = (self._rate(0), *self.lines.settings.values())
        if not self._kept:
            self._kept.append(program.begin(settings))
        if not self._remembers:
            return self._kept[0]
        now = self._stride * self._place(epoch)
        memory = self._kept[now // self._stride]
        while now < epoch:
            if cancel is not None and cancel():
                return None
            ahead = min(now + self._stride, epoch)
            rows = (
                (number + 1, self._rate(number), program.arguments(point))
                for number, point in enumerate(self.trajectory.points[now:ahead], now)
            )
            memory = program.advance(rows, settings, memory)
            now = ahead
            if now == len(self._kept) * self._stride:
                self._kept.append(memory)
        return memory

    def _place(self, epoch: int) -> int:
        """Which of the kept states is the last one before ``epoch``."""
        return min(epoch // self._stride, max(0, len(self._kept) - 1))

    def _rate(self, epoch: int) -> float:
        """The learning rate of the update of an epoch."""
        return float(self.rates[epoch])


def _spread(values: Any, shapes: list[tuple[int, ...]]) -> Array:
    """A number for each coordinate, from one value for each argument."""
    return flat([np.broadcast_to(v, shape) for v, shape in zip(values, shapes, strict=True)])
