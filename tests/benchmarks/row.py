"""One measured line of the benchmark table, and how it is timed."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

RUNS = 7


@dataclass(frozen=True)
class Goal:
    """What a row has to reach.

    ``faster``: the peer takes at least ``bound`` times as long. ``within``: we take at most
    ``bound`` times as long as the peer. ``at most``: ``bound`` in the row's unit, no peer.
    """

    kind: Literal["faster", "within", "at most"]
    bound: float

    def __str__(self) -> str:
        signs = {"faster": "≥ {:g}× faster", "within": "≤ {:g}× peer", "at most": "≤ {:g}"}
        return signs[self.kind].format(self.bound)


@dataclass(frozen=True)
class Row:
    """What was done, how long it took us and a peer (in ``unit``), and the goal."""

    work: str
    ours: float
    goal: Goal
    peer: float | None = None
    peer_name: str = ""
    unit: str = "ms"

    @property
    def ratio(self) -> float | None:
        """How many times faster we are, or for ``within`` how many times slower."""
        if self.peer is None:
            return None
        return self.ours / self.peer if self.goal.kind == "within" else self.peer / self.ours

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        if self.goal.kind == "at most":
            return self.ours <= self.goal.bound
        if self.ratio is None:
            return False
        if self.goal.kind == "within":
            return self.ratio <= self.goal.bound
        return self.ratio >= self.goal.bound


def times_ms(act: Callable[[], object], runs: int = RUNS, warm_up: int = 1) -> list[float]:
    """Milliseconds of each of ``runs`` runs, after ``warm_up`` that do not count."""
    for _ in range(warm_up):
        act()
    result = []
    for _ in range(runs):
        gc.collect()
        start = time.perf_counter()
        act()
        result.append((time.perf_counter() - start) * 1000)
    return result


def median_ms(act: Callable[[], object], runs: int = RUNS, warm_up: int = 1) -> float:
    """The median of ``times_ms``."""
    return statistics.median(times_ms(act, runs, warm_up))
