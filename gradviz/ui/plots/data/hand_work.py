"""What is done on the data plot by hand: the line dragged by its handles, the points edited."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

from gradviz.descent import Objective
from gradviz.document import start_at, start_of
from gradviz.graph import Array
from gradviz.session import DescentRun, JobRunner, Session
from gradviz.teaching import written
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.data.by_hand import ByHandStrip
from gradviz.ui.plots.data.fit import Fit, Kind
from gradviz.ui.plots.data.hand_layers import SQUARES_UP_TO, HandLayers
from gradviz.ui.plots.data.hand_switches import HandSwitches
from gradviz.ui.plots.data.line_hand import LineHand
from gradviz.ui.plots.data.point_hand import PointHand
from gradviz.ui.plots.data.point_menu import offer_points
from gradviz.ui.plots.data.score_source import ScoreSource
from gradviz.ui.plots.data.scoring import AT_ONCE_UP_TO
from gradviz.ui.plots.data.sliders import spans_of

MOST_PARAMETERS = 4
_CHOOSING = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
_REMOVING = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_NONE: Array = np.empty(0)


class HandWork(QObject):
    """Turns presses, drags and keys on the canvas into edits, and draws what belongs to them.

    What is taken by hand is the line that is shown; it becomes the start. ``changed`` asks for
    the plot to be drawn anew, ``opened`` says that fitting by hand begins or ends,
    ``best_hidden`` that the best is still to be found, so that nothing may tell it.
    """

    changed = Signal()
    opened = Signal(bool)
    best_hidden = Signal(bool)
    said = Signal(str)

    def __init__(
        self,
        canvas: PlotCanvas,
        session: Session,
        run: DescentRun,
        jobs: JobRunner,
        strip: ByHandStrip,
        switches: HandSwitches,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._session, self._run = canvas, session, run
        self._strip, self._switches = strip, switches
        self._objective: Objective | None = None
        self._fit: Fit | None = None
        self._shown: Array = _NONE  # the parameters of the line that is shown
        self._told = (False, False)
        self._layers = HandLayers(canvas)
        self._line = LineHand(session)
        self._points = PointHand(session, self)
        self._score = ScoreSource(jobs, self)
        self._score.arrived.connect(self.changed)
        self._points.chosen_changed.connect(self._show_chosen)
        self._points.refused.connect(self.said)
        strip.hide()
        strip.revealed.connect(self._on_switched)
        strip.sliders.moved.connect(self._on_slid)
        strip.sliders.taken.connect(session.end_merge)
        strip.sliders.let_go.connect(session.end_merge)
        switches.by_hand.toggled.connect(self._on_by_hand)
        switches.squares.toggled.connect(self._on_switched)
        switches.points.toggled.connect(self._on_edit)
        canvas.pressed.connect(self._on_pressed)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._on_released)
        canvas.nudged.connect(self._on_nudged)
        canvas.hovered.connect(self._on_hovered)
        canvas.menu_made.connect(self._on_menu_made)
        canvas.installEventFilter(self)

    @property
    def is_by_hand(self) -> bool:
        """Whether the line that is shown can be dragged."""
        return self._switches.by_hand.isChecked() and self._can_fit

    @property
    def is_editing(self) -> bool:
        """Whether points are edited, so that the view must stay."""
        return self._points.on

    @property
    def _can_fit(self) -> bool:
        fit, objective = self._fit, self._objective
        return (
            fit is not None
            and objective is not None
            and fit.kind is Kind.CURVE
            and len(objective.coordinates) <= MOST_PARAMETERS
            and (self._line.has_handles or len(fit.x) <= AT_ONCE_UP_TO)
        )

    def load(self, objective: Objective | None, fit: Fit | None) -> None:
        """Work on another prediction; the best for other data is a secret again."""
        others = self._fit is None or fit is None or self._fit.y is not fit.y
        self._objective, self._fit = objective, fit
        self._line.load(objective, fit)
        self._points.load(fit)
        size = 0 if objective is None else len(objective.coordinates)
        self._score.load(fit, size, linear=self._line.has_handles)
        self._switches.allow(fitting=self._can_fit, editing=self._points.can_edit)
        if others and not self.is_editing:
            self._strip.reveal.setChecked(False)
        self._tell()

    @property
    def handles(self) -> list[tuple[float, float]]:
        """Where the handles are; none while there are none to be dragged."""
        return self._line.places(self._shown) if self.is_by_hand and self._shown.size else []

    def draw(self, point: Array) -> None:
        """Draw what belongs to the line with the parameters ``point``, which is shown."""
        self._shown = point
        self._show_chosen()
        objective, fit = self._objective, self._fit
        if objective is None or fit is None or not self.is_by_hand or fit.predict is None:
            self._layers.draw_handles(())
            self._layers.draw_squares(_NONE, _NONE, _NONE)
            self._layers.draw_best(_NONE, _NONE)
            return
        self._layers.draw_handles(self.handles, self._line.held, self._line.chosen)
        self._draw_score(objective, fit, point)

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._layers.restyle()
        self._strip.restyle(self._canvas.theme)
        self._switches.restyle(self._canvas.theme)

    # Inside

    def _draw_score(self, objective: Objective, fit: Fit, point: Array) -> None:
        scoring = self._score.scoring
        best = None if scoring is None else scoring.best
        names = objective.coordinates
        values = dict(zip(names, point.tolist(), strict=True))
        known = {} if best is None else dict(zip(names, best.tolist(), strict=True))
        self._strip.show_values(values, spans_of(self._session.document, values, known))
        few = len(fit.x) <= SQUARES_UP_TO
        squares = scoring is not None and few and self._switches.squares.isChecked()
        heights = scoring.heights(point) if scoring is not None and squares else _NONE
        self._layers.draw_squares(*((fit.x, fit.y, heights) if squares else (_NONE,) * 3))
        revealed = best is not None and self._strip.reveal.isChecked()
        if revealed and fit.predict is not None and best is not None:
            self._layers.draw_best(fit.line_x, fit.predict(best))
        else:
            self._layers.draw_best(_NONE, _NONE)
        least = None if scoring is None or best is None else scoring.score(best).mse
        self._strip.show_score(None if scoring is None else scoring.score(point), least)

    def _tell(self) -> None:
        """Show the strip, and say what differs from what was said."""
        now = (self.is_by_hand, self.is_by_hand and not self._strip.reveal.isChecked())
        before, self._told = self._told, now
        self._strip.setVisible(now[0])
        few = self._fit is not None and len(self._fit.x) <= SQUARES_UP_TO
        self._switches.show_squares(shown=now[0], few=few)
        if now[0] != before[0]:
            self.opened.emit(now[0])
        if now[1] != before[1]:
            self.best_hidden.emit(now[1])

    def _show_chosen(self) -> None:
        self._layers.choose(self._points.place if self._points.on else None)

    def _begin_here(self) -> None:
        """Make the line that is shown that of the start: what is dragged is what is seen."""
        if self._run.epoch:
            self._run.set_epoch(0)

    # What is done

    def _on_by_hand(self, on: bool) -> None:  # a signal's
        if on:
            self._run.set_epoch(0)
        self._tell()
        self.changed.emit()

    def _on_switched(self, *_: object) -> None:
        self._tell()
        self.changed.emit()

    def _on_edit(self, on: bool) -> None:  # a signal's
        self._points.on = on
        self._canvas.resets_by_double_click = not on
        self._show_chosen()

    def _on_slid(self, name: str, value: float) -> None:
        objective = self._objective
        if objective is None:
            return
        document = self._session.document
        shown = dict(zip(objective.coordinates, self._shown.tolist(), strict=True))
        target = (shown if self._run.epoch else start_of(document)) | {name: value}
        self._begin_here()
        self._session.apply(
            f"Change {written(name)}", start_at(document, target), f"by hand {name}"
        )

    def _on_pressed(self, point: QPointF) -> None:
        frame = self._canvas.frame
        if self.is_by_hand and self._line.take(point.x(), point.y(), self._shown, frame):
            self.draw(self._shown)
        elif self._points.on and self._points.can_edit:
            self._points.press(point.x(), point.y(), frame)

    def _on_dragged(self, point: QPointF) -> None:
        frame = self._canvas.frame
        if self._line.held is not None:
            self._begin_here()
            self._line.pull(point.y(), frame.pixel_size[1])
        elif self._points.on:
            self._points.drag(point.x(), point.y(), frame)

    def _on_released(self) -> None:
        self._line.let_go()
        self._points.release()
        self.changed.emit()

    def _on_nudged(self, right: int, up: int, repeats: bool) -> None:  # a signal's
        frame = self._canvas.frame
        if self._points.on:
            self._points.nudge(right, up, frame, repeats=repeats)
        elif self.is_by_hand and self._line.chosen is not None and up:
            at = self._shown
            self._begin_here()
            self._line.nudge(up, at, frame, repeats=repeats)

    def _on_hovered(self, point: QPointF | None) -> None:
        if point is None:
            return
        at, frame = (point.x(), point.y()), self._canvas.frame
        on_handle = self.is_by_hand and self._line.near(*at, self._shown, frame) is not None
        if on_handle or (self._points.on and self._points.near(*at, frame) is not None):
            self._canvas.viewport().setCursor(Qt.CursorShape.OpenHandCursor)

    def _on_menu_made(self, menu: QMenu, place: QPoint) -> None:
        viewport = self._canvas.viewport()
        at = self._canvas.data_at(QPointF(viewport.mapFromGlobal(place)))
        offer_points(menu, self._points, at.x(), at.y(), self._canvas.frame)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event.key())
        return super().eventFilter(watched, event)

    def _on_key(self, key: int) -> bool:
        """Page Up and Down, Delete and Insert; False for others, which the plot keeps."""
        editing = self._points.on and self._points.can_edit
        if key in _CHOOSING and (editing or self.is_by_hand):
            chooser = self._points if editing else self._line
            chooser.choose_next(_CHOOSING[Qt.Key(key)])
            self.draw(self._shown)
        elif editing and key in _REMOVING:
            self._points.remove(self._points.chosen)
        elif editing and key == Qt.Key.Key_Insert:
            frame = self._canvas.frame
            self._points.add(sum(frame.x) / 2, sum(frame.y) / 2, frame)
        else:
            return False
        return True
