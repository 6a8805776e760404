"""The surface drawn by OpenGL where a context can be had: a mesh between what the view paints."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Literal, Protocol, TypeAlias

import numpy as np
from PySide6.QtGui import QGuiApplication, QOffscreenSurface, QOpenGLContext, QPainter
from PySide6.QtWidgets import QWidget

from gradviz.graph import Array
from gradviz.ui.plots.landscape.surface.camera import HEIGHT, Sight
from gradviz.ui.plots.landscape.surface.relief import Relief

WITHOUT = {"offscreen", "minimal", "vnc", "linuxfb"}
"""Platforms that have no OpenGL, and complain when they are asked."""

BY_PROCESSOR = ("llvmpipe", "softpipe", "swiftshader", "software", "gdi generic")
"""Parts of the names of renderers that are no graphics card."""

RENDERER = 0x1F01  # GL_RENDERER; naming it would load OpenGL's module
Kind: TypeAlias = Literal["none", "software", "hardware"]

LEAST_VERSION = (2, 1)
MOST_POINTS = 160  # of the mesh each way


@cache
def opengl() -> Kind:
    """By what OpenGL could draw a surface here: a graphics card, the processor, or nothing.

    Drawn by the processor it is several times slower than what is painted without it.
    """
    if QGuiApplication.platformName() in WITHOUT or find_spec("OpenGL") is None:
        return "none"
    surface = QOffscreenSurface()
    surface.create()
    context = QOpenGLContext()
    if not (surface.isValid() and context.create() and context.makeCurrent(surface)):
        return "none"
    able = not context.isOpenGLES() and context.format().version() >= LEAST_VERSION
    renderer = str(context.functions().glGetString(RENDERER)).lower()
    context.doneCurrent()
    surface.destroy()
    if not able:
        return "none"
    return "software" if any(name in renderer for name in BY_PROCESSOR) else "hardware"


class Painted(Protocol):
    """What paints behind and before the mesh, and is told when OpenGL gave up."""

    @property
    def sight(self) -> Sight:
        """From where the mesh is seen."""

    def paint_behind(self, painter: QPainter) -> None:
        """Paint what the mesh stands before."""

    def paint_before(self, painter: QPainter) -> None:
        """Paint what lies over the mesh."""

    def on_opengl_failed(self) -> None:
        """OpenGL can't be used after all."""


class OpenGLGround:
    """A widget of pyqtgraph's that draws the mesh of a relief, filling its parent."""

    def __init__(self, parent: QWidget, painted: Painted) -> None:
        from gradviz.ui.plots.landscape.surface.gl_view import MeshView  # loads OpenGL, 0.2 s

        self.widget = MeshView(parent, painted)
        self._relief: Relief | None = None

    def show(self, relief: Relief) -> None:
        """Draw the relief in the next frame."""
        if relief is not self._relief:
            self._relief = relief
            self.widget.set_mesh(*mesh(relief))
        self.widget.update()


def mesh(relief: Relief) -> tuple[Array, Array, Array]:
    """Points (n, 3), triangles (m, 3) and colors (n, 4) with the contour's number as alpha.

    There are no triangles at holes. A contour line runs where the number is whole.
    """
    rows, columns = (
        np.unique(np.linspace(0, n - 1, min(n, MOST_POINTS)).round().astype(int))
        for n in relief.heights.shape
    )
    heights = relief.heights[np.ix_(rows, columns)]
    across = columns / (relief.heights.shape[1] - 1) * 2.0 - 1.0
    up = rows / (relief.heights.shape[0] - 1) * 2.0 - 1.0
    grid_x, grid_y = np.meshgrid(across, up)
    points = np.column_stack((grid_x.ravel(), grid_y.ravel(), heights.ravel() * HEIGHT))
    first = (np.arange(len(up) - 1)[:, None] * len(across) + np.arange(len(across) - 1)).ravel()
    corners = [first, first + 1, first + len(across) + 1, first + len(across)]
    whole = np.isfinite(points[:, 2][np.stack(corners)]).all(axis=0)
    a, b, c, d = (corner[whole] for corner in corners)
    triangles = np.vstack((np.column_stack((a, b, c)), np.column_stack((a, c, d))))
    colors = relief.tints[np.ix_(rows, columns)].reshape(-1, 4) / 255.0
    colors[:, 3] = contour_number(relief, heights).ravel()
    return np.nan_to_num(points), triangles, colors


def contour_number(relief: Relief, heights: Array) -> Array:
    """Which contour line runs at a height (see ``levels``); what lies between has a fraction."""
    count = len(relief.drawn.lines) + 1
    spaced = heights if relief.scale.softness is not None else np.sqrt(np.clip(heights, 0, 1))
    return np.nan_to_num(spaced * count)
