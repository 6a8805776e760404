"""Docks that are filled one after the other: a step an event, or at once when opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QDockWidget

Steps = Iterator[None]
"""What fills a dock, in steps that each hold up the window for a moment only."""

_LAST = object()  # comes after the last step


@dataclass(frozen=True)
class Turn:
    """A dock, and what fills it."""

    dock: str
    build: Callable[[], Steps]


class Turns(QObject):
    """Fills docks one after the other while the window lives on; ``built`` says that all are.

    The steps of a panel are made one per event; loading its modules is the first of them, on the
    window's thread as all that makes classes of Qt. A dock that is opened before its turn is filled
    at once.
    """

    built = Signal()

    def __init__(
        self,
        rows: Sequence[Turn],
        docks: Mapping[str, QDockWidget],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._due = {row.dock: row for row in rows}
        self._docks = docks
        self._begun: dict[str, Steps] = {}
        self._seen: set[str] = set()
        self._turn = ""  # the dock whose steps are being made
        self._attentive = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._step)
        for name in self._due:
            docks[name].visibilityChanged.connect(partial(self._on_visible, name))

    @property
    def is_whole(self) -> bool:
        """Whether no dock waits for its panel."""
        return not self._due and not self._begun

    @property
    def is_busy(self) -> bool:
        """Whether a step is about to be made."""
        return self._timer.isActive()

    def is_seen(self, name: str) -> bool:
        """Whether a dock is in sight; behind another tab it is not."""
        return name in self._seen

    def attend(self) -> None:
        """From now on a dock that is opened does not wait: what all panels need is there."""
        self._attentive = True

    def begin(self) -> None:
        """Take up the turns; docks that are open already come first."""
        self.attend()
        self._due = dict(sorted(self._due.items(), key=lambda row: self._docks[row[0]].isHidden()))
        self._next()

    def finish(self) -> None:
        """Fill at once what is not filled yet."""
        self.attend()
        was_whole = self.is_whole
        self._leave_turn()
        for name in (*self._begun, *self._due):
            self._fill(name)
        if not was_whole:
            self.built.emit()

    def stop(self) -> None:
        """Build nothing more: the window is closing."""
        self._attentive = False
        self._leave_turn()
        self._due.clear()
        self._begun.clear()

    # Inside

    def _leave_turn(self) -> None:
        self._timer.stop()
        self._turn = ""

    def _next(self) -> None:
        """See that the steps of the next dock follow; say so when there is none."""
        self._turn = next(iter((*self._begun, *self._due)), "")
        if self._turn:
            self._timer.start()
        else:
            self.built.emit()

    def _step(self) -> None:
        """Make one step of the dock whose turn it is, and see that the next follows."""
        name, steps = self._turn, self._taken(self._turn)
        if steps is None or next(steps, _LAST) is _LAST:
            self._next()
        else:
            self._begun[name] = steps
            self._timer.start()

    def _fill(self, name: str) -> None:
        for _ in self._taken(name) or ():
            pass

    def _taken(self, name: str) -> Steps | None:
        """The steps that are left for a dock, which nobody else makes meanwhile."""
        row = self._due.pop(name, None)
        return self._begun.pop(name, None) if row is None else row.build()

    def _on_visible(self, name: str, on: bool) -> None:  # a signal's
        if not on:
            self._seen.discard(name)
            return
        self._seen.add(name)
        if self._attentive:
            self._fill(name)
