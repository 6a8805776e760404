"""The tests' own guards: what is left alive fails, what is marked runs on an X server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

LEAKS = """
import threading, time
from PySide6.QtCore import QThread, QTimer, QVariantAnimation
from PySide6.QtWidgets import QWidget

kept = []

def keep(thing):
    kept.append(thing)
    return thing

def test_timer(qtbot): keep(QTimer()).start(1000)
def test_animation(qtbot): keep(QVariantAnimation(startValue=0, endValue=1, duration=9000)).start()
def test_qthread(qtbot): keep(QThread()).start()
def test_end_of_qthread(qtbot): kept[-1].quit(), kept[-1].wait()
def test_window(qtbot): keep(QWidget()).show()
def test_thread(): threading.Thread(target=time.sleep, args=(2,)).start()
def test_window_that_goes(qtbot): QWidget().show()
def test_given_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
"""


def pytest_on(folder: Path, text: str) -> str:
    """What pytest says about tests with this text, with our plugins and nothing else of ours."""
    plugins = 'pytest_plugins = ("tests.plugins.xserver", "tests.plugins.leaks")'
    (folder / "conftest.py").write_text(plugins, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = xvfb\n", encoding="utf-8")
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rfE", "-p", "no:cacheprovider", "-p", "no:xdist"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    return done.stdout + done.stderr


def test_what_is_left_alive_fails_its_test(tmp_path: Path) -> None:
    said = pytest_on(tmp_path, LEAKS)
    failed = re.findall(r"^ERROR .*::test_(\w+)", said, re.MULTILINE)
    assert failed == ["timer", "animation", "qthread", "window", "thread"], said


MARKED = """
import pytest
from PySide6.QtWidgets import QApplication

@pytest.mark.xvfb
def test_there(qapp): assert qapp.platformName() == "xcb"

@pytest.mark.xvfb
def test_fails_there(qapp): assert qapp.platformName() != "xcb"

@pytest.mark.xvfb
def test_skips_there(qapp): pytest.skip("as it says")

def test_here(qapp): assert qapp.platformName() == "offscreen"
"""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_a_marked_test_runs_on_an_x_server(tmp_path: Path) -> None:
    said = pytest_on(tmp_path, MARKED)
    assert "FAILED test_it.py::test_fails_there" in said, said
    assert "1 failed, 2 passed, 1 skipped" in said, said
