"""The plots of the explorer: canvases whose arrow keys move the point and the step."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter

from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import Frame

STEP_KEYS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
}
SIDEWAYS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
PLATE = 0.85  # opacity of the ground behind a text


class ProbeCanvas(PlotCanvas):
    """Left and right move the point (``nudged``); with Ctrl, or up and down, the step."""

    stepped = Signal(int)  # the step grows or shrinks by so many notches
    let_go = Signal()  # an arrow key was released

    corner = ""  # what the axis at the bottom is called, written inside to save a line

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in STEP_KEYS and (ctrl or key not in SIDEWAYS):
            reach = 4 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            self.stepped.emit(STEP_KEYS[key] * reach)
            event.accept()
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() in STEP_KEYS and not event.isAutoRepeat():
            self.let_go.emit()
        super().keyReleaseEvent(event)

    def write_corner(self, painter: QPainter, frame: Frame, side: str) -> None:
        """Name the axis at the bottom in a corner."""
        at = QPointF(frame.width - 4 if side == "right" else 4, frame.height - 2)
        self.write(painter, frame, self.corner, at, self.theme.text, f"bottom {side}")

    def write_sentence(self, painter: QPainter, frame: Frame, text: str, color: str) -> None:
        """A sentence in the middle, wrapped, on a plate."""
        font = QFont(self.font())
        font.setPixelSize(self.font_size)
        painter.setFont(font)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        inside = QRectF(8, 0, max(frame.width - 16, 1.0), frame.height)
        rect = painter.boundingRect(inside, int(flags), text)
        plate = QColor(self.theme.surface)
        plate.setAlphaF(PLATE)
        painter.fillRect(rect.adjusted(-3, -1, 3, 1), plate)
        painter.setPen(QColor(color))
        painter.drawText(inside, int(flags), text)

    def write(
        self,
        painter: QPainter,
        frame: Frame,
        text: str,
        at: QPointF,
        color: str,
        where: str = "middle",
        *,
        bold: bool = False,
    ) -> QRectF:
        """Text with its side or corner ``where`` at a point, kept inside, on a plate."""
        font = QFont(self.font())
        font.setPixelSize(self.font_size)
        font.setBold(bold)
        painter.setFont(font)
        size = painter.fontMetrics().size(0, text)
        width, height = size.width(), size.height()
        left = at.x() - (width if "right" in where else 0 if "left" in where else width / 2)
        top = at.y() - (height if "bottom" in where else 0 if "top" in where else height / 2)
        left = min(max(left, 3.0), max(3.0, frame.width - width - 3))
        top = min(max(top, 1.0), max(1.0, frame.height - height - 1))
        rect = QRectF(left, top, width, height)
        plate = QColor(self.theme.surface)
        plate.setAlphaF(PLATE)
        painter.fillRect(rect.adjusted(-3, 0, 3, 0), plate)
        painter.setPen(QColor(color))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
        return rect
