"""Steps with Armijo's line search: along the gradient, and along conjugate directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from gradviz.descent.methods.space import Space, Visit
from gradviz.descent.methods.vectors import Vector
from gradviz.descent.rules.optimizer import Setting

MOST_TRIALS = 60
"""After so many steps that were too long the next is taken as it is."""


def armijo(
    space: Space, x: Vector, rates: Iterable[float], settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """Gradient descent with backtracking: the first trial step is the learning rate.

    It has arrived where no step leads down.
    """
    scaled, same = space.vectors.scaled, space.vectors.same
    for rate in rates:
        loss, g = space.gradient(x)
        yield loss, x
        target = searched(space, x, loss, g, scaled(-1.0, g), rate, settings)
        if space.steady and same(target, x):
            return
        x = target


def cg(
    space: Space, x: Vector, rates: Iterable[float], settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """Nonlinear conjugate gradients, of Polak and Ribière (PR+) or of Fletcher and Reeves.

    Where the new direction does not lead down it starts anew from the negative gradient.
    """
    dot, moved, minus, scaled, *_, same = space.vectors
    by_ratio = bool(settings["fletcher_reeves"])
    before: Vector = None
    d: Vector = None
    for rate in rates:
        loss, g = space.gradient(x)
        yield loss, x
        downhill = scaled(-1.0, g)
        size = 0.0 if before is None else dot(before, before)
        if size == 0.0:
            beta = 0.0
        else:
            beta = dot(g, g) / size if by_ratio else max(0.0, dot(g, minus(g, before)) / size)
        d = moved(downhill, beta, d) if beta else downhill
        if dot(g, d) >= 0.0:
            d = downhill
        target = searched(space, x, loss, g, d, rate, settings)
        if space.steady and d is downhill and not by_ratio and same(target, x):
            return
        before, x = g, target


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
