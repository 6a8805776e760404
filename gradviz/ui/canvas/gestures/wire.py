"""The wire in the hand: a curve to the pointer, and the ports it may and may not go to."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem, QGraphicsScene

from gradviz.graph.layout import Point
from gradviz.ui.canvas.drawing.ink import Ink
from gradviz.ui.canvas.edges.curves import curve

_WELCOME = 5.0
_REFUSED = 3.5
_TARGET = 8.0


class LooseWire:
    """Paths Qt draws by itself: the wire, the ports that take it, those that don't, the target.

    ``loose_end`` and ``is_refused`` say what is shown, for tests and for nobody else.
    """

    def __init__(self, scene: QGraphicsScene, ink: Ink) -> None:
        self._scene = scene
        names = ("welcome", "refused", "wire", "target")
        self._items = {name: QGraphicsPathItem() for name in names}
        for level, item in enumerate(self._items.values()):
            item.setZValue(5 + level / 8)
            item.setVisible(False)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            scene.addItem(item)
        self._ink = ink
        self.welcome_count = self.refused_count = 0
        self.is_refused = False

    @property
    def is_shown(self) -> bool:
        """Whether a wire is in the hand."""
        return self._items["wire"].isVisible()

    @property
    def path(self) -> QPainterPath:
        """The curve of the wire."""
        return self._items["wire"].path()

    def show_ink(self, ink: Ink) -> None:
        """Draw in other colors."""
        self._ink = ink

    def begin(self, welcome: Iterable[Point], refused: Iterable[Point], scale: float) -> None:
        """Mark the ports; ``scale`` makes the marks larger, for a view from far away."""
        ink = self._ink
        marks = {"welcome": list(welcome), "refused": list(refused)}
        self.welcome_count, self.refused_count = map(len, marks.values())
        radii = {"welcome": _WELCOME * scale, "refused": _REFUSED * scale}
        pens = {"welcome": ink.lit_port, "refused": ink.border}
        fills = {"welcome": ink.surface, "refused": ink.line}
        for name, points in marks.items():
            path = QPainterPath()
            for x, y in points:
                path.addEllipse(QPointF(x, y), radii[name], radii[name])
            self._items[name].setPath(path)
            self._items[name].setPen(pens[name])
            self._items[name].setBrush(fills[name])
            self._items[name].setVisible(bool(points))

    def draw(self, start: Point, end: Point, *, refused: bool = False) -> None:
        """Draw the wire between two points, from left to right as an edge runs."""
        self.is_refused = refused
        wire = self._items["wire"]
        wire.setPath(curve((start, end)))
        wire.setPen(self._ink.wire_refused if refused else self._ink.wire)
        wire.setVisible(True)

    def show_target(self, at: Point | None, *, refused: bool, scale: float) -> None:
        """Ring the port the wire would go to."""
        target = self._items["target"]
        target.setVisible(at is not None)
        if at is not None:
            path = QPainterPath()
            path.addEllipse(QPointF(*at), _TARGET * scale, _TARGET * scale)
            target.setPath(path)
            pen = QPen(self._ink.bad if refused else self._ink.good, 2.5 * scale)
            target.setPen(pen)

    def end(self) -> None:
        """Take everything away."""
        for item in self._items.values():
            item.setVisible(False)
            item.setPath(QPainterPath())
        self.welcome_count = self.refused_count = 0
        self.is_refused = False
