"""How a command leaves when it cannot do what it was asked: one line, and a status."""

from __future__ import annotations

import contextlib
import os
import sys

BAD_INPUT = 2


def unwritten(error: OSError) -> int:
    """Say that the output cannot be written; the status."""
    drop_output()
    return refused(f"The output cannot be written: {error.strerror or error}.")


def refused(message: str) -> int:
    """Say in one line what is wrong with the input; the status."""
    complain(message)
    return BAD_INPUT


def complain(message: str) -> None:
    """Write one line where errors go."""
    with contextlib.suppress(OSError):  # then the status has to say it alone
        print(f"gradviz: {' '.join(message.split())}", file=sys.stderr)


def drop_output() -> None:
    """Whoever read our output has left; Python must not try to write the rest at its end."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
