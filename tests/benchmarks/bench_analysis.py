"""What is found out about a landscape: basins, stationary points, streamlines, the rate sweep."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from gradviz.descent import Interval, Method, surface_of
from gradviz.descent.landscape.stationary import stationary_points
from gradviz.descent.landscape.streamlines import streamlines
from gradviz.descent.library.functions import objective_of
from gradviz.descent.outcomes.basins import SIZES, Basins, basins
from gradviz.descent.outcomes.sweep import sweep
from tests.benchmarks.row import Goal, Row, median_ms

FUNCTION = "himmelblau"
EPOCHS = 200
AXES = ("x", "y")
RANGES: tuple[Interval, Interval] = ((-5.0, 5.0), (-5.0, 5.0))
START = {"x": -1.0, "y": 1.0}


def rows() -> Iterator[Row]:
    """The rows, as they are measured."""
    target = objective_of(FUNCTION)
    surface = surface_of(target)
    for optimizer, rate in (("sgd", 0.01), ("adam", 0.05), ("lbfgs", 1.0)):
        method = Method(optimizer, rate)
        named = f"basins of Himmelblau by {optimizer}, {EPOCHS} epochs"
        coarse = median_ms(partial(_basins, method, SIZES[0]))
        yield Row(f"{named}: the first picture", coarse, Goal("at most", 150))
        whole = median_ms(partial(_to_the_finest, method), runs=5)
        yield Row(f"{named}: 200×200 starts", whole, Goal("at most", 2000))
    found = median_ms(lambda: stationary_points(surface, AXES, AXES, RANGES, {}))
    yield Row("stationary points of Himmelblau", found, Goal("at most", 300))
    lines = median_ms(lambda: streamlines(surface, AXES, AXES, RANGES, {}, (24, 16)))
    yield Row("streamlines of Himmelblau", lines, Goal("at most", 150))
    swept = median_ms(
        lambda: sweep(target, START, Method("sgd", 0.01), EPOCHS, np.geomspace(1e-4, 1, 97))
    )
    yield Row(f"sweep of 97 rates, {EPOCHS} epochs, with the cliff", swept, Goal("at most", 500))


def _basins(method: Method, size: int, coarser: Basins | None = None) -> Basins:
    target = objective_of(FUNCTION)
    return basins(target, AXES, RANGES, START, method, EPOCHS, size, coarser=coarser)


def _to_the_finest(method: Method) -> Basins:
    shown = _basins(method, SIZES[0])
    for size in SIZES[1:]:
        shown = _basins(method, size, shown)
    return shown
