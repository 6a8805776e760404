"""Pictures of the graph and of the window: SVG, PDF and PNG."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QMarginsF,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPainterPath, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsScene, QWidget

MARGIN = 24
PNG_SCALE = 2.0
DOTS_PER_INCH = 96

_MOST_PIXELS = 32_000_000  # 128 MB; Qt itself opens no picture above 256
_LONGEST_SIDE = 30_000  # QPainter counts pixels in 16 bits
_LONGEST_PAGE = 14_400  # points; common readers refuse more


class Sheet(NamedTuple):
    """What a picture lies on, and what it says of itself."""

    ground: str = "#FFFFFF"
    title: str = ""
    words: str = ""


class Outlines(QPainter):
    """Draws text as the outlines of its letters, so that it looks the same without its fonts."""

    # The canvas writes from points; what else QPainter can write stays text.
    def drawText(self, at: QPointF, text: str) -> None:  # type: ignore[override]  # noqa: N802
        """Fill the outlines of ``text`` with the color of the pen."""
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addText(at, self.font(), text)
        self.fillPath(path, self.pen().brush())


class Drawing(NamedTuple):
    """Something that can be painted anywhere, from (0, 0) to its size in pixels of the screen."""

    width: float
    height: float
    paint: Callable[[QPainter], None]


def drawing_of(scene: QGraphicsScene) -> Drawing:
    """The whole scene, and a margin around it."""
    bounds = _bounds(scene)
    width, height = bounds.width(), bounds.height()
    target = QRectF(0, 0, width, height)
    return Drawing(width, height, lambda painter: scene.render(painter, target, bounds))


def svg_bytes(drawing: Drawing, sheet: Sheet, painter: type[QPainter] = QPainter) -> bytes:
    """A drawing as an SVG file; with ``Outlines`` as ``painter`` it needs no fonts."""
    buffer = _open_buffer()
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # SVG Tiny clips nothing
    generator.setOutputDevice(buffer)
    generator.setTitle(sheet.title)
    generator.setDescription(sheet.words)
    generator.setResolution(DOTS_PER_INCH)
    size = QSize(math.ceil(drawing.width), math.ceil(drawing.height))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, drawing.width, drawing.height))
    _painted(painter(generator), drawing)
    # Millimeters would be another number of pixels in each program.
    pixels = f'width="{size.width()}" height="{size.height()}"'.encode()
    content = re.sub(rb'width="[\d.]+mm" height="[\d.]+mm"', pixels, _content(buffer), count=1)
    # Where Qt's own name for a font means nothing, a browser would take one with serifs.
    return re.sub(rb'font-family="([^"]*)"', rb'font-family="\1, sans-serif"', content)


def pdf_bytes(drawing: Drawing, sheet: Sheet) -> bytes:
    """A drawing as a one-page PDF of its own size."""
    buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    writer.setTitle(sheet.title)
    writer.setCreator("GradViz")
    longest = max(drawing.width, drawing.height)
    resolution = max(DOTS_PER_INCH, math.ceil(longest * 72 / _LONGEST_PAGE))
    writer.setResolution(resolution)
    points = QSizeF(drawing.width, drawing.height) * 72 / resolution
    matching = QPageSize.SizeMatchPolicy.ExactMatch  # or a graph as tall as A4 gets its width, too
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", matching))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    _painted(QPainter(writer), drawing)
    return _content(buffer)


def image_of(drawing: Drawing, sheet: Sheet) -> QImage:
    """A drawing as an image at twice its size on screen; very large ones get less."""
    width, height = drawing.width, drawing.height
    scale = min(
        PNG_SCALE, _LONGEST_SIDE / max(width, height), math.sqrt(_MOST_PIXELS / (width * height))
    )
    size = QSize(math.ceil(width * scale), math.ceil(height * scale))
    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(QColor(sheet.ground))
    image.setDevicePixelRatio(scale)
    image.setText("Title", sheet.title)
    image.setText("Description", sheet.words)
    painter = QPainter(image)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    _painted(painter, drawing)
    image.setDevicePixelRatio(1.0)  # a file counts in its own pixels
    return image


def scene_svg(scene: QGraphicsScene, sheet: Sheet) -> bytes:
    """The whole scene as an SVG file that needs no fonts."""
    return svg_bytes(drawing_of(scene), sheet, Outlines)


def scene_pdf(scene: QGraphicsScene, sheet: Sheet) -> bytes:
    """The whole scene as a one-page PDF of its own size."""
    return pdf_bytes(drawing_of(scene), sheet)


def scene_image(scene: QGraphicsScene, sheet: Sheet) -> QImage:
    """The whole scene as an image at twice its size on screen."""
    return image_of(drawing_of(scene), sheet)


def scene_png(scene: QGraphicsScene, sheet: Sheet) -> bytes:
    """The whole scene as a PNG file."""
    return png_bytes(scene_image(scene, sheet))


def png_bytes(image: QImage) -> bytes:
    """An image as a PNG file."""
    buffer = _open_buffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt takes str
    return _content(buffer)


def window_image(window: QWidget) -> QImage:
    """The window as it is shown."""
    return window.grab().toImage()


def _bounds(scene: QGraphicsScene) -> QRectF:
    """What is to be seen of the scene, and a margin around it."""
    bounds = QRectF()
    for item in scene.items():
        if item.isVisible():
            bounds |= item.sceneBoundingRect()
    return bounds.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def _painted(painter: QPainter, drawing: Drawing) -> None:
    try:
        drawing.paint(painter)
    finally:  # a device that goes while it is being painted crashes
        painter.end()


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _content(buffer: QBuffer) -> bytes:
    buffer.close()
    data: QByteArray = buffer.data()
    return bytes(data.data())


SCENE_KINDS: Mapping[str, Callable[[QGraphicsScene, Sheet], bytes]] = MappingProxyType(
    {"svg": scene_svg, "pdf": scene_pdf, "png": scene_png}
)
"""By the ending of the file."""
