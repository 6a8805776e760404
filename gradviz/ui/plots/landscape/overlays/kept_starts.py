"""The overlay of the starts kept: small dots where a descent may begin again."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter

from gradviz.ui.plots import marks
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.scene import Scene

RADIUS = 3.0  # pixels


class KeptStartsOverlay(Overlay):
    """A dot for each start kept, by its coordinates along the axes shown."""

    name = "kept_starts"
    title = "Starts kept"
    tip = "A dot for each start in the list behind the button Start"
    at_first = True
    level = 8.0

    @property
    def note(self) -> str:
        """What the dots are."""
        return "• kept start" if self.scene is not None and self.scene.document.starts else ""

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Paint the dots."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(marks.HALO, 1.5))
        painter.setBrush(QColor(marks.PATH))
        for point in kept_points(scene):
            painter.drawEllipse(frame.pixel(*point), RADIUS, RADIUS)

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        same = (
            old is not None
            and new is not None
            and old.document.starts == new.document.starts
            and old.plane.axes == new.plane.axes
        )
        if not same:
            self.changed()


def kept_points(scene: Scene) -> list[tuple[float, float]]:
    """The starts kept, along the axes of a map."""
    across, up = scene.plane.axes
    starts = scene.document.starts
    return [(start[across], start[up]) for start in starts if across in start and up in start]
