"""Dragging a number: to the left it falls, to the right it rises."""

from __future__ import annotations

import math
import sys

from PySide6.QtCore import QPoint, Qt

from gradviz.graph import NodeId
from gradviz.ui.canvas.gestures.gesture import Canvas, Gesture
from gradviz.ui.canvas.wishes import Scrubbed, ScrubEnded

FINE, COARSE = 0.1, 10.0
_PIXELS_PER_DECADE = 100.0
_LEAST_STEP = 1e-8
_MOST = sys.float_info.max
_NO_KEYS = Qt.KeyboardModifier.NoModifier


def step_for(value: float) -> float:
    """What one pixel changes: a hundredth of the value's power of ten; 0.01 at 0."""
    if value == 0 or not math.isfinite(value):
        return 1 / _PIXELS_PER_DECADE
    return max(10.0 ** math.floor(math.log10(abs(value))) / _PIXELS_PER_DECADE, _LEAST_STEP)


def rounded(value: float, step: float) -> float:
    """The value on the grid of the step, without the dust of binary fractions."""
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    near = round(round(value / step) * step, digits) + 0.0
    return near if math.isfinite(near) else value


class Scrub:
    """Changes the number on a card by the way of the pointer; Shift is fine, Ctrl coarse.

    A drag that starts downward moves the card instead: ``otherwise`` is that gesture.
    """

    keeps_through_edits = True

    def __init__(
        self, canvas: Canvas, node: NodeId, value: float, at: QPoint, slack: int, otherwise: Gesture
    ) -> None:
        self._canvas = canvas
        self._node = node
        self._exact = self._told = value
        self._step = step_for(value)
        self._press = self._last = at
        self._slack = slack
        self._scrubbing = False
        self._otherwise: Gesture = otherwise
        self._moves_card = False

    def move(self, at: QPoint, keys: Qt.KeyboardModifier = _NO_KEYS) -> None:
        """Change the value by the way since the last move."""
        way = at - self._press
        if not (self._scrubbing or self._moves_card) and way.manhattanLength() >= self._slack:
            self._scrubbing = abs(way.x()) >= abs(way.y())
            self._moves_card = not self._scrubbing
            if self._scrubbing:
                self._canvas.viewport().setCursor(Qt.CursorShape.SizeHorCursor)
        if self._moves_card:
            self.keeps_through_edits = False
            self._otherwise.move(at, keys)
        elif self._scrubbing:
            step = self._step * _factor(keys)
            exact = self._exact + (at.x() - self._last.x()) * step
            self._exact = max(-_MOST, min(exact, _MOST))
            self._last = at
            self._tell(rounded(self._exact, step))

    def finish(self) -> None:
        """Keep the value that is shown."""
        if self._moves_card:
            self._otherwise.finish()
        elif self._scrubbing:
            self._canvas.wished.emit(ScrubEnded(kept=True))

    def cancel(self) -> None:
        """Put the old value back."""
        if self._moves_card:
            self._otherwise.cancel()
        elif self._scrubbing:
            self._canvas.wished.emit(ScrubEnded(kept=False))

    def let_go(self) -> None:
        """The value stays as it was last."""
        if self._moves_card:
            self._otherwise.let_go()
        elif self._scrubbing:
            self._canvas.wished.emit(ScrubEnded(kept=True))

    def _tell(self, value: float) -> None:
        if value != self._told:
            self._told = value
            self._canvas.wished.emit(Scrubbed(self._node, value))


def _factor(keys: Qt.KeyboardModifier) -> float:
    if keys & Qt.KeyboardModifier.ShiftModifier:
        return FINE
    return COARSE if keys & Qt.KeyboardModifier.ControlModifier else 1.0
