"""What is done on the data plot by hand: the line dragged by its handles, the points edited."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QToolButton

from gradviz.descent import Objective
from gradviz.graph import Array
from gradviz.session import DescentRun, Session
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.data.by_hand import ByHandStrip
from gradviz.ui.plots.data.fit import Fit
from gradviz.ui.plots.data.hand_layers import SQUARES_UP_TO, HandLayers
from gradviz.ui.plots.data.line_hand import LineHand, parameters_of, score_of
from gradviz.ui.plots.data.point_hand import MOST_EDITED, PointHand

BY_HAND = "Fit by hand: drag the handles on the line and watch the error"
NO_HANDLES = "Only a curve that is linear in at most four parameters can be dragged by hand"
EDIT = "Edit the points: a click adds one, a drag moves it, Delete removes it"
NO_EDIT = f"Points can be edited where a prediction reads them, and at most {MOST_EDITED:,}"
_NONE: Array = np.empty(0)


class HandWork(QObject):
    """Turns presses, drags and keys on the canvas into edits, and draws what belongs to them.

    While the line is fitted by hand, the plot shows the start instead of the epoch. ``changed``
    asks for the plot to be drawn anew, ``opened`` says that fitting by hand begins or ends,
    ``best_hidden`` that the best possible error is still to be found.
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
        strip: ByHandStrip,
        buttons: tuple[QToolButton, QToolButton],
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._session, self._run, self._strip = canvas, session, run, strip
        self._by_hand, self._edit = buttons
        self._objective: Objective | None = None
        self._fit: Fit | None = None
        self._at_points: Callable[[Array], Array] | None = None
        self._layers = HandLayers(canvas)
        self._line = LineHand(session)
        self._points = PointHand(session, self)
        self._points.chosen_changed.connect(self._show_chosen)
        self._points.refused.connect(self.said)
        strip.hide()
        strip.revealed.connect(self._on_revealed)
        strip.squares_wanted.connect(lambda _on: self.changed.emit())
        self._by_hand.toggled.connect(self._on_by_hand)
        self._edit.toggled.connect(self._on_edit)
        canvas.pressed.connect(self._on_pressed)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._on_released)
        canvas.nudged.connect(self._on_nudged)
        canvas.installEventFilter(self)

    @property
    def is_by_hand(self) -> bool:
        """Whether the line shown is that of the start, to be dragged."""
        return self._by_hand.isChecked() and self._line.has_handles

    @property
    def is_editing(self) -> bool:
        """Whether points are edited, so that the view must stay."""
        return self._points.on

    def load(self, objective: Objective | None, fit: Fit | None) -> None:
        """Work on another prediction."""
        self._objective, self._fit = objective, fit
        self._line.load(objective, fit)
        self._points.load(fit)
        self._at_points = None
        if fit is not None and fit.elsewhere is not None and self._line.has_handles:
            self._at_points = fit.elsewhere(fit.x)
        for button, can, tip, refusal in (
            (self._by_hand, self._line.has_handles, BY_HAND, NO_HANDLES),
            (self._edit, self._points.can_edit, EDIT, NO_EDIT),
        ):
            button.setEnabled(can)
            button.setToolTip(tip if can else refusal)
        self._strip.setVisible(self.is_by_hand)

    def point(self, objective: Objective) -> Array:
        """The parameters of the line that is dragged."""
        return parameters_of(self._session.document, objective)

    def heights(self) -> Array:
        """Where the handles are on the left axis; empty while there are none to be dragged."""
        if self._objective is None or not self.is_by_hand:
            return _NONE
        return np.array([y for _, y in self._line.places(self.point(self._objective))])

    def draw(self) -> None:
        """Draw handles, squares and the best line as they are now."""
        objective, fit = self._objective, self._fit
        self._show_chosen()
        if objective is None or fit is None or not self.is_by_hand or fit.predict is None:
            self._layers.draw_handles((), None)
            self._layers.draw_squares(_NONE, _NONE, _NONE)
            self._layers.draw_best(_NONE, _NONE)
            return
        point = self.point(objective)
        self._layers.draw_handles(self._line.places(point), self._line.held)
        self._strip.show_parameters(objective.coordinates, self._session.document)
        if self._at_points is None:
            return
        heights = self._at_points(point)
        shown = len(fit.x) <= SQUARES_UP_TO and self._strip.squares.isChecked()
        self._layers.draw_squares(*((fit.x, fit.y, heights) if shown else (_NONE, _NONE, _NONE)))
        best, lowest = self._best(), None
        if best is None or not self._strip.reveal.isChecked():
            self._layers.draw_best(_NONE, _NONE)
        else:
            self._layers.draw_best(fit.line_x, fit.predict(best))
            lowest = score_of(fit.y, self._at_points(best)).mse
        self._strip.show_score(score_of(fit.y, heights), lowest)

    def restyle(self) -> None:
        """Draw anew in the colors of the canvas's theme."""
        self._layers.restyle()
        self._strip.restyle(self._canvas.theme)

    def _best(self) -> Array | None:
        """The parameters with the least squares, where the loss is an exact quadratic."""
        exact = None if self._objective is None else self._objective.exact
        return exact.center if exact is not None and exact.is_convex else None

    # What is done

    def _on_by_hand(self, on: bool) -> None:  # a signal's
        if on:
            self._run.set_epoch(0)
        self._strip.setVisible(self.is_by_hand)
        self.opened.emit(self.is_by_hand)
        self._on_revealed(self._strip.reveal.isChecked())

    def _on_revealed(self, on: bool) -> None:  # a signal's
        self.best_hidden.emit(self.is_by_hand and not on)
        self._strip.reveal.setText("Hide best" if on else "Reveal best")
        self.changed.emit()

    def _on_edit(self, on: bool) -> None:  # a signal's
        self._points.on = on
        self.draw()

    def _show_chosen(self) -> None:
        self._layers.choose(self._points.place if self._points.on else None)

    def _on_pressed(self, point: QPointF) -> None:
        objective, frame = self._objective, self._canvas.frame
        if objective is not None and self.is_by_hand:
            at = self.point(objective)
            if self._line.take(point.x(), point.y(), at, frame):
                self._run.set_epoch(0)
                self.draw()
                return
        if self._points.on and self._points.can_edit:
            self._points.press(point.x(), point.y(), frame)

    def _on_dragged(self, point: QPointF) -> None:
        frame = self._canvas.frame
        if self._line.held is not None:
            self._line.pull(point.y(), frame.pixel_size[1])
        elif self._points.on:
            self._points.drag(point.x(), point.y(), frame)

    def _on_released(self) -> None:
        self._line.let_go()
        self._points.release()
        self.draw()

    def _on_nudged(self, right: int, up: int, repeats: bool) -> None:  # a signal's
        self._points.nudge(right, up, self._canvas.frame, repeats=repeats)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._points.key(event, self._canvas.frame)
        return super().eventFilter(watched, event)
