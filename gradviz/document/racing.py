"""Edits of a race: the rivals of the descent, and the points kept to start from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from gradviz.descent.method import Method
from gradviz.document.model import Document
from gradviz.errors import SettingError

MOST_RIVALS = 5
"""With the descent itself as many as there are colors for trajectories."""

MOST_STARTS = 50


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
