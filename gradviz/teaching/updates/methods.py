"""The updates of the methods that look for their steps, told by hand: one function for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from gradviz.descent import Objective, Trajectory
from gradviz.descent.boxes import Box
from gradviz.descent.methods.space import space_of
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array
from gradviz.teaching.hyperparameters import meaning
from gradviz.teaching.markup import VALUE, marked
from gradviz.teaching.terms import number
from gradviz.teaching.updates.annealing import tell_annealing
from gradviz.teaching.updates.lines import CoordinateLines, Update, UpdateLine
from gradviz.teaching.updates.scene import Scene, Told
from gradviz.teaching.updates.searching import tell_armijo, tell_cg
from gradviz.teaching.updates.secants import tell_lbfgs, tell_newton

Cancel: TypeAlias = Callable[[], bool]

TELLERS: Mapping[str, Callable[[Scene, int, Cancel | None], Told | None]] = MappingProxyType(
    {
        "armijo": tell_armijo,
        "cg": tell_cg,
        "newton": tell_newton,
        "lbfgs": tell_lbfgs,
        "annealing": tell_annealing,
    }
)
"""By the id of the method."""


class MethodNarrator:
    """Tells the updates of a method, computed anew from the recorded points."""

    def __init__(
        self,
        objective: Objective,
        trajectory: Trajectory,
        method: str,
        settings: Mapping[str, Setting],
        rates: Array,
        box: Box | None,
    ) -> None:
        self._scene = Scene(space_of(objective, box), trajectory, settings, rates, box)
        self._method, self._box = method, box
        self._lock = Lock()

    def updates_to(self, epoch: int) -> int:
        """How many updates must be made again before the one of ``epoch`` can be told."""
        if self._method == "cg":
            return self._scene.updates_to(epoch)
        return min(epoch, int(self._scene.settings.get("history_size", 0)))

    def tell(
        self, epoch: int, coordinates: Sequence[int], output: str, cancel: Cancel | None = None
    ) -> Update | None:
        """The update that starts at ``epoch``; None when it was cancelled."""
        scene = replace(self._scene, output=output)
        with self._lock, np.errstate(all="ignore"):
            told = TELLERS[self._method](scene, epoch, cancel)
        if told is None:
            return None
        names = self._scene.trajectory.parameters
        chosen = tuple(_boxed(told.of(names[i], i), self._box, i) for i in coordinates)
        return Update(epoch, told.common, chosen, self._given(epoch), told.words)

    def _given(self, epoch: int) -> dict[str, str]:
        """The learning rate and the numbers of the method, as LaTeX by name."""
        values = {"lr": float(self._scene.rates[epoch]), **self._scene.settings}
        return {
            name: f"{meaning(self._method, name).symbol} = {number(float(value)).latex}"
            for name, value in values.items()
            if not isinstance(value, bool)
        }


def _boxed(lines: CoordinateLines, box: Box | None, index: int) -> CoordinateLines:
    return lines if box is None else into_box(lines, box, index)


def into_box(lines: CoordinateLines, box: Box, index: int) -> CoordinateLines:
    """The lines with one more where the coordinate is put back into the box."""
    low, high = float(box.low[index]), float(box.high[index])
    inside = min(max(lines.after, low), high)
    if inside == lines.after:
        x = number(lines.after).colored(VALUE).latex
        back = UpdateLine("x", _IN_BOX, "", x, inside, ("x",), "it is in the box already")
    else:
        numbers = rf"\min\left(\max\left({_n(lines.after)}, {_n(low)}\right), {_n(high)}\right)"
        result = number(inside).colored(VALUE).latex
        back = UpdateLine("x", _IN_BOX, numbers, result, inside, ("x",), "it had left the box")
    return replace(lines, lines=(*lines.lines, back), after=inside)


_X = marked(VALUE, "x")
_IN_BOX = rf"{_X} \leftarrow \min\left(\max\left({_X}, x_{{\min}}\right), x_{{\max}}\right)"


def _n(value: float) -> str:
    return number(value).latex
