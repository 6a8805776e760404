"""Marks on the plots: the path of a descent, its start, the epoch's ring, minima."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from functools import cache, lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QPolygonF

from gradviz.graph import Array
from gradviz.ui.plots.frame import Frame, draw_dots, draw_segments
from gradviz.ui.plots.segments import distinct, segments, total_length
from gradviz.ui.theme import TRAJECTORY_COLORS, Theme

PATH = TRAJECTORY_COLORS[0]
HALO = "#FFFFFF"
DOTS_UP_TO = 400  # iterates; more would run into each other
CROWDED = 8.0  # times the view's width and height that a path may be long
STAR = "#FFD84D"
START_RADIUS = 6.0
RING_RADIUS = 7.5
_STAMP = 16.0  # pixels from the middle of a kept mark to its sides


def pen(color: str | QColor, width: float = 1.0, alpha: float = 1.0) -> QPen:
    """A pen with round ends, so many pixels wide; it grows with a picture that is enlarged."""
    if isinstance(color, QColor):
        color = color.name(QColor.NameFormat.HexArgb)
    return QPen(_pen(color, width, alpha))


@lru_cache(maxsize=512)
def _pen(color: str, width: float, alpha: float) -> QPen:
    """Not to be changed."""
    tone = QColor(color)
    tone.setAlphaF(tone.alphaF() * alpha)
    result = QPen(tone, width)
    result.setCapStyle(Qt.PenCapStyle.RoundCap)
    return result


def line_pen(color: str | QColor, width: float = 1.0, alpha: float = 1.0) -> QPen:
    """A pen for lines of many short pieces: its square ends are ten times cheaper than round."""
    result = pen(color, width, alpha)
    result.setCapStyle(Qt.PenCapStyle.SquareCap)
    return result


def draw_path(painter: QPainter, frame: Frame, x: Array, y: Array, epoch: int) -> None:
    """The iterates as a line with a halo; what comes after ``epoch`` is paler.

    A path that crosses the view many times is thin and has no halo, so that it does not become
    one solid patch.
    """
    crowded = False
    for part, alpha in ((slice(epoch, None), 0.45), (slice(None, epoch + 1), 1.0)):
        rows, most = segments(x[part], y[part], frame), CROWDED * (frame.width + frame.height)
        if total_length(rows) > most:
            rows = distinct(rows)
            crowded = crowded or total_length(rows) > most
        pens = ((PATH, 1.0, 0.55),) if crowded else ((HALO, 3.0, 1.0), (PATH, 1.6, 1.0))
        for color, width, strength in pens:
            painter.setPen(line_pen(color, width, alpha * strength))
            draw_segments(painter, rows)
    if not crowded:
        _draw_iterates(painter, frame, x, y)


def _draw_iterates(painter: QPainter, frame: Frame, x: Array, y: Array) -> None:
    px, py = frame.pixels(x, y)
    with np.errstate(invalid="ignore"):
        seen = (px > -8) & (px < frame.width + 8) & (py > -8) & (py < frame.height + 8)
    px, py = px[seen], py[seen]
    if not 2 <= len(px) <= DOTS_UP_TO:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for color, width in ((HALO, 5.0), (PATH, 3.4)):
        painter.setPen(pen(color, width))
        draw_dots(painter, px, py)


def _stamp(draw: Callable[..., None], painter: QPainter, at: QPointF, *how: Hashable) -> None:
    """Put a mark at a point, from a picture that is kept of it; on paper it is drawn in lines."""
    if painter.paintEngine().type() != QPaintEngine.Type.Raster:
        draw(painter, at, *how)
        return
    ratio = painter.device().devicePixelRatioF() * painter.worldTransform().m11()
    painter.drawImage(at - QPointF(_STAMP, _STAMP), _picture(draw, ratio, *how))


@lru_cache(maxsize=64)
def _picture(draw: Callable[..., None], ratio: float, *how: Hashable) -> QImage:
    size = math.ceil(2 * _STAMP * ratio)
    picture = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw(painter, QPointF(_STAMP, _STAMP), *how)
    painter.end()
    return picture


def draw_ring(painter: QPainter, at: QPointF) -> None:
    """The ring around the point of the current epoch."""
    _stamp(_ring, painter, at)


def _ring(painter: QPainter, at: QPointF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for color, width in ((HALO, 4.5), (PATH, 2.0)):
        painter.setPen(pen(color, width))
        painter.drawEllipse(at, RING_RADIUS, RING_RADIUS)


def draw_start(painter: QPainter, at: QPointF, *, held: bool = False) -> None:
    """The start: a filled dot with a handle around it that says it can be dragged."""
    _stamp(_start, painter, at, held)


def _start(painter: QPainter, at: QPointF, held: bool) -> None:  # from a list of arguments
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    handle = QColor(HALO)
    handle.setAlphaF(0.55 if held else 0.32)
    painter.setPen(pen(HALO, 1.0, 0.9))
    painter.setBrush(handle)
    radius = START_RADIUS + (7.0 if held else 4.5)
    painter.drawEllipse(at, radius, radius)
    painter.setPen(pen(HALO, 1.5))
    painter.setBrush(QColor(PATH))
    painter.drawEllipse(at, START_RADIUS, START_RADIUS)


@cache
def star(size: float) -> QPolygonF:
    """A star of this radius around the origin; not to be changed."""
    angles = [math.pi * (i / 5 - 0.5) for i in range(10)]
    radii = (size if i % 2 == 0 else 0.45 * size for i in range(10))
    corners = zip(angles, radii, strict=True)
    return QPolygonF([QPointF(math.cos(a), math.sin(a)) * radius for a, radius in corners])


def draw_star(painter: QPainter, at: QPointF, theme: Theme, size: float = 8.0) -> None:
    """A known minimum."""
    _stamp(_star, painter, at, theme, size)


def _star(painter: QPainter, at: QPointF, theme: Theme, size: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(theme.surface if theme.is_dark else theme.text, 1.2))
    painter.setBrush(QColor(STAR))
    painter.drawPolygon(star(size).translated(at))
