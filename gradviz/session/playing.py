"""Going through the epochs: the one that is shown, by hand or by itself, at a speed, in a loop."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

EPOCH_SPEEDS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0)
"""How many times as fast as usual the epochs may play."""

_PLAY_MS = 33
_PLAY_SECONDS = 6.0
_REST_MS = 700  # at the end, before a loop begins anew


def tempo(epochs: int, speed: float) -> tuple[int, int]:
    """How playing goes: milliseconds between two steps, and the epochs of a step."""
    stride = max(1.0, epochs * _PLAY_MS / 1000 / _PLAY_SECONDS) * speed
    return (_PLAY_MS, round(stride)) if stride >= 1 else (round(_PLAY_MS / stride), 1)


@dataclass(frozen=True)
class Head:
    """Where one is: the epoch of the descent, that of the race, the last one, whether chosen."""

    epoch: int = 0
    race_epoch: int = 0
    last: int = 0
    scrubbed: bool = False


class EpochPlayer(QObject):
    """The epoch shown of a descent that may have rivals, and the playing through all of them.

    ``race_epoch`` goes to ``last_epoch``, the end of the longest path of the race; ``epoch`` is
    the same as far as the descent itself goes, which stays at its end when a rival goes on. An
    epoch at the end stays at the end when the end moves. ``scrubbed`` says that it was chosen,
    so that the graph should show it.
    """

    epoch_changed = Signal(int)
    race_epoch_changed = Signal(int)
    last_epoch_changed = Signal(int)
    playing_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._own: int | None = None  # the epochs of the descent; None: there is none
        self._rivals = 0  # those of the longest rival
        self._wanted: int | None = None  # None: the last epoch, whichever that is
        self._head = Head()
        self._speed = 1.0
        self._loops = False
        self._held = False
        self._stride = 1
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def epoch(self) -> int:
        """The epoch of the descent that is shown, from 0 (the start) to its last."""
        return self._head.epoch

    @property
    def race_epoch(self) -> int:
        """The epoch the race is at; beyond the descent's last where a rival goes on longer."""
        return self._head.race_epoch

    @property
    def last_epoch(self) -> int:
        """The last epoch that can be shown."""
        return self._head.last

    @property
    def scrubbed(self) -> bool:
        """Whether the epoch was chosen, and the graph should show its values."""
        return self._head.scrubbed

    @property
    def is_playing(self) -> bool:
        """Whether the epochs advance by themselves."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """How many times as fast as usual the epochs play."""
        return self._speed

    @property
    def loops(self) -> bool:
        """Whether playing begins anew at the end."""
        return self._loops

    def set_epoch(self, epoch: int) -> None:
        """Show an epoch; what lies outside is clamped. Stops playing."""
        self.pause()
        self._go(epoch)

    def step(self, epochs: int) -> None:
        """Go on by so many epochs, or back. Stops playing."""
        self.set_epoch(self.race_epoch + epochs)

    def play(self) -> None:
        """Run through the epochs, usually in at most about six seconds; from the end, anew."""
        if self.last_epoch == 0:
            return
        if self.race_epoch == self.last_epoch:
            self._go(0)
        was_playing = self.is_playing
        self._keep_time()
        if not was_playing:
            self.playing_changed.emit(True)  # noqa: FBT003  # a signal's argument

    def pause(self) -> None:
        """Stop running through the epochs."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)  # noqa: FBT003

    def set_speed(self, speed: float) -> None:
        """Play so many times as fast as usual, from now on."""
        self._speed = speed
        if self.is_playing:
            self._keep_time()

    def set_loops(self, on: bool) -> None:
        """Begin anew at the end, or stop there."""
        self._loops = on

    @property
    def is_held(self) -> bool:
        """Whether the start alone is shown, as if no epoch followed."""
        return self._held

    def hold(self, *, on: bool) -> None:
        """Stay at the start, as if no epoch followed; or have all epochs again. Stops playing."""
        if on == self._held:
            return
        self.pause()
        self._held = on
        old, self._head = self._head, self._placed(scrubbed=self._head.scrubbed)
        self._announce(old)

    def set_rivals_end(self, epochs: int) -> None:
        """Say how far the longest rival goes; 0 when there is none."""
        old, self._rivals = self._head, epochs
        self._head = self._placed(scrubbed=old.scrubbed)
        self._announce(old)

    # Inside

    def _placed(self, *, scrubbed: bool) -> Head:
        """The head where it is wanted, on paths as long as they are now."""
        own = self._own or 0
        last = 0 if self._held else max(own, self._rivals)
        at = last if self._wanted is None else min(self._wanted, last)
        return Head(min(at, own), at, last, scrubbed and self._own is not None)

    def _announce(self, old: Head) -> None:
        """Say what differs from an earlier head."""
        new = self._head
        if new.last != old.last:
            self.last_epoch_changed.emit(new.last)
        if new.race_epoch != old.race_epoch:
            self.race_epoch_changed.emit(new.race_epoch)
        if (new.epoch, new.scrubbed) != (old.epoch, old.scrubbed):
            self.epoch_changed.emit(new.epoch)

    def _go(self, epoch: int) -> None:
        if self._held:
            return
        self._wanted = None if epoch >= self.last_epoch else max(0, epoch)
        old, self._head = self._head, self._placed(scrubbed=True)
        self._announce(old)

    def _keep_time(self) -> None:
        interval, self._stride = tempo(self.last_epoch, self._speed)
        self._timer.start(interval)

    def _on_tick(self) -> None:
        if self.race_epoch >= self.last_epoch:  # a loop has rested at its end
            self._go(0)
            self._keep_time()
            return
        self._go(self.race_epoch + self._stride)
        if self.race_epoch < self.last_epoch:
            return
        if self._loops and self.last_epoch:
            self._timer.start(_REST_MS)
        else:
            self.pause()
