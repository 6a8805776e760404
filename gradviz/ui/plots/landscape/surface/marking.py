"""What lies on a surface: paths, the start, the ring at the epoch, minima, overlays' points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter

from gradviz.graph import Array
from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import draw_dots, draw_segments
from gradviz.ui.plots.landscape.surface.camera import Sight
from gradviz.ui.plots.landscape.surface.casting import Cast
from gradviz.ui.plots.landscape.surface.relief import Relief
from gradviz.ui.plots.placing import EDGE, is_small
from gradviz.ui.plots.race.legend import Line, draw_legend, forms_of, legend_size
from gradviz.ui.plots.race.looks import LOOKS, Look, draw_head
from gradviz.ui.plots.race.traces import MOST_DASHES, dashed
from gradviz.ui.plots.segments import total_length
from gradviz.ui.theme import Theme

LIFT = 0.012  # above the surface, so that it does not hide what lies on it
BEHIND = 0.05  # farther than what is seen by so much is hidden
PIECES = 80  # of a step across the whole surface, which then follows its hills
MOST_POINTS = 12_000
HIDDEN, BEHIND_A_HILL = 0.32, 0.6  # strength of marks, and of paths, that are hidden

Seen: TypeAlias = npt.NDArray[np.bool_]
Draw: TypeAlias = Callable[[QPointF], None]


@dataclass(frozen=True, eq=False)
class SurfacePath:
    """The iterates of a descent over the two axes; their heights are those of the surface.

    What comes after ``epoch`` is paler. With ``has_head`` the shape of its look is where it is
    then; else there is a ring.
    """

    x: Array
    y: Array
    epoch: int = 0
    look: Look = LOOKS[0]
    has_head: bool = False


@dataclass(frozen=True, eq=False)
class SurfacePoint:
    """A mark at a data point, which ``draw`` paints at its pixel."""

    place: tuple[float, float]
    draw: Callable[[QPainter, QPointF], None]


@dataclass(frozen=True, eq=False)
class SurfaceMarks:
    """All that lies on the surface."""

    paths: Sequence[SurfacePath] = ()
    start: tuple[float, float] | None = None
    is_held: bool = False
    minima: Sequence[tuple[float, float]] = ()
    legend: Sequence[Line] = ()
    points: Sequence[SurfacePoint] = ()


@dataclass(frozen=True, eq=False)
class Marker:
    """Draws marks on a relief as a sight has it; ``seen`` tells what is hidden."""

    relief: Relief
    sight: Sight
    seen: Cast
    theme: Theme
    font: QFont = field(default_factory=QFont)

    def draw(self, painter: QPainter, shown: SurfaceMarks) -> None:
        """Draw all of it, the start and the ring on top."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for point in shown.points:
            self._draw_at(painter, point.place, partial(point.draw, painter))
        for place in shown.minima:
            self._draw_at(painter, place, lambda at: marks.draw_star(painter, at, self.theme))
        for path in shown.paths:
            self._draw_path(painter, path)
        if shown.start is not None:
            held = shown.is_held
            self._draw_at(painter, shown.start, lambda at: marks.draw_start(painter, at, held=held))
        for path in reversed(shown.paths):  # the first is above the others
            if len(path.x) and path.epoch > 0:
                row = min(path.epoch, len(path.x) - 1)
                place = float(path.x[row]), float(path.y[row])
                look = path.look if path.has_head else None
                self._draw_at(painter, place, partial(_draw_head, painter, look))
        self._draw_legend(painter, shown.legend)

    def located(self, x: Array, y: Array) -> tuple[Array, Array, Seen]:
        """The pixels of data points on the surface, and which of them are to be seen."""
        points = self.relief.points(x, y, LIFT)
        px, py = self.sight.pixels(points)
        row, column, inside = self.seen.at(px, py)
        with np.errstate(invalid="ignore"):
            hidden = self.sight.distances(points) > self.seen.distance[row, column] + BEHIND
        return px, py, ~(hidden & inside)

    def _draw_at(self, painter: QPainter, place: tuple[float, float], draw: Draw) -> None:
        px, py, seen = self.located(np.array([place[0]]), np.array([place[1]]))
        if not np.isfinite(px + py).all():
            return
        painter.setOpacity(1.0 if seen[0] else HIDDEN)
        draw(QPointF(float(px[0]), float(py[0])))
        painter.setOpacity(1.0)

    def _draw_path(self, painter: QPainter, path: SurfacePath) -> None:
        for part, alpha in ((slice(path.epoch, None), 0.45), (slice(None, path.epoch + 1), 1.0)):
            x, y = draped(path.x[part], path.y[part], self.relief)
            px, py, seen = thinned(*self.located(x, y))
            rows = np.column_stack((px[:-1], py[:-1], px[1:], py[1:]))
            whole = np.isfinite(rows).all(axis=1)
            clear = seen[:-1] & seen[1:]
            painter.setPen(marks.line_pen(marks.HALO, 1.0, BEHIND_A_HILL * alpha))
            draw_segments(painter, rows[whole & ~clear])
            rows = rows[whole & clear]
            if path.look.dash and total_length(rows) <= MOST_DASHES * sum(path.look.dash):
                rows, _ = dashed(rows, np.arange(len(rows)), path.look.dash)
            for color, width in ((marks.HALO, 3.4), (path.look.color, 1.8)):
                painter.setPen(marks.line_pen(color, width, alpha))
                draw_segments(painter, rows)
        if path.look is LOOKS[0]:
            self._draw_iterates(painter, path)

    def _draw_iterates(self, painter: QPainter, path: SurfacePath) -> None:
        if not 2 <= len(path.x) <= marks.DOTS_UP_TO:
            return
        px, py, seen = self.located(path.x, path.y)
        seen &= np.isfinite(px + py)
        for color, width in ((marks.HALO, 5.0), (path.look.color, 3.4)):
            painter.setPen(marks.pen(color, width))
            draw_dots(painter, px[seen], py[seen])

    def _draw_legend(self, painter: QPainter, lines: Sequence[Line]) -> None:
        if not lines:
            return
        width, height = self.sight.size
        forms = forms_of(lines)
        sizes = [legend_size(lines, self.font, form) for form in forms]
        may = (n for n, s in enumerate(sizes) if is_small(s, width, height))
        form = next(may, len(forms) - 1)
        corner = QPointF(width - sizes[form].width() - EDGE, EDGE)
        rect = QRectF(corner, sizes[form])
        draw_legend(painter, rect, lines, self.theme, self.font, forms[form])


