"""The slider of the learning rate with its marks: limit, best rate, and where paths zig-zag."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu, QSlider, QStyle, QStyleOptionSlider, QToolTip, QWidget

from gradviz.graph import format_number
from gradviz.teaching.rate_marks import ZIGZAG, RateMark, RateMarks
from gradviz.ui.theme import LIGHT, Theme

REACH = 5
"""Pixels: a press in the band that near to a mark is meant for it."""

_NO_MARKS = RateMarks()
_HEIGHT = 34  # pixels: the handle in the middle, the marks below
_KNOB = 8.0  # half the height of the handle
_BAND = 8.0  # the height of the band of marks
_OPACITY = {"gradient": 0.15, "bad": 0.45}  # of its zones, by color
_TURN = 3.0  # pixels from one turn of the zig-zag to the next


class LimitSlider(QSlider):
    """A horizontal slider over learning rates, shaded where they zig-zag and beyond the limit.

    A press on a mark, or its line in the context menu, says ``mark_chosen`` with its rate.
    """

    mark_chosen = Signal(object)  # RateMark

    def __init__(self, position: Callable[[float], float], parent: QWidget) -> None:
        """``position`` of a rate on the slider is from 0 to 1."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._position = position
        self._theme = LIGHT
        self._pressed_mark: RateMark | None = None
        self.marks = _NO_MARKS
        self._picture = QPixmap()
        self._pictured: object = None

    @property
    def limit(self) -> float | None:
        """From which rate on the descent does not converge, where that is known."""
        return self.marks.limit

    def show_marks(self, marks: RateMarks) -> None:
        """Show these marks in place of those before."""
        if marks != self.marks:
            self.marks = marks
            self.update()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._theme = theme
        self.update()

    # Where things are

    def x_of(self, rate: float) -> float:
        """Where a rate lies, in pixels from the left."""
        handle = self._handle().width()
        return handle / 2 + self._position(rate) * (self.width() - handle)

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)

    def _mark_at(self, place: QPoint) -> RateMark | None:
        near = [m for m in self.marks.marks if abs(self.x_of(m.rate) - place.x()) <= REACH]
        return min(near, key=lambda m: abs(self.x_of(m.rate) - place.x()), default=None)

    # Painting

    def sizeHint(self) -> QSize:
        """Room for the band of marks below the handle."""
        return super().sizeHint().expandedTo(QSize(0, _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, _HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, and the band with the marks below it."""
        super().paintEvent(event)
        if not self.marks.marks:
            return
        ratio = self.devicePixelRatioF()
        shown = (self.marks, self.size(), self._handle().width(), self._theme.name, ratio)
        if shown != self._pictured:
            self._picture, self._pictured = self._band_picture(ratio), shown
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def _band_picture(self, ratio: float) -> QPixmap:
        """The band with its marks: it stays while the handle is dragged."""
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        end = self.width() - self._handle().width() / 2
        if self.marks.zigzag is not None:
            self._paint_zigzag(painter, *map(self.x_of, self.marks.zigzag))
        if self.marks.limit is not None:
            self._shade(painter, self.x_of(self.marks.limit), end, "bad")
        for mark in self.marks.marks:
            self._paint_mark(painter, mark)
        painter.end()
        return picture

    @property
    def _band(self) -> float:
        """Where the band of marks begins, from the top."""
        return self.height() / 2 + _KNOB

    def _paint_zigzag(self, painter: QPainter, x: float, end: float) -> None:
        """A shaded zone with a line that goes to and fro in it."""
        self._shade(painter, x, end, "gradient")
        turns = max(2, round((end - x) / _TURN))
        top, bottom = self._band + 3, self._band + _BAND - 2
        line = [
            QPointF(x + (end - x) * turn / turns, bottom if turn % 2 else top)
            for turn in range(turns + 1)
        ]
        painter.setPen(QPen(QColor(self._theme.gradient), 1.2))
        painter.drawPolyline(QPolygonF(line))

    def _shade(self, painter: QPainter, x: float, end: float, color: str) -> None:
        ground = QColor(getattr(self._theme, color))
        ground.setAlphaF(_OPACITY[color])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRect(QRectF(x, self._band + 2, max(0.0, end - x), _BAND - 3))

    def _paint_mark(self, painter: QPainter, mark: RateMark) -> None:
        """A line for a limit; for the best rate a triangle, that may stand beside it."""
        x, top = self.x_of(mark.rate), self._band
        if mark.kind == "best":
            painter.setPen(QPen(QColor(self._theme.surface), 1.0))
            painter.setBrush(QColor(self._theme.good))
            corners = [(0.0, -1.0), (-4.5, _BAND - 1.0), (4.5, _BAND - 1.0)]
            painter.drawPolygon(QPolygonF([QPointF(x + dx, top + dy) for dx, dy in corners]))
            return
        limit = mark.kind == "limit"
        painter.setPen(QPen(QColor(self._theme.bad if limit else self._theme.muted), 2.0))
        painter.drawLine(QPointF(x, top), QPointF(x, top + _BAND))

    # What the mouse and the keys do

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        mark = self._mark_at(place) if place.y() >= self._band else None
        if mark is not None and event.button() == Qt.MouseButton.LeftButton:
            self._pressed_mark = mark
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        mark, self._pressed_mark = self._pressed_mark, None
        if mark is None:
            super().mouseReleaseEvent(event)
        elif self._mark_at(event.position().toPoint()) is mark:
            self.mark_chosen.emit(mark)

    def context_menu(self) -> QMenu:
        """The marks by name, so that they can be chosen with the keyboard, too."""
        menu = QMenu(self)
        for mark in self.marks.marks:
            action = menu.addAction(f"{mark.name}: {format_number(mark.rate)}")
            action.setObjectName(f"rate_mark_{mark.kind}")
            action.triggered.connect(lambda _on=False, mark=mark: self.mark_chosen.emit(mark))
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.marks.marks:
            menu = self.context_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Over a mark or in a zone the tooltip is about it."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            said = self.said_at(event.pos())
            if said:
                QToolTip.showText(event.globalPos(), said, self)
                return True
        return super().event(event)

    def said_at(self, place: QPoint) -> str:
        """What is known of the place under the mouse; empty where there is nothing special."""
        mark = self._mark_at(place)
        if mark is not None:
            return f"{mark.name}: {format_number(mark.rate)}\n{mark.reason}\nClick to use it."
        zone = self.marks.zigzag
        if zone is not None and self.x_of(zone[0]) <= place.x() <= self.x_of(zone[1]):
            first, last = map(format_number, zone)
            return f"From {first} to {last}\n{ZIGZAG}"
        return ""
