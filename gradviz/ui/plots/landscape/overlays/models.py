"""The overlays of local models: what gradient descent and Newton's method take the surface for."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from gradviz.descent.landscape.local_models import LocalModel, gradient_model, newton_model
from gradviz.descent.landscape.stationary import Kind
from gradviz.graph import format_number
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame, clipped, path_of
from gradviz.ui.plots.landscape.overlays.computed import ComputedOverlay, Question, question_of
from gradviz.ui.plots.landscape.overlays.stationary import draw_mark
from gradviz.ui.plots.landscape.scene import Scene

REACH = 0.42  # of the shorter side of the view: the radius within which a model is drawn
LINES = 9
SHADE = QColor(14, 16, 28, 130)
HEAD = 7.0
FARTHEST = 3.0  # views: a step that leads farther only shows its direction


def plane_at(question: Question) -> LocalModel:
    """The tangent plane at the place of a question."""
    return gradient_model(
        question.surface, question.names, question.pair, question.point, question.at
    )


def bowl_at(question: Question) -> LocalModel:
    """Newton's quadratic at the place of a question."""
    return newton_model(
        question.surface, question.names, question.pair, question.point, question.at
    )


class ModelOverlay(ComputedOverlay):
    """A model's contour lines around a point, the step it suggests and where its bottom is.

    The point is the one under the mouse, or the start.
    """

    level = 7.0
    color = ""

    def question(self, scene: Scene) -> Question | None:
        return question_of(scene, scene.pointer or scene.plane.start)

    @property
    def model(self) -> LocalModel | None:
        """The model shown; None where the surface has none."""
        found: LocalModel | None = self.found
        return found if found is not None and found.is_defined else None

    def target(self, model: LocalModel, scene: Scene) -> tuple[float, float]:
        """Where the model's step leads."""
        raise NotImplementedError

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        model = self.model
        if model is None:
            return
        center = frame.pixel(*model.center)
        radius = REACH * min(frame.width, frame.height)
        inside = QPainterPath()
        inside.addEllipse(center, radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lines = _lines(model, frame, radius)
        with clipped(painter, inside):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for color, width in ((SHADE, 3.0), (QColor(self.color), 1.4)):
                pen = marks.pen(color, width)
                if width < 2:
                    pen.setStyle(Qt.PenStyle.DashLine)
                painter.setPen(pen)
                painter.drawPath(lines)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(marks.pen(self.color, 1.0, 0.5))
        painter.drawEllipse(center, radius, radius)
        to = self.target(model, scene)
        if to != model.center:
            _draw_step(painter, center, _within(frame, center, to), QColor(self.color))
        if model.stationary is not None and model.kind is not None:
            draw_mark(painter, frame.pixel(*model.stationary), model.kind, 6.5)


class PlaneOverlay(ModelOverlay):
    """The tangent plane, and the step against the gradient with the learning rate in use."""

    name = "plane"
    title = "Gradient's model: the tangent plane"
    tip = "What gradient descent sees at the mouse or the start, and the step it makes"
    color = "#FFB27A"
    reads = 1
    answer = staticmethod(plane_at)

    def target(self, model: LocalModel, scene: Scene) -> tuple[float, float]:
        return model.step(scene.document.descent.lr)

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        super()._on_scene_changed(old, new)
        if old is not None and new is not None and old.document.descent != new.document.descent:
            self.changed()  # the step has another length

    def readout(self, point: dict[str, float]) -> str:  # noqa: ARG002
        if self.model is None or self.scene is None or not self.is_current:
            return ""
        x, y = map(format_number, self.target(self.model, self.scene))
        return f"gradient step to ({x}, {y})"


class BowlOverlay(ModelOverlay):
    """The quadratic with the same value, gradient and Hessian, and Newton's step to its center."""

    name = "bowl"
    title = "Newton's model: the quadratic"
    tip = "What Newton's method sees at the mouse or the start, and the step it makes"
    tells_best = True
    color = "#8FE3C0"
    reads = 65
    answer = staticmethod(bowl_at)

    def target(self, model: LocalModel, scene: Scene) -> tuple[float, float]:  # noqa: ARG002
        return model.step(1.0)

    def readout(self, point: dict[str, float]) -> str:  # noqa: ARG002
        model = self.model
        if not self.is_current:
            return ""
        if model is None:
            return "Newton's method has no Hessian here" if self.found is not None else ""
        if model.stationary is None or model.kind is None:
            return "Newton's method has no step here: a curvature is 0"
        x, y = map(format_number, model.stationary)
        return f"Newton's step to its {_WORDS[model.kind]} ({x}, {y})"


_WORDS = {Kind.MINIMUM: "minimum", Kind.MAXIMUM: "maximum", Kind.SADDLE: "saddle point"}


def _lines(model: LocalModel, frame: Frame, radius: float) -> QPainterPath:
    """The model's contour lines around the point."""
    unit_x, unit_y = frame.pixel_size
    x, y = model.center
    reach_x, reach_y = radius * unit_x, radius * unit_y
    ranges = (x - reach_x, x + reach_x), (y - reach_y, y + reach_y)
    angles = np.linspace(0, 2 * math.pi, 65)
    edge = model.value(x + reach_x * np.cos(angles), y + reach_y * np.sin(angles))
    low, high = min(float(edge.min()), _lowest(model)), max(float(edge.max()), model.height)
    if not (np.isfinite(low) and np.isfinite(high) and high > low):
        return QPainterPath()
    shares = (np.arange(LINES) + 0.5) / LINES
    levels = low + (high - low) * (shares if model.curvature is None else shares**2)
    return path_of([line for level in model.lines(ranges, levels) for line in level], frame)


def _lowest(model: LocalModel) -> float:
    bottom = model.minimizer
    return model.height if bottom is None else float(model.value(*bottom))


def _within(frame: Frame, center: QPointF, to: tuple[float, float]) -> QPointF:
    """The pixel of a step's end, drawn nearer when it is far outside."""
    end = frame.pixel(*to)
    way = end - center
    longest = FARTHEST * max(frame.width, frame.height)
    length = math.hypot(way.x(), way.y())
    return end if length <= longest else center + way * (longest / length)


def _draw_step(painter: QPainter, start: QPointF, end: QPointF, color: QColor) -> None:
    """An arrow with a dark edge."""
    way = end - start
    length = math.hypot(way.x(), way.y())
    if length < 1:
        return
    way /= length
    side = QPointF(-way.y(), way.x())
    back = end - way * min(HEAD, length)
    for tone, width in ((SHADE, 5.0), (color, 2.4)):
        painter.setPen(marks.pen(tone, width))
        painter.drawLine(start, end)
        for turn in (0.55, -0.55):
            painter.drawLine(end, back + side * (turn * min(HEAD, length)))
