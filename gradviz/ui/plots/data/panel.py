"""The data and the fit: the points of the dataset and what the expression predicts for them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradviz.descent import Interval, Objective, Trajectory
from gradviz.document import Document, start_of
from gradviz.errors import GradVizError
from gradviz.graph import Array, format_number
from gradviz.session import DescentRun, JobRunner, Session
from gradviz.teaching import written
from gradviz.ui.elided import ElidedLabel
from gradviz.ui.plots.canvas import HEAD_HEIGHT, PlotCanvas
from gradviz.ui.plots.data.by_hand import ByHandStrip
from gradviz.ui.plots.data.class_layers import ClassLayers
from gradviz.ui.plots.data.fit import Fit, Kind, fit_of
from gradviz.ui.plots.data.hand_switches import HandSwitches
from gradviz.ui.plots.data.hand_work import HandWork
from gradviz.ui.plots.data.layers import FitLayers
from gradviz.ui.plots.ranges import span_of
from gradviz.ui.theme import Theme, ThemeSource

ROOM = 0.08
NOTHING = "Open a CSV file or choose a preset (Alt+T) to fit data."
UNREAD = "This expression reads none of the data. Write a loss of it, as mean((y − ŷ)^2)."
IDLE_WIDTH = 168
"""Pixels for the sentence alone, where a document has no data."""


class DataPanel(QWidget):
    """The data of the session's expression and the prediction at the epoch shown."""

    hovered = Signal(str)
    idle_changed = Signal(bool)
    """Whether there is no data to show: a sentence says what to do, and is given little room."""

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        jobs: JobRunner,
        themes: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._run = session, run
        self._objective: Objective | None = None
        self._fit: Fit | None = None
        self.is_idle = False
        self._heights: Array = np.empty(0)
        self._drawn: tuple[Trajectory | None, int] | None = None
        self.canvas = PlotCanvas("data_plot", themes.current)
        self.canvas.setAccessibleName("Data and fit")
        self.canvas.setToolTip(
            "Wheel zooms, right button or Shift pans, double-click or Home shows everything"
        )
        self._classes = ClassLayers(self.canvas)
        self._layers = FitLayers(self.canvas)
        self._note = ElidedLabel("data_note", self)
        self._switches = HandSwitches(self)
        self._strip = ByHandStrip(self)
        self.work = HandWork(self.canvas, session, run, jobs, self._strip, self._switches)
        self._lay_out()
        self._connect(themes)
        self._load(None)
        self._refresh()
        self._say_note()
        self._on_theme_changed(themes.current)

    def _connect(self, themes: ThemeSource) -> None:
        run = self._run
        self.work.changed.connect(self._draw_line)
        self.work.changed.connect(self._say_note)
        self.work.said.connect(self.hovered)
        self.work.opened.connect(lambda _on: self.fit())
        run.trajectory_changed.connect(self._refresh)
        run.epoch_changed.connect(self._on_epoch_changed)
        run.retold.connect(self._say_note)
        self._session.document_changed.connect(self._on_document_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        self.canvas.theme_wanted.connect(self._on_theme_changed)
        self.canvas.reset_asked.connect(self.fit)
        self.canvas.hovered.connect(self._on_hovered)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addStrut(HEAD_HEIGHT)
        head.addWidget(self._note, 1)
        head.addWidget(self._switches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._strip)

    def fit(self) -> None:
        """Show all points."""
        fit = self._fit
        if fit is None:
            return
        if fit.kind is Kind.PAIRED:
            interval = _with_room(fit.x_span)
            self.canvas.set_view(interval, interval)
        else:
            heights = np.array([*(fit.y_span or ()), *(y for _, y in self.work.handles)])
            self.canvas.set_view(_with_room(fit.x_span), _with_room(span_of(heights)))

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.dataset is not new.dataset or old.graph is not new.graph:
            self._refresh()
            self._say_note()

    def _refresh(self, *_: object) -> None:
        objective = self._run.objective
        if objective is not self._objective:
            self._objective = objective
            self._load(objective)
        self._draw_line()
        self._renew_idle()

    def _renew_idle(self) -> None:
        """An expression that reads nothing of a table is being written: that makes no idler."""
        idle = self._fit is None and self._session.document.dataset is None
        if idle != self.is_idle:
            self.is_idle = idle
            self._switches.setVisible(not idle)
            self.updateGeometry()
            self.idle_changed.emit(idle)

    def _load(self, objective: Objective | None) -> None:
        old = self._fit
        sentence = NOTHING if self._session.document.dataset is None else UNREAD
        self._fit = None
        try:
            self._fit = None if objective is None else fit_of(objective)
        except GradVizError as error:
            sentence = str(error)
        fit = self._fit
        self.canvas.set_empty(sentence if fit is None else None)
        self.work.load(objective, fit)
        if fit is None:
            self._note.setText("")
            return
        self.canvas.set_labels(*map(written, fit.labels))
        plain = fit.kind not in (Kind.PAIRED, Kind.CLASSES) and fit.ones is None
        points = (fit.x, fit.y) if plain else (np.empty(0), np.empty(0))
        self._layers.draw_points(*points)
        if old is None or not (self.work.is_editing or _same_points(old, fit)):
            self.fit()

    def _draw_line(self, *_: object) -> None:
        fit, objective = self._fit, self._objective
        self._drawn = self._run.trajectory, self._run.epoch
        if fit is None or fit.predict is None or objective is None:
            self._classes.draw(None, np.empty(0))
            self._layers.draw_line(np.empty(0), np.empty(0), np.empty(0))
            return
        point = self._point(objective)
        heights = self._heights = fit.predict(point)
        self._classes.draw(fit, heights)
        if fit.kind is Kind.CLASSES:
            self._layers.draw_line(np.empty(0), np.empty(0), np.empty(0))
            return
        if fit.kind is Kind.PAIRED:
            self._layers.draw_points(fit.x, heights)
            ends = np.array(_with_room(fit.x_span))
            self._layers.draw_line(ends, ends, np.empty(0))
            return
        at_points = heights[fit.rows] if fit.rows is not None else np.empty(0)
        if fit.ones is not None:
            at_points = np.empty(0)  # the loss of a chance is not made of its residuals
        self._layers.draw_line(fit.line_x, heights, at_points)
        self.work.draw(point)

    def _say_note(self) -> None:
        """What is drawn, in words: with all else that is read."""
        fit = self._fit
        if fit is None or fit.predict is None:
            self._note.setText("" if fit is None else fit.note)
            return
        by_hand = self.work.is_by_hand and not self._run.epoch
        when = "by hand" if by_hand else f"at epoch {self._run.epoch:,}"
        self._note.setText(f"{fit.note}, {written(fit.prediction)} {when}")
        self.canvas.caption = self._note.text()

    def _on_epoch_changed(self, epoch: int) -> None:
        if (self._run.trajectory, epoch) != self._drawn:  # a new path was drawn with its epoch
            self._draw_line()

    def _point(self, objective: Objective) -> Array:
        """All coordinates at the epoch shown; the document's own without a descent.

        A line that is dragged doesn't wait for the descent.
        """
        trajectory, dragged = self._run.trajectory, self.work.is_by_hand and not self._run.epoch
        known = trajectory is not None and trajectory.parameters == objective.coordinates
        if trajectory is not None and known and not dragged:
            return np.asarray(trajectory.points[min(self._run.epoch, trajectory.epochs)])
        own = start_of(self._session.document)  # of the parameters alone: data may have many rows
        return np.array([own.get(name, 1.0) for name in objective.coordinates])

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._layers.restyle()
        self._classes.restyle()
        self.work.restyle()

    def _on_hovered(self, point: QPointF | None) -> None:
        fit = self._fit
        if fit is None or point is None:
            self.hovered.emit("")
            return
        x, y = (format_number(c) for c in (point.x(), point.y()))
        across, up = map(written, fit.labels)
        words = f"{across} = {x},  {up} = {y}"
        if fit.kind is Kind.CURVE and len(self._heights):
            height = float(np.interp(point.x(), fit.line_x, self._heights))
            words = f"{across} = {x}:  prediction {format_number(height)}"
        self.hovered.emit(words)

    def sizeHint(self) -> QSize:
        return QSize(IDLE_WIDTH if self.is_idle else 320, 240)


def _same_points(old: Fit, new: Fit) -> bool:
    return old.kind is new.kind and old.x is new.x and old.y is new.y


def _with_room(span: Interval | None) -> Interval:
    if span is None:
        return (0.0, 1.0)
    low, high = span
    room = ROOM * ((high - low) or max(abs(high), 1.0))
    return low - room, high + room
