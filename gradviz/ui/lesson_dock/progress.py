"""What is remembered of the lessons: which tasks have been solved."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Remembers solved tasks by key."""

    def solved_tasks(self) -> frozenset[str]:
        """The keys of all tasks solved so far."""

    def mark_solved(self, key: str) -> None:
        """Remember one more."""


class Unsaved:
    """Progress that lasts as long as the window."""

    def __init__(self) -> None:
        self._solved: set[str] = set()

    def solved_tasks(self) -> frozenset[str]:
        """The keys of all tasks solved so far."""
        return frozenset(self._solved)

    def mark_solved(self, key: str) -> None:
        """Remember one more."""
        self._solved.add(key)
