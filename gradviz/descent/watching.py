"""Looking at a path while it grows: now and then, at little cost."""

from __future__ import annotations

import time
from collections.abc import Callable

from gradviz.descent.plan import Path

FIRST = 0.2
"""Seconds: what is ready sooner is seen whole, without a glimpse of its beginning."""

GAP = 0.1
"""Seconds from one look to the next, at least; a long path is looked at less often."""

SHARE = 10
"""Looking takes one of so many parts of the time at most."""


class Glimpses:
    """Called after each piece of a path; every now and then it looks at what there is."""

    def __init__(
        self, look: Callable[[Path], None], clock: Callable[[], float] = time.perf_counter
    ) -> None:
        self._look, self._clock = look, clock
        self._due = clock() + FIRST

    def __call__(self, path: Callable[[], Path]) -> None:
        """The path, made when it is time to look, has grown."""
        began = self._clock()
        if began < self._due:
            return
        self._look(path())
        ended = self._clock()
        self._due = ended + max(GAP, SHARE * (ended - began))
