"""Opens one window in this process and prints when its first frame and its plots were there.

Run as ``python -m tests.benchmarks.opening KIND`` with a kind of ``KINDS``; prints two readings of
the monotonic clock, or for ``idle`` the timer events and CPU seconds of one second at rest.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow, QWidget

from gradviz.__main__ import pause_collector

PLOTS = frozenset({"landscape_plot", "loss_plot", "data_plot"})
FIRST = frozenset({"main_window", "graph_view"})
SETTLE_MS = 2000
IDLE_MS = 1000


class Watch(QObject):
    """Notes when each named widget (or its viewport) has been painted for the first time."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self.painted: dict[str, float] = {}
        self.timer_events = 0
        self._in_frame: set[str] = set()
        self.on_painted: Callable[[], None] = lambda: None
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A frame is one run of paint events; the first other event comes when it is there."""
        if event.type() == QEvent.Type.Paint:
            if isinstance(watched, QWidget):
                self._note(watched)
            return False
        if event.type() == QEvent.Type.Timer:
            self.timer_events += 1
        if self._in_frame:
            now = time.monotonic()
            self.painted |= dict.fromkeys(self._in_frame, now)
            self._in_frame.clear()
            QTimer.singleShot(0, self.on_painted)
        return False

    def _note(self, widget: QWidget) -> None:
        names = {widget.objectName()}
        if (parent := widget.parent()) is not None:  # the viewport of a view has no name
            names.add(parent.objectName())
        self._in_frame |= names & (PLOTS | FIRST) - self.painted.keys()

    def when(self, names: frozenset[str]) -> float | None:
        """When the last of the named widgets had been painted; None before that."""
        return max(self.painted[name] for name in names) if names <= self.painted.keys() else None


def _bare(app: QApplication) -> None:
    import numpy as np

    window = QMainWindow()
    window.setObjectName("main_window")
    label = QLabel(str(np.zeros(3)))
    label.setObjectName("graph_view")
    window.setCentralWidget(label)
    _show_and_wait(app, window, FIRST, Watch(app))


def _bare_plot(app: QApplication) -> None:
    import numpy as np
    import pyqtgraph as pg

    window = QMainWindow()
    plot = pg.PlotWidget()
    plot.setObjectName("loss_plot")
    plot.plot(np.arange(1000.0))
    window.setCentralWidget(plot)
    _show_and_wait(app, window, frozenset({"loss_plot"}), Watch(app))


def _show_and_wait(
    app: QApplication, window: QMainWindow, names: frozenset[str], watch: Watch
) -> None:
    window.resize(1440, 900)
    window.show()
    while (moment := watch.when(names)) is None:
        app.processEvents()
    print(moment, moment)


def _gradviz() -> None:
    """Start as ``gradviz`` does; alive is when the plots are painted and no job runs for them."""
    pause_collector()
    from gradviz import app as composition

    app = composition.application()
    watch = Watch(app)

    reported = False

    def look() -> None:
        nonlocal reported
        first, plots = watch.when(FIRST), watch.when(PLOTS)
        if first is None or plots is None or reported:
            return
        windows = (w for w in QApplication.topLevelWidgets() if w.objectName() == "main_window")
        if next(windows).parts.jobs.busy:  # type: ignore[attr-defined]  # it is our MainWindow
            QTimer.singleShot(1, look)
            return
        print(first, time.monotonic())
        reported = True
        app.quit()

    watch.on_painted = look
    composition.run()


def _idle() -> None:
    from gradviz import app as composition
    from gradviz.ui.main_window import MainWindow

    app = composition.application()
    watch = Watch(app)
    cpu = 0.0

    def when_built() -> None:
        (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow))
        is_built = window.side_panels.is_whole and not window.parts.jobs.busy
        QTimer.singleShot(SETTLE_MS, begin if is_built else when_built)

    def begin() -> None:
        nonlocal cpu
        watch.timer_events, cpu = 0, time.process_time()
        QTimer.singleShot(IDLE_MS, end)

    def end() -> None:
        # Ours is the one timer that ends the second.
        print(watch.timer_events - 1, time.process_time() - cpu)
        app.quit()

    QTimer.singleShot(SETTLE_MS, when_built)
    composition.run()


KINDS: dict[str, Callable[[], None]] = {
    "bare": lambda: _bare(QApplication([])),
    "bare_plot": lambda: _bare_plot(QApplication([])),
    "gradviz": _gradviz,
    "idle": _idle,
}

if __name__ == "__main__":
    KINDS[sys.argv[1]]()
