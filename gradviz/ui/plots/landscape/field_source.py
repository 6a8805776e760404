"""Computes what the landscape draws: coarse at once, fine in the background, newest wins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.descent import (
    Cancel,
    Curve,
    Field,
    Interval,
    ScaleKind,
    Surface,
    curve,
    field,
    resolution,
)
from gradviz.descent.landscape.feasibility import Mask, holds
from gradviz.errors import GradVizError
from gradviz.session import JobRunner
from gradviz.ui.plots.landscape.map_layers import Drawn, prepared

COARSE, FINE, CURVE = 80, 320, 500
SMALLEST = 16
AT_ONCE = 0.006  # seconds
FINE_BUDGET = 60_000_000  # numbers
PATIENCE = 0.2  # seconds a job may go on although a newer one waits
FIRST_GUESS = 4e-9  # seconds a number of a simple function, before anything was measured
SIMPLE = 4  # so many nodes
LARGE = 300
"""A function of more nodes takes long to compile, so its first picture waits for a worker."""


@dataclass(frozen=True, eq=False)
class Request:
    """A surface with the plane (or line) and the ranges in which it is wanted.

    ``weight`` is how many numbers are read for one value: the rows of the dataset. ``nodes`` is
    how many nodes are computed for it; ``kind`` is that of the color scale, which is chosen for
    where the ``limits`` hold.
    """

    surface: Surface
    parameters: tuple[str, ...]
    axes: tuple[str, ...]
    ranges: tuple[Interval, ...]
    at: Mapping[str, float]
    weight: int
    nodes: int
    cells: tuple[int, int]
    kind: ScaleKind = "automatic"
    limits: tuple[Surface, ...] = ()


Picture = Drawn | Curve


def picture(request: Request, size: int, cancel: Cancel | None = None) -> Picture:
    """The map or curve of a request; a pure function for any thread."""
    surface, names, at = request.surface, request.parameters, request.at
    if len(request.axes) == 1:
        return curve(surface, names, request.axes[0], request.ranges[0], at, size)
    axes = (request.axes[0], request.axes[1])
    ranges = (request.ranges[0], request.ranges[1])
    found = field(surface, names, axes, ranges, at, size, cancel)
    return prepared(replace(found, kind=request.kind, among=_among(request, found)))


def _among(request: Request, found: Field) -> Mask | None:
    """Where on the grid the limits hold; None where there are none."""
    if not request.limits:
        return None
    along = {found.axes[0]: found.x[None, :], found.axes[1]: found.y[:, None]}
    return holds(
        request.limits, *(along.get(n, np.array(request.at[n])) for n in request.parameters)
    )


class FieldSource(QObject):
    """Answers requests by ``ready``: once at once where that is cheap, once in full."""

    ready = Signal(object)  # Picture
    failed = Signal(object)  # GradVizError

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._key = ("landscape", id(self))
        self._pace = FIRST_GUESS
        self._surface: Surface | None = None

    def request(self, request: Request) -> None:
        """Compute this picture instead of whatever was asked for before."""
        is_new = request.surface is not self._surface
        if is_new:
            self._surface = request.surface
            self._pace = FIRST_GUESS * max(1.0, request.nodes / SIMPLE)
        is_curve = len(request.axes) == 1
        coarse = CURVE if is_curve else COARSE
        numbers = (coarse if is_curve else coarse**2) * request.weight
        at_once = numbers * self._pace < AT_ONCE and not (is_new and request.nodes > LARGE)
        if at_once:
            self._compute_now(request, coarse, numbers)
        if at_once and is_curve:
            self.cancel()
            return
        fine = CURVE if is_curve else resolution(request.weight, FINE, FINE_BUDGET)
        self._jobs.submit(
            self._key,
            picture,
            request,
            max(SMALLEST, fine),
            on_done=self.ready.emit,
            on_error=self._on_error,
            patience=0.0 if at_once else PATIENCE,
        )

    def cancel(self) -> None:
        """Forget what is being computed."""
        self._jobs.cancel(self._key)

    def _compute_now(self, request: Request, size: int, numbers: int) -> None:
        start = perf_counter()
        try:
            done = picture(request, size)
        except GradVizError as error:
            self.failed.emit(error)
            return
        self._pace = 0.5 * (self._pace + (perf_counter() - start) / max(numbers, 1))
        self.ready.emit(done)

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self.failed.emit(error)
