"""Paints a sketch: a map in colors, lines in several colors, or curves; on any thread."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gradviz.descent import Curve, Field, Interval
from gradviz.document import Sketch
from gradviz.document.sketches import Lines
from gradviz.graph import Array
from gradviz.ui.plots import colors, marks
from gradviz.ui.plots.frame import Frame, draw_curve, draw_lines, path_of
from gradviz.ui.plots.thumbnails.hatching import draw_outside
from gradviz.ui.theme import TRAJECTORY_COLORS, Theme

RENDERER_VERSION = "1"
"""To be raised whenever pictures come out differently: those kept on the disk are then stale."""

DASHES: tuple[tuple[float, ...], ...] = ((), (4.0, 2.5), (1.0, 2.0))
"""Of the first, second and third of several objectives; more begin anew."""

LIGHTENED = 0.35  # share of white in the colors of lines on a dark ground
ROOM = 0.08  # above and below a curve, of its height
CURVE_WIDTH, LINE_WIDTH = 2.0, 1.1
BEST_ALPHA = 0.8
LEAST_CELL = 3.0  # pixels of a Pareto-optimal point
BEST_COLOR = "#E0A800"
COVERED = 0.2  # pixels of contour lines to a pixel of the picture, from which they fade
FAINTER = 0.65  # the highest of several objectives' lines, than the lowest
STAR = 0.055  # of the picture's height


@dataclass(frozen=True)
class _Sheet:
    """What is painted on, and in which colors."""

    painter: QPainter
    frame: Frame
    theme: Theme


def painted(sketch: Sketch, size: QSize, ratio: float, theme: Theme) -> QImage:
    """The sketch as a picture of ``size`` on a screen of density ``ratio``.

    A sketch without axes leaves the bare ground.
    """
    image = QImage(size * ratio, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor(theme.surface))
    painter = QPainter(image)
    try:
        if sketch.objectives:
            sheet = _Sheet(painter, _frame(sketch, size), theme)
            _draw(sketch, sheet)
    finally:  # a picture that goes while it is being painted crashes
        painter.end()
    return image


def _frame(sketch: Sketch, size: QSize) -> Frame:
    across = sketch.ranges[0]
    up = sketch.ranges[1] if len(sketch.axes) == 2 else _heights(sketch)
    return Frame(across, up, size.width(), size.height())


def _heights(sketch: Sketch) -> Interval:
    """Where the curves are, without the tails that would flatten all else."""
    values = np.concatenate([part.values for part in sketch.objectives])
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return (-1.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    room = ROOM * (high - low) or 1.0
    return low - room, high + room


def _draw(sketch: Sketch, sheet: _Sheet) -> None:
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number, part in enumerate(sketch.objectives):
        if isinstance(part, Curve):
            _draw_curve(part, sheet, number, alone=len(sketch.objectives) == 1)
    fields = [part for part in sketch.objectives if isinstance(part, Field)]
    if len(fields) == 1:
        _draw_map(fields[0], sketch, sheet)
    elif fields:
        _draw_families(sketch, sheet)
    if sketch.excess is not None:
        draw_outside(sheet.painter, sketch.excess, sheet.frame, sheet.theme)
        sheet.painter.setPen(marks.pen(sheet.theme.text, 1.4))
        sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_lines(sheet.painter, sketch.border, sheet.frame)
    if sketch.best is not None:
        _draw_best(sketch.best, sheet)
    _draw_minima(sketch, sheet)


def _draw_map(field: Field, sketch: Sketch, sheet: _Sheet) -> None:
    painter, theme = sheet.painter, sheet.theme
    rect = QRectF(0, 0, sheet.frame.width, sheet.frame.height)
    if np.isnan(field.values).any():
        painter.fillRect(rect, QColor(theme.canvas))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(rect, colors.image(field.values, field.scale, theme))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    fading = _fading(sketch.lines[0], sheet.frame)
    for position, lines in sketch.lines[0]:
        painter.setPen(marks.pen(colors.line_on(position, theme), 0.8, fading))
        draw_lines(painter, lines, sheet.frame)


def _fading(lines: Lines, frame: Frame) -> float:
    """How opaque contour lines are: less, the more of the picture they would cover."""
    unit_x, unit_y = frame.pixel_size
    steps = [np.diff(line, axis=0) for _, group in lines for line in group]
    length = sum(float(np.hypot(s[:, 0] / unit_x, s[:, 1] / unit_y).sum()) for s in steps)
    return min(1.0, COVERED * frame.width * frame.height / max(length, 1.0))


def _draw_families(sketch: Sketch, sheet: _Sheet) -> None:
    """The contour lines of several objectives, the higher ones fainter."""
    sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
    for number, family in enumerate(sketch.lines):
        fading = _fading(family, sheet.frame)
        pen = objective_pen(number, sheet.theme, LINE_WIDTH)
        if fading < 1.0:  # dashes of lines that lie close together are noise
            pen.setStyle(Qt.PenStyle.SolidLine)
        for position, lines in family:
            tone = pen.color()
            tone.setAlphaF((1.0 - FAINTER * position) * fading)
            pen.setColor(tone)
            sheet.painter.setPen(pen)
            draw_lines(sheet.painter, lines, sheet.frame)


def _draw_curve(curve: Curve, sheet: _Sheet, number: int, *, alone: bool) -> None:
    pen = objective_pen(number, sheet.theme, CURVE_WIDTH)
    if alone:
        finite = np.isfinite(curve.values)
        if finite.any():
            _fill_below(curve.x[finite], curve.values[finite], sheet, pen.color())
    sheet.painter.setPen(pen)
    draw_curve(sheet.painter, curve.x, curve.values, sheet.frame)


def _fill_below(x: Array, y: Array, sheet: _Sheet, tone: QColor) -> None:
    tone.setAlphaF(0.12)
    sheet.painter.setPen(Qt.PenStyle.NoPen)
    sheet.painter.setBrush(tone)
    ground = sheet.frame.y[0]
    corners = np.array([[x[-1], ground], [x[0], ground]])
    area = np.vstack((np.column_stack((x, y)), corners))
    sheet.painter.drawPath(path_of([area], sheet.frame))


def objective_pen(number: int, theme: Theme, width: float) -> QPen:
    """The pen of one of several objectives: its own color and dashes."""
    tone = TRAJECTORY_COLORS[number % len(TRAJECTORY_COLORS)]
    pen = marks.pen(colors.mixed_color(tone, "#FFFFFF", LIGHTENED if theme.is_dark else 0), width)
    dashes = DASHES[number % len(DASHES)]
    if dashes:
        pen.setDashPattern(list(dashes))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _draw_best(best: Array, sheet: _Sheet) -> None:
    """The Pareto-optimal points as the cells of their grid; of one parameter along the bottom."""
    mapped = best.shape[1] == 2
    height = best[:, 1] if mapped else np.full(len(best), sheet.frame.y[0])
    px, py = sheet.frame.pixels(best[:, 0], height)
    wide = _spacing(px)
    high = _spacing(py) if mapped else LEAST_CELL
    tone = QColor(BEST_COLOR)
    tone.setAlphaF(BEST_ALPHA)
    sheet.painter.setPen(Qt.PenStyle.NoPen)
    sheet.painter.setBrush(tone)
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)  # no seams
    left = np.clip(px - wide / 2, 0, sheet.frame.width - wide)  # those on an edge are seen whole
    top = np.clip(py - high / 2, 0, sheet.frame.height - high)
    corners = zip(map(float, left), map(float, top), strict=True)
    sheet.painter.drawRects([QRectF(x, y, wide, high) for x, y in corners])
    sheet.painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _spacing(pixels: Array) -> float:
    """How far apart neighboring columns (or rows) of a grid are."""
    steps = np.diff(np.unique(np.round(pixels, 3)))
    return max(LEAST_CELL, float(steps.min()) if steps.size else 0.0)


def _draw_minima(sketch: Sketch, sheet: _Sheet) -> None:
    size = max(5.0, STAR * sheet.frame.height)
    for minimum in sketch.minima:
        marks.draw_star(sheet.painter, _place(minimum, sketch, sheet.frame), sheet.theme, size)


def _place(minimum: tuple[float, ...], sketch: Sketch, frame: Frame) -> QPointF:
    if len(minimum) > 1:
        return frame.pixel(minimum[0], minimum[1])
    curve = sketch.objectives[0]
    return frame.pixel(minimum[0], float(np.interp(minimum[0], curve.x, curve.values)))
