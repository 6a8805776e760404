"""Background jobs: pure functions on worker threads, of which only the newest result counts."""

from __future__ import annotations

import inspect
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gradviz.session.cancelling import Cancelled, CancelToken
from gradviz.session.collecting import COLLECTOR
from gradviz.session.giving_way import give_way, go_first

P = ParamSpec("P")
T = TypeVar("T")

_WORKERS = 2


@dataclass(eq=False)
class _Job:
    key: Hashable
    work: Callable[[], Any]
    on_done: Callable[[Any], None]
    on_error: Callable[[Exception], None] | None
    on_progress: Callable[[float], None] | None
    on_told: Callable[[Any], None] | None
    token: CancelToken
    started: float | None = None
    result: Any = None
    error: Exception | None = None
    dropped: bool = field(default=False)
    news: dict[str, Any] = field(default_factory=dict)
    """What it said on the way and nobody heard yet; the newest only."""


class JobRunner(QObject):
    """Runs functions on a few threads and calls back on the thread it lives in.

    Jobs of one key run one at a time, and a newer one replaces those before it: one that waits
    is forgotten, one that runs is told to stop and its result is dropped. With ``patience`` a
    running job may still finish (and count) within so many seconds of its start, so that a
    long drag shows something on the way; the newest always follows it.

    The function may take ``cancel`` (a CancelToken), ``progress`` (a function of a float from 0 to
    1) and ``tell`` (a function of a part of the result, in place of what it told before) as
    keywords. Exceptions arrive at ``on_error``, else they are raised on the runner's thread.
    """

    busy_changed = Signal(bool)
    _finished = Signal(object)
    _said = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        go_first()
        self._condition = threading.Condition()
        self._waiting: dict[Hashable, _Job] = {}
        self._running: dict[Hashable, _Job] = {}
        self._undelivered: set[_Job] = set()
        self._threads: list[threading.Thread] = []
        self._closed = False
        self._was_busy = self._holds = False
        self._arrived: deque[tuple[Callable[[_Job], None], _Job]] = deque()
        self._turn = QTimer(self, singleShot=True, interval=0)
        self._turn.timeout.connect(self._deliver)
        queued = Qt.ConnectionType.QueuedConnection
        self._finished.connect(self._on_finished, queued)
        self._said.connect(self._on_said, queued)

    def submit(
        self,
        key: Hashable,
        function: Callable[..., T],
        *args: object,
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
        on_told: Callable[[Any], None] | None = None,
        patience: float = 0.0,
    ) -> CancelToken:
        """Run ``function(*args)`` soon, in place of whatever ``key`` was about before."""
        if self._closed:
            raise RuntimeError("The job runner was shut down.")
        token = CancelToken()
        job = _Job(key, lambda: None, on_done, on_error, on_progress, on_told, token)
        extras = self._extras(function, job)
        job.work = lambda: function(*args, **extras)
        self._hold()
        with self._condition:
            self._supersede(key, patience)
            self._waiting[key] = job
            self._start_thread()
            self._condition.notify()
        self._announce()
        return token

    def cancel(self, key: Hashable) -> None:
        """Forget the job of ``key``: nothing of it is delivered any more."""
        with self._condition:
            self._waiting.pop(key, None)
            for job in (self._running.get(key), *self._undelivered):
                if job is not None and job.key == key:
                    self._drop(job)
        self._announce()

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self.is_busy()

    def is_busy(self, key: Hashable | None = None) -> bool:
        """Whether a job (of ``key``, or any) waits, runs or is about to be delivered."""
        with self._condition:
            jobs = [*self._waiting.values(), *self._running.values(), *self._undelivered]
            return any(not job.dropped and key in (None, job.key) for job in jobs)

    def shutdown(self, timeout: float | None = None) -> bool:
        """Cancel everything and wait for the threads; whether all of them ended in time."""
        with self._condition:
            self._closed = True
            self._waiting.clear()
            for job in (*self._running.values(), *self._undelivered):
                self._drop(job)
            self._condition.notify_all()
        deadline = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._undelivered.clear()
        self._arrived.clear()
        self._turn.stop()
        self._announce()
        return not self._threads

    # On the runner's own thread

    def _extras(self, function: Callable[..., object], job: _Job) -> dict[str, object]:
        names = _parameters(function)
        extras: dict[str, object] = {}
        if "cancel" in names:
            extras["cancel"] = job.token
        for name in ("progress", "tell"):
            if name in names:
                extras[name] = partial(self._report, job, name)
        return extras

    def _supersede(self, key: Hashable, patience: float) -> None:
        self._waiting.pop(key, None)
        running = self._running.get(key)
        if running is not None:
            if patience > 0 and running.started is not None:
                running.token.cancel_at(running.started + patience)
            else:
                self._drop(running)
        for job in self._undelivered:
            if job.key == key and patience <= 0:
                self._drop(job)

    @staticmethod
    def _drop(job: _Job) -> None:
        job.dropped = True
        job.token.cancel()

    def _start_thread(self) -> None:
        busy = len(self._running) + len(self._waiting)
        if len(self._threads) < min(busy, _WORKERS):
            thread = threading.Thread(target=self._serve, name="gradviz-job", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _on_finished(self, job: _Job) -> None:
        self._arrived.append((self._hand_over, job))
        self._turn.start()

    def _on_said(self, job: _Job) -> None:
        self._arrived.append((self._pass_on, job))  # what came before is delivered before
        self._turn.start()

    def _deliver(self) -> None:
        """Deliver what came first; the window paints, and hears its user, before the next."""
        deliver, job = self._arrived.popleft()
        if self._arrived:
            self._turn.start()
        deliver(job)

    def _hand_over(self, job: _Job) -> None:
        """Give the result to whoever asked for it."""
        with self._condition:
            self._undelivered.discard(job)
            dropped = job.dropped
        try:
            if dropped:
                return
            if job.error is None:
                job.on_done(job.result)
            elif job.on_error is not None:
                job.on_error(job.error)
            else:
                raise job.error
        finally:
            self._announce()

    def _pass_on(self, job: _Job) -> None:
        """Tell the listeners what the job said on the way."""
        with self._condition:
            news, job.news = job.news, {}
        listeners = {"progress": job.on_progress, "tell": job.on_told}
        for name, said in news.items():
            listener = listeners[name]
            if not job.dropped and listener is not None:
                listener(said)

    def _hold(self) -> None:
        """Nothing is collected while workers run."""
        if not self._holds:
            self._holds = True
            COLLECTOR.hold()

    def _announce(self) -> None:
        with self._condition:
            is_at_work = bool(self._waiting or self._running or self._undelivered)
        if self._holds and not is_at_work:
            self._holds = False
            COLLECTOR.release()
        busy = self.is_busy()
        if busy != self._was_busy:
            self._was_busy = busy
            self.busy_changed.emit(busy)

    # On the worker threads

    def _serve(self) -> None:
        give_way()
        while True:
            job = self._next()
            if job is None:
                return
            self._work(job)
            del job  # its result must not outlive its delivery while this thread waits

    def _work(self, job: _Job) -> None:
        try:
            job.result = job.work()
        except Cancelled:
            job.dropped = True
        except Exception as error:  # noqa: BLE001  # delivered as a value
            job.error = error
        with self._condition:
            del self._running[job.key]
            if not self._closed:
                self._undelivered.add(job)
                self._finished.emit(job)
            self._condition.notify()

    def _next(self) -> _Job | None:
        """The job that has waited longest and whose key is not running; None at the end."""
        with self._condition:
            while True:
                if self._closed:
                    return None
                for key, job in self._waiting.items():
                    if key not in self._running:
                        del self._waiting[key]
                        self._running[key] = job
                        job.started = time.monotonic()
                        return job
                self._condition.wait()

    def _report(self, job: _Job, name: str, said: object) -> None:
        with self._condition:
            is_known = bool(job.news)
            job.news[name] = said
            if not (self._closed or is_known):
                self._said.emit(job)


def _parameters(function: Callable[..., object]) -> frozenset[str]:
    """The names of what a function takes; looked up in its code where there is one."""
    code = getattr(function, "__code__", None)
    if code is not None and not hasattr(function, "__wrapped__"):
        return frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount])
    try:
        return frozenset(inspect.signature(function).parameters)
    except ValueError:  # a function of C that does not tell
        return frozenset()
