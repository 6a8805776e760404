"""Steps with Armijo's line search: along the gradient, and along conjugate directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gradviz.descent.methods.space import Space, Visit
from gradviz.descent.methods.vectors import Vector
from gradviz.descent.optimizer import Setting

MOST_TRIALS = 60
"""After so many steps that were too long the next is taken as it is."""


def armijo(
    space: Space, x: Vector, rates: Iterable[float], settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """Gradient descent with backtracking: the first trial step is the learning rate."""
    scaled = space.vectors.scaled
    for rate in rates:
        loss, g = space.gradient(x)
        yield loss, x
        x = searched(space, x, loss, g, scaled(-1.0, g), rate, settings)


def cg(
    space: Space, x: Vector, rates: Iterable[float], settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """Nonlinear conjugate gradients, of Polak and Ribière (PR+) or of Fletcher and Reeves.

    Where the new direction does not lead down it starts anew from the negative gradient.
    """
    dot, moved, minus, scaled, *_ = space.vectors
    by_ratio = bool(settings["fletcher_reeves"])
    before: Vector = None
    d: Vector = None
    for rate in rates:
        loss, g = space.gradient(x)
        yield loss, x
        downhill = scaled(-1.0, g)
        if before is None:
            d = downhill
        else:
            size = dot(before, before)
            if size == 0.0:
                beta = 0.0
            else:
                beta = dot(g, g) / size if by_ratio else max(0.0, dot(g, minus(g, before)) / size)
            d = moved(downhill, beta, d)
            if dot(g, d) >= 0.0:
                d = downhill
        x = searched(space, x, loss, g, d, rate, settings)
        before = g


def searched(
    space: Space,
    x: Vector,
    loss: float,
    g: Vector,
    d: Vector,
    t: float,
    settings: Mapping[str, Setting],
) -> Vector:
    """The first point x + t d, t times ``rho`` each time, that is low enough.

    That is f(x + t d) ≤ f(x) + c1 t g·d; a value that is not a number is never low enough. In a
    box the point is put into it before it is looked at, and t d is the way that is left.
    """
    moved, dot = space.vectors.moved, space.vectors.dot
    c1, rho = float(settings["c1"]), float(settings["rho"])
    slope = dot(g, d)
    for _ in range(MOST_TRIALS):
        candidate = moved(x, t, d)
        if space.is_open:
            fall = t * slope
        else:
            candidate = space.inside(candidate)
            fall = dot(g, space.vectors.minus(candidate, x))
        if space.value(candidate) <= loss + c1 * fall:
            return candidate
        t *= rho
    return space.inside(moved(x, t, d))
