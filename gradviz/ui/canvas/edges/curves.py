"""How an edge is drawn: horizontal-tangent curves through the points of its route."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath

from gradviz.graph.layout import Point

FAR = 60.0
"""Moved by more than this, an edge runs straight from port to port."""

_LEVEL = 0.5
_TURN = 60.0
_PIECES = 16


def curve(route: Sequence[Point]) -> QPainterPath:
    """The curve through ``route``; level stretches stay straight, the others are S-shaped."""
    x, y = route[0]
    path = QPainterPath(QPointF(x, y))
    pending = False  # a level stretch that may go on: one line however many columns it passes
    for end_x, end_y in route[1:]:
        level = end_x > x and (end_y == y if pending else abs(end_y - y) < _LEVEL)
        if pending and not level:
            path.lineTo(x, y)
            level = end_x > x and abs(end_y - y) < _LEVEL
        if not level:
            reach = _bow(x, end_x)
            path.cubicTo(x + reach, y, end_x - reach, end_y, end_x, end_y)
        pending = level
        x, y = end_x, end_y
    if pending:
        path.lineTo(x, y)
    return path


def _bow(x: float, end_x: float) -> float:
    """Half way each for a curve to the right; a wide bow for one that must turn back."""
    return (end_x - x) / 2 if end_x > x else max(_TURN, (x - end_x) / 2)


def is_within(route: Sequence[Point], x: float, y: float, reach: float) -> bool:
    """Whether a point is within reach of the box around a curve; false for nearly all, quickly."""
    across = [point[0] for point in route]
    left, right = min(across), max(across)
    turns = any(after <= before for before, after in pairwise(across))
    room = reach + _TURN + (right - left) / 2 if turns else reach
    if not left - room <= x <= right + room:
        return False
    heights = [point[1] for point in route]
    return min(heights) - reach <= y <= max(heights) + reach


def distance(route: Sequence[Point], x: float, y: float) -> float:
    """How far a point is from the curve through ``route``, by short straight pieces of it."""
    best = hypot(route[0][0] - x, route[0][1] - y)
    for (x0, y0), (x3, y3) in pairwise(route):
        bow = _bow(x0, x3)
        x1, x2 = x0 + bow, x3 - bow
        ax, ay = x0, y0
        for k in range(1, _PIECES + 1):
            t = k / _PIECES
            u = 1 - t
            bx = u * u * u * x0 + 3 * u * u * t * x1 + 3 * u * t * t * x2 + t * t * t * x3
            by = u * u * (u + 3 * t) * y0 + t * t * (t + 3 * u) * y3
            best = min(best, _from_piece(x, y, ax, ay, bx, by))
            ax, ay = bx, by
    return best


def _from_piece(x: float, y: float, ax: float, ay: float, bx: float, by: float) -> float:
    dx, dy = bx - ax, by - ay
    length = dx * dx + dy * dy
    t = 0.0 if length == 0 else max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / length))
    return hypot(x - ax - t * dx, y - ay - t * dy)


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
