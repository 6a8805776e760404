"""Casting a relief onto the screen: which point of it each pixel sees, column by column.

In parallel projection what stands upright in space stands upright on the screen. So a column of
pixels sees one cut through the relief, a curve of heights; going along it from front to back, a
pixel sees the point where the curve first passes its row, upward (the top of the relief) or
downward (its underside). All columns are done at once, and no face need be sorted or drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from gradviz.ui.plots.landscape.surface.camera import HEIGHT, MIDDLE, Sight

MOST_PIECES = 6
"""Pieces of a relief with holes that are looked at one behind another."""

FAR = 1e6  # pixels: on no screen

Indices: TypeAlias = npt.NDArray[np.intp]
Numbers: TypeAlias = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Cast:
    """What each pixel around the relief sees; row 0 is the lowest, NaN where there is no surface.

    ``across`` and ``up`` are places on the relief from 0 to 1, ``distance`` as in ``Sight``;
    ``is_under`` says where the underside is seen. ``left`` and ``top`` are where the pixels
    begin on the screen, of which each is as wide as ``1 / pixels_per`` of its pixels.
    """

    across: Numbers
    up: Numbers
    distance: Numbers
    is_under: npt.NDArray[np.bool_]
    left: float
    top: float
    pixels_per: float

    def at(self, x: Numbers, y: Numbers) -> tuple[Indices, Indices, npt.NDArray[np.bool_]]:
        """Row and column of places on the screen, and which of them are in the picture."""
        rows, columns = self.across.shape
        x, y = (np.clip(np.nan_to_num(place, nan=-FAR), -FAR, FAR) for place in (x, y))
        column = np.floor((x - self.left) * self.pixels_per)
        row = rows - 1 - np.floor((y - self.top) * self.pixels_per)
        inside = (column >= 0) & (column < columns) & (row >= 0) & (row < rows)
        column, row = np.where(inside, column, 0), np.where(inside, row, 0)
        return row.astype(np.intp), column.astype(np.intp), inside


def cast(heights: Numbers, sight: Sight, samples: int, pixels_per: float = 1.0) -> Cast:
    """Look at heights (0 to 1, NaN is a hole) on a grid over the ground; ``samples`` a column."""
    scale = sight.unit * pixels_per
    first, last, top, bottom = _bounds(sight, pixels_per)
    rows = bottom - top
    right = (np.arange(first, last, dtype=np.float32) + 0.5) - sight.center[0] * pixels_per
    right = np.asarray(right / scale, dtype=np.float32)
    near, far = _ends(right, sight)
    step = (far - near) / np.float32(samples - 1)
    distance = near + np.arange(samples, dtype=np.float32)[:, None] * step
    ground = (
        right * np.float32(sight.right[0]) + distance * np.float32(sight.away[0]),
        right * np.float32(sight.right[1]) + distance * np.float32(sight.away[1]),
    )
    lift = sampled(heights, *((g + np.float32(1)) * np.float32(0.5) for g in ground))
    lift *= np.float32(HEIGHT * sight.tilt[1] * scale)
    distance *= np.float32(sight.tilt[0] * scale)
    lift += distance
    lift += np.float32(bottom - sight.center[1] * pixels_per - 0.5 - MIDDLE * sight.tilt[1] * scale)
    seen, place, under = _crossings(lift, rows)
    away = np.full((rows, len(right)), np.nan, dtype=np.float32)
    column = seen % len(right)
    away.ravel()[seen] = near[column] + place * step[column]
    across = (right * np.float32(sight.right[0]) + away * np.float32(sight.away[0]) + 1) / 2
    up = (right * np.float32(sight.right[1]) + away * np.float32(sight.away[1]) + 1) / 2
    return Cast(across, up, away, under, first / pixels_per, top / pixels_per, pixels_per)


def _bounds(sight: Sight, pixels_per: float) -> tuple[int, int, int, int]:
    """The first and last column and row in which the relief can be: at least one of each."""
    corners = np.array([(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (0.0, HEIGHT)])
    found: list[int] = []
    for pixels, side in zip(sight.pixels(corners), sight.size, strict=True):
        most = max(1, round(side * pixels_per))
        low = min(max(0, int(np.floor(pixels.min() * pixels_per))), most - 1)
        high = min(max(low + 1, int(np.ceil(pixels.max() * pixels_per))), most)
        found += [low, high]
    return found[0], found[1], found[2], found[3]


def _ends(right: Numbers, sight: Sight) -> tuple[Numbers, Numbers]:
    """Where the cut of each column enters and leaves the ground; nearly nothing beside it."""
    near = np.full(right.shape, -9.0, dtype=np.float32)
    far = -near
    with np.errstate(all="ignore"):
        for side in (0, 1):
            offset = right * np.float32(sight.right[side])
            pace = np.float32(sight.away[side])
            if abs(pace) < 1e-6:
                far = np.where(np.abs(offset) <= 1.0, far, np.float32(-9.0))
                continue
            one, other = (-1 - offset) / pace, (1 - offset) / pace
            near = np.maximum(near, np.minimum(one, other))
            far = np.minimum(far, np.maximum(one, other))
    return np.where(far > near, near, np.float32(np.nan)), far


def sampled(heights: Numbers, across: Numbers, up: Numbers) -> Numbers:
    """The heights between the points of the grid; a hole is where any neighbor is one."""
    rows, columns = heights.shape
    x = np.clip(across, 0, 1) * np.float32(columns - 1)
    y = np.clip(up, 0, 1) * np.float32(rows - 1)
    with np.errstate(invalid="ignore"):  # where the cut does not meet the ground
        left = np.clip(x.astype(np.int32), 0, columns - 2)
        low = np.clip(y.astype(np.int32), 0, rows - 2)
    x -= left
    y -= low
    low *= columns
    low += left
    flat = np.asarray(heights, dtype=np.float32).ravel()
    below, above = flat[low], flat[low + columns]
    low += 1
    below += x * (flat[low] - below)
    above += x * (flat[low + columns] - above)
    above -= below
    above *= y
    below += above
    return below


def _crossings(row: Numbers, rows: int) -> tuple[Indices, Numbers, npt.NDArray[np.bool_]]:
    """Where each pixel's cut first passes its row.

    ``row`` (samples, columns) is on which row each sample of a cut is seen. Returns the flat
    indices of the pixels that see anything, for those the (fractional) sample, and for all
    whether it is seen from below.
    """
    samples, columns = row.shape
    free = np.ones(rows * columns, dtype=bool)
    under = np.zeros(rows * columns, dtype=bool)
    places: list[tuple[Indices, Numbers]] = []
    for first, piece in _pieces(row):
        index = _counted(np.maximum.accumulate(_filled(piece, -FAR), axis=0), rows)
        found = (index > first) & (index < samples)
        lowest = np.minimum.accumulate(_filled(piece, FAR), axis=0)
        if (lowest[-1] < piece[first, np.arange(columns)] - 0.5).any():
            downward = _counted(-lowest, rows, flipped=True)
            is_under = (downward > first) & (downward < samples) & ~found
            index = np.where(is_under, downward, index)
            found |= is_under
            under |= is_under.ravel() & free
        at = np.flatnonzero(found.ravel() & free)
        free[at] = False
        here = index.ravel()[at] * columns + at % columns
        after, before = piece.ravel()[here], piece.ravel()[here - columns]
        past = (at // columns - before) / (after - before)
        places.append((at, (here // columns - 1 + past).astype(np.float32)))
    seen, place = (np.concatenate(parts) for parts in zip(*places, strict=True))
    return seen, place, under.reshape(rows, columns)


def _filled(piece: Numbers, far: float) -> Numbers:
    """The piece with a row far away where there is none."""
    holes = np.isnan(piece)
    return np.where(holes, np.float32(far), piece) if holes.any() else piece


def _pieces(row: Numbers) -> list[tuple[Indices, Numbers]]:
    """The pieces between holes: the first sample of each column, and the rows of the piece."""
    columns = row.shape[1]
    valid = ~np.isnan(row)
    whole = valid.all(axis=0)
    if (whole | ~valid.any(axis=0)).all():
        return [(np.zeros(columns, dtype=np.intp), row)]
    begins = valid.copy()
    begins[1:] &= ~valid[:-1]
    number = np.cumsum(begins, axis=0)
    found = []
    for piece in range(1, min(int(number.max()), MOST_PIECES) + 1):
        mine = valid & (number == piece)
        first = np.where(mine.any(axis=0), mine.argmax(axis=0), 0)
        found.append((first, np.where(mine, row, np.float32(np.nan))))
    return found


def _counted(reached: Numbers, rows: int, *, flipped: bool = False) -> Indices:
    """For each pixel, how many samples of its column stay below its row (or above, flipped)."""
    columns = reached.shape[1]
    first = np.floor(reached)
    first += 1
    ends = (1 - rows, 1) if flipped else (0, rows)
    slot = np.clip(first, *ends, out=first).astype(np.int32)
    if flipped:  # reached holds the negative rows; the count runs from the top
        slot += rows - 1
    slot *= columns
    slot += np.arange(columns, dtype=np.int32)
    counts = np.bincount(slot.ravel(), minlength=(rows + 1) * columns)
    counts = counts.reshape(rows + 1, columns)[:rows]
    total = np.cumsum(counts, axis=0)
    return total[::-1] if flipped else total
