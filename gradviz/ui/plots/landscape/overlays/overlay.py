"""What an overlay is: something over the map or the curve that can be switched on and off."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from gradviz.document import View
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.scene import Scene, Surroundings
from gradviz.ui.plots.landscape.surface.marking import SurfacePoint


class Overlay(QObject):
    """Draws something of a scene. It is made when it is first switched on.

    Subclasses say their ``name`` (of the switch and in the settings), ``title``, ``tip``, whether
    they are on ``at_first``, in which ``views`` they are seen, and at what ``level`` they lie: the
    ground is 0, the path 10; and whether what they show leads to the minimum (``tells_best``), so
    that it is hidden while that is a secret.

    They override ``draw``, and ``_on_scene_changed(old, new)``, which compares what it draws and
    either draws anew (``changed``) or asks the job runner for more; what
    takes longer than a few milliseconds must not be computed at once. ``note`` is what the overlay
    has to say in the legend; ``note_changed`` says that it did. One that is seen on the surface has
    ``surface_points``, of which ``surface_changed`` says that they are others.
    """

    name = ""
    title = ""
    tip = ""
    at_first = False
    views: tuple[View, ...] = ("map",)
    level = 5.0
    cached = True
    tells_best = False

    note_changed = Signal()
    surface_changed = Signal()

    def __init__(
        self, canvas: PlotCanvas, around: Surroundings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.canvas, self.around = canvas, around
        self.scene: Scene | None = None
        self._layer = canvas.layer(self._draw_if_any, cached=self.cached)
        self._layer.setZValue(self.level)

    @classmethod
    def refusal(cls, scene: Scene) -> str:
        """Why there is nothing of the kind in this scene, and what to do; empty when there is."""
        plane = scene.plane
        if plane.view in cls.views:
            return cls.lack(scene)
        if len(plane.names) < 2:
            return "Not for a curve of one parameter: it needs two."
        others = " or ".join(f"“{view.capitalize()}”" for view in cls.views)
        return f"Not seen on the {plane.view}. Choose {others} to see it."

    @classmethod
    def lack(cls, scene: Scene) -> str:  # noqa: ARG003  # for subclasses
        """What the document lacks for it, and how it gets that; empty when nothing."""
        return ""

    def surface_points(self) -> Sequence[SurfacePoint]:
        """What lies on the surface instead of over the map; none as a rule."""
        return ()

    @property
    def note(self) -> str:
        """A few words for the legend, such as "✕ saddle"; empty when nothing is to be said."""
        return ""

    @property
    def explanation(self) -> str:
        """The same in full sentences, for whoever points at the legend."""
        return ""

    def readout(self, point: dict[str, float]) -> str:  # noqa: ARG002  # for subclasses
        """What is to be said of a point under the mouse, for the status line."""
        return ""

    def show(self, scene: Scene | None) -> None:
        """Take another scene; None when the overlay is off or there is nothing to be seen."""
        old, self.scene = self.scene, scene
        self._layer.setVisible(scene is not None)
        self._on_scene_changed(old, scene)

    def changed(self) -> None:
        """Draw anew in the next frame."""
        self._layer.changed()
        if self.scene is not None and self.scene.plane.is_surface:
            self.surface_changed.emit()

    def restyle(self) -> None:
        """The theme is another one."""
        self.changed()

    def draw(self, painter: QPainter, frame: Frame, scene: Scene) -> None:
        """Paint in the pixels of the frame."""
        raise NotImplementedError

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        raise NotImplementedError

    def _draw_if_any(self, painter: QPainter, frame: Frame) -> None:
        if self.scene is not None:
            self.draw(painter, frame, self.scene)
