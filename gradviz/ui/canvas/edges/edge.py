"""An edge: one curve from an operand to its user, and the local derivative written on it."""

from __future__ import annotations

from typing import TypeAlias

from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsPathItem

from gradviz.graph import NodeId, Value
from gradviz.graph.layout import Branch, Point
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.wording import short
from gradviz.ui.canvas.edges.curves import curve, far_apart, follow

Cell: TypeAlias = tuple[int, int]

CELL = 256.0
"""Side of the squares by which pills are found."""


class EdgeItem(QGraphicsPathItem):
    """Drawn by Qt itself; Python is called for nothing when it is painted or looked for."""

    trunk: tuple[Point, ...] = ()
    branch = Branch(0, ())
    leader: EdgeItem | None = None
    follower: EdgeItem | None = None
    local: Value | None = None
    rule: tuple[str, ...] = ()
    source = ""
    points: tuple[Point, ...] = ()
    cell: Cell = (0, 0)
    _whole = False

    def __init__(self, user: NodeItem, port: int, operand: NodeItem, pen: QPen) -> None:
        super().__init__()
        self.user = user
        self.port = port
        self.operand = operand
        self.shown = pen
        self.setPen(pen)

    @property
    def key(self) -> tuple[NodeId, int]:
        """(user, port): which edge this is."""
        return self.user.node_id, self.port

    @property
    def symbol(self) -> str:
        """Whose derivative by what stands on the edge: ``∂e/∂d``.

        ``source`` names the operand where it is hidden in a closed group.
        """
        return f"∂{self.user.label.called}/∂{self.source or self.operand.label.called}"

    @property
    def label_text(self) -> str:
        """The local derivative, ``∂e/∂d = 1``, or its rule; empty until it is known."""
        if self.rule:
            return self.rule[0]
        if self.local is None:
            return ""
        sign = " = " if isinstance(self.local, float) else ": "  # "= 2×2" would read as four
        return f"{self.symbol}{sign}{short(self.local)}"

    def show_route(
        self,
        trunk: tuple[Point, ...],
        branch: Branch,
        leader: EdgeItem | None,
        *,
        untouched: bool = False,
    ) -> None:
        """Take over the route of a layout; ``leader`` draws the trunk up to ``branch.skip``.

        ``untouched`` says that all cards stand where the layout has them.
        """
        self.trunk, self.branch = trunk, branch
        self.leader = leader if branch.skip else None
        self.follower = None
        if self.leader is not None:
            self.leader.follower = self
        if untouched and not self._whole:
            first = branch.skip - 1 if self.leader is not None else 0
            self._draw((*trunk[first : branch.shared], *branch.tail))
        else:
            self.trace()

    def trace(self) -> None:
        """Follow the cards at both ends; what the leader draws of the trunk is left to it."""
        shared, tail, skip = self.branch
        start, end = self.operand.out_point(), self.user.in_point(self.port)
        if far_apart(start, self.trunk[0]) or far_apart(end, tail[-1]):
            self._draw((start, end))
            return
        if self.leader is not None and not self._whole:
            junction = self.trunk[skip - 1]
            if junction in self.leader.points[-3:]:
                self._draw(follow((*self.trunk[skip - 1 : shared], *tail), junction, end))
                return
        self._draw(follow((*self.trunk[:shared], *tail), start, end))

    def _draw(self, points: tuple[Point, ...]) -> None:
        if points != self.points:
            self.points = points
            self.setPath(curve(points))
            (x0, y0), (x1, y1) = points[:2]
            self.cell = (int((x0 + x1) / 2 // CELL), int((y0 + y1) / 2 // CELL))

    def show_pen(self, pen: QPen, level: float, *, whole: bool = False) -> None:
        """Draw in another pen; a higher level lies over the other edges.

        ``whole`` says that nothing else draws the trunk in this pen.
        """
        if self.shown is not pen:
            self.shown = pen
            self.setPen(pen)
            self.setZValue(level)
        if whole is not self._whole:
            self._whole = whole
            if self.leader is not None:
                self.trace()
