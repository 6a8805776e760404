"""The large picture of the entry that is looked at; the earlier one stays until it is painted."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gradviz.session import JobRunner
from gradviz.ui.gallery.pictures import Painter, Pictures, Wanted
from gradviz.ui.gallery.shelf import Chosen
from gradviz.ui.theme import ThemeSource

SIZE = QSize(392, 248)
RADIUS = 8.0


class LargePicture(QWidget):
    """One picture of a fixed size."""

    def __init__(
        self, themes: ThemeSource, jobs: JobRunner, painter: Painter, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("gallery_picture")
        self._themes = themes
        self._chosen: Chosen | None = None
        self._source = ""
        self._shown: QImage | None = None
        self.pictures = Pictures(jobs, painter, self._missing, self)
        self.setFixedHeight(SIZE.height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.pictures.made.connect(lambda _wanted: self.update())
        themes.theme_changed.connect(lambda _theme: self.update())

    def show_chosen(self, chosen: Chosen, source: str, title: str) -> None:
        """Show the picture of what is chosen; ``source`` is what it depends on."""
        self._chosen, self._source = chosen, source
        self.setAccessibleName(f"The landscape of {title}")
        self.setToolTip(f"The landscape of {title}; stars are its known minima")
        self.update()

    def sizeHint(self) -> QSize:
        """The size of the picture."""
        return SIZE

    def _missing(self) -> Iterator[tuple[Wanted, str]]:
        wanted = self._wanted()
        if wanted is not None and self.isVisible():
            yield wanted, self._source

    def _wanted(self) -> Wanted | None:
        if self._chosen is None:
            return None
        size = (SIZE.width(), SIZE.height())
        return Wanted(self._chosen, size, self.devicePixelRatioF(), self._themes.current)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the picture with round corners, and have it made if it is not there."""
        wanted = self._wanted()
        made = None if wanted is None else self.pictures.get(wanted)
        self._shown = made or self._shown
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._themes.current
        spot = QRectF(0.5, 0.5, SIZE.width() - 1, SIZE.height() - 1)
        spot.moveLeft((self.width() - SIZE.width()) / 2 + 0.5)
        shape = QPainterPath()
        shape.addRoundedRect(spot, RADIUS, RADIUS)
        painter.fillPath(shape, QColor(theme.canvas))
        if self._shown is not None:
            painter.setClipPath(shape)
            painter.drawImage(spot, self._shown)
            painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.end()
        if made is None:
            self.pictures.go()
