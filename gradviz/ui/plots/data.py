"""The data and the fit: the points of the dataset and what the expression predicts for them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gradviz.descent import Objective, coordinates_of
from gradviz.document import Document, inputs_of
from gradviz.errors import GradVizError
from gradviz.graph import Array, format_number
from gradviz.session import DescentRun, Session
from gradviz.ui.plots import marks
from gradviz.ui.plots.canvas import HEAD_HEIGHT, PlotCanvas
from gradviz.ui.plots.fit import Fit, Kind, fit_of
from gradviz.ui.plots.frame import Frame, draw_curve, draw_dots, draw_segments
from gradviz.ui.plots.ranges import LARGEST
from gradviz.ui.theme import Theme, ThemeSource

DENSITY_FROM = 20_000  # points; more are shown as a density
CELL = 2  # pixels of one density cell
ROOM = 0.08
NOTHING = "This expression reads no data. Open a CSV file or the line-fit example to fit one."


class FitLayers:
    """Draws plain points on a canvas, with a line through them and the residuals."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._under = canvas.layer(self._draw_line)
        self._points = canvas.layer(self._draw_points, cached=True)
        self._x: Array = np.empty(0)
        self._y: Array = np.empty(0)
        self._line: tuple[Array, Array] = (np.empty(0), np.empty(0))
        self._heights: Array = np.empty(0)

    def draw_points(self, x: Array, y: Array) -> None:
        """Show the points of the data."""
        self._x, self._y = x, y
        self._points.changed()

    def draw_line(self, x: Array, y: Array, heights: Array) -> None:
        """Show the prediction; ``heights`` are its values at the points, empty for no residuals."""
        self._line, self._heights = (x, y), heights
        self._under.changed()

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._under.changed()
        self._points.changed()

    def _draw_points(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        px, py = frame.pixels(self._x, self._y)
        if len(px) > DENSITY_FROM:
            rect = QRectF(0, 0, frame.width, frame.height)
            painter.drawImage(rect, density(px, py, frame, theme))
            return
        seen = (px > -8) & (px < frame.width + 8) & (py > -8) & (py < frame.height + 8)
        size = 7.0 if len(px) <= 200 else 4.0 if len(px) <= 2000 else 2.0
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=len(px) <= 2000)
        for color, width in ((theme.surface, size + 1.5), (theme.text, size)):
            painter.setPen(marks.pen(color, width, 0.85))
            draw_dots(painter, px[seen], py[seen])

    def _draw_line(self, painter: QPainter, frame: Frame) -> None:
        theme = self._canvas.theme
        if len(self._heights):
            px, py = frame.pixels(self._x, self._y)
            _, pz = frame.pixels(self._x, self._heights)
            painter.setPen(marks.pen(theme.gradient, 1.0, 0.75))
            limit = 4 * frame.height
            draw_segments(painter, np.column_stack((px, py, px, np.clip(pz, -limit, limit))))
        painter.setPen(marks.pen(theme.value, 2.0))
        draw_curve(painter, *self._line, frame)


