"""Who tells the updates of a trajectory: one narrator for each kind of optimizer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, TypeAlias

from gradviz.descent import (
    Interval,
    Method,
    Objective,
    Trajectory,
    complete_settings,
    find_optimizer,
)
from gradviz.descent.boxes import Box, box_of
from gradviz.descent.review.replay import Replay
from gradviz.descent.rules.schedules import find_schedule
from gradviz.graph import Array
from gradviz.teaching.updates.lines import Update
from gradviz.teaching.updates.methods import MethodNarrator, into_box
from gradviz.teaching.updates.rows import update_of

Cancel: TypeAlias = Callable[[], bool]


class Narrator(Protocol):
    """Tells any update of one trajectory; may be asked from any thread."""

    def updates_to(self, epoch: int) -> int:
        """How many updates must be made again before the one of ``epoch`` can be told."""

    def tell(
        self, epoch: int, coordinates: Sequence[int], output: str, cancel: Cancel | None = None
    ) -> Update | None:
        """The update that starts at ``epoch``; None when it was cancelled."""


class RowNarrator:
    """Tells the updates of an optimizer that is a row of lines."""

    def __init__(self, replay: Replay, box: Box | None) -> None:
        self._replay, self._box = replay, box

    def updates_to(self, epoch: int) -> int:
        """How many updates must be made again before the one of ``epoch`` can be told."""
        return self._replay.updates_to(epoch)

    def tell(
        self, epoch: int, coordinates: Sequence[int], output: str, cancel: Cancel | None = None
    ) -> Update | None:
        """The update that starts at ``epoch``; None when it was cancelled."""
        moment = self._replay.at(epoch, cancel)
        if moment is None:
            return None
        told = update_of(self._replay, moment, coordinates, output)
        if self._box is None:
            return told
        inside = (
            into_box(lines, self._box, index)
            for lines, index in zip(told.coordinates, coordinates, strict=True)
        )
        return replace(told, coordinates=tuple(inside))


def narrator_of(
    objective: Objective,
    trajectory: Trajectory,
    method: Method,
    epochs: int,
    bounds: Mapping[str, Interval] | None = None,
) -> Narrator:
    """The narrator of a trajectory that ``method`` made in (at most) ``epochs``.

    Raises SettingError.
    """
    row, box = find_optimizer(method.optimizer), box_of(objective, bounds)
    settings = complete_settings(row, method.settings)
    rates = rates_of(method, max(epochs, trajectory.epochs))
    if row.has_lines:
        return RowNarrator(Replay(objective, trajectory, row, settings, rates), box)
    return MethodNarrator(objective, trajectory, row.id, settings, rates, box)


def rates_of(method: Method, epochs: int) -> Array:
    """The learning rate of the update after each of the epochs, as the schedule has it."""
    schedule = find_schedule(method.schedule)
    return schedule.rates(method.lr, epochs, method.schedule_settings)
