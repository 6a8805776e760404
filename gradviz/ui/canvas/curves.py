"""How an edge is drawn: horizontal-tangent curves through the points of its route."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from gradviz.graph.layout import Point

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
    """The route between ends that were moved: what lies between them is kept."""
    if route and route[0] == start and route[-1] == end:
        return tuple(route)
    inner = [point for point in route[1:-1] if start[0] + 12 < point[0] < end[0] - 12]
    return (start, *inner, end)
