"""What lies over the basins of attraction and the path: the minima, and the legend."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtGui import QFont, QPainter

from gradviz.descent.outcomes.basins import Basins
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.basins_legend import (
    Layout,
    draw_legend,
    layouts,
    numbered_places,
)
from gradviz.ui.plots.landscape.overlays.basins_picture import draw_minima, small_font
from gradviz.ui.plots.landscape.plane import Plane, placed_pair
from gradviz.ui.plots.landscape.scene import Scene
from gradviz.ui.plots.placing import Placed, free_form

LEVEL = 12.0  # over the path

REST_MS = 80
"""So long after the last change the legend looks for room anew.

To find it takes longer than to paint all the rest, and a legend that jumps about while a slider is
dragged can't be read.
"""


class BasinsTop(QObject):
    """Paints the minima and the legend, which goes where it covers least once the path rests."""

    def __init__(self, canvas: PlotCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._shown: Basins | None = None
        self._scene: Scene | None = None
        self._forms: tuple[Basins, Frame, QFont, Sequence[Layout]] | None = None
        self._placed: Placed | None = None
        self._placed_in: Sequence[Layout] = ()
        self._placed_beside: list[QRectF] = []
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._look_again)
        self._watch = canvas.layer(self._look)
        self._layer = canvas.layer(self._draw, cached=True)
        for layer in (self._watch, self._layer):
            layer.setZValue(LEVEL)
            layer.hide()

    @property
    def legend_place(self) -> QRectF:
        """Where the legend was drawn last, in pixels of the view box; empty: it was not."""
        return QRectF() if self._placed is None else self._placed.rect

    def follow(self, scene: Scene | None) -> None:
        """Take what is seen now; None hides everything."""
        before, self._scene = self._scene, scene
        for layer in (self._watch, self._layer):
            layer.setVisible(scene is not None)
        if before is None:
            self._layer.changed()

    def show(self, basins: Basins | None) -> None:
        """Take another picture, or none, or the same in other colors."""
        self._shown = basins
        self._layer.changed()

    # Inside

    def _look(self, painter: QPainter, frame: Frame) -> None:  # noqa: ARG002
        """Draw nothing: something else was painted, perhaps the path or another legend."""
        self._rest.start()
        if self._placed is not None and self._plates() != self._placed_beside:
            self._placed_in = ()  # another legend is there, or gone
            self._layer.changed()

    def _draw(self, painter: QPainter, frame: Frame) -> None:
        shown, scene = self._shown, self._scene
        if shown is None or scene is None:
            self._placed = None
            return
        draw_minima(painter, shown, frame)
        font = small_font(painter)
        forms = self._laid_out(shown, frame, font)
        if self._placed is None or forms is not self._placed_in:
            self._placed = self._free_form(shown, scene.plane, frame, forms)
            self._placed_in, self._placed_beside = forms, self._plates()
        if self._placed is not None:
            draw_legend(painter, self._placed, forms, self._canvas.theme, font)

    def _plates(self) -> list[QRectF]:
        return [QRectF(rect) for rect in self._canvas.plates.values()]

    def _look_again(self) -> None:
        """Draw once more if the legend is to lie elsewhere."""
        scene, laid_out = self._scene, self._forms
        if scene is None or laid_out is None:
            return
        shown, frame, _font, forms = laid_out
        if shown is self._shown and frame == self._layer.frame:
            placed = self._free_form(shown, scene.plane, frame, forms)
            if placed != self._placed:
                self._placed = placed
                self._layer.changed()

    def _free_form(
        self, shown: Basins, plane: Plane, frame: Frame, forms: Sequence[Layout]
    ) -> Placed | None:
        marked = [frame.pixel(*placed_pair(p)) for p in (*plane.minima, plane.start)]
        points = np.array([(at.x(), at.y()) for at in marked]).reshape(-1, 2)
        return free_form(
            [form.size for form in forms],
            frame,
            self._canvas.ink(frame),
            np.vstack((points, numbered_places(shown, frame))),
            plates=self._canvas.plates.values(),
            before=self._placed,
        )

    def _laid_out(self, shown: Basins, frame: Frame, font: QFont) -> Sequence[Layout]:
        """The forms of the legend; the same as long as they are of the same."""
        kept = self._forms
        if kept is None or kept[0] is not shown or kept[1:3] != (frame, font):
            kept = self._forms = shown, frame, font, layouts(shown, frame, font)
        return kept[3]
