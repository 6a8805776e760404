"""Simulated annealing from many starts at once, with the same chances for every start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.methods.annealing import mulberry32
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array


def annealing(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.annealing.annealing`` from each start with the same seed."""
    draw = mulberry32(int(settings["seed"])).__next__
    temperature, alpha = float(settings["T0"]), float(settings["alpha"])
    losses = crowd.value(x)
    for rate in rates:
        yield losses, x
        offsets = np.array([2.0 * draw() - 1.0 for _ in x])[:, None]
        candidates = crowd.inside(x + rate * offsets)
        found = crowd.value(candidates)
        rise, chance = found - losses, draw()
        taken = rise <= 0.0
        if temperature > 0.0:
            taken |= chance < np.exp(-np.maximum(rise, 0.0) / temperature)
        x, losses = np.where(taken, candidates, x), np.where(taken, found, losses)
        temperature *= alpha
