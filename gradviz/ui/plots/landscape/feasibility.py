"""Whether a point is feasible, in words and marks: what the constraints are worth there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gradviz.descent import Trajectory
from gradviz.descent.feasibility import SLACK, Mask, Rows, holds
from gradviz.document.node_surfaces import NodeSurfaces
from gradviz.graph import format_number
from gradviz.ui.plots.axis import written

YES, NO = "✓", "✗"


def values_at(limits: NodeSurfaces, point: Mapping[str, float]) -> dict[str, float]:
    """Each constraint at a point of all coordinates."""
    arguments = [np.asarray(point[name]) for name in limits.coordinates]
    with np.errstate(all="ignore"):
        return {name: float(g.value(*arguments)) for name, g in limits.surfaces.items()}


def verdict(values: Mapping[str, float]) -> str:
    """That a point is feasible, or which constraints are above 0 and by how much."""
    broken = {name: value for name, value in values.items() if not value <= SLACK}
    if not broken:
        return f"{YES} feasible"
    listed = " and ".join(f"{written(n)} = {format_number(v, 3)}" for n, v in broken.items())
    return f"{NO} {listed} above 0"


def readout(values: Mapping[str, float]) -> str:
    """All constraints with their values, and whether they hold, for the status line."""
    return ", ".join(
        f"{written(name)} = {format_number(value)} {YES if value <= SLACK else NO}"
        for name, value in values.items()
    )


def infeasible(limits: NodeSurfaces, trajectory: Trajectory, rows: Rows) -> Mask:
    """Which of some iterates are infeasible."""
    columns = [
        trajectory.points[rows, trajectory.parameters.index(name)] for name in limits.coordinates
    ]
    return ~np.broadcast_to(holds(limits.surfaces.values(), *columns), (len(rows),))
