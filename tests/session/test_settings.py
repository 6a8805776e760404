"""Settings: what was stored comes back, and nonsense reads as the default."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QSettings
from pytestqt.qtbot import QtBot

from gradviz.session import Settings


@pytest.fixture
def path(qtbot: QtBot, tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def reopened(path: Path) -> Settings:
    return Settings.in_file(path)


def test_defaults(path: Path) -> None:
    settings = reopened(path)
    assert settings.theme == "system"
    assert not settings.reduced_motion
    assert settings.recent_files() == ()
    assert settings.window() == (QByteArray(), QByteArray())


@pytest.mark.parametrize("choice", ["system", "light", "dark"])
def test_the_theme_is_remembered(path: Path, choice: str) -> None:
    settings = reopened(path)
    settings.theme = choice
    settings.sync()
    assert reopened(path).theme == choice


def test_an_unknown_theme_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="no theme called blue"):
        reopened(path).theme = "blue"


@pytest.mark.parametrize("on", [True, False])
def test_reduced_motion_is_remembered(path: Path, on: bool) -> None:
    settings = reopened(path)
    settings.reduced_motion = on
    settings.sync()
    assert reopened(path).reduced_motion is on


def test_the_window_is_remembered(path: Path) -> None:
    settings = reopened(path)
    settings.save_window(QByteArray(b"geometry"), QByteArray(b"\x00state"))
    settings.sync()
    assert reopened(path).window() == (QByteArray(b"geometry"), QByteArray(b"\x00state"))


def test_recent_files_are_newest_first_without_repeats(path: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{i}.gradviz" for i in range(3)]
    for file in files:
        file.touch()
    settings = reopened(path)
    for file in (*files, files[0]):
        settings.add_recent(file)
    settings.sync()
    assert reopened(path).recent_files() == (files[0], files[2], files[1])


def test_one_recent_file_comes_back_as_one(path: Path, tmp_path: Path) -> None:
    (tmp_path / "a, b.gradviz").touch()
    settings = reopened(path)
    settings.add_recent(tmp_path / "a, b.gradviz")
    settings.sync()
    assert reopened(path).recent_files() == (tmp_path / "a, b.gradviz",)


def test_at_most_ten_recent_files_and_only_those_that_exist(path: Path, tmp_path: Path) -> None:
    files = [tmp_path / f"{i}.gradviz" for i in range(12)]
    settings = reopened(path)
    for file in files:
        file.touch()
        settings.add_recent(file)
    files[11].unlink()
    assert settings.recent_files() == tuple(reversed(files[2:11]))


def test_the_list_of_recent_files_can_be_cleared(path: Path, tmp_path: Path) -> None:
    settings = reopened(path)
    (tmp_path / "a.gradviz").touch()
    settings.add_recent(tmp_path / "a.gradviz")
    settings.clear_recent()
    assert settings.recent_files() == ()


def test_nonsense_in_the_file_reads_as_defaults(path: Path) -> None:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    for key in ("theme", "reduced_motion", "recent_files", "window/geometry", "window/state"):
        store.setValue(key, 17)
    store.sync()
    settings = reopened(path)
    assert (settings.theme, settings.reduced_motion, settings.recent_files()) == (
        "system",
        False,
        (),
    )
    assert settings.window() == (QByteArray(), QByteArray())


def test_forgetful_settings_remember_only_themselves(qtbot: QtBot) -> None:
    settings = Settings.forgetful()
    settings.theme = "dark"
    assert settings.theme == "dark"
    assert Settings.forgetful().theme == "system"


def test_solved_tasks_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.ini"
    assert Settings.in_file(path).solved_tasks() == frozenset()
    for key in ("homework/sigmoid", "graph/distance", "graph/distance"):
        Settings.in_file(path).mark_solved(key)
    assert Settings.in_file(path).solved_tasks() == {"homework/sigmoid", "graph/distance"}


@pytest.mark.parametrize("speed", [0.5, 4.0])
def test_the_speed_of_playing_is_remembered(path: Path, speed: float) -> None:
    settings = reopened(path)
    assert settings.play_speed == 1.0
    settings.play_speed = speed
    settings.sync()
    assert reopened(path).play_speed == speed


@pytest.mark.parametrize("nonsense", ["fast", -3, "nan"])
def test_a_speed_that_makes_no_sense_is_the_usual_one(path: Path, nonsense: object) -> None:
    store = QSettings(str(path), QSettings.Format.IniFormat)
    store.setValue("play_speed", nonsense)
    store.sync()
    assert reopened(path).play_speed == 1.0
