"""Fails a test that leaves something alive: a thread, a timer, an animation, a window."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import (
    QAbstractAnimation,
    QCoreApplication,
    QEvent,
    QObject,
    QThread,
    QThreadPool,
    QTimer,
)
from PySide6.QtWidgets import QApplication

PATIENCE = 1.0
"""Seconds within which threads that were told to stop must have stopped."""

PASSING_WINDOWS = ("QTipLabel",)
"""Classes of windows that belong to Qt and go by themselves: the tooltip."""

LIVELY = (QTimer, QThread, QThreadPool, QAbstractAnimation)


def _is_lively(candidate: QObject) -> bool:
    match candidate:
        case QTimer():
            return candidate.isActive()
        case QThread():
            return candidate.isRunning() and candidate is not QThread.currentThread()
        case QThreadPool():
            return candidate.activeThreadCount() > 0
        case QAbstractAnimation():
            return candidate.state() == QAbstractAnimation.State.Running
    return False


def _lively_objects() -> dict[int, str]:
    """By address, each timer, thread and animation that still runs, with what it is."""
    return {
        id(candidate): f"{candidate!r} (parent {candidate.parent()!r})"
        for candidate in shiboken6.getAllValidWrappers()
        if isinstance(candidate, LIVELY) and _is_lively(candidate)
    }


def _windows() -> dict[int, str]:
    return {
        shiboken6.getCppPointer(widget)[0]: repr(widget)
        for widget in QApplication.topLevelWidgets()
        if widget.metaObject().className() not in PASSING_WINDOWS
    }


def _threads() -> dict[int, str]:
    return {id(thread): repr(thread) for thread in threading.enumerate()}


def _left(before: dict[int, str], with_qt: bool) -> list[str]:
    now = _threads()
    if with_qt:
        now |= _windows() | _lively_objects()
    return [what for key, what in now.items() if key not in before]


@pytest.fixture(autouse=True)
def nothing_left_alive(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare what lives before and after; what pytest-qt was given to close is closed by then."""
    with_qt = "qapp" in request.fixturenames
    before = _threads()
    if with_qt:
        request.getfixturevalue("qapp")
        before |= _windows() | _lively_objects()
    yield
    deadline = time.monotonic() + PATIENCE
    while left := _left(before, with_qt):
        if with_qt:  # what was told to go goes when events are processed
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            QCoreApplication.processEvents()
            left = _left(before, with_qt)
        if left:  # what was only forgotten goes when garbage is collected, which is slow
            gc.collect()
            left = _left(before, with_qt)
        if left and time.monotonic() > deadline:
            pytest.fail("left alive: " + "; ".join(left), pytrace=False)
        time.sleep(0.01 if left else 0)
