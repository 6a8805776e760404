"""Edits of a race: the rivals of the descent, and the points kept to start from.

The racers are the descent itself, in place 0, and its rivals in the places after it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from gradviz.descent.rules.method import Method
from gradviz.document.descent_edits import changed_method
from gradviz.document.model import Document
from gradviz.errors import SettingError

MOST_RIVALS = 5
"""With the descent itself as many as there are colors for trajectories."""

MOST_STARTS = 50


def racers_of(document: Document) -> tuple[Method, ...]:
    """The methods that race: that of the descent, then its rivals."""
    return (document.descent.method, *document.rivals)


def run_by(document: Document, method: Method) -> Document:
    """The document whose descent is made by another method; epochs and box are as they were."""
    old = document.descent
    descent = replace(old, **vars(method))
    return replace(document, descent=descent)


def set_race(document: Document, methods: Sequence[Method]) -> Document:
    """The document in which these methods race, the first as the descent itself."""
    if not 1 <= len(methods) <= MOST_RIVALS + 1:
        raise SettingError(f"A race has 1 to {MOST_RIVALS + 1} optimizers.", "rivals")
    return replace(run_by(document, methods[0]), rivals=tuple(methods[1:]))


def change_racer(document: Document, place: int, **changes: Any) -> Document:
    """The document with one racer changed; ``changes`` are those of ``changed_method``."""
    if place == 0:
        return run_by(document, changed_method(document.descent.method, **changes))
    index = place - 1
    return change_rival(document, index, changed_method(document.rivals[index], **changes))


def remove_racer(document: Document, place: int) -> Document:
    """The document without one racer; when it was the descent, its first rival takes its place."""
    left = [method for i, method in enumerate(racers_of(document)) if i != place]
    return set_race(document, left)


def add_rival(document: Document, rival: Method) -> Document:
    """The document with one more rival; SettingError when no more can be told apart."""
    if len(document.rivals) >= MOST_RIVALS:
        raise SettingError(f"A race has at most {MOST_RIVALS + 1} optimizers.", "rivals")
    return replace(document, rivals=(*document.rivals, rival))


def change_rival(document: Document, index: int, rival: Method) -> Document:
    """The document with another method in the place of a rival."""
    rivals = list(document.rivals)
    rivals[index] = rival
    return replace(document, rivals=tuple(rivals))


def remove_rival(document: Document, index: int) -> Document:
    """The document without one of the rivals."""
    return replace(document, rivals=document.rivals[:index] + document.rivals[index + 1 :])


def add_start(document: Document, start: Mapping[str, float]) -> Document:
    """The document that keeps one more start (coordinates by name); a known one is not doubled."""
    point = {name: float(value) for name, value in start.items()}
    if not all(map(math.isfinite, point.values())):
        raise SettingError("A start must be finite.", "starts")
    if point in document.starts:
        return document
    if len(document.starts) >= MOST_STARTS:
        raise SettingError(f"At most {MOST_STARTS} starts are kept; remove one first.", "starts")
    return replace(document, starts=(*document.starts, point))


def remove_start(document: Document, index: int) -> Document:
    """The document without one of the starts it keeps."""
    return replace(document, starts=document.starts[:index] + document.starts[index + 1 :])