def _draw_head(painter: QPainter, look: Look | None, at: QPointF) -> None:
    if look is None:
        marks.draw_ring(painter, at)
    else:
        draw_head(painter, at, look)


def draped(x: Array, y: Array, relief: Relief) -> tuple[Array, Array]:
    """The points with others between them, so that a long step follows the hills it crosses."""
    if len(x) < 2:
        return x, y
    (x0, x1), (y0, y1) = relief.ranges
    with np.errstate(all="ignore"):
        length = np.hypot(np.diff(x) / (x1 - x0), np.diff(y) / (y1 - y0))
        counts = np.clip(np.ceil(np.nan_to_num(length, posinf=1.0) * PIECES), 1, PIECES)
    counts = counts.astype(np.intp)
    total = int(counts.sum())
    if total == len(counts) or total > MOST_POINTS:
        return x, y
    step = np.repeat(np.arange(len(counts)), counts)
    share = (np.arange(total) - (np.cumsum(counts) - counts)[step]) / counts[step]
    with np.errstate(all="ignore"):
        return (
            np.append(x[step] + share * (x[step + 1] - x[step]), x[-1]),
            np.append(y[step] + share * (y[step + 1] - y[step]), y[-1]),
        )


def thinned(px: Array, py: Array, seen: Seen) -> tuple[Array, Array, Seen]:
    """The pixels without those in the same half of a pixel as the one before, as unseen as it."""
    if len(px) < 3:
        return px, py, seen
    cell_x, cell_y = np.floor(px * 2), np.floor(py * 2)
    kept = np.ones(px.shape, dtype=bool)
    kept[1:-1] = (cell_x[1:-1] != cell_x[:-2]) | (cell_y[1:-1] != cell_y[:-2])
    kept[1:-1] |= seen[1:-1] != seen[:-2]
    return px[kept], py[kept], seen[kept]
