"""How an edge is drawn: horizontal-tangent curves through the points of its route."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from gradviz.graph.layout import Point

FAR = 60.0
"""Moved by more than this, an edge runs straight from port to port."""

_LEVEL = 0.5


def curve(route: Sequence[Point]) -> QPainterPath:
    """The curve through ``route``; level stretches stay straight, the others are S-shaped."""
    x, y = route[0]
    path = QPainterPath(QPointF(x, y))
    for end_x, end_y in route[1:]:
        if abs(end_y - y) < _LEVEL and end_x > x:
            path.lineTo(end_x, end_y)
        else:
            # Half way each for a curve to the right; a wide bow for one that must turn back.
            reach = (end_x - x) / 2 if end_x > x else max(60.0, (x - end_x) / 2)
            path.cubicTo(x + reach, y, end_x - reach, end_y, end_x, end_y)
        x, y = end_x, end_y
    return path


def follow(route: Sequence[Point], start: Point, end: Point) -> tuple[Point, ...]:
    """The route between ends that were moved a little: its bends are kept.

    What lay level with an end that was moved belonged to that end and goes.
    """
    if route and route[0] == start and route[-1] == end:
        return tuple(route)
    gone = {
        before[1]
        for before, now in ((route[0], start), (route[-1], end))
        if abs(before[1] - now[1]) > _LEVEL
    }
    inner = [p for p in route[1:-1] if start[0] + 12 < p[0] < end[0] - 12 and p[1] not in gone]
    return (start, *inner, end)


def far_apart(one: Point, other: Point) -> bool:
    """Whether an end was moved so far that its route makes no sense any more."""
    return abs(one[0] - other[0]) > FAR or abs(one[1] - other[1]) > FAR
