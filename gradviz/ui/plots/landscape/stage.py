"""The stage of the landscape: the plot of a map or a curve, or the surface, with the color bar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from gradviz.descent import Curve
from gradviz.session import DescentRun, Racer
from gradviz.teaching import written
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.color_bar import ColorBar
from gradviz.ui.plots.landscape.curve_layers import CurveLayers
from gradviz.ui.plots.landscape.field_source import Picture
from gradviz.ui.plots.landscape.hand import Hand
from gradviz.ui.plots.landscape.map_layers import Drawn, MapLayers
from gradviz.ui.plots.landscape.overlays.rivals import RivalsOverlay
from gradviz.ui.plots.landscape.plane import Plane, placed_pair
from gradviz.ui.plots.landscape.scene import Surroundings
from gradviz.ui.plots.landscape.surface.marking import SurfaceMarks, SurfacePath, SurfacePoint
from gradviz.ui.plots.landscape.surface.scaffold import Labels
from gradviz.ui.plots.race.looks import look_of
from gradviz.ui.plots.race.naming import legend_lines
from gradviz.ui.theme import Theme

if TYPE_CHECKING:
    from gradviz.ui.plots.landscape.surface.view import SurfaceView


class Stage(QWidget):
    """Shows a plane in its view; its hands place the start in all of them.

    ``let_go`` and ``pointed`` are those of the hands.
    """

    let_go = Signal()
    pointed = Signal(object)

    def __init__(
        self,
        canvas: PlotCanvas,
        around: Surroundings,
        plane: Callable[[], Plane | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._around, self._plane = around, plane
        self.canvas = canvas
        self.map = MapLayers(canvas)
        self.curve = CurveLayers(canvas)
        self.bar = ColorBar(around.themes.current)
        self.surface: SurfaceView | None = None
        self._hands: list[Hand] = []
        self._drawn: Drawn | None = None
        self.opengl = QAction("Draw with OpenGL", self)
        self.opengl.setObjectName("landscape_opengl")
        self.opengl.setToolTip("Let the graphics card draw the surface")
        self.opengl.setCheckable(True)
        self.opengl.setVisible(False)
        self.opengl.toggled.connect(self._on_opengl_toggled)
        self._views = QStackedWidget(self)
        self._views.addWidget(canvas)
        self._add_hand(Hand(canvas, around, plane, self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(0)
        row.addWidget(self._views, 1)
        row.addWidget(self.bar)

    def _add_hand(self, hand: Hand) -> None:
        hand.let_go.connect(self.let_go)
        hand.pointed.connect(self.pointed)
        self._hands.append(hand)

    def _made_surface(self) -> SurfaceView:
        """The surface, made when it is first shown: it may need OpenGL."""
        if self.surface is None:
            from gradviz.ui.plots.landscape.surface.opengl import opengl
            from gradviz.ui.plots.landscape.surface.view import SurfaceView

            self.surface = SurfaceView(self._around.jobs, self._around.themes.current)
            self.surface.opengl_failed.connect(
                lambda: self.opengl.setChecked(False),  # Qt's argument
                Qt.ConnectionType.QueuedConnection,
            )
            self.surface.menu_asked.connect(self.canvas.menu_asked)
            self._views.addWidget(self.surface)
            self._add_hand(Hand(self.surface, self._around, self._plane, self))
            settings, by = self._around.settings, opengl()
            self.opengl.setVisible(by != "none")
            self.opengl.setChecked(
                by != "none" and settings.is_shown("opengl", otherwise=by == "hardware")
            )
        return self.surface

    def _on_opengl_toggled(self, on: bool) -> None:  # a signal's argument
        if self.surface is not None and on != self.surface.uses_opengl:
            self._around.settings.remember_shown("opengl", on=on)
            self.surface.use_opengl(on)

    @property
    def is_held(self) -> bool:
        """Whether the start is being dragged."""
        return any(hand.is_held for hand in self._hands)

    def show_plane(self, plane: Plane | None) -> None:
        """Show the view of a plane; None shows why there is nothing, on the plot."""
        self.bar.setVisible(plane is not None and not plane.is_curve)
        before = self._views.currentWidget()
        had_focus = before is not None and before.hasFocus()
        if plane is None or not plane.is_surface:
            self._views.setCurrentWidget(self.canvas)
            self.canvas.stand_in = None
        else:
            surface = self._made_surface()
            surface.setAccessibleName(f"Surface of {plane.output}")
            self._show_drawn(plane)
            self._views.setCurrentWidget(surface)
            self.canvas.stand_in = surface
        now = self._views.currentWidget()
        if had_focus and now is not None:
            now.setFocus()
        if plane is None:
            return
        self.map.set_visible(plane.is_map)
        self.curve.set_visible(plane.is_curve)
        self.canvas.grid.setVisible(plane.is_curve)
        self.canvas.editable_axes = frozenset(("bottom", "left")[: len(plane.axes)])
        axes = [written(axis) for axis in plane.axes]
        self.canvas.set_labels(axes[0], plane.output if plane.is_curve else axes[1])

    def show_picture(self, picture: Picture, plane: Plane) -> None:
        """Show a map, a surface or a curve."""
        if isinstance(picture, Curve):
            self.curve.draw(picture)
            return
        self._drawn = picture
        self.map.draw(picture)
        self.bar.draw(picture.field.scale)
        self._show_drawn(plane)

    def _show_drawn(self, plane: Plane) -> None:
        drawn, surface = self._drawn, self.surface
        if surface is None or drawn is None or not plane.is_surface:
            return
        if drawn.field.axes == plane.axes:
            across, up = map(written, plane.axes)
            surface.draw(drawn, Labels(across, up, plane.output))

    def show_marks(
        self, plane: Plane, run: DescentRun, points: Callable[[], Sequence[SurfacePoint]]
    ) -> None:
        """Show the path, the start and the minima; on the surface also ``points``."""
        if plane.is_curve:
            self._show_marks_on_curve(plane, run)
            return
        x, y = plane.along(self._around.path)
        minima = [placed_pair(minimum) for minimum in plane.minima]
        start = placed_pair(plane.start)
        if plane.is_surface and self.surface is not None:
            paths = [SurfacePath(x, y, run.epoch)] if len(x) else []
            racers = self._racers()
            if racers:
                paths = [
                    SurfacePath(*plane.along(r.trajectory), run.race_epoch, look_of(r.place), True)  # noqa: FBT003
                    for r in racers
                ]
            legend = legend_lines(racers) if racers else ()
            self.surface.draw_marks(
                SurfaceMarks(paths, start, self.is_held, minima, legend, points())
            )
            return
        self.map.draw_path(x, y, run.epoch)
        self.map.draw_start(start, held=self.is_held)
        self.map.draw_minima(minima)

    def _racers(self) -> Sequence[Racer]:
        """All who race on the surface; nobody when the descent is alone."""
        racers = () if self._around.secret.on else self._around.race.racers
        wanted = self._around.settings.is_shown(RivalsOverlay.name, otherwise=True)
        return racers if wanted and len(racers) > 1 else ()

    def _show_marks_on_curve(self, plane: Plane, run: DescentRun) -> None:
        axis, start = plane.axes[0], plane.start[0]
        heights = [plane.value_at({axis: m[0]})[0] for m in plane.minima]
        minima = [(m[0], h) for m, h in zip(plane.minima, heights, strict=True)]
        x, y = plane.along(self._around.path)
        at = start
        if run.scrubbed and run.trajectory is not None and axis in run.trajectory.parameters:
            column = run.trajectory.parameters.index(axis)
            at = float(run.trajectory.points[min(run.epoch, run.trajectory.epochs), column])
        value, slopes = plane.value_at({axis: at})
        self.curve.draw_minima(minima)
        point = (at, value) if plane.is_cut and run.scrubbed else None
        self.curve.draw_path(x, y, run.epoch, point)
        on_it = (start, plane.value_at({})[0]) if plane.shows_start else None
        self.curve.draw_start(on_it, held=self.is_held)
        self.curve.draw_tangent(at, value, slopes[axis])

    def reset_camera(self) -> None:
        """Look at the surface as at first."""
        if self.surface is not None:
            self.surface.reset()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.canvas.restyle(theme)
        self.map.restyle()
        self.curve.restyle()
        self.bar.restyle(theme)
        if self.surface is not None:
            self.surface.restyle(theme)
