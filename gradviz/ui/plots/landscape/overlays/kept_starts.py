"""The overlay of the starts kept: small dots where a descent may begin again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter

from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.scene import Scene
from gradviz.ui.plots.landscape.surface.marking import SurfacePoint

RADIUS = 3.0  # pixels


class KeptStartsOverlay(Overlay):
    """A dot for each start kept, by its coordinates along the axes shown."""

    name = "kept_starts"
    title = "Starts kept"
    tip = "A dot for each start in the list behind the button Start"
    at_first = True
    views = ("map", "surface")
    level = 8.0

    @property
    def note(self) -> str:
        """What the dots are."""
        return "• kept start" if self.scene is not None and self.scene.document.starts else ""

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Paint the dots."""
        for point in kept_points(scene):
            draw_dot(painter, frame.pixel(*point))

    def surface_points(self) -> Sequence[SurfacePoint]:
        """The same dots."""
        points = [] if self.scene is None else kept_points(self.scene)
        return [SurfacePoint(point, draw_dot) for point in points]

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        same = (
            old is not None
            and new is not None
            and old.document.starts == new.document.starts
            and old.plane.axes == new.plane.axes
        )
        if not same:
            self.changed()


def draw_dot(painter: QPainter, at: QPointF) -> None:
    """A start that is kept."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(marks.pen(marks.HALO, 1.5))
    painter.setBrush(QColor(marks.PATH))
    painter.drawEllipse(at, RADIUS, RADIUS)


def kept_points(scene: Scene) -> list[tuple[float, float]]:
    """The starts kept, along the axes of a map or a surface."""
    across, up = scene.plane.axes
    starts = scene.document.starts
    return [(start[across], start[up]) for start in starts if across in start and up in start]
