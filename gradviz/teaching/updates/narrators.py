"""Who tells the updates of a trajectory: one narrator for each kind of optimizer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from gradviz.descent import Method, Objective, Trajectory, complete_settings, find_optimizer
from gradviz.descent.replay import Replay
from gradviz.teaching.updates.lines import Update
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

    def __init__(self, objective: Objective, trajectory: Trajectory, method: Method) -> None:
        row = find_optimizer(method.optimizer)
        settings = complete_settings(row, method.settings)
        self._replay = Replay(objective, trajectory, row, settings)

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
        return update_of(self._replay, moment, coordinates, output)


def narrator_of(objective: Objective, trajectory: Trajectory, method: Method) -> Narrator:
    """The narrator of a trajectory that ``method`` made. Raises SettingError."""
    return RowNarrator(objective, trajectory, method)
