"""The surface in the landscape: orbited, panned and zoomed; a click on it places the start."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo, QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from gradviz.session import JobRunner
from gradviz.ui.plots.canvas import SMALLEST_FONT
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.map_layers import Drawn
from gradviz.ui.plots.landscape.surface.camera import Sight
from gradviz.ui.plots.landscape.surface.casting import Cast, cast
from gradviz.ui.plots.landscape.surface.marking import Marker, SurfaceMarks
from gradviz.ui.plots.landscape.surface.opengl import OpenGLGround
from gradviz.ui.plots.landscape.surface.orbiting import Orbiting
from gradviz.ui.plots.landscape.surface.outlook import clearest
from gradviz.ui.plots.landscape.surface.painted import PaintedGround
from gradviz.ui.plots.landscape.surface.relief import Relief
from gradviz.ui.plots.landscape.surface.scaffold import Labels, Scaffold
from gradviz.ui.theme import Theme

NOTE = "Painted without OpenGL"
TELLING = 0.5  # pixels that are cast for each of the screen where OpenGL draws
TELLING_SAMPLES = 160
CORNER = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom


class SurfaceView(Orbiting):
    """Shows a map as a surface, drawn by OpenGL (unless ``opengl_failed``) or painted."""

    opengl_failed = Signal()

    def __init__(self, jobs: JobRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._is_fresh = True  # whether the first outlook is still to be chosen
        self._relief: Relief | None = None
        self._drawn: Drawn | None = None
        self._labels = Labels("", "", "")
        self._marks = SurfaceMarks()
        self._told: tuple[Relief, Sight, Cast] | None = None
        self._painted = PaintedGround(jobs, self.update)
        self._kept: tuple[object, QPixmap] | None = None
        self._opengl: OpenGLGround | None = None
        self.setObjectName("landscape_surface")
        self.setAccessibleName("Surface")
        self.setToolTip(
            "Drag: orbit. Right button or Shift: move. Wheel: zoom. Click: place the start.\n"
            "Arrow keys orbit, with Shift they nudge the start; double-click or Home resets."
        )

    # What is shown

    def draw(self, drawn: Drawn, labels: Labels) -> None:
        """Show a map as a surface."""
        if drawn is not self._drawn or labels != self._labels:
            self._drawn, self._labels = drawn, labels
            self._relief = Relief(drawn, self.theme)
            self.changed()

    def draw_marks(self, marks: SurfaceMarks) -> None:
        """Show what lies on the surface; the picture of the surface itself is kept."""
        self._marks = marks
        self.changed()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.theme = theme
        if self._drawn is not None:
            self._relief = Relief(self._drawn, theme)
        self.changed()

    def reset(self) -> None:
        """Look from where the path and the minima are seen best."""
        self._is_fresh = True
        self.changed()

    def use_opengl(self, on: bool) -> None:
        """Let OpenGL draw, or paint without it."""
        if on == self.uses_opengl:
            return
        if self._opengl is not None:
            self._opengl.widget.hide()
            self._opengl.widget.deleteLater()
            self._opengl = None
        else:
            self._opengl = OpenGLGround(self, self)
            self._opengl.widget.setGeometry(self.rect())
            self._opengl.widget.show()
            self._painted.rest()
        self.changed()

    @property
    def frame(self) -> Frame:
        """The ranges shown, on as many pixels as a side has."""
        side = 2.0 * self.sight.unit
        ranges = ((0.0, 1.0), (0.0, 1.0)) if self._relief is None else self._relief.ranges
        return Frame(*ranges, side, side)

    @property
    def uses_opengl(self) -> bool:
        """Whether OpenGL draws the surface."""
        return self._opengl is not None

    @property
    def sight(self) -> Sight:
        """What the camera sees on this widget."""
        if self._is_fresh and self._relief is not None and self._marks.start is not None:
            self._is_fresh = False
            self.camera = clearest(self._relief, self._marks)
        return self.camera.on(self.width(), self.height())

    def point_at(self, position: QPointF) -> QPointF | None:
        seen, relief = self._seen(), self._relief
        if seen is None or relief is None:
            return None
        row, column, inside = seen.at(np.array([position.x()]), np.array([position.y()]))
        across, up = (float(places[row, column][0]) for places in (seen.across, seen.up))
        if not inside[0] or np.isnan(across):
            return None
        return QPointF(*relief.place(across, up))

    def widget_at(self, x: float, y: float) -> QPointF | None:
        """Where a data point of the surface is seen, if it has one."""
        if self._relief is None:
            return None
        px, py = self.sight.pixels(self._relief.points(np.array([x]), np.array([y])))
        return QPointF(float(px[0]), float(py[0])) if np.isfinite(px + py).all() else None

    def changed(self) -> None:
        """Show it anew in the next frame."""
        if self._opengl is not None and self._relief is not None:
            self._opengl.show(self._relief)
        self.update()

    def _seen(self) -> Cast | None:
        """What the pixels see now."""
        relief, sight = self._relief, self.sight
        if relief is None:
            return None
        if self._opengl is None:
            return self._painted.look(relief, sight, moves=self.is_moved)
        if self._told is None or self._told[0] is not relief or self._told[1] != sight:
            seen = cast(relief.heights, sight, TELLING_SAMPLES, TELLING)
            self._told = relief, sight, seen
        return self._told[2]

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        if self._opengl is not None:
            return
        self._seen()
        painter = QPainter(self)
        try:
            if self.is_moved:
                self._paint_ground(painter)
            else:
                painter.drawPixmap(0, 0, self._kept_ground())
            self._paint_marks(painter)
        finally:
            painter.end()

    def print_on(self, painter: QPainter) -> None:
        if self._relief is not None:
            self._painted.refine(self._relief, self.sight)
            self.paint_behind(painter)
            self._painted.draw(painter)
            self.paint_before(painter)

    def paint_behind(self, painter: QPainter) -> None:
        """Paint the ground, the floor and the walls."""
        painter.fillRect(self.rect(), self.theme.surface)
        if (scaffold := self._scaffold()) is not None:
            scaffold.draw_behind(painter)

    def paint_before(self, painter: QPainter) -> None:
        """Paint the axes and what lies on the surface."""
        if (scaffold := self._scaffold()) is not None:
            scaffold.draw_before(painter)
        self._paint_marks(painter)

    def _paint_marks(self, painter: QPainter) -> None:
        seen, relief = self._seen(), self._relief
        if seen is not None and relief is not None:
            Marker(relief, self.sight, seen, self.theme, self.small_font).draw(painter, self._marks)

    def _paint_ground(self, painter: QPainter) -> None:
        """All but the marks, without OpenGL."""
        self.paint_behind(painter)
        self._painted.draw(painter)
        if (scaffold := self._scaffold()) is not None:
            scaffold.draw_before(painter)
        painter.setPen(self.theme.muted)
        painter.drawText(self.rect().adjusted(10, 0, 0, -6), CORNER, NOTE)

    def _kept_ground(self) -> QPixmap:
        """The same as a picture that is kept until it would differ, so that the marks are quick."""
        ratio = self.devicePixelRatioF()
        shown = self._painted.picture, self._labels, self.theme, self.size(), self.font(), ratio
        if self._kept is None or self._kept[0] != shown:
            ground = QPixmap(self.size() * ratio)
            ground.setDevicePixelRatio(ratio)
            painter = QPainter(ground)
            try:
                painter.setFont(self.font())
                self._paint_ground(painter)
            finally:  # a picture that goes while it is being painted crashes
                painter.end()
            self._kept = shown, ground
        return self._kept[1]

    @property
    def small_font(self) -> QFont:
        """The font of the smallest text."""
        font = QFont(self.font())
        font.setPixelSize(max(SMALLEST_FONT, round(QFontInfo(font).pixelSize() * 0.9)))
        return font

    def _scaffold(self) -> Scaffold | None:
        relief = self._relief
        if relief is None:
            return None
        font, labels = self.small_font, self._labels
        return Scaffold(self.sight, relief.ranges, relief.scale, labels, self.theme, font)

    def on_opengl_failed(self) -> None:
        """Say so; whoever hears it must wait until the widget that failed draws no more."""
        self.opengl_failed.emit()

    # What Qt says

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._opengl is not None:
            self._opengl.widget.setGeometry(self.rect())
        self.changed()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._painted.rest()
        self.let_loose()
