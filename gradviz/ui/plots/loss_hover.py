"""What the loss plot says of the place under the mouse: the nearest curve, its epoch, its loss."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from gradviz.descent import Trajectory
from gradviz.graph import Array, format_number
from gradviz.teaching import written
from gradviz.ui.plots.frame import Frame

NEAR = 8.0  # pixels to both sides of the mouse in which a curve is looked for
MOST_SAID = 6  # parameters in the status line


class Told(NamedTuple):
    """A curve that can be told: what the legend calls it, its losses, where they stand."""

    name: str
    losses: Array
    heights: Array


def nearest(curves: Sequence[Told], x: float, y: float, frame: Frame) -> int:
    """Which curve is the nearest to a place, by pixels; of those equally near the first."""
    return int(np.argmin([_away(curve.heights, x, y, frame) for curve in curves]))


def epoch_at(x: float, losses: Array) -> int:
    """The epoch at a place, or the end of the curve that is nearer."""
    return min(max(round(x), 0), len(losses) - 1)


def said(curve: Told, epoch: int, output: str, trajectory: Trajectory | None = None) -> str:
    """What the curve was at an epoch, with the parameters where its trajectory is told, too."""
    head = f"{curve.name}, epoch {epoch:,}" if curve.name else f"Epoch {epoch:,}"
    words = f"{head}:  {output} = {format_number(float(curve.losses[epoch]))}"
    if trajectory is None:
        return words
    numbers = zip(trajectory.parameters, trajectory.points[epoch], strict=True)
    place = [f"{written(name)} = {format_number(float(number))}" for name, number in numbers]
    return ",  ".join([words, ", ".join(place[:MOST_SAID] + ["…"] * (len(place) > MOST_SAID))])


def _away(heights: Array, x: float, y: float, frame: Frame) -> float:
    """Pixels from a place to a curve near it; where the curve has ended, to its end."""
    if not len(heights):
        return math.inf
    reach = NEAR * frame.pixel_size[0]
    first = min(max(math.floor(x - reach), 0), len(heights) - 1)
    last = min(max(math.ceil(x + reach), first), len(heights) - 1)
    px, py = frame.pixels(np.arange(first, last + 1.0), heights[first : last + 1])
    at = frame.pixel(x, y)
    px, py = px - at.x(), py - at.y()
    ahead = np.minimum(np.arange(len(px)) + 1, len(px) - 1)  # the last point is a line of its own
    along_x, along_y = px[ahead] - px, py[ahead] - py
    with np.errstate(all="ignore"):
        length = along_x**2 + along_y**2
        share = np.clip(-(px * along_x + py * along_y) / np.where(length > 0, length, 1.0), 0, 1)
        away = np.hypot(px + share * along_x, py + share * along_y)
    return float(np.min(away[np.isfinite(away)], initial=math.inf))
