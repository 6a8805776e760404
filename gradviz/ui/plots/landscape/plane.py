"""The plane or line a landscape shows: a surface, its parameters, the axes, the fixed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gradviz.descent import Interval, Objective, Surface, Trajectory, coordinates_of, surface_of
from gradviz.descent.curvature import STEPS, curvature_at
from gradviz.document import Document, inputs_of
from gradviz.graph import Array, format_number
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.field_source import Request
from gradviz.ui.plots.ranges import chosen_axes, default_range, minima_on

ARROW_SPACING = 44  # pixels
BENDING_BUDGET = 3_000_000
"""Numbers that may be read for the curvatures under the mouse; beyond, they are not told."""


@dataclass(frozen=True, eq=False)
class Plane:
    """What is shown of an objective: one axis for a curve, two for a map.

    ``at`` holds every coordinate as the document has it: along the axes it is the start.
    """

    objective: Objective
    surface: Surface
    names: tuple[str, ...]
    axes: tuple[str, ...]
    at: Mapping[str, float]
    output: str
    minima: tuple[tuple[float, ...], ...]

    @property
    def is_map(self) -> bool:
        """Whether there are two axes."""
        return len(self.axes) == 2

    @property
    def start(self) -> tuple[float, ...]:
        """Where the descent starts, along the axes."""
        return tuple(self.at[axis] for axis in self.axes)

    def shows_the_same(self, other: Plane | None) -> bool:
        """Whether a picture of the other one is a picture of this one."""
        return (
            other is not None
            and other.objective is self.objective
            and other.axes == self.axes
            and all(self.at[n] == other.at[n] for n in self.names if n not in self.axes)
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
        )

    def readout(self, at: Mapping[str, float]) -> str:
        """The point, the value, the gradient and the curvatures there, for the status line."""
        value, slopes = self.value_at(at)
        place = ", ".join(f"{axis} = {format_number(at[axis])}" for axis in self.axes)
        gradient = ", ".join(
            f"∂{self.output}/∂{axis} = {format_number(slopes[axis])}" for axis in self.axes
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
        """The iterates as the picture has them: on a curve the losses are the heights."""
        if trajectory is None or not set(self.axes) <= set(trajectory.parameters):
            return np.empty(0), np.empty(0)
        columns = [trajectory.points[:, trajectory.parameters.index(a)] for a in self.axes]
        return columns[0], columns[1] if self.is_map else trajectory.losses


def plane_of(document: Document, objective: Objective, old: Plane | None) -> Plane:
    """The plane of a document's landscape; surface and names are kept from ``old`` if possible."""
    same = old is not None and old.objective is objective
    surface = old.surface if same and old is not None else surface_of(objective)
    values = inputs_of(document)
    at = coordinates_of({name: values.get(name, 1.0) for name in objective.parameters})
    names = objective.coordinates
    axes = chosen_axes(names, document.landscape.axes)
    return Plane(
        objective,
        surface,
        names,
        axes,
        at,
        output_name(document),
        minima_on((*document.landscape.minima, *_exact_minimum(objective)), axes, at),
    )


def _exact_minimum(objective: Objective) -> list[dict[str, float]]:
    """Where a bowl has its bottom; nothing for a valley, which has it all along."""
    exact = objective.exact
    if exact is None or not np.isfinite(exact.kappa):
        return []
    return [dict(zip(objective.coordinates, map(float, exact.center), strict=True))]


def output_name(document: Document, otherwise: str = "output") -> str:
    """What the output is called on an axis."""
    graph = document.graph
    return (graph.nodes[graph.output].name if graph.output else None) or otherwise


def placed(axes: Sequence[str], x: float, y: float) -> dict[str, float]:
    """Coordinates by axis."""
    return dict(zip(axes, (x, y), strict=False))


def placed_pair(point: tuple[float, ...]) -> tuple[float, float]:
    """A point of the map; one coordinate alone has no second."""
    return (point[0], point[1]) if len(point) > 1 else (point[0], float(np.nan))
