"""The relief of a map: its heights by the scale of the colors, and its skin with contour lines."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from gradviz.descent import Interval, Scale
from gradviz.graph import Array
from gradviz.ui.plots import colors, marks
from gradviz.ui.plots.frame import Frame, draw_lines
from gradviz.ui.plots.landscape.map_layers import Drawn, image_rect
from gradviz.ui.plots.landscape.surface.camera import HEIGHT
from gradviz.ui.plots.landscape.surface.casting import Cast, sampled
from gradviz.ui.theme import Theme

SIDE = 768  # texels of the skin each way
LINE = 1.8  # texels
LIGHT = (-0.45, -0.35, 0.82)  # from where it comes; the surface's own axes
SHADE = (0.70, 0.38)  # of what lies in shadow, and what light adds
UNDERSIDE = 0.62  # how bright it is

Texels = npt.NDArray[np.uint32]


@dataclass(frozen=True, eq=False)
class Relief:
    """A map made ready to be seen as a surface in the colors of a theme.

    ``heights`` are positions on the scale, 0 to 1, NaN where there is no value; so a logarithmic
    scale compresses the heights like the colors.
    """

    drawn: Drawn
    theme: Theme

    @property
    def scale(self) -> Scale:
        """The scale of the colors and the heights."""
        return self.drawn.field.scale

    @property
    def ranges(self) -> tuple[Interval, Interval]:
        """The ranges over which the surface stands."""
        field = self.drawn.field
        return (float(field.x[0]), float(field.x[-1])), (float(field.y[0]), float(field.y[-1]))

    @cached_property
    def heights(self) -> Array:
        """Positions on the scale as 32-bit numbers, the first row at the lowest y."""
        field = self.drawn.field
        return np.asarray(field.scale.position(field.values), dtype=np.float32)

    @cached_property
    def tints(self) -> npt.NDArray[np.uint8]:
        """Red, green, blue and alpha at each point, with light and shadow."""
        field = self.drawn.field
        table = colors.color_table(self.theme)[colors.indices(field.values, field.scale)]
        rows, columns = self.heights.shape
        steps = 2.0 / (rows - 1), 2.0 / (columns - 1)
        up, across = np.gradient(self.heights * np.float32(HEIGHT), *steps)
        length = np.sqrt(across**2 + up**2 + 1.0)
        light = (LIGHT[2] - across * LIGHT[0] - up * LIGHT[1]) / length
        shade = SHADE[0] + SHADE[1] * np.nan_to_num(np.clip(light, 0.0, 1.0), nan=LIGHT[2])
        lit = table.copy()
        lit[..., :3] = np.clip(table[..., :3] * shade[..., None], 0, 255)
        return lit

    @cached_property
    def skin(self) -> tuple[Texels, Texels]:
        """The surface from above and from below, as ARGB texels, the first row at the lowest y."""
        picture = QImage(SIDE, SIDE, QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        frame = Frame(*self.ranges, SIDE, SIDE)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(image_rect(self.drawn.field, frame), _image(self.tints))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceAtop)
        for position, lines in self.drawn.lines:
            painter.setPen(marks.pen(colors.line_on(position, self.theme), LINE))
            draw_lines(painter, lines, frame)
        painter.end()
        texels = np.frombuffer(picture.constBits(), dtype=np.uint8).reshape(SIDE, SIDE, 4)[::-1]
        above = np.ascontiguousarray(texels)
        below = above.copy()
        below[..., :3] = above[..., :3] * UNDERSIDE
        return above.view(np.uint32)[..., 0], below.view(np.uint32)[..., 0]

    def height_at(self, x: Array, y: Array) -> Array:
        """Positions on the scale at data points; NaN beside the surface and in its holes."""
        (x0, x1), (y0, y1) = self.ranges
        with np.errstate(all="ignore"):
            across, up = (x - x0) / (x1 - x0), (y - y0) / (y1 - y0)
            inside = (across >= 0) & (across <= 1) & (up >= 0) & (up <= 1)
        across, up = np.where(inside, across, 0.0), np.where(inside, up, 0.0)
        return np.where(inside, sampled(self.heights, across, up), np.nan)

    def points(self, x: Array, y: Array, lift: float = 0.0) -> Array:
        """Data points as points (n, 3) on the surface, lifted a little."""
        (x0, x1), (y0, y1) = self.ranges
        with np.errstate(all="ignore"):
            across, up = 2 * (x - x0) / (x1 - x0) - 1, 2 * (y - y0) / (y1 - y0) - 1
        return np.column_stack((across, up, self.height_at(x, y) * HEIGHT + lift))

    def place(self, across: float, up: float) -> tuple[float, float]:
        """The data point at a place from 0 to 1 each way."""
        (x0, x1), (y0, y1) = self.ranges
        return x0 + across * (x1 - x0), y0 + up * (y1 - y0)


def painted(relief: Relief, seen: Cast) -> tuple[QImage, QRectF]:
    """The picture of what is seen, and where on the screen it belongs; fit for any thread."""
    above, below = relief.skin
    hit = ~np.isnan(seen.across)
    column = np.clip(seen.across[hit] * SIDE, 0, SIDE - 1).astype(np.int32)
    row = np.clip(seen.up[hit] * SIDE, 0, SIDE - 1).astype(np.int32)
    place = row * SIDE + column
    chosen = above.ravel()[place]
    under = seen.is_under[hit]
    if under.any():
        chosen[under] = below.ravel()[place[under]]
    texels = np.zeros(seen.across.shape, dtype=np.uint32)
    texels[hit] = chosen
    rows, columns = seen.across.shape
    upright = np.ascontiguousarray(texels[::-1])
    image = QImage(
        upright.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied
    ).copy()
    size = columns / seen.pixels_per, rows / seen.pixels_per
    return image, QRectF(seen.left, seen.top, *size)


def _image(tints: npt.NDArray[np.uint8]) -> QImage:
    upright = np.ascontiguousarray(tints[::-1])
    rows, columns = upright.shape[:2]
    made = QImage(upright.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
    return made.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
