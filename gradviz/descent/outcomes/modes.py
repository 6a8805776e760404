"""Gradient descent along one principal axis of a quadratic: what an epoch does to the error."""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping

from gradviz.descent.quadratic import LIMITS
from gradviz.descent.rules.optimizer import Setting


def multiplier(bend: float, optimizer: str, settings: Mapping[str, Setting]) -> complex:
    """By what an epoch multiplies the error at last, for ``bend`` = lr·λ along the axis.

    Without momentum 1 − lr·λ. With it the larger root z of z² − (1 + μ − lr·λ)z + μ, Nesterov's
    of z² − (1 + μ)(1 − lr·λ)z + μ(1 − lr·λ): the eigenvalues of one step of error and buffer.
    Not real where the error swings about the center instead of jumping to the other side.
    """
    momentum, rest, nesterov = _momentum(optimizer, settings)
    step = rest * bend
    if not momentum:
        return complex(1.0 - step)
    trace = (1.0 + momentum) * (1.0 - step) if nesterov else 1.0 + momentum - step
    product = momentum * (1.0 - step) if nesterov else momentum
    root = cmath.sqrt(trace * trace - 4.0 * product)
    return max((trace + root) / 2, (trace - root) / 2, key=abs)


def zigzag(optimizer: str, settings: Mapping[str, Setting]) -> tuple[float, float] | None:
    """Between which lr·λ the error shrinks but changes sides in every epoch.

    From 1 to 2 without momentum, from (1 + √μ)² to 2(1 + μ) with it, from 1 to Nesterov's limit.
    None for optimizers without a limit.
    """
    limit = LIMITS.get(optimizer)
    if limit is None:
        return None
    momentum, rest, nesterov = _momentum(optimizer, settings)
    if momentum >= 1.0:
        return None
    first = 1.0 if nesterov else (1.0 + math.sqrt(momentum)) ** 2
    return first / rest, limit(settings if not nesterov else {**settings, "nesterov": True})


def best_momentum(lowest: float, highest: float) -> tuple[float, float]:
    """Learning rate and momentum with which heavy-ball descent is fastest; Polyak 1964.

    ``lowest`` and ``highest`` are the curvatures, above 0. The error then shrinks by √μ.
    """
    low, high = math.sqrt(lowest), math.sqrt(highest)
    return (2.0 / (low + high)) ** 2, ((high - low) / (high + low)) ** 2


def _momentum(optimizer: str, settings: Mapping[str, Setting]) -> tuple[float, float, bool]:
    """The momentum, what is left of a gradient after dampening, and whether it is Nesterov's."""
    momentum = float(settings.get("momentum", 0.0))
    rest = 1.0 - float(settings.get("dampening", 0.0)) if momentum else 1.0
    nesterov = bool(momentum) and (optimizer == "nesterov" or bool(settings.get("nesterov")))
    return momentum, rest, nesterov
