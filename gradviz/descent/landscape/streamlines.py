"""Lines of steepest descent, evenly spaced over the view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from gradviz.descent.landscape.fields import Cancel, Interval
from gradviz.descent.landscape.patch import Patch
from gradviz.descent.surface import Surface
from gradviz.graph import Array

STRIDE = 0.2  # of the distance between two lines: a step along a line
NEAR = 0.45  # of that distance: a line ends when it comes so near to another one
LONGEST = 160  # steps each way
SHORTEST = 0.6  # of that distance
SEEDS = 1.5  # for each distance, along each axis
_RASTER = 4  # squares for each distance, in which it is remembered where lines are

Bools = npt.NDArray[np.bool_]


def streamlines(
    surface: Surface,
    names: Sequence[str],
    axes: tuple[str, str],
    ranges: tuple[Interval, Interval],
    at: Mapping[str, float],
    cells: tuple[int, int],
    cancel: Cancel | None = None,
) -> tuple[Array, ...]:
    """Lines along −∇f, each an array of points (n, 2) downhill, about one for each of the cells.

    ``cells`` are how many distances between lines the view is wide and high, so that lines are
    evenly spaced on the screen. Many lines are followed at once from a grid of seeds, at equal
    steps on the screen; then, the longest first, as much of each is kept as stays away from
    those kept before (Jobard and Lefer 1997). None when cancelled.
    """
    patch = Patch(surface, names, axes, ranges, at)
    counts = np.array(cells, dtype=np.float64)
    across, up = (max(2, round(SEEDS * count)) for count in cells)
    x, y = np.meshgrid((np.arange(across) + 0.5) / across, (np.arange(up) + 0.5) / up)
    seeds = np.column_stack((x.ravel(), y.ravel()))
    signs = np.repeat((1.0, -1.0), len(seeds))  # down and up together
    both = _followed(patch, np.tile(seeds, (2, 1)), counts, signs, cancel)
    if cancel is not None and cancel.cancelled:
        return ()
    down, above = both[:, : len(seeds)], both[:, len(seeds) :]
    paths = np.concatenate([above[:0:-1], down])  # (steps, seeds, 2), NaN where a path has ended
    kept = _kept(paths * counts, len(above) - 1, counts)
    return tuple(patch.places(line / counts) for line in kept)


def _followed(
    patch: Patch, seeds: Array, counts: Array, signs: Array, cancel: Cancel | None
) -> Array:
    """The points of all paths after equal steps on the screen; NaN beyond their ends.

    A path ends where it leaves the view, where the value is not defined, and where it would turn
    back: at a minimum, a maximum or a kink.
    """
    points, before = seeds.copy(), np.zeros(seeds.shape)
    rows = [points.copy()]
    active = np.arange(len(seeds))
    for _ in range(LONGEST):
        if cancel is not None and cancel.cancelled:
            break
        here, sign = points[active], signs[active, None]
        first = sign * _directions(patch, here, counts)
        rows[-1][active[~np.isfinite(first[:, 0])]] = np.nan  # there is no value, or no slope
        middle = sign * _directions(patch, here + 0.5 * STRIDE * first / counts, counts)
        moved = here + STRIDE * middle / counts
        going = (
            np.isfinite(moved).all(axis=1)
            & (np.abs(moved - 0.5) <= 0.5).all(axis=1)
            & (np.sum(middle * first, axis=1) > 0.5)
            & (np.sum(middle * before[active], axis=1) > -0.2)
        )
        points[active[~going]] = np.nan
        active = active[going]
        points[active], before[active] = moved[going], middle[going]
        rows.append(points.copy())
        if not active.size:
            break
    return np.array(rows)


def _directions(patch: Patch, points: Array, counts: Array) -> Array:
    """Unit vectors on the screen along −∇f."""
    down = -patch.slopes(points) / patch.widths**2 * counts
    with np.errstate(all="ignore"):
        return np.asarray(down / np.hypot(down[:, 0], down[:, 1])[:, None])


def _kept(paths: Array, seed: int, counts: Array) -> list[Array]:
    """The parts of the paths that keep their distance, the longest paths first.

    Lengths are in distances between lines. A path is walked both ways from its seed, which must
    be a whole distance from every other line.
    """
    shape = tuple(int(np.ceil(count)) * _RASTER + 1 for count in counts)
    far, near = (np.zeros(shape, dtype=np.bool_) for _ in range(2))
    discs = _disc(1.0), _disc(NEAR)
    there = np.isfinite(paths[..., 0])
    kept: list[Array] = []
    raster = np.where(there[..., None], paths * _RASTER, 0.0).astype(np.intp)
    for column in np.argsort(-there.sum(axis=0), kind="stable"):
        squares = raster[:, column]
        if not there[seed, column] or far[squares[seed, 0], squares[seed, 1]]:
            continue
        free = there[:, column] & ~near[squares[:, 0], squares[:, 1]]
        before = np.flatnonzero(~free[:seed])
        after = np.flatnonzero(~free[seed:])
        start = int(before[-1]) + 1 if before.size else 0
        end = seed + int(after[0]) if after.size else len(paths)
        if (end - start - 1) * STRIDE < SHORTEST:
            continue
        kept.append(paths[start:end, column])
        for mask, disc in zip((far, near), discs, strict=True):
            _mark(mask, squares[start:end], disc)
    return kept


def _disc(radius: float) -> npt.NDArray[np.intp]:
    """The squares within a radius of one, as offsets."""
    reach = int(radius * _RASTER)
    rows = np.arange(-reach, reach + 1)
    x, y = (part.ravel() for part in np.meshgrid(rows, rows))
    inside = x * x + y * y <= (radius * _RASTER) ** 2
    return np.column_stack((x[inside], y[inside]))


def _mark(mask: Bools, squares: npt.NDArray[np.intp], disc: npt.NDArray[np.intp]) -> None:
    around = (np.unique(squares, axis=0)[:, None] + disc[None]).reshape(-1, 2)
    inside = ((around >= 0) & (around < mask.shape)).all(axis=1)
    mask[around[inside, 0], around[inside, 1]] = True
