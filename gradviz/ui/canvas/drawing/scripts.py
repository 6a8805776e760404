"""How large the canvas writes: letters that stay readable however far one has zoomed out."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF

LEAST_ON_SCREEN = 11
"""Pixels on screen below which no name, value or gradient shrinks while cards have faces."""

_MOST_IN_SCENE = 20  # three lines of it fill a card
_MOST_WITH_TAGS = 13  # up to a zoom of 85 % there is room for everything on a card

_MATH_FAMILIES = (
    "STIX Two Text", "Cambria Math", "Latin Modern Math", "Times New Roman", "DejaVu Serif",
)  # fmt: skip


def _font(pixels: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _math_font(pixels: int, *, italic: bool) -> QFont:
    font = QFont()
    font.setFamilies(list(_MATH_FAMILIES))
    font.setStyleHint(QFont.StyleHint.Serif)
    font.setPixelSize(pixels)
    font.setItalic(italic)
    return font


def least_pixels(zoom: float) -> int:
    """The size in the scene of letters that are 11 pixels on screen at ``zoom``.

    Never less than 11, and no more than a card has room for.
    """
    return min(max(LEAST_ON_SCREEN, ceil(LEAST_ON_SCREEN / zoom - 0.05)), _MOST_IN_SCENE)


class Script:
    """A font with its measures."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metric = QFontMetricsF(font)
        self.height = self._metric.height()
        self.ascent = self._metric.ascent()

    def width(self, text: str) -> float:
        """How wide ``text`` is."""
        return self._metric.horizontalAdvance(text)

    def cut(self, text: str, room: float) -> str:
        """``text``, with an ellipsis where it is wider than ``room``."""
        return self._metric.elidedText(text, Qt.TextElideMode.ElideRight, room)


class Scripts:
    """How the parts of a card are written where no letter may be below ``least`` in the scene.

    ``compact`` says that cards are so small on screen that they show the essentials only.
    """

    def __init__(self, least: int) -> None:
        self.least = least
        self.compact = least > _MOST_WITH_TAGS
        self.padding = 7.0 if self.compact else 9.0
        self.name = Script(_math_font(min(max(17, least + 3), 21), italic=True))
        self.symbol = Script(_math_font(22, italic=False))
        self.function = Script(_math_font(max(16, least), italic=False))
        self.small_symbol = Script(_math_font(max(15, least), italic=False))
        self.value = Script(_font(max(14, least), bold=True))
        self.gradient = Script(_font(max(13, least), bold=True))
        self.tag = Script(_font(least))
        self.pill = Script(_font(max(12, least)))


class Tiles:
    """How the one word of a card far away is written."""

    def __init__(self) -> None:
        self.symbol = Script(_math_font(44, italic=False))
        self.name = Script(_math_font(40, italic=True))
        self.word = Script(_math_font(32, italic=False))
        self.number = Script(_font(24, bold=True))
