"""Objectives of degree at most 2, exactly: center, curvatures and learning-rate limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array

Gradient = Callable[[Array], tuple[float, Array]]
"""Value and gradient at a point of all coordinates."""

_REACH = 1024.0  # far from the center the differences of gradients drown the rounding of the data
_REFINEMENTS = 2

_SAME = 1e-9  # curvatures nearer to one another are the same


@dataclass(frozen=True, eq=False)
class Quadratic:
    """``minimum + slope·d + ½ dᵀ H d`` with ``d = x − center``.

    ``center`` is where the gradient vanishes (the nearest such point to the origin when there
    are many), and ``minimum`` the value there; it is a minimum when no eigenvalue is negative.
    ``slope`` is zero unless the function falls for ever along a direction without curvature.
    """

    center: Array
    hessian: Array
    slope: Array
    minimum: float

    @cached_property
    def eigenvalues(self) -> Array:
        """The curvatures along the principal axes, ascending."""
        return np.asarray(np.linalg.eigvalsh(self.hessian), dtype=np.float64)

    @cached_property
    def steepest(self) -> Array:
        """The directions of the largest curvature, as columns: those that share it, too."""
        values, axes = np.linalg.eigh(self.hessian)
        return np.asarray(axes[:, values >= values[-1] * (1 - _SAME)])

    @cached_property
    def kappa(self) -> float:
        """Condition number: largest over smallest curvature; inf when one is 0 or negative."""
        low, high = float(self.eigenvalues[0]), float(self.eigenvalues[-1])
        return high / low if low > self._rounding else np.inf

    @cached_property
    def is_convex(self) -> bool:
        """Whether no direction curves downward."""
        return float(self.eigenvalues[0]) >= -self._rounding

    @cached_property
    def _rounding(self) -> float:
        return _tolerance(self.eigenvalues)

    def value(self, *arguments: Array | float) -> Array:
        """The values at the points, broadcast over one argument per coordinate."""
        return self.batch(*arguments)[0]

    @np.errstate(all="ignore")  # far out they are infinite
    def batch(self, *arguments: Array | float) -> tuple[Array, tuple[Array, ...]]:
        """Values and partial derivatives at the points, broadcast over the arguments."""
        d = np.broadcast_arrays(
            *(
                np.asarray(a, dtype=np.float64) - c
                for a, c in zip(arguments, self.center, strict=True)
            )
        )
        bent = [
            sum((h * e for h, e in zip(row, d, strict=True)), np.zeros(())) for row in self.hessian
        ]
        values = self.minimum + sum(
            (e * (0.5 * b + s) for e, b, s in zip(d, bent, self.slope, strict=True)), np.zeros(())
        )
        gradients = tuple(np.asarray(b + s) for b, s in zip(bent, self.slope, strict=True))
        return np.asarray(values), gradients

    def lr_limit(self, optimizer: str, settings: Mapping[str, Setting]) -> float | None:
        """The learning rate below which this descent converges from every start.

        None when there is none to tell: the optimizer adapts its steps, or nothing curves
        upward, or something curves downward. For gradient descent 2/λ, with momentum μ
        2(1+μ)/λ, Nesterov's 2(1+μ)/((1+2μ)λ), λ the largest curvature.
        """
        limit = LIMITS.get(optimizer)
        if limit is None or not self.is_convex:
            return None
        decay = float(settings.get("weight_decay", 0.0))
        highest = float(self.eigenvalues[-1]) + decay
        if highest <= self._rounding:
            return None
        return limit(settings) / highest

    @property
    def best_lr(self) -> float | None:
        """The learning rate with which gradient descent is fastest: 2/(λ_min + λ_max)."""
        curved = self.eigenvalues[self.eigenvalues > self._rounding]
        if not self.is_convex or not len(curved):
            return None
        return 2.0 / float(curved[0] + curved[-1])

    def rate(self, lr: float) -> float:
        """By what gradient descent multiplies the slowest part of the error in each epoch."""
        curved = self.eigenvalues[np.abs(self.eigenvalues) > self._rounding]
        return float(np.max(np.abs(1.0 - lr * curved), initial=0.0))


def _sgd_limit(settings: Mapping[str, Setting]) -> float:
    """lr·λ at which the slowest mode stops shrinking; from the eigenvalues of one step."""
    momentum = float(settings.get("momentum", 0.0))
    if momentum >= 1.0:
        return 0.0
    if settings.get("nesterov"):
        return 2.0 * (1.0 + momentum) / (1.0 + 2.0 * momentum)
    return 2.0 * (1.0 + momentum) / (1.0 - float(settings.get("dampening", 0.0)))


LIMITS: Mapping[str, Callable[[Mapping[str, Setting]], float]] = {
    "sgd": _sgd_limit,
    "momentum": _sgd_limit,
    "nesterov": lambda settings: _sgd_limit({**settings, "nesterov": True}),
}
"""lr·λ_max at the limit of stability, for the optimizers that have one on a quadratic."""


def quadratic(gradient: Gradient, size: int) -> Quadratic | None:
    """The quadratic behind ``gradient``; None when it is not finite where it is looked at.

    The gradient of such a function is a straight line, so differences of gradients are exact but
    for rounding: first about the origin, then about the center found there, where the gradients
    are small, and far enough out.
    """
    with np.errstate(all="ignore"):
        center, hessian = np.zeros(size), np.zeros((size, size))
        for _ in range(_REFINEMENTS):
            hessian = _hessian(gradient, center)
            if not np.isfinite(hessian).all():
                return None
            center = center - _solve(hessian, gradient(center)[1])
        center = center - _solve(hessian, gradient(center)[1])
        minimum, slope = gradient(center)
    if not (np.isfinite(minimum) and np.isfinite(slope).all() and np.isfinite(center).all()):
        return None
    return Quadratic(center, hessian, _out_of_range(hessian, slope), float(minimum))


def _hessian(gradient: Gradient, center: Array) -> Array:
    base = gradient(center)[1]
    columns = []
    for i, coordinate in enumerate(center):
        moved = center.copy()
        moved[i] = coordinate + _REACH * max(1.0, 2.0 ** np.ceil(np.log2(abs(coordinate) + 1.0)))
        columns.append((gradient(moved)[1] - base) / (moved[i] - coordinate))
    hessian = np.array(columns)
    return np.asarray(0.5 * (hessian + hessian.T))


def _tolerance(eigenvalues: Array) -> float:
    return 8.0 * len(eigenvalues) * float(np.finfo(np.float64).eps * np.max(np.abs(eigenvalues)))


def _solve(hessian: Array, gradient: Array) -> Array:
    """The least-squares step: the pseudo-inverse leaves directions without curvature alone."""
    values, vectors = np.linalg.eigh(hessian)
    curved = np.abs(values) > _tolerance(values)
    inverse = np.where(curved, 1.0 / np.where(curved, values, 1.0), 0.0)
    return np.asarray(vectors @ (inverse * (vectors.T @ gradient)))


def _out_of_range(hessian: Array, slope: Array) -> Array:
    """The part of a gradient along directions without curvature, and nothing for rounding."""
    values, vectors = np.linalg.eigh(hessian)
    flat = vectors[:, np.abs(values) <= _tolerance(values)]
    if not flat.size:
        return np.zeros_like(slope)
    rest = flat @ (flat.T @ slope)
    size = float(np.max(np.abs(values)))
    return np.asarray(np.where(np.abs(rest) > 1e-9 * max(size, 1e-300), rest, 0.0))
