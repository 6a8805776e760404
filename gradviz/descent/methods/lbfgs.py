"""L-BFGS as ``torch.optim.LBFGS`` with one iteration a step and no line search."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gradviz.descent.methods.space import Space, Visit
from gradviz.descent.methods.vectors import Vector, Vectors
from gradviz.descent.rules.optimizer import Setting

LEAST_CURVATURE = 1e-10
"""Pairs with less of it (y·s) say nothing reliable and are not kept."""


class Pair(NamedTuple):
    """A step ``s``, how the gradient changed along it, ``y``, and 1/(y·s)."""

    s: Vector
    y: Vector
    rho: float


def lbfgs(
    space: Space, x: Vector, rates: Iterable[float], settings: Mapping[str, Setting]
) -> Iterator[Visit]:
    """Steps along the two-loop direction; ends where a tolerance says that it has arrived."""
    dot, moved, minus, scaled, largest, total, _ = space.vectors
    flat, level = float(settings["tolerance_grad"]), float(settings["tolerance_change"])
    pairs: deque[Pair] = deque(maxlen=int(settings["history_size"]))
    scale = 1.0
    before: Vector = None
    s: Vector = None
    for rate in rates:
        loss, g = space.gradient(x)
        yield loss, x
        if largest(g) <= flat:
            return
        if before is None:
            d = scaled(-1.0, g)
            t = min(1.0, 1.0 / total(g)) * rate
        else:
            y = minus(g, before)
            curvature = dot(y, s)
            if curvature > LEAST_CURVATURE:
                pairs.append(Pair(s, y, 1.0 / curvature))
                scale = curvature / dot(y, y)
            d = direction(space.vectors, g, pairs, scale)
            t = rate
        if dot(g, d) > -level:
            return
        before, s = g, scaled(t, d)
        x = space.inside(moved(x, t, d))  # torch does not know either that a box cut the step


def direction(vectors: Vectors, g: Vector, pairs: Iterable[Pair], scale: float) -> Vector:
    """−H⁻¹ g as the pairs know it: Nocedal and Wright, Numerical Optimization, algorithm 7.4."""
    dot, moved, _, scaled, *_ = vectors
    known = list(pairs)
    d = scaled(-1.0, g)
    shares = []
    for s, y, rho in reversed(known):
        share = dot(s, d) * rho
        shares.append(share)
        d = moved(d, -share, y)
    d = scaled(scale, d)
    for (s, y, rho), share in zip(known, reversed(shares), strict=True):
        d = moved(d, share - dot(y, d) * rho, s)
    return d
