"""A stream of changes, of which some are told late: what is read need not change in every frame."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

PAUSE_MS = 40
"""A stream that stops for so long has paused; a hand on a mouse moves it more often."""

LONGEST_MS = 300
"""Even in a stream without a pause it is told this often: nobody reads faster."""


class Pausing(QObject):
    """Tells of changes: of one alone at once, of a stream when it pauses and now and then."""

    due = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._since = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._timer.timeout.connect(self.tell)

    def changed(self, *, streams: bool) -> None:
        """Something changed; ``streams``: and more of the kind is to be expected."""
        if not self._since.isValid():
            self._since.start()
        if not streams or self._since.hasExpired(LONGEST_MS):
            self.tell()
        else:
            self._timer.start()

    def hurry(self) -> None:
        """The stream is over: tell now of what has changed, if anything has."""
        if self._timer.isActive():
            self.tell()

    def tell(self) -> None:
        """Tell of it now."""
        self.stop()
        self.due.emit()

    def stop(self) -> None:
        """Tell nothing any more of what has changed."""
        self._timer.stop()
        self._since.invalidate()
