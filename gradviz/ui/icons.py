"""The icons: our own drawings on a 20-pixel grid, in the colors of the theme in force."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gradviz.resources import resource
from gradviz.ui.theme import Theme

SIDES = (20, 40)
"""Sides in pixels at which each icon is drawn; the second serves screens of double density."""

_FADED = 0.4  # opacity of an icon that cannot be used now


def icon(name: str, theme: Theme, color: str | None = None) -> QIcon:
    """The icon ``name`` in ``color`` (#RRGGBB; the text's by default), with a faded form."""
    result = QIcon()
    renderer = QSvgRenderer(_recolored(name, color or theme.text))
    for side in SIDES:
        drawn = _draw(renderer, side)
        result.addPixmap(drawn, QIcon.Mode.Normal)
        result.addPixmap(_faded(drawn), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, color: str, side: int, ratio: float = 1.0) -> QPixmap:
    """One picture of the icon, ``side`` pixels wide on a screen of density ``ratio``."""
    result = _draw(QSvgRenderer(_recolored(name, color)), round(side * ratio))
    result.setDevicePixelRatio(ratio)
    return result


def _draw(renderer: QSvgRenderer, side: int) -> QPixmap:
    result = QPixmap(QSize(side, side))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return result


def _faded(drawn: QPixmap) -> QPixmap:
    result = QPixmap(drawn.size())
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setOpacity(_FADED)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return result


def _recolored(name: str, color: str) -> QByteArray:
    return QByteArray(_drawing(name).replace("currentColor", color).encode())


@lru_cache(maxsize=64)
def _drawing(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")
