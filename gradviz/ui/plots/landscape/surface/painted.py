"""The surface painted without OpenGL: coarse at once, fine in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gradviz.session import JobRunner
from gradviz.ui.plots.landscape.surface.camera import Sight
from gradviz.ui.plots.landscape.surface.casting import Cast, cast
from gradviz.ui.plots.landscape.surface.relief import Relief, painted

SAMPLES, FINE_SAMPLES = 180, 420  # of the cut that a column of pixels sees
AT_ONCE = 0.012  # seconds for a picture while the camera moves, which is the coarser for it
COARSEST, FINE = 0.5, 2.0  # pixels of a picture for each of the screen
FIRST_GUESS = 6e-8  # seconds a pixel, before anything was measured


@dataclass(frozen=True, eq=False)
class Picture:
    """A painted surface and what its pixels see, for one relief and one sight."""

    relief: Relief
    sight: Sight
    seen: Cast
    image: QImage
    rect: QRectF


def picture(relief: Relief, sight: Sight, samples: int, pixels_per: float) -> Picture:
    """Paint a relief; a pure function for any thread."""
    seen = cast(relief.heights, sight, samples, pixels_per)
    return Picture(relief, sight, seen, *painted(relief, seen))


class PaintedGround:
    """Keeps the picture of what is seen; ``on_finer`` is called when a better one is there."""

    def __init__(self, jobs: JobRunner, on_finer: Callable[[], None]) -> None:
        self._jobs, self._key, self._on_finer = jobs, ("surface", id(self)), on_finer
        self._picture: Picture | None = None
        self._is_fine = False
        self._pace = FIRST_GUESS
        self._wanted: tuple[Relief, Sight] | None = None

    def look(self, relief: Relief, sight: Sight, *, moves: bool) -> Cast:
        """Have a picture of this, a coarse one at first; a fine one follows unless it moves."""
        shown = self._picture
        if shown is None or shown.relief is not relief or shown.sight != sight:
            shown = self._picture = self._picture_at_once(relief, sight)
            self._is_fine = False
        if moves:
            self.rest()
        elif not self._is_fine and self._wanted != (relief, sight):
            self._wanted = relief, sight
            self._jobs.submit(
                self._key, picture, relief, sight, FINE_SAMPLES, FINE, on_done=self._take
            )
        return shown.seen

    def _picture_at_once(self, relief: Relief, sight: Sight) -> Picture:
        """As fine as there is time for."""
        pixels = max(1.0, sight.size[0] * sight.size[1])
        share = (AT_ONCE / (self._pace * pixels)) ** 0.5
        share = min(max(share, COARSEST), 1.0)
        _ = relief.skin  # made once for a relief, so it must not count
        start = perf_counter()
        made = picture(relief, sight, SAMPLES, share)
        pace = (perf_counter() - start) / (pixels * share**2)
        self._pace = 0.75 * self._pace + 0.25 * pace
        return made

    def refine(self, relief: Relief, sight: Sight) -> None:
        """Have the fine picture now, for a file."""
        shown = self._picture
        is_this = shown is not None and shown.relief is relief and shown.sight == sight
        if not (is_this and self._is_fine):
            self.rest()
            self._picture = picture(relief, sight, FINE_SAMPLES, FINE)
            self._is_fine = True

    @property
    def picture(self) -> Picture | None:
        """The picture there is."""
        return self._picture

    def draw(self, painter: QPainter) -> None:
        """Draw the picture there is."""
        if self._picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._picture.rect, self._picture.image)

    def rest(self) -> None:
        """Compute nothing for a view that is not seen, or soon another one."""
        if self._wanted is not None:
            self._wanted = None
            self._jobs.cancel(self._key)

    def _take(self, finer: Picture) -> None:
        if self._wanted == (finer.relief, finer.sight):
            self._picture, self._is_fine, self._wanted = finer, True, None
            self._on_finer()
