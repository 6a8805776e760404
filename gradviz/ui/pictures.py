"""Pictures of the graph and of the window: SVG, PDF and PNG."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsScene, QWidget

MARGIN = 24
PNG_SCALE = 2.0
DOTS_PER_INCH = 96


def _bounds(scene: QGraphicsScene) -> QRectF:
    return scene.itemsBoundingRect().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)


def scene_svg(scene: QGraphicsScene) -> bytes:
    """The whole scene as an SVG file."""
    bounds = _bounds(scene)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setTitle("GradViz")
    generator.setSize(QSize(round(bounds.width()), round(bounds.height())))
    generator.setViewBox(QRectF(0, 0, bounds.width(), bounds.height()))
    painter = QPainter(generator)
    scene.render(painter, QRectF(0, 0, bounds.width(), bounds.height()), bounds)
    painter.end()
    buffer.close()
    return bytes(data.data())


def scene_pdf(scene: QGraphicsScene) -> bytes:
    """The whole scene as a one-page PDF of its own size."""
    bounds = _bounds(scene)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DOTS_PER_INCH)
    points = QSizeF(bounds.width(), bounds.height()) * 72 / DOTS_PER_INCH
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    painter = QPainter(writer)
    scene.render(painter, QRectF(0, 0, bounds.width(), bounds.height()), bounds)
    painter.end()
    buffer.close()
    return bytes(data.data())


def scene_image(scene: QGraphicsScene, background: str) -> QImage:
    """The whole scene as an image at twice its size on screen."""
    bounds = _bounds(scene)
    size = (bounds.size() * PNG_SCALE).toSize()
    image = QImage(size, QImage.Format.Format_ARGB32)
    image.fill(QColor(background))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scene.render(painter, QRectF(0, 0, size.width(), size.height()), bounds)
    painter.end()
    return image


def png_bytes(image: QImage) -> bytes:
    """An image as a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt takes str
    buffer.close()
    return bytes(data.data())


def window_image(window: QWidget) -> QImage:
    """The window as it is shown."""
    return window.grab().toImage()


SCENE_KINDS: dict[str, Callable[[QGraphicsScene, str], bytes]] = {
    "svg": lambda scene, _background: scene_svg(scene),
    "pdf": lambda scene, _background: scene_pdf(scene),
    "png": lambda scene, background: png_bytes(scene_image(scene, background)),
}
