"""What an optimizer that sees one point takes the surface for: a plane, or a bowl."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gradviz.descent.landscape.curvature import Curvature, curvature_at
from gradviz.descent.landscape.fields import Field, Interval, contours
from gradviz.descent.landscape.stationary import Kind, kind_of
from gradviz.descent.surface import Surface
from gradviz.graph import Array


@dataclass(frozen=True, eq=False)
class LocalModel:
    """``value + gradient·d + ½ dᵀ H d`` with ``d`` the way from ``center``, along two axes.

    ``curvature`` is None for the gradient's model, the tangent plane.
    """

    axes: tuple[str, str]
    center: tuple[float, float]
    height: float
    gradient: Array
    curvature: Curvature | None = None

    def value(self, x: Array | float, y: Array | float) -> Array:
        """The model at the points, broadcast."""
        d = np.asarray(x) - self.center[0], np.asarray(y) - self.center[1]
        plane = self.height + self.gradient[0] * d[0] + self.gradient[1] * d[1]
        if self.curvature is None:
            return np.asarray(plane)
        h = self.curvature.hessian
        return np.asarray(
            plane + 0.5 * (h[0, 0] * d[0] ** 2 + 2 * h[0, 1] * d[0] * d[1] + h[1, 1] * d[1] ** 2)
        )

    @property
    def is_defined(self) -> bool:
        """Whether the value, the gradient and the Hessian are numbers, and no kink is near."""
        flat = bool(np.isfinite(self.height) and np.isfinite(self.gradient).all())
        return flat and (self.curvature is None or self.curvature.is_smooth)

    @cached_property
    def kind(self) -> Kind | None:
        """What the stationary point of Newton's model is; None for a plane."""
        if self.curvature is None or not self.is_defined:
            return None
        return kind_of(self.curvature)

    @cached_property
    def stationary(self) -> tuple[float, float] | None:
        """Where Newton's step leads; None where the model has no single such point."""
        if self.curvature is None or self.kind in (None, Kind.FLAT):
            return None
        x, y = np.array(self.center) - np.linalg.solve(self.curvature.hessian, self.gradient)
        return float(x), float(y)

    @property
    def minimizer(self) -> tuple[float, float] | None:
        """The lowest point of the model; None where it falls for ever."""
        return self.stationary if self.kind is Kind.MINIMUM else None

    def step(self, lr: float) -> tuple[float, float]:
        """Where the model's optimizer goes: against the gradient, or by Newton's step; × ``lr``.

        Newton's step stays where the model has no single stationary point.
        """
        if self.curvature is None:
            x, y = np.array(self.center) - lr * self.gradient
            return float(x), float(y)
        to = self.stationary or self.center
        a, b = ((1 - lr) * here + lr * there for here, there in zip(self.center, to, strict=True))
        return a, b

    def lines(
        self, ranges: tuple[Interval, Interval], at: Array, size: int = 64
    ) -> tuple[tuple[Array, ...], ...]:
        """For each value in ``at`` the model's contour lines within the ranges."""
        x, y = (np.linspace(*interval, size) for interval in ranges)
        return contours(Field(self.axes, x, y, self.value(x[None, :], y[:, None])), at)


def gradient_model(
    surface: Surface,
    names: Sequence[str],
    axes: tuple[str, str],
    point: Mapping[str, float],
    at: Mapping[str, float],
) -> LocalModel:
    """The tangent plane at a point along the axes, all other parameters as in ``at``."""
    whole = {**at, **point}
    value, gradients = surface.batch(*(np.asarray(whole[name]) for name in names))
    gradient = np.array([float(gradients[list(names).index(axis)]) for axis in axes])
    return LocalModel(axes, (whole[axes[0]], whole[axes[1]]), float(value), gradient)


def newton_model(
    surface: Surface,
    names: Sequence[str],
    axes: tuple[str, str],
    point: Mapping[str, float],
    at: Mapping[str, float],
) -> LocalModel:
    """The quadratic with the value, gradient and Hessian of the surface at a point."""
    plane = gradient_model(surface, names, axes, point, at)
    curved = curvature_at(surface, names, {**at, **point}, axes)
    return LocalModel(axes, plane.center, plane.height, plane.gradient, curved)
