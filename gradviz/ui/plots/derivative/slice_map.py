"""A small map of two parameters with the line along which it is sliced."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradviz.descent import Field, Interval, Slice, field
from gradviz.errors import GradVizError
from gradviz.graph import format_number
from gradviz.session import JobRunner
from gradviz.teaching import written
from gradviz.ui.plots import marks
from gradviz.ui.plots.colors import image
from gradviz.ui.plots.frame import Frame
from gradviz.ui.theme import Theme

SIZE = 56
HEIGHT = 104
ROOM = 18  # pixels below the map for the axis, above for the words


@dataclass(frozen=True, eq=False)
class View:
    """What the map shows: a slice, the parameter that stays, and both ranges."""

    cut: Slice
    other: str
    x: Interval
    y: Interval


def _field(view: View) -> Field:
    cut = view.cut
    return field(cut.surface, cut.names, (cut.axis, view.other), (view.x, view.y), cut.at, SIZE)


class SliceMap(QWidget):
    """Shows where on the landscape the curve beside it is; hidden for one parameter."""

    def __init__(self, jobs: JobRunner, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs, self._theme = jobs, theme
        self._key = ("slice map", id(self))
        self._view: View | None = None
        self._field: Field | None = None
        self._image: QImage | None = None
        self._x = 0.0
        self.setObjectName("derivative_slice_map")
        self.setAccessibleName("Where the slice is on the landscape")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._room = False
        self.hide()

    def show_view(self, view: View | None) -> None:
        """Show another slice or other ranges."""
        self._view = view
        self.setVisible(view is not None and self._room)
        if view is None:
            self._jobs.cancel(self._key)
            return
        y = format_number(view.cut.at[view.other])
        self.setToolTip(
            f"The curve is the slice along {written(view.cut.axis)} at {written(view.other)} = {y}."
        )
        self._jobs.submit(
            self._key, _field, view, on_done=self._on_field, on_error=self._on_error, patience=0.2
        )

    def make_room(self, *, enough: bool) -> None:
        """Whether there is room for it beside the curve."""
        self._room = enough
        self.setVisible(enough and self._view is not None)

    def show_point(self, x: float) -> None:
        """Mark where on the slice the point is."""
        self._x = x
        self.update()

    def restyle(self, theme: Theme) -> None:
        """Draw anew in the colors of a theme."""
        self._theme = theme
        self._paint_map()

    def _on_field(self, found: Field) -> None:
        self._field = found
        self._paint_map()

    def _on_error(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._field = self._image = None  # the curve's own plot says what is wrong
        self.update()

    def _paint_map(self) -> None:
        if self._field is not None:
            self._image = image(self._field.values, self._field.scale, self._theme)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, HEIGHT + 2 * (self.fontMetrics().height() - 12))

    def paintEvent(self, _event: QPaintEvent) -> None:
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        line = self.fontMetrics().height() + 3
        place = QRectF(28, line, self.width() - 38, self.height() - 2 * line)
        painter.setPen(QColor(self._theme.muted))
        y = format_number(view.cut.at[view.other])
        top = QRectF(place.left(), 0, place.width(), line)
        painter.drawText(top, Qt.AlignmentFlag.AlignCenter, f"slice at {written(view.other)} = {y}")
        bottom = QRectF(place.left(), place.bottom(), place.width(), line)
        painter.drawText(bottom, Qt.AlignmentFlag.AlignCenter, written(view.cut.axis))
        side = QRectF(0, place.top(), place.left() - 4, place.height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(side, flags, written(view.other))
        if self._image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(place, self._image)
        painter.setClipRect(place)
        painter.translate(place.topLeft())
        frame = Frame(view.x, view.y, place.width(), place.height())
        at = frame.pixel(self._x, view.cut.at[view.other])
        for color, width in ((marks.HALO, 3.0), (self._theme.gradient, 1.6)):
            painter.setPen(marks.pen(color, width))
            painter.drawLine(QPointF(0, at.y()), QPointF(place.width(), at.y()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(marks.pen(marks.HALO, 1.5))
        painter.setBrush(QColor(self._theme.gradient))
        painter.drawEllipse(at, 4.5, 4.5)
