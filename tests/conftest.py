"""What every test stands on: an offscreen Qt, C numbers, own settings, nothing left alive."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QLocale, QSettings, QStandardPaths
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from gradviz.ui.main_window import MainWindow

pytest_plugins = ("tests.plugins.xserver", "tests.plugins.leaks")

# Software rendering is the same everywhere; a desktop's theme would bring its own fonts and colors.
os.environ |= {"LIBGL_ALWAYS_SOFTWARE": "1", "QT_STYLE_OVERRIDE": "", "QT_QPA_PLATFORMTHEME": ""}

# A busy machine is not a wrong result: no deadlines. CI tries the same examples every time.
_QUIET = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("dev", deadline=None, max_examples=60, suppress_health_check=_QUIET)
settings.register_profile(
    "ci",
    deadline=None,
    max_examples=100,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_QUIET,
)
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture(scope="session", autouse=True)
def _home() -> Iterator[None]:
    """A home of its own for whatever Qt wants to write, and numbers written as in C."""
    with tempfile.TemporaryDirectory(prefix="gradviz-tests-") as home:
        for name in ("CONFIG_HOME", "DATA_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"):
            folder = Path(home, name)
            folder.mkdir(mode=0o700)
            os.environ[f"XDG_{name}"] = str(folder)
        os.environ["HOME"] = home  # test mode writes below it; workers must not share
        QStandardPaths.setTestModeEnabled(True)
        QLocale.setDefault(QLocale.c())
        yield


@pytest.fixture(autouse=True)
def _own_desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test with Qt reads no settings but its own, and plots see every mouse move."""
    if "qapp" not in request.fixturenames:
        return
    folder = str(tmp_path_factory.mktemp("settings"))
    for format_ in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(format_, QSettings.Scope.UserScope, folder)
    import pyqtgraph as pg

    # It drops moves closer than 10 ms, and a simulated drag silently does nothing.
    pg.setConfigOption("mouseRateLimit", 0)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    """The whole main window as a person finds it at the first start, shown."""
    from gradviz.app import create_window

    result = create_window()
    qtbot.addWidget(result)
    with qtbot.waitExposed(result):
        result.show()
    return result
