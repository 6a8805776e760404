"""The secret: whether the best is hidden from who looks for it by hand."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradviz.session.playing import EpochPlayer

HIDDEN = "Hidden while you fit by hand. Press Reveal in “Data and fit” to see it."
"""What stands in place of all that would tell the best."""


class Secret(QObject):
    """``changed(on)`` tells every view that would give the best away to hide it, or to show it.

    Meanwhile the descent stays at its start, since its epochs lead to the best. It is not part of
    the document.
    """

    changed = Signal(bool)

    def __init__(self, run: EpochPlayer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._on = False

    @property
    def on(self) -> bool:
        """Whether the best is hidden."""
        return self._on

    def keep(self, on: bool) -> None:  # a slot
        """Hide the best, or show it."""
        if on != self._on:
            self._on = on
            self._run.hold(on=on)
            self.changed.emit(on)
