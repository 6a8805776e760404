"""From the start of the process to the first frame and to living plots; what happens at rest."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

from tests.benchmarks.row import RUNS, Goal, Row


def rows() -> Iterator[Row]:
    """Rounds in which each kind opens once, so that a busy moment hits all of them."""
    kinds = ("bare", "bare_plot", "gradviz")
    rounds = [{kind: _opened(kind) for kind in kinds} for _ in range(RUNS + 1)][1:]
    first, alive = (
        {kind: statistics.median(times[kind][which] for times in rounds) for kind in kinds}
        for which in (0, 1)
    )
    yield Row(
        "process start → first frame with the graph",
        first["gradviz"], Goal("within", 1.5), first["bare"], "bare PySide6 + NumPy",
    )  # fmt: skip
    yield Row(
        "process start → all plots alive",
        alive["gradviz"], Goal("within", 1.4), alive["bare_plot"], "bare PySide6 + pyqtgraph",
    )  # fmt: skip
    timers, cpu = map(float, _output("idle").split())
    yield Row("timers fired in a second at rest", timers, Goal("at most", 0), unit="")
    yield Row("CPU in a second at rest", cpu * 1000, Goal("at most", 1))


def _output(kind: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.opening", kind],
            env={"QT_QPA_PLATFORM": "offscreen", **os.environ, "XDG_CONFIG_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=60,
        )
    return done.stdout


def _opened(kind: str) -> tuple[float, float]:
    """Milliseconds from the start of the process to the first frame, and to living plots."""
    start = time.monotonic()
    first, alive = map(float, _output(kind).split())
    return (first - start) * 1000, (alive - start) * 1000
