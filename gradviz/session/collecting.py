"""Garbage is collected on the window's thread alone: what is Qt's must not go on another."""

from __future__ import annotations

import gc


class Collector:
    """Rests while any worker runs, since Python collects on whichever thread needs memory.

    An object of Qt in a cycle would be destroyed there, beside the window's thread that may be
    using it. Both functions are called on the window's thread.
    """

    def __init__(self) -> None:
        self._holders = 0
        self._was_on = False

    def hold(self) -> None:
        """Workers begin."""
        if self._holders == 0:
            self._was_on = gc.isenabled()
            gc.disable()
        self._holders += 1

    def release(self) -> None:
        """No worker of one who holds it runs any more."""
        self._holders -= 1
        if self._holders == 0 and self._was_on:
            if gc.get_count()[0] > gc.get_threshold()[0] > 0:
                gc.collect(0)  # what is due is done here, not by the first thread that needs memory
            gc.enable()


COLLECTOR = Collector()
"""That of the process: there is one garbage collector, whichever runners there are."""
