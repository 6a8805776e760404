"""What is remembered between starts: theme, window, recent files, reduced motion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QByteArray, QSettings

from gradviz.session.passes import SPEEDS

THEMES = ("system", "light", "dark")
MAX_RECENT = 10


class Store(Protocol):
    """The part of QSettings that is used."""

    def value(self, key: str, /) -> object:
        """What was stored under ``key``, or None."""

    def setValue(self, key: str, value: object, /) -> None:  # as QSettings has it
        """Store a value."""

    def remove(self, key: str, /) -> None:
        """Forget a value."""

    def sync(self) -> None:
        """Write what is pending."""


class _Memory:
    """A store that lasts as long as the process."""

    def __init__(self) -> None:
        self._values: dict[str, object] = {}

    def value(self, key: str, /) -> object:
        return self._values.get(key)

    def setValue(self, key: str, value: object, /) -> None:
        self._values[key] = value

    def remove(self, key: str, /) -> None:
        self._values.pop(key, None)

    def sync(self) -> None:
        pass


class Settings:
    """Typed access to QSettings; a value that makes no sense reads as its default."""

    def __init__(self, store: Store | None = None) -> None:
        self._store: Store = store if store is not None else QSettings("GradViz", "GradViz")

    @classmethod
    def in_file(cls, path: Path | str) -> Settings:
        """Settings in an INI file of their own."""
        return cls(QSettings(str(path), QSettings.Format.IniFormat))

    @classmethod
    def forgetful(cls) -> Settings:
        """Settings that start from the defaults and are never written."""
        return cls(_Memory())

    @property
    def theme(self) -> str:
        """The chosen theme: system, light or dark."""
        value = self._store.value("theme")
        return value if isinstance(value, str) and value in THEMES else THEMES[0]

    @theme.setter
    def theme(self, choice: str) -> None:
        if choice not in THEMES:
            raise ValueError(f"There is no theme called {choice}.")
        self._store.setValue("theme", choice)

    @property
    def reduced_motion(self) -> bool:
        """Whether changes are shown at once instead of animated."""
        return self._store.value("reduced_motion") in (True, "true")

    @reduced_motion.setter
    def reduced_motion(self, on: bool) -> None:
        self._store.setValue("reduced_motion", on)

    @property
    def code_language(self) -> str:
        """The name of the language the code was last shown in; empty at first."""
        value = self._store.value("code_language")
        return value if isinstance(value, str) else ""

    @code_language.setter
    def code_language(self, name: str) -> None:
        self._store.setValue("code_language", name)

    @property
    def pictures_as_shown(self) -> bool:
        """Whether exported pictures have the window's theme instead of white paper."""
        return self._store.value("pictures_as_shown") in (True, "true")

    @pictures_as_shown.setter
    def pictures_as_shown(self, on: bool) -> None:
        self._store.setValue("pictures_as_shown", on)

    @property
    def play_speed(self) -> float:
        """How many times as fast as usual the steps of the passes play."""
        return self.number("play_speed", 1.0, among=SPEEDS)

    @play_speed.setter
    def play_speed(self, speed: float) -> None:
        self._store.setValue("play_speed", speed)

    def number(self, name: str, otherwise: float, *, among: Sequence[float] = ()) -> float:
        """A number that was set somewhere; where there are choices, one of them."""
        number = self._number(name)
        sound = number is not None and math.isfinite(number) and (not among or number in among)
        return number if sound and number is not None else otherwise

    def remember_number(self, name: str, value: float) -> None:
        """Keep a number for the next start."""
        self._store.setValue(name, value)

    @property
    def snap(self) -> bool:
        """Whether cards that are moved stop at the dots of the grid."""
        return self._store.value("snap") in (True, "true")

    def remember_snap(self, on: bool) -> None:
        """Keep whether cards snap for the next start."""
        self._store.setValue("snap", on)

    def is_shown(self, name: str, *, otherwise: bool) -> bool:
        """Whether something that can be shown over a plot is on."""
        value = self._store.value(f"shown/{name}")
        return otherwise if value is None else value in (True, "true")

    def remember_shown(self, name: str, *, on: bool) -> None:
        """Keep whether it is on for the next start."""
        self._store.setValue(f"shown/{name}", on)

    def kept(self, name: str) -> str:
        """A text kept by ``keep``; empty at first."""
        value = self._store.value(f"kept/{name}")
        return value if isinstance(value, str) else ""

    def keep(self, name: str, text: str) -> None:
        """Keep a text of a panel's own for the next start."""
        self._store.setValue(f"kept/{name}", text)

    def save_window(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember where the window and its docks are."""
        self._store.setValue("window/geometry", geometry)
        self._store.setValue("window/state", state)

    def window(self) -> tuple[QByteArray, QByteArray]:
        """The geometry and the state last saved; empty at the first start."""
        geometry, state = self._store.value("window/geometry"), self._store.value("window/state")
        return (
            geometry if isinstance(geometry, QByteArray) else QByteArray(),
            state if isinstance(state, QByteArray) else QByteArray(),
        )

    def solved_tasks(self) -> frozenset[str]:
        """The keys of the lessons' tasks solved so far."""
        return frozenset(self._texts("solved_tasks"))

    def mark_solved(self, key: str) -> None:
        """Remember that one more task of the lessons is solved."""
        self._store.setValue("solved_tasks", sorted(self.solved_tasks() | {key}))

    def recent_files(self) -> tuple[Path, ...]:
        """The files opened or saved last, newest first; those that are gone are left out."""
        return tuple(path for path in self._recent() if path.is_file())

    def add_recent(self, path: Path | str) -> None:
        """Put a file first among the recent ones."""
        newest = Path(path).absolute()
        paths = [newest, *(other for other in self._recent() if other != newest)]
        self._store.setValue("recent_files", [str(p) for p in paths[:MAX_RECENT]])

    def clear_recent(self) -> None:
        """Forget the recent files."""
        self._store.remove("recent_files")

    def sync(self) -> None:
        """Write now what would be written soon."""
        self._store.sync()

    def _number(self, key: str) -> float | None:
        value = self._store.value(key)
        try:
            return float(value)  # type: ignore[arg-type]  # a store may give anything
        except (TypeError, ValueError):
            return None

    def _recent(self) -> list[Path]:
        return [Path(text) for text in self._texts("recent_files")]

    def _texts(self, key: str) -> list[str]:
        """A list of texts; a single one comes back from some stores as itself."""
        value = self._store.value(key)
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return [text for text in texts if isinstance(text, str) and text]
