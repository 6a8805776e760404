"""The legend in the head of the landscape: what the marks are, and what overlays have to say."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradviz.ui.elided import QuietLabel

GAP = "   "  # between the parts


class Legend(QuietLabel):
    """Parts side by side; the tooltip has all of them, and what explains them."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__("landscape_legend", parent)
        self._parts: list[str] = []
        self._told = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_parts(self, parts: list[str], explanations: Iterable[str] = ()) -> None:
        """Say what fits of these."""
        told = "\n".join([GAP.join(parts), *explanations]) if parts else ""
        if told != self._told:
            self._told = told
            self.setToolTip(told)
        if parts == self._parts:
            return
        self._parts = parts
        self._fit()
        self.changed.emit()

    @property
    def room(self) -> int:
        """How wide it must be to have room for all parts."""
        return self._width(len(self._parts))

    @property
    def words(self) -> str:
        """All of it."""
        return GAP.join(self._parts)

    def _fit(self) -> None:
        count = len(self._parts)
        while count and self._width(count) > self.width():
            count -= 1
        self.setText(GAP.join(self._parts[:count]))

    def _width(self, count: int) -> int:
        return self.fontMetrics().horizontalAdvance(GAP.join(self._parts[:count]))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:  # Present mode
            self._fit()
            self.changed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
