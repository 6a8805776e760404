"""The widget of pyqtgraph's that draws one mesh; loading this module loads OpenGL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph.opengl as gl
from pyqtgraph.opengl import shaders
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMatrix4x4, QPainter, QSurfaceFormat
from PySide6.QtOpenGL import QOpenGLPaintDevice
from PySide6.QtWidgets import QWidget

from gradviz.graph import Array
from gradviz.ui.plots.landscape.surface.camera import MIDDLE, Sight
from gradviz.ui.plots.landscape.surface.opengl import Painted
from gradviz.ui.plots.landscape.surface.relief import UNDERSIDE

SAMPLES = 4  # for smooth edges
DEPTH = 10.0  # half the reach of the view along the line of sight

VERTEX = """
    uniform mat4 u_mvp;
    attribute vec4 a_position;
    attribute vec4 a_color;
    varying vec4 v_color;
    void main() {
        v_color = a_color;
        gl_Position = u_mvp * a_position;
    }
"""
FRAGMENT = f"""
    varying vec4 v_color;
    void main() {{
        vec3 color = v_color.rgb;
        float away = abs(fract(v_color.a - 0.5) - 0.5) / max(fwidth(v_color.a), 1e-6);
        float line = 0.30 * (1.0 - smoothstep(0.1, 0.9, away));
        float bright = dot(color, vec3(0.299, 0.587, 0.114));
        vec3 ink = bright < 0.55 ? vec3(1.0) : vec3(0.04, 0.09, 0.16);
        color = mix(color, ink, line);
        if (!gl_FrontFacing) color *= {UNDERSIDE};
        painted = vec4(color, 1.0);
    }}
"""
OLD = "#version 120\n", "#version 120\n#define painted gl_FragColor\n"
NEW = (
    "#version 140\n#define attribute in\n#define varying out\n",
    "#version 140\n#define varying in\nout vec4 painted;\n",
)
"""What the two programs begin with where old words are understood, and where they are not."""


class MeshView(gl.GLViewWidget):  # type: ignore[misc]  # pyqtgraph is untyped
    """Draws one mesh between what is painted behind and before it; its parent has the mouse."""

    def __init__(self, parent: QWidget, painted: Painted) -> None:
        super().__init__(parent)
        self._painted = painted
        self._mesh: Any = None
        self._data: dict[str, Array] = {}
        wanted = QSurfaceFormat(self.format())
        wanted.setSamples(SAMPLES)
        wanted.setDepthBufferSize(24)
        self.setFormat(wanted)
        self.setObjectName("landscape_surface_opengl")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_mesh(self, points: Array, triangles: Array, colors: Array) -> None:
        """Draw these points (n, 3), triangles (m, 3) and colors (n, 4) from now on."""
        self._data = {
            "vertexes": points.astype(np.float32),
            "faces": triangles.astype(np.uint32),
            "vertexColors": colors.astype(np.float32),
        }
        if self._mesh is not None:
            self._mesh.setMeshData(**self._data)

    def initializeGL(self) -> None:  # noqa: N802  # Qt's name
        """Another context, such as in another window, needs programs and buffers of its own."""
        from OpenGL.error import Error

        try:
            super().initializeGL()
            is_core = self.format().profile() == QSurfaceFormat.OpenGLContextProfile.CoreProfile
            vertex, fragment = NEW if is_core else OLD
            sources = [
                shaders.VertexShader(vertex + VERTEX),
                shaders.FragmentShader(fragment + FRAGMENT),
            ]
            program = shaders.ShaderProgram("gradviz surface", sources)
            self._mesh = gl.GLMeshItem(shader=program, computeNormals=False, **self._data)
            self._mesh._setView(self)  # noqa: SLF001  # the view prints the errors of its items
            self._mesh.initialize()
        except (RuntimeError, Error):
            self._give_up()

    def paintGL(self) -> None:  # noqa: N802  # Qt's name
        """Paint behind, draw the mesh, paint before."""
        self._paint(self._painted.paint_behind)
        self._draw_mesh()
        self._paint(self._painted.paint_before)

    def _paint(self, paint: Callable[[QPainter], None]) -> None:
        """Paint into the frame itself: a painter of the widget would paint beside it in a grab."""
        ratio = self.devicePixelRatioF()
        device = QOpenGLPaintDevice(QSize(self.deviceWidth(), self.deviceHeight()))
        device.setDevicePixelRatio(ratio)
        painter = QPainter(device)
        try:
            paint(painter)
        finally:
            painter.end()

    def _draw_mesh(self) -> None:
        from OpenGL import GL
        from OpenGL.error import Error

        if self._mesh is None or not self._data:
            return
        try:
            self.setProjection(self.getViewport(), self.getViewport())
            self.setModelview()
            GL.glDisable(GL.GL_SCISSOR_TEST)
            GL.glDisable(GL.GL_STENCIL_TEST)
            GL.glDepthMask(GL.GL_TRUE)
            GL.glDepthFunc(GL.GL_LESS)
            GL.glClear(GL.GL_DEPTH_BUFFER_BIT)
            if self.default_vao.isCreated():
                self.default_vao.bind()
            self._mesh.paint()
            GL.glDisable(GL.GL_DEPTH_TEST)
            GL.glClear(GL.GL_DEPTH_BUFFER_BIT)  # or the painter would paint behind the mesh
        except (RuntimeError, Error):
            self._give_up()

    def _give_up(self) -> None:
        self._mesh = None
        self._painted.on_opengl_failed()

    def projectionMatrix(  # noqa: N802  # pyqtgraph's name
        self,
        region: object,  # noqa: ARG002
        viewport: object,  # noqa: ARG002
    ) -> QMatrix4x4:
        """Pixels from the top left."""
        matrix = QMatrix4x4()
        matrix.ortho(0.0, self.width(), self.height(), 0.0, -DEPTH, DEPTH)
        return matrix

    def viewMatrix(self) -> QMatrix4x4:  # noqa: N802  # pyqtgraph's name
        """From points of the surface to pixels."""
        return matrix_of(self._painted.sight)


def matrix_of(sight: Sight) -> QMatrix4x4:
    """From points of the surface to pixels from the top left, with z toward the viewer."""
    unit, (sine, cosine), away = sight.unit, sight.tilt, sight.away
    x, y = sight.center
    return QMatrix4x4(
        unit * sight.right[0], unit * sight.right[1], 0.0, x,
        -unit * sine * away[0], -unit * sine * away[1], -unit * cosine, y + unit * cosine * MIDDLE,
        -cosine * away[0], -cosine * away[1], sine, 0.0,
        0.0, 0.0, 0.0, 1.0,
    )  # fmt: skip
