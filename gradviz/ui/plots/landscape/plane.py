"""The plane or line a landscape shows: a surface, its parameters, the axes, the fixed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gradviz.descent import Interval, Objective, Surface, Trajectory, coordinates_of, surface_of
from gradviz.descent.landscape.curvature import STEPS, curvature_at
from gradviz.document import Document, View, inputs_of
from gradviz.document.node_surfaces import NO_SURFACES, NodeSurfaces, node_surfaces
from gradviz.graph import Array, Value, format_number
from gradviz.teaching import written
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.field_source import Request
from gradviz.ui.plots.ranges import chosen_axes, default_range, minima_on

ARROW_SPACING = 44  # pixels
BENDING_BUDGET = 3_000_000
"""Numbers that may be read for the curvatures under the mouse; beyond, they are not told."""


@dataclass(frozen=True, eq=False)
class Plane:
    """What is shown of an objective: one axis for a curve, two for a map.

    ``at`` holds every coordinate as the document has it: along the axes it is the start. Only a
    curve that is cut through more parameters goes through the epoch shown, if one was chosen;
    ``shows_start`` says whether the start is on what is shown. ``limits`` are the
    constraints, ``parts`` the objectives that are added in the output.
    """

    objective: Objective
    surface: Surface
    names: tuple[str, ...]
    axes: tuple[str, ...]
    at: Mapping[str, float]
    output: str
    minima: tuple[tuple[float, ...], ...]
    view: View = "map"
    shows_start: bool = True
    limits: NodeSurfaces = NO_SURFACES
    parts: NodeSurfaces = NO_SURFACES

    @property
    def is_map(self) -> bool:
        """Whether it is seen from above."""
        return self.view == "map"

    @property
    def is_surface(self) -> bool:
        """Whether it is seen in space."""
        return self.view == "surface"

    @property
    def is_curve(self) -> bool:
        """Whether there is one axis, and values over it."""
        return self.view == "curve"

    @property
    def fixed(self) -> tuple[str, ...]:
        """The parameters that are not along an axis."""
        return tuple(name for name in self.names if name not in self.axes)

    @property
    def is_cut(self) -> bool:
        """Whether it is a curve through a function of more parameters."""
        return self.is_curve and len(self.names) > 1

    @property
    def cut_words(self) -> list[str]:
        """Where a curve cuts through a function of more parameters, for the legend."""
        if not self.is_cut:
            return []
        where = "start" if self.shows_start else "epoch"
        if len(self.fixed) > 1:
            return [f"the others as at the {where}"]
        name = self.fixed[0]
        return [f"{written(name)} = {format_number(self.at[name])} at the {where}"]

    @property
    def start(self) -> tuple[float, ...]:
        """Where the descent starts, along the axes."""
        return tuple(self.at[axis] for axis in self.axes)

    def shows_the_same(self, other: Plane | None) -> bool:
        """Whether a picture of the other one is a picture of this one."""
        return (
            other is not None
            and other.objective is self.objective
            and (other.axes, other.view) == (self.axes, self.view)
            and other.limits.surfaces == self.limits.surfaces
            and all(self.at[name] == other.at[name] for name in self.fixed)
        )

    def value_at(self, point: Mapping[str, float]) -> tuple[float, Mapping[str, float]]:
        """Value and derivatives along the axes; coordinates not in ``point`` are as in ``at``."""
        arguments = [np.asarray(point.get(name, self.at[name])) for name in self.names]
        value, gradients = self.surface.batch(*arguments)
        slopes = {axis: float(gradients[self.names.index(axis)]) for axis in self.axes}
        return float(value), slopes

    def range_of(self, axis: str, document: Document, path: Array) -> Interval:
        """The range to show at first: the document's, else around all that is known."""
        given = document.landscape.ranges.get(axis)
        if given is not None:
            return given
        points = [self.at[axis]]
        if self.objective.exact is not None:
            points.append(float(self.objective.exact.center[self.names.index(axis)]))
        side = self.axes.index(axis)
        points += [minimum[side] for minimum in self.minima]
        return default_range(points, path)

    def request(self, frame: Frame) -> Request:
        """What to compute for the visible ranges."""
        across, up = (max(3, round(s / ARROW_SPACING)) for s in (frame.width, frame.height))
        return Request(
            self.surface,
            self.names,
            self.axes,
            (frame.x, frame.y)[: len(self.axes)],
            self.at,
            self.weight,
            self.node_count,
            (across, up),
            limits=tuple(self.limits.surfaces.values()),
        )

    def readout(self, at: Mapping[str, float]) -> str:
        """The point, the value, the gradient and the curvatures there, for the status line."""
        value, slopes = self.value_at(at)
        place = ", ".join(f"{written(axis)} = {format_number(at[axis])}" for axis in self.axes)
        gradient = ", ".join(
            f"∂{self.output}/∂{written(axis)} = {format_number(slopes[axis])}" for axis in self.axes
        )
        bent = ", ".join(map(format_number, self.curvatures(at)))
        curvature = f",  λ = {bent}" if bent else ""
        return f"{place}:  {self.output} = {format_number(value)},  {gradient}{curvature}"

    def curvatures(self, at: Mapping[str, float]) -> tuple[float, ...]:
        """The eigenvalues of the Hessian along the axes, where there is one and it is cheap."""
        points = len(STEPS) * 4 * len(self.axes)
        if points * self.weight * self.node_count > BENDING_BUDGET:
            return ()
        found = curvature_at(self.surface, self.names, {**self.at, **at}, self.axes)
        return tuple(map(float, found.eigenvalues)) if found.is_smooth else ()

    @property
    def weight(self) -> int:
        """How many numbers are read for one value: the rows of the dataset."""
        if self.surface is self.objective.exact:
            return 1
        return max((int(np.size(value)) for value in self.objective.inputs.values()), default=1)

    @property
    def node_count(self) -> int:
        """How many nodes are computed for one value."""
        return 1 if self.surface is self.objective.exact else len(self.objective.graph.nodes)

    def along(self, trajectory: Trajectory | None) -> tuple[Array, Array]:
        """The iterates as the picture has them: on a curve the losses are the heights.

        A curve that is cut through more parameters does not hold them.
        """
        known = trajectory is not None and set(self.axes) <= set(trajectory.parameters)
        if trajectory is None or self.is_cut or not known:
            return np.empty(0), np.empty(0)
        columns = [trajectory.points[:, trajectory.parameters.index(a)] for a in self.axes]
        return columns[0], trajectory.losses if self.is_curve else columns[1]


