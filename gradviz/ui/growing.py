"""How a window grows after its first frame: the plots, then all that is closed at first."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer

from gradviz.graph import parse
from gradviz.session import JobRunner
from gradviz.ui.filling import build_gallery, build_plots
from gradviz.ui.main_window import MainWindow
from gradviz.ui.typesetter import load_typesetter

AFTER_PLOTS_MS = 50
"""How long the panels that are closed at first wait, so that the plots are painted before."""


def grow(window: MainWindow) -> None:
    """Complete a window that is not shown yet once it has painted its first frame."""
    window.painted.connect(partial(_after, 0, window, _complete))


def _complete(window: MainWindow) -> None:
    """What follows the first frame: the descent and the plots, then all that is closed at first."""
    if not window.isVisible():
        return  # it was closed at once
    window.parts.run.start()
    window.parts.race.start()
    jobs = window.parts.jobs
    build_plots(window)
    _when_idle(jobs, partial(_after, AFTER_PLOTS_MS, window, _finish))


def _after(milliseconds: int, window: MainWindow, act: Callable[[MainWindow], None]) -> None:
    """Do something with a window a while later, if it still exists then."""
    timer = QTimer(window, singleShot=True, interval=milliseconds)
    timer.timeout.connect(partial(act, window))
    timer.timeout.connect(timer.deleteLater)
    timer.start()


def _when_idle(jobs: JobRunner, act: Callable[[], None]) -> None:
    """Call ``act`` once, as soon as no job is running or waiting."""
    if not jobs.busy:
        act()
        return

    def look(busy: bool) -> None:  # a signal's argument
        if not busy:
            jobs.busy_changed.disconnect(look)
            act()

    jobs.busy_changed.connect(look)


def _finish(window: MainWindow) -> None:
    """What may wait until the plots are alive; what takes long to load is loaded on a worker."""
    if not window.isVisible():
        return
    from gradviz.descent import catalog

    window.recovery_bar.offer()
    jobs = window.parts.jobs
    jobs.submit("parser", parse, "x", on_done=lambda _graph: None)  # the first key finds it ready
    jobs.submit("catalog", catalog, on_done=lambda _catalog: None)
    jobs.submit("typesetter", load_typesetter, on_done=lambda _loaded: None)
    window.side_panels.built.connect(lambda: _when_idle(jobs, lambda: _settle(window)))
    window.side_panels.begin()


def _settle(window: MainWindow) -> None:
    """What may wait until nothing else is to be done."""
    if window.isVisible():
        build_gallery(window)  # so that it opens at once
        start_collector()


def start_collector() -> None:
    """Collect garbage from now on, without looking at all that was loaded and stays for good.

    To look through that takes a tenth of a second, in which nothing else can run.
    """
    gc.freeze()
    gc.enable()
