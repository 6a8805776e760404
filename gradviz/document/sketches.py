"""What a small picture of a document's landscape shows, as plain arrays: nothing is painted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from gradviz.document.descents import objective_of
from gradviz.document.model import Document
from gradviz.document.values import inputs_of
from gradviz.errors import GraphError
from gradviz.graph import Array

if TYPE_CHECKING:
    from gradviz.descent import Cancel, Curve, Field, Interval, Objective, Surface

LEVELS = 20
LEVELS_OF_MANY = 9
"""Contour lines of an objective: fewer where those of several lie over one another."""

COMPARED = 100
"""Points each way among which the Pareto-optimal ones are found: each is compared with many."""

Lines: TypeAlias = tuple[tuple[float, tuple[Array, ...]], ...]
"""Contour lines: for each level its position on the scale, 0 to 1, and its lines of points."""


@dataclass(frozen=True, eq=False)
class Sketch:
    """A landscape over one or two of its parameters.

    ``objectives`` are the functions to minimize over ``axes``, each with its contour lines where
    there are two axes. ``excess`` is by how much the worst constraint is violated on the same
    grid: above 0 a point is infeasible; None without constraints. ``border`` are the lines at 0.
    ``minima`` are those known in the plane shown, ``best`` the points of the grid that are
    Pareto-optimal, rows of coordinates along the axes.
    """

    axes: tuple[str, ...] = ()
    ranges: tuple[Interval, ...] = ()
    objectives: tuple[Field, ...] | tuple[Curve, ...] = ()
    lines: tuple[Lines, ...] = ()
    excess: Array | None = None
    border: tuple[Array, ...] = ()
    minima: tuple[tuple[float, ...], ...] = ()
    best: Array | None = None


@dataclass(frozen=True, eq=False)
class _Plane:
    """The axes and ranges of a sketch, and where all the other coordinates stay."""

    objective: Objective
    axes: tuple[str, ...]
    ranges: tuple[Interval, ...]
    at: Mapping[str, float]


def sketch_of(document: Document, size: int, cancel: Cancel | None = None) -> Sketch:
    """The landscape on a grid of ``size`` points each way.

    With more than two parameters it is the slice through the first known minimum, else through
    the values of the document. Raises GradVizError where there is nothing to minimize, and for
    an output that is not a single number.
    """
    from gradviz.descent import surface_of

    objective = objective_of(document)
    surface_of(objective)  # the output must be a number
    plane = _plane_of(document, objective)
    names = document.landscape.objectives or (None,)
    shown = tuple(_values(document, name, plane, size, cancel) for name in names)
    excess = _excess(document, plane, size, cancel)
    return Sketch(
        axes=plane.axes,
        ranges=plane.ranges,
        objectives=shown,  # type: ignore[arg-type]  # all are fields, or all are curves
        lines=tuple(_lines(part, len(shown)) for part in shown),
        excess=excess,
        border=_border(shown[0], excess),
        minima=_minima(document, plane),
        best=_best(shown, excess) if len(shown) > 1 else None,
    )


def _plane_of(document: Document, objective: Objective) -> _Plane:
    from gradviz.descent import coordinates_of

    landscape = document.landscape
    values = inputs_of(document)
    at = coordinates_of({name: values.get(name, 1.0) for name in objective.parameters})
    at |= {k: v for k, v in next(iter(landscape.minima), {}).items() if k in at}
    wanted = [name for name in landscape.axes if name in at]
    axes = tuple(dict.fromkeys((*wanted, *at)))[:2]
    ranges = tuple(landscape.ranges.get(name) or _around(at[name]) for name in axes)
    return _Plane(objective, axes, ranges, at)


def _around(value: float) -> Interval:
    """Where nothing is said of the range: as far to each side as the value is large."""
    reach = max(2.0, abs(value))
    return value - reach, value + reach


def _values(
    document: Document, name: str | None, plane: _Plane, size: int, cancel: Cancel | None
) -> Field | Curve:
    """A named node, or the output, over the plane."""
    from gradviz.descent import curve, field, surface_of

    objective = plane.objective if name is None else _objective_at(document, name)
    surface: Surface = surface_of(objective)
    names = objective.coordinates
    if len(plane.axes) == 1:
        return curve(surface, names, plane.axes[0], plane.ranges[0], plane.at, size)
    axes, ranges = (plane.axes[0], plane.axes[1]), (plane.ranges[0], plane.ranges[1])
    return field(surface, names, axes, ranges, plane.at, size, cancel)


def _objective_at(document: Document, name: str) -> Objective:
    node = document.graph.by_name.get(name)
    if node is None:
        raise GraphError(f"There is no node called {name}.", node=name)
    return objective_of(replace(document, graph=replace(document.graph, output=node)))


def _excess(document: Document, plane: _Plane, size: int, cancel: Cancel | None) -> Array | None:
    constraints = document.landscape.constraints
    if not constraints:
        return None
    parts = [_values(document, name, plane, size, cancel).values for name in constraints]
    worst: Array = np.maximum.reduce(parts)  # where a constraint has no value there is none
    return worst


def _lines(shown: Field | Curve, count: int) -> Lines:
    from gradviz.descent import Field, contours, levels

    if not isinstance(shown, Field):
        return ()
    at = levels(shown.scale, LEVELS if count == 1 else LEVELS_OF_MANY)
    positions = shown.scale.position(at)
    return tuple(zip(map(float, positions), contours(shown, at), strict=True))


def _border(shown: Field | Curve, excess: Array | None) -> tuple[Array, ...]:
    from gradviz.descent import Field, contours

    if excess is None or not isinstance(shown, Field):
        return ()
    return contours(replace(shown, values=excess), np.zeros(1))[0]


def _minima(document: Document, plane: _Plane) -> tuple[tuple[float, ...], ...]:
    """The known minima that lie in the plane."""
    others = [name for name in plane.at if name not in plane.axes]
    return tuple(
        tuple(minimum[axis] for axis in plane.axes)
        for minimum in document.landscape.minima
        if set(plane.axes) <= set(minimum)
        if all(abs(minimum.get(name, np.inf) - plane.at[name]) < 1e-6 for name in others)
    )


def _best(shown: tuple[Field | Curve, ...], excess: Array | None) -> Array:
    """The feasible points of the grid (or of every second, third …) that are Pareto-optimal."""
    from gradviz.descent import Field, non_dominated

    first = shown[0]
    mapped = isinstance(first, Field)
    every = slice(None, None, -(-len(first.x) // COMPARED) if mapped else 1)
    part = (every,) * first.values.ndim
    values = np.column_stack([objective.values[part].ravel() for objective in shown])
    if excess is not None:
        values[~(excess[part].ravel() <= 0)] = np.nan
    kept = non_dominated(values)
    if not isinstance(first, Field):
        return first.x[kept][:, None]
    x, y = np.meshgrid(first.x[every], first.y[every])
    return np.column_stack((x.ravel()[kept], y.ravel()[kept]))
