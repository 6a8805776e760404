"""Pictures of what the canvas has painted before, copied instead of painted again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from itertools import count
from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPixmap

from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN, least_pixels

Draw = Callable[[QPainter, int], None]
"""Paints something with letters of at least so many pixels in the scene."""

_MOST_LOOKS = 20_000
_MOST_PIXELS = 12_000_000  # 48 MB of pictures


class Pictures:
    """Pictures of cards at one zoom: what is drawn a second time is kept, and then copied.

    Cards that look the same share a picture. Another zoom begins anew.
    """

    def __init__(self) -> None:
        self._tokens: dict[Hashable, int] = {}
        self._numbers = count()
        self._kept: dict[Hashable, QPixmap] = {}
        self._met: set[Hashable] = set()
        self._pixels = 0
        self._scale = (0.0, 0.0)
        self._least = LEAST_ON_SCREEN

    def token(self, look: Hashable | None) -> int:
        """A number for how something looks, cheaper to look up; None looks like nothing else."""
        if len(self._tokens) > _MOST_LOOKS:
            self._tokens.clear()
        found = None if look is None else self._tokens.get(look)
        if found is None:
            found = next(self._numbers)
            if look is not None:
                self._tokens[look] = found
        return found

    def paint(self, painter: QPainter, area: QRectF, look: Hashable, draw: Draw) -> None:
        """Paint ``area`` by ``draw``, or by a copy of what it drew before."""
        at = painter.worldTransform()
        zoom, ratio = at.m11(), painter.device().devicePixelRatioF()
        if (zoom, ratio) != self._scale:
            self._forget()
            self._scale = (zoom, ratio)
            self._least = least_pixels(zoom)
        picture = self._kept.get(look)
        if picture is None:
            if look not in self._met:
                self._met.add(look)
                draw(painter, self._least)
                return
            picture = self._taken(area, draw)
            self._kept[look] = picture
        painter.resetTransform()  # the scene sets it again for the next item
        left, top = at.dx() + area.left() * zoom, at.dy() + area.top() * zoom
        painter.drawPixmap(round(left), round(top), picture)

    def _taken(self, area: QRectF, draw: Draw) -> QPixmap:
        zoom, ratio = self._scale
        scale = zoom * ratio
        picture = QPixmap(ceil(area.width() * scale) + 1, ceil(area.height() * scale) + 1)
        self._pixels += picture.width() * picture.height()
        if self._pixels > _MOST_PIXELS:
            self._forget()
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing
        )
        painter.scale(scale, scale)
        painter.translate(-area.topLeft())
        draw(painter, self._least)
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture

    def _forget(self) -> None:
        self._kept.clear()
        self._met.clear()
        self._pixels = 0
