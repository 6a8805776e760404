"""A table of a million rows: imported by the dialog, what it holds of memory, how it is dragged."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QSlider

from gradviz.app import application
from gradviz.document import edits
from gradviz.ui.import_dialog import ImportDialog
from gradviz.ui.plots.canvas import PlotCanvas
from tests.benchmarks.bench_heartbeat import Stage, live_until
from tests.benchmarks.bench_plots import EPOCHS, FRAME_MS, Paints, dragged
from tests.benchmarks.row import Goal, Row
from tests.heartbeat import Heart

ROWS = 1_000_000
SECONDS, MEGABYTES = 2.0, 300.0


def table() -> bytes:
    """A line with noise, as a file."""
    random = np.random.default_rng(1)
    x = random.uniform(0, 5, ROWS)
    y = 1.8 * x + 2 + random.normal(0, 0.6, ROWS)
    lines = map("%.6f,%.6f".__mod__, zip(x.tolist(), y.tolist(), strict=True))
    return ("x,y\n" + "\n".join(lines) + "\n").encode()


def megabytes() -> float:
    """What the process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def rows() -> Iterator[Row]:
    """From the press on Import until the document has the table; memory over the empty window."""
    application()
    raw = table()
    with tempfile.TemporaryDirectory() as folder:
        stage = Stage(Path(folder))
        window, before = stage.window, megabytes()
        window.files.import_wanted.emit("million.csv", raw)
        dialog = window.findChild(ImportDialog)
        assert dialog is not None
        button = dialog.findChild(QPushButton, "import_button")
        assert button is not None
        stage.settle()  # nobody presses what is not painted yet
        heart = Heart()
        start = time.perf_counter()
        with heart.beating():
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            live_until(lambda: _length(stage) == ROWS)
            seconds = time.perf_counter() - start
            stage.settle()
        yield Row("import of 1,000,000 rows", seconds, Goal("at most", SECONDS), unit="s")
        gap = max(heart.gaps, key=lambda gap: gap.clock)
        name = f"longest gap while it is imported and shown ({gap.own:.0f} ms of the thread's own)"
        yield Row(name, gap.clock, Goal("at most", 100.0))
        del raw
        held = megabytes() - before
        yield Row("memory over the empty window", held, Goal("at most", MEGABYTES), unit="MB")
        yield drag_row(stage)
        window.close()


def drag_row(stage: Stage) -> Row:
    """The learning rate dragged in the whole window, with the table that is open."""
    window = stage.window
    session = window.parts.session
    session.apply("Set", edits.set_descent(session.document, epochs=EPOCHS))
    stage.settle()
    found = (window.findChild(PlotCanvas, f"{name}_plot") for name in ("landscape", "loss", "data"))
    paints = Paints(*(canvas.viewport() for canvas in found if canvas is not None))
    slider = window.findChild(QSlider, "learning_rate_slider")
    assert slider is not None
    dragged(slider, session, paints)
    stage.settle()
    p95 = statistics.quantiles(dragged(slider, session, paints), n=20)[-1]
    stage.settle()
    work = f"learning rate drag → all plots, {EPOCHS:,} epochs, {ROWS:,} points, whole window, p95"
    return Row(work, p95, Goal("at most", FRAME_MS))


def _length(stage: Stage) -> int:
    dataset = stage.window.parts.session.document.dataset
    return 0 if dataset is None else dataset.length
