"""The graph for a picture: in other colors, without what belongs to the screen alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.scene import GraphScene
from gradviz.ui.theme import Theme

_HAIRLINE = 0.8


def print_ink(theme: Theme, ground: str) -> Ink:
    """The colors of ``theme`` on a plain ``ground``; lines grow with the picture.

    What is selected looks like the rest: a picture is about the graph, not about a moment.
    """
    ink = Ink(replace(theme, canvas=ground, dots=ground))
    ink.focus_ring = ink.no_pen
    ink.edge_selected = ink.edge_chosen = ink.edge_idle
    for name, pen in vars(ink).items():
        if isinstance(pen, QPen) and pen.style() != Qt.PenStyle.NoPen:
            setattr(ink, name, _scaling(pen))
    return ink


def _scaling(pen: QPen) -> QPen:
    result = QPen(pen)
    result.setCosmetic(False)
    if result.widthF() == 0.0:
        result.setWidthF(_HAIRLINE)
    return result


@contextmanager
def printed(scene: GraphScene, theme: Theme, ground: str) -> Iterator[GraphScene]:
    """The scene in the colors for a picture, and afterwards as it was."""
    before = scene.ink
    scene.show_ink(print_ink(theme, ground))
    try:
        yield scene
    finally:
        scene.show_ink(before)
