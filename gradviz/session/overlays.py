"""What the canvas shows beside the numbers: switches that belong to the view, not the document."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True)
class Overlay:
    """Which switches are on.

    ``checks``: central differences beside the gradients; ``symbols``: rules instead of numbers
    on the edges; ``depths``: the topological level of each node.
    """

    checks: bool = False
    symbols: bool = False
    depths: bool = False


class Overlays(QObject):
    """Holds the switches; ``changed(old, new)`` carries two Overlays."""

    changed = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._current = Overlay()

    @property
    def current(self) -> Overlay:
        """How the switches stand."""
        return self._current

    def set(self, **changes: bool) -> None:
        """Turn switches by name."""
        old, self._current = self._current, replace(self._current, **changes)
        if self._current != old:
            self.changed.emit(old, self._current)
