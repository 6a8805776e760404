"""Streamlines run downhill along the gradient and keep their distance."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import Surface, catalog, objective, surface_of
from gradviz.descent.landscape.streamlines import NEAR, streamlines
from gradviz.descent.library.functions import objective_of
from gradviz.graph import Array, parse

CELLS = (20, 14)
SMOOTH = ["himmelblau", "rosenbrock", "sphere", "mccormick", "goldstein_price"]


class Cancelled:
    cancelled = True


def _lines(function: str) -> tuple[Surface, Array, tuple[Array, ...]]:
    target = objective_of(function)
    ranges = list(catalog()[function].ranges.values())
    surface, names = surface_of(target), target.coordinates
    lines = streamlines(surface, names, (names[0], names[1]), (ranges[0], ranges[1]), {}, CELLS)
    return surface, np.ptp(np.array(ranges), axis=1), lines


@pytest.mark.parametrize("function", SMOOTH)
def test_they_run_downhill(function: str) -> None:
    surface, _, lines = _lines(function)
    assert len(lines) > 10
    steps = np.concatenate([np.diff(surface.value(line[:, 0], line[:, 1])) for line in lines])
    assert (steps > 0).mean() < 0.005


@pytest.mark.parametrize("function", SMOOTH)
def test_they_follow_the_gradient(function: str) -> None:
    surface, widths, lines = _lines(function)
    cosines = []
    for line in lines:
        middle, step = (line[1:] + line[:-1]) / 2, np.diff(line, axis=0) / widths
        down = -np.stack(surface.batch(middle[:, 0], middle[:, 1])[1], axis=1) / widths
        lengths = np.linalg.norm(step, axis=1) * np.linalg.norm(down, axis=1)
        cosines.append(np.sum(step * down, axis=1) / lengths)
    assert np.percentile(np.concatenate(cosines), 10) > 0.99  # the rest is on valley floors


@pytest.mark.parametrize("function", SMOOTH)
def test_they_keep_their_distance(function: str) -> None:
    _, widths, lines = _lines(function)
    placed = [line / widths * CELLS for line in lines]
    for index, line in enumerate(placed):
        others = np.concatenate([*placed[:index], *placed[index + 1 :]])
        apart = np.linalg.norm(line[:, None] - others[None], axis=2).min()
        assert apart > NEAR - 0.4  # as far as the raster can tell


def test_the_view_is_covered() -> None:
    _, widths, lines = _lines("himmelblau")
    points = (np.concatenate(lines) + 5) / widths * CELLS
    grid = np.stack(np.meshgrid(np.arange(CELLS[0]) + 0.5, np.arange(CELLS[1]) + 0.5), axis=-1)
    nearest = np.linalg.norm(grid.reshape(-1, 1, 2) - points[None], axis=2).min(axis=1)
    assert (nearest < 1.0).mean() > 0.95


def test_they_end_where_there_is_no_value() -> None:
    target = objective(parse("log(x) + y^2"))
    lines = streamlines(surface_of(target), ("x", "y"), ("x", "y"), ((-1, 1), (-1, 1)), {}, CELLS)
    assert lines
    assert all((line[:, 0] > 0).all() for line in lines)


def test_a_plateau_has_none_and_neither_has_what_is_cancelled() -> None:
    flat = surface_of(objective(parse("0 x + 0 y")))
    assert streamlines(flat, ("x", "y"), ("x", "y"), ((-1, 1), (-1, 1)), {}, CELLS) == ()
    bowl = surface_of(objective(parse("x^2 + y^2")))
    cut = streamlines(bowl, ("x", "y"), ("x", "y"), ((-1, 1), (-1, 1)), {}, CELLS, Cancelled())
    assert cut == ()
