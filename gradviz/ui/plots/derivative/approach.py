"""Lets h go to 0 before one's eyes: the secant turns into the tangent."""

from __future__ import annotations

import math

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

from gradviz.ui.plots.derivative.explorer import Explorer

MILLISECONDS = 2600


class Approach(QObject):
    """Shrinks h to where a forward difference is best; at once where motion is not wanted."""

    def __init__(self, explorer: Explorer, place: QWidget, *, still: bool) -> None:
        super().__init__(place)
        self._explorer, self._place, self._still = explorer, place, still
        self._begin, self._end, self._sign = 0.0, 0.0, 1.0
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(MILLISECONDS)
        self._animation.setEasingCurve(QEasingCurve.Type.InQuad)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._on_advanced)

    @property
    def is_running(self) -> bool:
        """Whether h is on its way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def start(self, widest: float) -> None:
        """Begin at the present h, or at ``widest`` where that is too small to be seen."""
        probe = self._explorer.probe
        if probe is None:
            return
        self.stop()
        h = abs(probe.h)
        self._sign = math.copysign(1.0, probe.h)
        self._end = math.log10(probe.best_h)
        self._begin = math.log10(h if h > widest / 100 else widest)
        if self._moves:
            self._animation.start()
        else:
            self._on_advanced(1.0)

    def stop(self) -> None:
        """Stay with the h there is."""
        self._animation.stop()

    @property
    def _moves(self) -> bool:
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        wanted = self._place.style().styleHint(hint, None, self._place) > 0
        return wanted and not self._still and self._place.isVisible()

    def _on_advanced(self, share: float) -> None:
        power = self._begin + (self._end - self._begin) * share
        self._explorer.set_h(self._sign * float(f"{10**power:.3g}"))
