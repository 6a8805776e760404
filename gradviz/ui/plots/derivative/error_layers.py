"""The error against the step on logarithmic axes: measured, and as theory has it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from gradviz.descent import DifferenceErrors, ErrorModel, Interval
from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.axis import SUPERSCRIPTS
from gradviz.ui.plots.derivative import tints
from gradviz.ui.plots.derivative.canvases import ProbeCanvas
from gradviz.ui.plots.frame import Frame, draw_dots, draw_segments
from gradviz.ui.plots.segments import segments
from gradviz.ui.theme import Theme

TICK_PIXELS = 46.0  # between labels of powers of ten beside one another
LOWEST = -22.0  # smaller errors are drawn as if they were this
WORDS = {
    "kink": "A kink: there is no derivative here.",
    "jump": "The value jumps here: there is no derivative.",
    "steep": "The tangent is upright here: there is no finite derivative.",
    "edge": "There is no value on one side, so no derivative.",
    "gap": "The backward pass has no number here.",
    "undefined": "There is no value here, so no derivative.",
}


class Style(NamedTuple):
    """How a scheme looks: its mark and which color of the theme it has."""

    mark: str
    color: str


STYLES = {
    "forward": Style("●", "accent"),
    "backward": Style("▲", "muted"),
    "central": Style("■", "good"),
}
DRAWN = ("forward", "central")


class ErrorLayers:
    """Draws plain data on the canvas of the errors; both axes are logarithms."""

    def __init__(self, canvas: ProbeCanvas) -> None:
        self._canvas = canvas
        canvas.set_decades("left", on=True)
        canvas.set_decades("bottom", on=True)
        canvas.can_zoom = False
        canvas.axes["bottom"].decade_pixels = TICK_PIXELS
        self._ground = canvas.layer(self._draw_ground, cached=True)
        self._top = canvas.layer(self._draw_top)
        self._errors: DifferenceErrors | None = None
        self._h = 1.0
        self._held = False

    def draw(self, errors: DifferenceErrors | None, h: float, *, held: bool = False) -> None:
        """Show the errors and the present step."""
        if errors is not self._errors:
            self._errors = errors
            if errors is not None:
                self._canvas.set_view(_reach(errors), _range(errors))
            self._ground.changed()
        self._h, self._held = abs(h), held
        self._top.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._ground.changed()
        self._top.changed()

    # Inside

    def _draw_ground(self, painter: QPainter, frame: Frame) -> None:
        errors, theme = self._errors, self._canvas.theme
        if errors is None:
            return
        for name in DRAWN:
            model = errors.schemes[name].model
            if model is not None:
                self._draw_branches(painter, frame, model, getattr(theme, STYLES[name].color))
        for name in DRAWN:
            _draw_measured(painter, frame, errors, name, theme)
        if not errors.nature.is_smooth:
            words = WORDS[errors.nature.smoothness.value]
            self._canvas.write_sentence(painter, frame, words, theme.bad)
        self._draw_best(painter, frame, errors, theme)

    def _draw_branches(
        self, painter: QPainter, frame: Frame, model: ErrorModel, color: str
    ) -> None:
        logs = np.array(frame.x)
        line = marks.pen(color, 1.0, 0.65)  # dashes would take ten times as long
        if model.order and model.truncation > 0:
            heights = math.log10(model.truncation) + model.order * logs
            painter.setPen(line)
            draw_segments(painter, segments(logs, heights, frame))
            power = "h" + ("" if model.order == 1 else str(model.order).translate(SUPERSCRIPTS))
            one_sided = color == self._canvas.theme.accent
            at = frame.x[1] - (0.25 if one_sided else 0.32) * (frame.x[1] - frame.x[0])
            height = _height(model.truncated(10.0**at))
            side = "right" if one_sided else "left"
            self._label(painter, frame, QPointF(at, height), f"∝ {power}", color, side)
        if model.rounding > 0:
            painter.setPen(line)
            draw_segments(painter, segments(logs, math.log10(model.rounding) - logs, frame))
            if color == self._canvas.theme.accent:  # the other one is right beside it
                at = frame.x[0] + 0.2 * (frame.x[1] - frame.x[0])
                height = _height(model.rounded(10.0**at))
                self._label(painter, frame, QPointF(at, height), "∝ ε/h", color, "left")

    def _label(
        self, painter: QPainter, frame: Frame, at: QPointF, text: str, color: str, side: str
    ) -> None:
        """Write beside a branch, on the side away from it."""
        place = frame.pixel(at.x(), at.y())
        if 0 <= place.y() <= frame.height:
            place += QPointF(9 if side == "left" else -9, 0)
            self._canvas.write(painter, frame, text, place, color, side, bold=True)

    def _draw_best(
        self, painter: QPainter, frame: Frame, errors: DifferenceErrors, theme: Theme
    ) -> None:
        """On the ground a triangle at the best step, with a line up to where the branches meet.

        An open one stands where the measured errors are least.
        """
        for name in DRAWN:
            model = errors.schemes[name].model
            if model is None or model.best is None:
                continue
            color = getattr(theme, STYLES[name].color)
            least = float(model.truncated(model.best) + model.rounded(model.best))
            top = frame.pixel(math.log10(model.best), _height(least))
            foot = QPointF(top.x(), frame.height - 1)
            line = marks.pen(color, 1.0)
            line.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(line)
            painter.drawLine(top, foot)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            measured = errors.schemes[name].measured_best
            if measured is not None:
                at = QPointF(frame.pixel(math.log10(measured), 0.0).x(), foot.y())
                painter.setPen(marks.pen(color, 1.2))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawPolygon(_triangle(at))
            painter.setPen(marks.pen(theme.surface, 1.0))
            painter.setBrush(QColor(color))
            painter.drawPolygon(_triangle(foot))

    def _draw_top(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if self._errors is None:
            return
        self._canvas.write_corner(painter, frame, "left")
        at = min(max(math.log10(self._h), frame.x[0]), frame.x[1])
        tints.draw_hairline(painter, frame, at, theme.text)
        handle = QPointF(frame.pixel(at, 0.0).x(), 9)
        tints.draw_dot(painter, handle, theme.text, theme, 4.0, held=self._held)
        side = "left" if handle.x() < frame.width / 2 else "right"
        beside = handle + QPointF(8 if side == "left" else -8, 0)
        self._canvas.write(painter, frame, "h", beside, theme.text, side, bold=True)


def _triangle(foot: QPointF) -> QPolygonF:
    return QPolygonF([foot + QPointF(*d) for d in ((-6, 0), (0, -9), (6, 0))])


def _height(error: float | Array) -> float:
    with np.errstate(divide="ignore"):
        return float(np.log10(error))


def _reach(errors: DifferenceErrors) -> Interval:
    return math.log10(errors.steps[0]) - 0.4, math.log10(errors.steps[-1]) + 1.0


def _range(errors: DifferenceErrors) -> Interval:
    """Whole decades around all errors that are drawn, so that it seldom changes in a drag."""
    shown = np.concatenate([errors.schemes[name].errors for name in DRAWN])
    shown = shown[np.isfinite(shown) & (shown > 0)]
    if shown.size == 0:
        return (-16.5, 0.5)
    low = max(math.floor(math.log10(float(shown.min()))), LOWEST)
    high = max(math.ceil(math.log10(min(float(shown.max()), 1e100))), low + 2)
    return low - 1.0, high + 0.6


def _draw_measured(
    painter: QPainter, frame: Frame, errors: DifferenceErrors, name: str, theme: Theme
) -> None:
    """The measured points; an error of 0 has no logarithm: an open mark on the ground."""
    style, found = STYLES[name], errors.schemes[name].errors
    color = getattr(theme, style.color)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs, heights = np.log10(errors.steps), np.log10(found)
    zero = found == 0
    px, py = frame.pixels(logs, np.where(zero, frame.y[0], np.maximum(heights, LOWEST)))
    dots = marks.pen(color, 4.0)
    if name == "central":
        dots.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=name != "central")
    painter.setPen(dots)
    draw_dots(painter, *(part[np.isfinite(py) & ~zero] for part in (px, py)))
    painter.setPen(marks.pen(color, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x, y in zip(px[zero], py[zero], strict=True):
        painter.drawRect(round(float(x)) - 2, round(float(y)) - 6, 4, 4)
