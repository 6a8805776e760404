"""Numerical derivatives against the analytic one: how the error depends on the step h, and why."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from gradviz.descent.cuts.slices import Profile
from gradviz.descent.cuts.smoothness import Nature, nature_at
from gradviz.graph import Array

EPSILON = float(np.finfo(np.float64).eps)
SCHEMES = ("forward", "backward", "central")
SMALLEST, LARGEST = -16, 0  # decades of h, relative to the size of x
PER_DECADE = 8
_NEIGHBORS = 16
_SPACING = 1.37  # ε apart: not so even that nothing is rounded inside the formula
_WINDOW = PER_DECADE // 2  # steps on each side among which the largest error counts
_CERTAIN = 16.0  # times its rounding error that a higher derivative must be, not to be 0


@dataclass(frozen=True)
class Quotients:
    """The slope of three chords: to the right, to the left, and from left to right."""

    forward: float
    backward: float
    central: float

    def of(self, scheme: str) -> float:
        """The one called so in SCHEMES."""
        return {"forward": self.forward, "backward": self.backward, "central": self.central}[scheme]


@dataclass(frozen=True)
class ErrorModel:
    """What is to be expected of a scheme: ``truncation``·h^``order`` + ``rounding``/h.

    Without a truncation error (the scheme is exact for this function) the order is 0.
    """

    order: int
    truncation: float
    rounding: float

    @property
    def best(self) -> float | None:
        """The step at which the sum is least; None where one of the two is missing."""
        if not (self.truncation > 0 and self.rounding > 0 and self.order):
            return None
        share = self.rounding / (self.order * self.truncation)
        return float(share ** (1.0 / (self.order + 1)))

    def truncated(self, h: Array | float) -> Array:
        """The part that comes from leaving off the rest of the Taylor series."""
        return np.asarray(self.truncation * np.asarray(h) ** self.order)

    def rounded(self, h: Array | float) -> Array:
        """The part that comes from subtracting numbers that are rounded and nearly equal."""
        return np.asarray(self.rounding / np.asarray(h))


@dataclass(frozen=True, eq=False)
class Scheme:
    """A difference quotient over all steps: its values, errors, and what was to be expected.

    ``measured_best`` is the middle of the decade with the smallest largest error: single steps
    are hit by luck, so the smallest error of all says little. ``model`` is None where the
    function has no derivative.
    """

    values: Array
    errors: Array
    model: ErrorModel | None
    measured_best: float | None


@dataclass(frozen=True, eq=False)
class DifferenceErrors:
    """The errors |quotient − slope| at ``x`` for all ``steps``, by scheme."""

    x: float
    value: float
    slope: float
    steps: Array
    noise: float
    nature: Nature
    schemes: Mapping[str, Scheme]


def quotients(profile: Profile, x: float, h: float) -> Quotients:
    """The three difference quotients for one step; NaN where a value they need is missing."""
    found = _quotients(profile, x, np.array([abs(h)]))
    return Quotients(*(float(found[scheme][0]) for scheme in SCHEMES))


def steps_at(x: float) -> Array:
    """All steps that are tried: 1e-16 … 1 times the size of x, at least of 1."""
    count = (LARGEST - SMALLEST) * PER_DECADE + 1
    return np.logspace(SMALLEST, LARGEST, count) * max(1.0, abs(x))


def difference_errors(profile: Profile, x: float) -> DifferenceErrors:
    """Try every step at ``x`` and say what was to be expected.

    The truncation error is the first term of the Taylor series that the scheme leaves off:
    h·f″/2 for forward and backward, h²·f‴/6 for central differences, and the next one that
    counts where that derivative is 0. The higher derivatives are differences of the analytic f′
    (see ``higher_derivatives``). The rounding error is 2ν/h and ν/h with the noise ν of
    ``noise_at``, as for the bound 2ε|f|/h, and beside it u|f′|/h, since x + h is rounded by up
    to u, half the distance of x to the next number.
    """
    steps = steps_at(x)
    with np.errstate(all="ignore"):
        value, slope = (float(part[0]) for part in profile(np.array([x])))
        found = _quotients(profile, x, steps)
        nature = nature_at(profile, x)
        noise = EPSILON * abs(value)
        models: dict[str, ErrorModel | None] = dict.fromkeys(SCHEMES)
        if nature.is_smooth:
            higher = higher_derivatives(profile, x)
            noise = noise_at(profile, x, value, slope)
            models = _models(higher, noise, x, slope)
        schemes = {}
        for name in SCHEMES:
            errors = np.abs(found[name] - slope)
            schemes[name] = Scheme(found[name], errors, models[name], _measured(steps, errors))
    return DifferenceErrors(x, value, slope, steps, noise, nature, schemes)


def _quotients(profile: Profile, x: float, steps: Array) -> dict[str, Array]:
    """By scheme and step, as one writes them down: divided by h, not by what x + h makes of it."""
    with np.errstate(all="ignore"):
        values, _ = profile(np.concatenate((x + steps, x - steps, [x])))
        high, low, middle = values[: len(steps)], values[len(steps) : -1], values[-1]
        return {
            "forward": (high - middle) / steps,
            "backward": (middle - low) / steps,
            "central": (high - low) / (2.0 * steps),
        }


def noise_at(profile: Profile, x: float, value: float, slope: float) -> float:
    """By how much the value may be wrong by rounding.

    The larger of ε|f| and of the unevenness of f: how far it is from its tangent a few ε beside
    x, where the tangent is exact. So what is lost inside the formula counts, too. An unevenness
    that is nothing beside ε times the values a hundredth away is that of the curve itself.
    """
    scale = max(1.0, abs(x))
    near = x + _SPACING * EPSILON * scale * np.arange(-_NEIGHBORS, _NEIGHBORS + 1)
    values, _ = profile(np.concatenate((near, x + scale * np.array([-0.01, 0.01]))))
    size = float(np.max(np.abs(values[np.isfinite(values)]), initial=0.0))
    uneven = np.abs(values[:-2] - value - slope * (near - x))
    most = float(np.max(uneven[np.isfinite(uneven)], initial=0.0))
    return max(EPSILON * abs(value), most if most > 1e-3 * EPSILON * size else 0.0)


def higher_derivatives(profile: Profile, x: float) -> tuple[float, float, float, float]:
    """f″, f‴, f⁗ and f⁽⁵⁾ from central differences of the analytic f′.

    For the m-th derivative of f′ the step k is ε^(1/(m+2)) times the size of x, where the
    truncation (∝ k²) and rounding (∝ ε/k^m) errors of these differences balance. What is within
    rounding is 0; what grows when k shrinks, since a lower derivative jumps, is NaN.
    """
    scale = max(1.0, abs(x))
    found = []
    for m, weights in enumerate(_STENCILS, start=1):
        offsets = np.arange(len(weights), dtype=np.float64) - len(weights) // 2
        step = 2.0 ** round(math.log2(EPSILON ** (1.0 / (m + 2)) * scale))
        _, slopes = profile(x + np.concatenate((offsets, 4 * offsets)) * step)
        near, far = slopes[: len(weights)], slopes[len(weights) :]
        estimate = float(np.dot(weights, near)) / step**m
        farther = float(np.dot(weights, far)) / (4.0 * step) ** m
        rounding = EPSILON * float(np.max(np.abs(near))) / step**m
        if not abs(estimate) > _CERTAIN * rounding:
            found.append(0.0)
        else:
            found.append(estimate if abs(estimate) < 3.0 * abs(farther) else math.nan)
    return found[0], found[1], found[2], found[3]


_STENCILS = tuple(
    np.array(weights)
    for weights in (
        (-0.5, 0.0, 0.5),
        (1.0, -2.0, 1.0),
        (-0.5, 1.0, 0.0, -1.0, 0.5),
        (1.0, -4.0, 6.0, -4.0, 1.0),
    )
)


def _models(
    higher: tuple[float, ...], noise: float, x: float, slope: float
) -> dict[str, ErrorModel | None]:
    terms = {p: abs(d) / math.factorial(p + 1) for p, d in enumerate(higher, start=1)}
    even = {p: c for p, c in terms.items() if p % 2 == 0}
    lost = 0.5 * float(np.spacing(abs(x))) * abs(slope)
    smallest = float(steps_at(x)[0])
    one_sided = _model(terms, 2.0 * noise + lost, smallest)
    central = _model(even, noise + lost, smallest)
    return {"forward": one_sided, "backward": one_sided, "central": central}


def _model(terms: Mapping[int, float], rounding: float, smallest: float) -> ErrorModel | None:
    """Of the terms of the series the one that meets the rounding error first, coming from 0.

    A rounding error that none meets within the steps tried is none. None where the first term
    does not exist.
    """
    if math.isnan(next(iter(terms.values()))):
        return None
    models = [ErrorModel(p, c, rounding) for p, c in terms.items() if c > 0 and np.isfinite(c)]
    if not models:
        return ErrorModel(0, 0.0, rounding)
    found = min(models, key=lambda model: model.best or 0.0)
    if found.best is not None and found.best < smallest:
        return replace(found, rounding=0.0)
    return found


def _measured(steps: Array, errors: Array) -> float | None:
    """The step around which the errors within half a decade each way are smallest."""
    width = 2 * _WINDOW + 1
    if len(errors) < width:
        return None
    largest = np.lib.stride_tricks.sliding_window_view(errors, width).max(axis=1)
    if not np.isfinite(largest).any():
        return None
    return float(steps[int(np.nanargmin(largest)) + _WINDOW])
