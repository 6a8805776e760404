"""How the window's thread and the workers share the interpreter: the window goes first.

A thread that finds the interpreter taken waits for one turn and then demands it. Python knows one
length of a turn for all threads, so workers would demand it from the window's thread as often as
that from them, and a frame asks for it some hundred times. On Linux a thread may say by how much
its waiting may be drawn out (the slack of its timers): the window's thread says hardly at all,
a worker says a lot. So the window waits a few microseconds for a worker, and a worker until the
window lets go by itself, but no longer than its slack.
"""

from __future__ import annotations

import ctypes
import os
import sys
import threading

_LINUX = sys.platform == "linux"

_TURN = 2e-5 if _LINUX else 5e-5
"""Seconds a thread waits before it demands the interpreter.

At the 5 ms that Python gives, two busy workers hold up the window's thread for up to 80 ms in a
frame, at 0.05 ms for 30, at this with the slacks below for 5. Without them so short a turn is
too short: the threads do little but change.
"""

_WINDOW_SLACK, _WORKER_SLACK = 1_000, 500_000
"""Nanoseconds that a thread's timed waits may take longer."""

_NICER = 3
"""Workers have half the weight of the window's thread, which so gets a processor when it wants one.

More would let a busy machine keep a worker waiting that holds what the window needs.
"""

_PR_SET_TIMERSLACK = 29


def go_first() -> None:
    """Make the calling thread, the window's, wait little for the interpreter."""
    sys.setswitchinterval(min(_TURN, sys.getswitchinterval()))
    _allow_slack(_WINDOW_SLACK)


def give_way() -> None:
    """Let the window's thread go before the calling one, where threads can be told apart."""
    _allow_slack(_WORKER_SLACK)
    if _LINUX:
        thread = threading.get_native_id()
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + _NICER)


def _allow_slack(nanoseconds: int) -> None:
    """See prctl(2), PR_SET_TIMERSLACK; where a system refuses it, nothing is lost but time."""
    if _LINUX:
        prctl = ctypes.CDLL(None).prctl
        prctl(_PR_SET_TIMERSLACK, ctypes.c_ulong(nanoseconds), *[ctypes.c_ulong(0)] * 3)
