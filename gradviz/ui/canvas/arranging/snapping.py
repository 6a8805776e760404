"""Snapping to the dots of the canvas: where a card that is moved comes to stand."""

from __future__ import annotations

from gradviz.graph.layout import Point
from gradviz.ui.canvas.drawing.ground import DOT_STEP


def on_grid(start: Point, by: Point) -> Point:
    """The way nearest to ``by`` that leads from ``start`` to a dot of the grid."""
    x, y = (round((s + b) / DOT_STEP) * DOT_STEP for s, b in zip(start, by, strict=True))
    return x - start[0], y - start[1]


def step_on_grid(start: Point, direction: tuple[int, int]) -> Point:
    """The way to the next dot in a direction; the other coordinate is kept."""
    dx, dy = (
        0.0 if not way else _next(at, way) - at for at, way in zip(start, direction, strict=True)
    )
    return dx, dy


def _next(at: float, way: int) -> float:
    number = at / DOT_STEP
    whole = round(number)
    if abs(number - whole) > 1e-6:
        whole = int(number // 1) if way > 0 else int(-(-number // 1))
    return float((whole + way) * DOT_STEP)
