"""Pens and brushes of the canvas for one theme, made once and shared by all items."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPen

from gradviz.ui.canvas.drawing.pictures import Pictures
from gradviz.ui.canvas.drawing.scripts import Scripts, Tiles
from gradviz.ui.theme import Theme

CARD_WIDTH = 108.0
CARD_HEIGHT = 72.0
PILL_HEIGHT = 36.0
GROUP_WIDTH = 144.0
RADIUS = 8.0

TILE_ZOOM = 0.45
"""Below this scale a card is a tile with its symbol: its text would be under 9 pixels."""

DOT_ZOOM = 0.18
"""Below this scale a card is a colored rectangle."""


MANY_EDGES = 150
"""From this count on idle edges are one pixel wide, which Qt draws three times as fast."""


class Ink:
    """Everything items paint with, in the colors of one theme.

    ``ratio`` is the density of the screen: pens that keep their width count its own pixels.
    """

    def __init__(self, theme: Theme, ratio: float = 1.0) -> None:
        self.theme = theme
        self.ratio = ratio
        self.pictures = Pictures()
        self._scripts: dict[int, Scripts] = {}
        self._tiles: Tiles | None = None
        self.canvas = QColor(theme.canvas)
        self.surface = QColor(theme.surface)
        self.line = QColor(theme.line)
        self.text = QColor(theme.text)
        self.muted = QColor(theme.muted)
        self.value = QColor(theme.value)
        self.gradient = QColor(theme.gradient)
        self.accent = QColor(theme.accent)
        self.bad = QColor(theme.bad)
        self.good = QColor(theme.good)
        self.dots = QColor(theme.dots)
        self.surface_brush = QBrush(self.surface)
        self.canvas_brush = QBrush(self.canvas)
        self.no_pen = QPen(Qt.PenStyle.NoPen)
        self.border = QPen(self.line, 1.0)
        self.hover_border = QPen(self.muted, 1.0)
        self.active_border = QPen(self.accent, 2.0)
        self.feeding_border = QPen(mixed(self.line, self.accent, 0.6), 1.5)
        self.feeding_brush = QBrush(mixed(self.surface, self.accent, 0.1))
        self.error_border = QPen(self.bad, 1.5)
        self.open_border = QPen(self.muted, 1.2, Qt.PenStyle.DashLine)
        self.marked_border = QPen(self.accent, 1.5)
        self.focus_ring = QPen(self.accent, 2.0)
        self.port = QPen(mixed(self.line, self.muted, 0.45), 1.5)
        self.pill_current = QPen(self.gradient, 1.5)
        self._make_edges()
        self._make_pens_of_hand()

    def _make_edges(self) -> None:
        """Edges at rest and those that stand out."""
        ratio = self.ratio
        self.edge_idle = _line(mixed(self.line, self.muted, 0.45), 1.4 * ratio)
        self.edge_thin = _line(
            mixed(self.line, self.muted, 0.7),
            ratio if ratio > 1 else 0.0,  # Qt's finest: one pixel
        )
        self.edge_selected = _line(self.accent, 2.0 * ratio)
        self.edge_marked = _line(self.accent, 3.0 * ratio)
        self.edge_value = _line(self.value, 2.5 * ratio)
        self.edge_gradient = _line(self.gradient, 2.5 * ratio)

    def _make_pens_of_hand(self) -> None:
        """What is drawn while a person wires: ports, the wire in the hand, edges that stand out."""
        ratio = self.ratio
        self.lit_port = QPen(self.accent, 1.5)
        self.open_port = QPen(self.muted, 1.3, Qt.PenStyle.DotLine)
        self.edge_chosen = _line(self.accent, 3.5 * ratio)
        self.edge_aimed = _line(self.good, 3.5 * ratio)
        self.edge_faint = _line(self.line, 1.2 * ratio)
        self.wire = _line(self.accent, 2.5 * ratio)
        self.wire_refused = _line(self.bad, 2.0 * ratio)
        self.wire_refused.setStyle(Qt.PenStyle.DashLine)

    def idle_edge(self, count: int) -> QPen:
        """The pen of edges at rest in a graph with so many of them."""
        return self.edge_idle if count < MANY_EDGES else self.edge_thin

    def scripts(self, least: int) -> Scripts:
        """The scripts for letters of at least so many pixels in the scene."""
        found = self._scripts.get(least)
        if found is None:
            found = self._scripts[least] = Scripts(least)
        return found

    @property
    def tiles(self) -> Tiles:
        """The scripts of cards far away."""
        if self._tiles is None:
            self._tiles = Tiles()
        return self._tiles


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
