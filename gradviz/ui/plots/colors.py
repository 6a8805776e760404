"""Colors of the maps: viridis by value, softened toward the ground, and lines that show on it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor, QImage

from gradviz.descent import Scale
from gradviz.graph import Array
from gradviz.ui.theme import Theme

MAP = "viridis"
SOFTNESS = {"light": 0.16, "dark": 0.20}  # how far the map is mixed with the ground
UNDEFINED = 0  # the palette index of what has no value: transparent
Table = npt.NDArray[np.uint8]


def mixed_color(one: str, other: str, share: float) -> QColor:
    """``share`` of the other color in the one."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return QColor(*(round(a + share * (b - a)) for a, b in pairs))


def rgb(color: str) -> tuple[int, int, int]:
    """Red, green and blue, 0 to 255."""
    tone = QColor(color)
    return tone.red(), tone.green(), tone.blue()


@lru_cache(maxsize=4)
def color_table(theme: Theme) -> Table:
    """256 rows of red, green, blue, alpha; row 0 is transparent, 1 the lowest, 255 the highest."""
    colors = pg.colormap.get(MAP).getLookupTable(0.0, 1.0, 255).astype(np.float64)
    ground = np.array(rgb(theme.surface), dtype=np.float64)
    mixed = colors + SOFTNESS[theme.name] * (ground - colors)
    table = np.zeros((256, 4), dtype=np.uint8)
    table[1:, :3] = np.rint(mixed)
    table[1:, 3] = 255
    return table


def indices(values: Array, scale: Scale) -> npt.NDArray[np.uint8]:
    """The row of the color table for each value."""
    position = scale.position(values)
    index = np.where(np.isnan(position), UNDEFINED - 1.0, np.nan_to_num(position) * 254)
    return np.asarray(np.rint(index) + 1, dtype=np.uint8)


@lru_cache(maxsize=4)
def _palette(theme: Theme) -> list[int]:
    """The table as Qt has it; not to be changed."""
    return [QColor(*map(int, row)).rgba() for row in color_table(theme)]


def image(values: Array, scale: Scale, theme: Theme) -> QImage:
    """A picture of the values, the first row at the bottom."""
    index = np.ascontiguousarray(indices(values, scale)[::-1])
    height, width = index.shape
    picture = QImage(index.data, width, height, width, QImage.Format.Format_Indexed8)
    picture.setColorTable(_palette(theme))
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def line_on(position: float, theme: Theme) -> QColor:
    """A faint line that can be told from the map at this position of the scale."""
    red, green, blue = (int(c) for c in color_table(theme)[1 + round(254 * position), :3])
    is_dark = 0.299 * red + 0.587 * green + 0.114 * blue < 140
    return QColor(255, 255, 255, 84) if is_dark else QColor(10, 24, 40, 76)