def plane_of(
    document: Document,
    objective: Objective,
    old: Plane | None,
    shown: Mapping[str, Value] | None = None,
) -> Plane:
    """The plane of a document's landscape; surface and names are kept from ``old`` if possible.

    ``shown`` are the parameters at the epoch that was chosen, through which a curve is cut.
    """
    same = old is not None and old.objective is objective
    surface = old.surface if same and old is not None else surface_of(objective)
    values = inputs_of(document)
    at = coordinates_of({name: values.get(name, 1.0) for name in objective.parameters})
    start = dict(at)
    names = objective.coordinates
    axes = chosen_axes(names, document.landscape.axes)
    view: View = "curve" if len(names) < 2 else document.landscape.view or "map"
    if view == "curve":
        axes = ((document.landscape.along,) if document.landscape.along in names else axes)[:1]
        at |= {n: v for n, v in coordinates_of(shown or {}).items() if n in at and n not in axes}
    return Plane(
        objective,
        surface,
        names,
        axes,
        at,
        output_name(document),
        minima_on((*document.landscape.minima, *_exact_minimum(objective)), axes, at),
        view,
        at == start,
        node_surfaces(document, document.landscape.constraints, old.limits if old else NO_SURFACES),
        node_surfaces(document, document.landscape.objectives, old.parts if old else NO_SURFACES),
    )


def _exact_minimum(objective: Objective) -> list[dict[str, float]]:
    """Where a bowl has its bottom; nothing for a valley, which has it all along."""
    exact = objective.exact
    if exact is None or not np.isfinite(exact.kappa):
        return []
    return [dict(zip(objective.coordinates, map(float, exact.center), strict=True))]


def output_name(document: Document, otherwise: str = "output") -> str:
    """What the output is called on an axis, as it is written by hand."""
    graph = document.graph
    return written((graph.nodes[graph.output].name if graph.output else None) or otherwise)


def placed(axes: Sequence[str], x: float, y: float) -> dict[str, float]:
    """Coordinates by axis."""
    return dict(zip(axes, (x, y), strict=False))


def placed_pair(point: tuple[float, ...]) -> tuple[float, float]:
    """A point of the map; one coordinate alone has no second."""
    return (point[0], point[1]) if len(point) > 1 else (point[0], float(np.nan))