def density(px: Array, py: Array, frame: Frame, theme: Theme) -> QImage:
    """How many points lie in each small cell, as the opacity of the text color."""
    width, height = (max(1, int(np.ceil(s / CELL))) for s in (frame.width, frame.height))
    with np.errstate(invalid="ignore"):
        inside = (px >= 0) & (px < frame.width) & (py >= 0) & (py < frame.height)
    cells = (py[inside] // CELL).astype(np.intp) * width + (px[inside] // CELL).astype(np.intp)
    counts = np.bincount(cells, minlength=width * height).reshape(height, width)
    strength = np.log1p(counts) / np.log1p(max(int(counts.max()), 1))
    image = np.zeros((height, width, 4), dtype=np.uint8)
    tone = QColor(theme.text)
    alpha = np.where(counts > 0, 0.15 + 0.75 * strength, 0.0)
    image[..., :3] = (tone.blue(), tone.green(), tone.red())
    image[..., 3] = np.rint(255 * alpha)
    return QImage(image.data, width, height, 4 * width, QImage.Format.Format_ARGB32).copy()


class DataPanel(QWidget):
    """The data of the session's expression and the prediction at the epoch shown."""

    hovered = Signal(str)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        themes: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._run = session, run
        self._objective: Objective | None = None
        self._fit: Fit | None = None
        self._heights: Array = np.empty(0)
        self.canvas = PlotCanvas("data_plot", themes.current)
        self.canvas.setAccessibleName("Data and fit")
        self.canvas.setToolTip(
            "Wheel zooms, right button or Shift pans, double-click or Home shows everything"
        )
        self._layers = FitLayers(self.canvas)
        self._note = QLabel(self)
        self._note.setObjectName("data_note")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addStrut(HEAD_HEIGHT)
        head.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        run.trajectory_changed.connect(self._refresh)
        run.epoch_changed.connect(self._draw_line)
        session.document_changed.connect(self._on_document_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        self.canvas.theme_wanted.connect(self._on_theme_changed)
        self.canvas.reset_asked.connect(self.fit)
        self.canvas.hovered.connect(self._on_hovered)
        self._load(None)
        self._refresh()

    def fit(self) -> None:
        """Show all points."""
        fit = self._fit
        if fit is None:
            return
        if fit.kind is Kind.PAIRED:
            interval = _with_room(fit.x)
            self.canvas.set_view(interval, interval)
        else:
            self.canvas.set_view(_with_room(fit.x), _with_room(fit.y))

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.dataset is not new.dataset or old.graph is not new.graph:
            self._refresh()

    def _refresh(self, *_: object) -> None:
        objective = self._run.objective
        if objective is not self._objective:
            self._objective = objective
            self._load(objective)
        self._draw_line()

    def _load(self, objective: Objective | None) -> None:
        old = self._fit
        sentence = NOTHING
        self._fit = None
        try:
            self._fit = None if objective is None else fit_of(objective)
        except GradVizError as error:
            sentence = str(error)
        fit = self._fit
        self.canvas.set_empty(sentence if fit is None else None)
        if fit is None:
            self._note.setText("")
            return
        self.canvas.set_labels(*fit.labels)
        points = (fit.x, fit.y) if fit.kind is not Kind.PAIRED else (np.empty(0), np.empty(0))
        self._layers.draw_points(*points)
        if old is None or not _same_points(old, fit):
            self.fit()

    def _draw_line(self, *_: object) -> None:
        fit, objective = self._fit, self._objective
        if fit is None or fit.predict is None or objective is None:
            self._layers.draw_line(np.empty(0), np.empty(0), np.empty(0))
            self._note.setText("" if fit is None else fit.note)
            return
        self._note.setText(f"{fit.note}, {fit.prediction} at epoch {self._run.epoch:,}")
        self.canvas.caption = self._note.text()
        heights = self._heights = fit.predict(self._point(objective))
        if fit.kind is Kind.PAIRED:
            self._layers.draw_points(fit.x, heights)
            ends = np.array(_with_room(fit.x))
            self._layers.draw_line(ends, ends, np.empty(0))
            return
        at_points = heights[fit.rows] if fit.rows is not None else np.empty(0)
        self._layers.draw_line(fit.line_x, heights, at_points)

    def _point(self, objective: Objective) -> Array:
        """All coordinates at the epoch shown; the document's own without a descent."""
        trajectory = self._run.trajectory
        if trajectory is not None and trajectory.parameters == objective.coordinates:
            return np.asarray(trajectory.points[min(self._run.epoch, trajectory.epochs)])
        own = coordinates_of(inputs_of(self._session.document))
        return np.array([own.get(name, 1.0) for name in objective.coordinates])

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._layers.restyle()

    def _on_hovered(self, point: QPointF | None) -> None:
        fit = self._fit
        if fit is None or point is None:
            self.hovered.emit("")
            return
        x, y = (format_number(c) for c in (point.x(), point.y()))
        words = f"{fit.labels[0]} = {x},  {fit.labels[1]} = {y}"
        if fit.kind is Kind.CURVE and len(self._heights):
            height = float(np.interp(point.x(), fit.line_x, self._heights))
            words = f"{fit.labels[0]} = {x}:  prediction {format_number(height)}"
        self.hovered.emit(words)

    def sizeHint(self) -> QSize:
        return QSize(320, 240)


def _same_points(old: Fit, new: Fit) -> bool:
    return old.kind is new.kind and old.x is new.x and old.y is new.y


def _with_room(values: Array) -> tuple[float, float]:
    finite = np.clip(values[np.isfinite(values)], -LARGEST, LARGEST)
    if finite.size == 0:
        return (0.0, 1.0)
    low, high = float(finite.min()), float(finite.max())
    room = ROOM * ((high - low) or max(abs(high), 1.0))
    return low - room, high + room
