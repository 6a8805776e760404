"""Many descents at once: one method from many starts, or at many learning rates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from gradviz.descent.fields import Interval
from gradviz.descent.loop import ARRAYS, loop_of
from gradviz.descent.method import Method
from gradviz.descent.objectives import Objective
from gradviz.descent.settings import complete_settings, find_optimizer
from gradviz.descent.steps import array_step
from gradviz.descent.surface import surface_of
from gradviz.graph import Array

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Ends:
    """Where descents ended: points (N, P) and losses (N,), whether all of it stayed finite.

    ``best`` is the lowest loss on the way.
    """

    points: Array
    losses: Array
    finite: Bools
    best: Array


class _Latest:
    """Takes what a loop records and keeps the latest."""

    def __init__(self) -> None:
        self.value: Any = None

    def append(self, value: Any) -> None:
        self.value = value


class _Losses(_Latest):
    """Keeps the latest losses, the lowest, and which were finite in every epoch."""

    def __init__(self, count: int) -> None:
        super().__init__()
        self.finite: Bools = np.ones(count, dtype=np.bool_)
        self.best = np.full(count, np.inf)

    def append(self, value: Any) -> None:
        self.value = np.broadcast_to(value, self.best.shape)
        self.finite &= np.isfinite(self.value)
        np.fmin(self.best, self.value, out=self.best)


def descend_many(
    objective: Objective,
    starts: Array,
    method: Method,
    epochs: int,
    *,
    rates: Array | None = None,
    bounds: Mapping[str, Interval] | None = None,
    seed: int = 0,  # noqa: ARG001  # for methods that draw
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Ends:
    """Descend from every row of ``starts`` (N, P); ``rates`` (N,) gives each its own rate."""
    if bounds:
        raise NotImplementedError
    row, surface = find_optimizer(method.optimizer), surface_of(objective)
    settings = complete_settings(row, method.settings)
    count, size = starts.shape

    def function(*arguments: Any) -> tuple[Any, list[Any]]:
        value, gradients = surface.batch(*arguments)
        return value, [np.broadcast_to(g, count) for g in gradients]

    loop = loop_of(array_step(function, size), row, settings, ARRAYS)
    losses, points = _Losses(count), [_Latest() for _ in range(size)]

    def chunks() -> Any:
        for epoch in range(1, epochs + 2):
            if cancel is not None and cancel():
                return
            yield (epoch,)
            if progress is not None:
                progress(epoch / (epochs + 1))

    values = [method.lr if rates is None else rates, *settings.values()]
    with np.errstate(all="ignore"):
        for _ in loop(chunks(), values, [starts[:, i].copy() for i in range(size)], losses, points):
            pass
    ends = np.stack([part.value for part in points], axis=1)
    return Ends(ends, losses.value, losses.finite & np.isfinite(ends).all(axis=1), losses.best)
