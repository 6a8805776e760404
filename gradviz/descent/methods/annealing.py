"""Simulated annealing: candidates by chance, and worse ones taken the less the colder it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping

from gradviz.descent.methods.space import Space, Visit
from gradviz.descent.methods.vectors import Vector
from gradviz.descent.rules.optimizer import Setting

_MASK = 0xFFFFFFFF


def mulberry32(seed: int) -> Iterator[float]:
    """Tommy Ettinger's generator: numbers from 0 up to 1, the same everywhere for a seed."""
    state = seed & _MASK
    while True:
        state = (state + 0x6D2B79F5) & _MASK
        t = ((state ^ (state >> 15)) * (state | 1)) & _MASK
        t ^= (t + (t ^ (t >> 7)) * (t | 61)) & _MASK
        yield (t ^ (t >> 14)) / 4294967296.0


def annealing(
    space: Space, x: Vector, rates: Iterable[float], settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """One candidate an epoch: a number for each coordinate, then one that decides."""
    draw = mulberry32(int(settings["seed"])).__next__
    temperature, alpha = float(settings["T0"]), float(settings["alpha"])
    loss = space.value(x)
    for rate in rates:
        yield loss, x
        offsets = space.vector([2.0 * draw() - 1.0 for _ in x])
        candidate = space.inside(space.vectors.moved(x, rate, offsets))
        found = space.value(candidate)
        if accepts(found - loss, draw(), temperature):
            x, loss = candidate, found
        temperature *= alpha


def accepts(rise: float, chance: float, temperature: float) -> bool:
    """Whether a candidate that is higher by ``rise`` is taken."""
    if rise <= 0.0:
        return True
    return temperature > 0.0 and chance < math.exp(-rise / temperature)
