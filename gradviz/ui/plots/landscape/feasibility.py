"""Whether a point is feasible, in words and marks: what the constraints are worth there."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gradviz.descent import Trajectory
from gradviz.descent.landscape.feasibility import Mask, Rows, Status, holds, statuses
from gradviz.document import Document
from gradviz.document.node_surfaces import NodeSurfaces
from gradviz.graph import format_number
from gradviz.teaching import written

YES, NO, AT = "✓", "✗", "◉"
SIGNS = {Status.INACTIVE: YES, Status.ACTIVE: AT, Status.VIOLATED: NO}
Standings = Mapping[str, tuple[float, Status]]


def values_at(limits: NodeSurfaces, point: Mapping[str, float]) -> dict[str, float]:
    """Each constraint at a point of all coordinates."""
    arguments = [np.asarray(point[name]) for name in limits.coordinates]
    with np.errstate(all="ignore"):
        return {name: float(g.value(*arguments)) for name, g in limits.surfaces.items()}


def standings_at(
    limits: NodeSurfaces, point: Mapping[str, float], document: Document
) -> dict[str, tuple[float, Status]]:
    """Each constraint at a point of all coordinates, and whether it is active there."""
    landscape = document.landscape
    known = {**landscape.ranges, **landscape.box}
    sides = [high - low for low, high in (known.get(n, (0.0, 1.0)) for n in limits.coordinates)]
    return statuses(limits.surfaces, [point[name] for name in limits.coordinates], sides)


def verdict(standings: Standings) -> str:
    """That a point is feasible and on which boundaries, or which constraints are above 0."""
    broken = {name: value for name, (value, how) in standings.items() if how is Status.VIOLATED}
    active = [written(name) for name, (_, how) in standings.items() if how is Status.ACTIVE]
    words = f", {' and '.join(active)} active" if active else ""
    if not broken:
        return f"{AT if active else YES} feasible{words}"
    listed = " and ".join(f"{written(n)} = {format_number(v, 3)}" for n, v in broken.items())
    return f"{NO} {listed} above 0{words}"


def full_words(standings: Standings) -> str:
    """Every constraint by itself: above 0, on its boundary, or not in the way."""
    return "\n".join(
        f"{SIGNS[how]} {written(name)} = {format_number(value)}: {WORDS[how]}"
        for name, (value, how) in standings.items()
    )


WORDS = {
    Status.INACTIVE: "inactive, it does not bind here",
    Status.ACTIVE: "active, the point is on its boundary",
    Status.VIOLATED: "violated",
}
"""How a constraint stands, in words."""


def readout(standings: Standings) -> str:
    """All constraints with their values, and how they stand, for the status line."""
    return ", ".join(
        f"{written(name)} = {format_number(value)} {SIGNS[how]} {how}"
        for name, (value, how) in standings.items()
    )


def infeasible(limits: NodeSurfaces, trajectory: Trajectory, rows: Rows) -> Mask:
    """Which of some iterates are infeasible."""
    columns = [
        trajectory.points[rows, trajectory.parameters.index(name)] for name in limits.coordinates
    ]
    return ~np.broadcast_to(holds(limits.surfaces.values(), *columns), (len(rows),))
