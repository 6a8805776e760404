"""The overlays of arrows: along steepest descent, and along the gradient, which points uphill."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter

from gradviz.descent import Arrows, arrows
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame, draw_segments
from gradviz.ui.plots.landscape.field_source import Request
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.scene import Scene

LENGTHS = (7.0, 21.0)  # pixels, of the weakest and the strongest
HEAD = 4.5
COLOR = "#FFB27A"  # the dark theme's gradient color, lightened to be read on the map
UPHILL = "#FFFFFF"
SHADE = QColor(20, 14, 30, 120)
AT_ONCE = 2_000_000
"""Numbers to read for all arrows up to which they are computed at once."""


class ArrowsOverlay(Overlay):
    """Arrows in the direction of the negative gradient, longer where it is steeper."""

    name = "arrows"
    title = "Arrows downhill (−∇)"
    tip = "The negative gradient: steepest descent; longer where it is steeper, by the logarithm"
    at_first = True
    level = 2.0
    color = COLOR
    sign = 1.0

    _arrows: Arrows | None = None

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:  # noqa: ARG002
        if self._arrows is not None:
            draw_arrows(painter, self._arrows, frame, self.color, self.sign)

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        key = (self.name, id(self))
        if new is None:
            self.around.jobs.cancel(key)
            return
        same = old is not None and new.plane.shows_the_same(old.plane) and new.frame == old.frame
        if same:
            return
        request = new.plane.request(new.frame)
        across, up = request.cells
        if across * up * request.weight * request.nodes < AT_ONCE:
            self.around.jobs.cancel(key)
            self._take(computed(request))
        else:
            self.around.jobs.submit(key, computed, request, on_done=self._take)

    def _take(self, found: Arrows) -> None:
        self._arrows = found
        self.changed()


class UphillOverlay(ArrowsOverlay):
    """Arrows in the direction of the gradient itself."""

    name = "uphill"
    title = "Arrows uphill (∇)"
    tip = "The gradient: steepest ascent; longer where it is steeper, by the logarithm"
    at_first = False
    color = UPHILL
    sign = -1.0


def computed(request: Request) -> Arrows:
    """The arrows of a request for a map; a pure function for any thread."""
    axes = (request.axes[0], request.axes[1])
    ranges = (request.ranges[0], request.ranges[1])
    return arrows(request.surface, request.parameters, axes, ranges, request.at, request.cells)


def draw_arrows(
    painter: QPainter, arrows: Arrows, frame: Frame, color: str = COLOR, sign: float = 1.0
) -> None:
    """Arrows along the descent as it looks on the screen, with a dark edge; −1 turns them."""
    px, py = frame.pixels(arrows.x, arrows.y)
    unit_x, unit_y = frame.pixel_size
    with np.errstate(all="ignore"):
        dx, dy = sign * arrows.u / unit_x, -sign * arrows.v / unit_y
        length = np.hypot(dx, dy)
        dx, dy = dx / length, dy / length
    good = np.isfinite(dx) & np.isfinite(dy)
    px, py, dx, dy = px[good], py[good], dx[good], dy[good]
    size = LENGTHS[0] + arrows.strength[good] * (LENGTHS[1] - LENGTHS[0])
    tip_x, tip_y = px + dx * size / 2, py + dy * size / 2
    rows = [np.column_stack((px - dx * size / 2, py - dy * size / 2, tip_x, tip_y))]
    for side in (0.5, -0.5):
        back_x = tip_x - HEAD * (dx - side * dy)
        back_y = tip_y - HEAD * (dy + side * dx)
        rows.append(np.column_stack((tip_x, tip_y, back_x, back_y)))
    for tone, width in ((SHADE, 3.0), (QColor(color), 1.3)):
        painter.setPen(marks.pen(tone, width))
        draw_segments(painter, np.vstack(rows))
