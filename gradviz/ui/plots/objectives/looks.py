"""How objectives look wherever they are drawn: a color and a dash for each."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from gradviz.ui.theme import Theme

COLORS: Mapping[str, tuple[str, ...]] = {
    "light": ("#8F1D6E", "#8A4B00", "#00594F", "#33408F"),
    "dark": ("#FF9FDB", "#FFC65C", "#6FE3D2", "#B3BEFF"),
}
"""By theme, in the order of the objectives; each can be read on the map under its veil."""

DASHES: tuple[tuple[float, ...], ...] = ((), (6.0, 3.0), (1.5, 2.5), (6.0, 2.5, 1.5, 2.5))
SAMPLES = ("━", "╍", "┉", "┅")
"""What stands for the dash in a line of text."""


def color_of(place: int, theme: Theme) -> str:
    """The color of the objective in a place."""
    colors = COLORS[theme.name]
    return colors[place % len(colors)]


def pen_of(place: int, theme: Theme, width: float = 1.6) -> QPen:
    """The pen of the objective in a place."""
    pen = QPen(QColor(color_of(place, theme)), width)
    dash = DASHES[place % len(DASHES)]
    if dash:
        pen.setDashPattern(dash)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def sample_of(place: int) -> str:
    """The dash of the objective in a place, as a letter."""
    return SAMPLES[place % len(SAMPLES)]
