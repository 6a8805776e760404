"""What constraints forbid on a map or a curve: boundaries, regions, intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath, QPolygonF

from gradviz.descent import Cancel, Curve, contours
from gradviz.descent.landscape.fields import forbidden
from gradviz.graph import Array
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.node_overlay import Wanted, curves_of, fields_of


@dataclass(frozen=True, eq=False)
class Forbidden:
    """For each constraint by name its boundary as lines, and what is beyond it as rings.

    Of a curve there are no rings but intervals.
    """

    boundaries: Mapping[str, tuple[Array, ...]]
    rings: tuple[Array, ...] = ()
    intervals: tuple[tuple[float, float], ...] = ()


def forbidden_by(wanted: Wanted, size: int, cancel: Cancel | None = None) -> Forbidden:
    """Where each constraint is 0, and where it is above; a pure function for any thread."""
    if len(wanted.axes) == 1:
        return Forbidden({}, intervals=_intervals(curves_of(wanted)))
    zero = np.zeros(1)
    fields = fields_of(wanted, size, cancel)
    boundaries = {name: contours(found, zero)[0] for name, found in fields.items()}
    rings = tuple(ring for found in fields.values() for ring in forbidden(found))
    return Forbidden(boundaries, rings)


def region_of(picture: Forbidden, frame: Frame) -> QPainterPath:
    """All that is forbidden, in pixels."""
    region = QPainterPath()
    region.setFillRule(Qt.FillRule.WindingFill)
    for ring in picture.rings:
        px, py = frame.pixels(ring[:, 0], ring[:, 1])
        region.addPolygon(QPolygonF([QPointF(a, b) for a, b in zip(px, py, strict=True)]))
    for low, high in picture.intervals:
        left, right = (frame.pixel(side, frame.y[0]).x() for side in (low, high))
        region.addRect(QRectF(left, 0.0, right - left, frame.height))
    return region


def _intervals(curves: Mapping[str, Curve]) -> tuple[tuple[float, float], ...]:
    """Where on an axis any constraint is above 0."""
    found = []
    for curve in curves.values():
        above = np.concatenate(([False], curve.values > 0, [False]))
        ends = np.flatnonzero(above[1:] != above[:-1]).reshape(-1, 2)
        x, g = curve.x, curve.values
        for first, beyond in ends:
            sides = (_crossing(x, g, first - 1, first), _crossing(x, g, beyond, beyond - 1))
            found.append(sides)
    return tuple(found)


def _crossing(x: Array, g: Array, outside: int, inside: int) -> float:
    """Where a constraint passes 0 between a point where it holds and one where it does not."""
    if not 0 <= outside < len(x) or not np.isfinite(g[outside]):
        return float(x[inside])
    share = g[inside] / (g[inside] - g[outside])
    return float(x[inside] + share * (x[outside] - x[inside]))
