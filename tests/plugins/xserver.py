"""Runs each test marked ``xvfb`` in a process of its own, on a real (virtual) X server.

The Qt platform belongs to a process, and nearly all tests use the offscreen one. So a marked test
is collected among the others but its body is a child pytest under Xvfb; one run, one summary.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import subprocess
import sys
from functools import cache

import pytest

CHILD = "GRADVIZ_TEST_ON_X"
"""Set in the environment of a child: run marked tests here, on the display given."""

CHILD_SECONDS = 100

if CHILD not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


@cache
def display() -> str:
    """The display of this process's X server, started at the first use."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1200x24", "-nolisten", "tcp"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    atexit.register(server.wait)
    atexit.register(server.terminate)
    os.close(write)
    with os.fdopen(read) as numbers:
        return f":{numbers.readline().strip()}"


def _is_elsewhere(item: pytest.Item) -> bool:
    return item.get_closest_marker("xvfb") is not None and CHILD not in os.environ


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The fixtures of a marked test are for the child, not for this process."""
    for item in items:
        if isinstance(item, pytest.Function) and _is_elsewhere(item):
            item.fixturenames.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a marked test in a child; what it prints is the failure."""
    if not _is_elsewhere(pyfuncitem):
        return None
    if shutil.which("Xvfb") is None:
        missing = "Xvfb is not installed (./dev test installs it)"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    command = [
        sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist",
        "--color=no", "-rs", "-o", f"timeout={CHILD_SECONDS}", pyfuncitem.nodeid,
    ]  # fmt: skip
    done = subprocess.run(
        command,
        cwd=pyfuncitem.config.rootpath,
        env={**os.environ, CHILD: "1", "QT_QPA_PLATFORM": "xcb", "DISPLAY": display()},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.fail(f"on an X server:\n{done.stdout}{done.stderr}", pytrace=False)
    if skipped := re.search(r"^SKIPPED \[1\] (.*)$", done.stdout, re.MULTILINE):
        pytest.skip(skipped[1])
    return True
