"""Fonts, pens and brushes of the canvas for one theme, made once and shared by all items."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPen

from gradviz.ui.theme import Theme

CARD_WIDTH = 116.0
CARD_HEIGHT = 64.0
PILL_HEIGHT = 32.0
RADIUS = 8.0
PADDING = 9.0

TILE_ZOOM = 0.45
"""Below this scale a card is a tile with its symbol: its text would be under 6 pixels."""

DOT_ZOOM = 0.18
"""Below this scale a card is a colored rectangle."""

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


@dataclass(frozen=True)
class Fonts:
    """The fonts of the cards, in scene pixels; none is below 11."""

    name: QFont = field(default_factory=lambda: _math_font(17, italic=True))
    symbol: QFont = field(default_factory=lambda: _math_font(20, italic=False))
    function: QFont = field(default_factory=lambda: _math_font(16, italic=False))
    small_symbol: QFont = field(default_factory=lambda: _math_font(15, italic=False))
    tile: QFont = field(default_factory=lambda: _math_font(44, italic=False))
    tile_name: QFont = field(default_factory=lambda: _math_font(40, italic=True))
    tile_word: QFont = field(default_factory=lambda: _math_font(32, italic=False))
    tile_number: QFont = field(default_factory=lambda: _font(24, bold=True))
    value: QFont = field(default_factory=lambda: _font(14, bold=True))
    gradient: QFont = field(default_factory=lambda: _font(13, bold=True))
    tag: QFont = field(default_factory=lambda: _font(11))
    pill: QFont = field(default_factory=lambda: _font(12))


class Ink:
    """Everything items paint with, in the colors of one theme."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.fonts = Fonts()
        self.canvas = QColor(theme.canvas)
        self.surface = QColor(theme.surface)
        self.line = QColor(theme.line)
        self.text = QColor(theme.text)
        self.muted = QColor(theme.muted)
        self.value = QColor(theme.value)
        self.gradient = QColor(theme.gradient)
        self.accent = QColor(theme.accent)
        self.bad = QColor(theme.bad)
        self.dots = QColor(theme.dots)
        self.surface_brush = QBrush(self.surface)
        self.canvas_brush = QBrush(self.canvas)
        self.border = QPen(self.line, 1.0)
        self.hover_border = QPen(self.muted, 1.0)
        self.active_border = QPen(self.accent, 2.0)
        self.error_border = QPen(self.bad, 1.5)
        self.open_border = QPen(self.muted, 1.2, Qt.PenStyle.DashLine)
        self.focus_ring = QPen(self.accent, 2.0)
        self.port = QPen(mixed(self.line, self.muted, 0.45), 1.5)
        self.edge_idle = _line(mixed(self.line, self.muted, 0.45), 1.4)
        self.edge_selected = _line(self.accent, 2.0)
        self.edge_value = _line(self.value, 2.5)
        self.edge_gradient = _line(self.gradient, 2.5)
        self.pill_current = QPen(self.gradient, 1.5)


def _line(color: QColor, width: float) -> QPen:
    """A pen that is as wide on screen at every zoom: edges must not fade in a large graph."""
    pen = QPen(color, width)
    pen.setCosmetic(True)
    return pen


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``one`` with a share of ``other``, from 0 to 1."""
    return QColor(
        *(
            round(a + (b - a) * share)
            for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[index]
        )
    )
