"""An experiment as files: tables, a picture of both plots, a page to print."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRectF, QSizeF
from PySide6.QtGui import (
    QColor,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextDocument,
)

from gradviz.document import Document
from gradviz.document.experiment_export import Picture, curves_csv, report, table_csv
from gradviz.document.experimenting import Result
from gradviz.ui.pictures import Sheet, image_of, png_bytes
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.printing import printed
from gradviz.ui.theme import LIGHT

_DOTS_PER_INCH = 150
_MARGIN = 14.0  # millimeters
_TRIES = 12
_SHRINK = 0.92
_SIZE = re.compile(r'width="(\d+)" height="(\d+)"')


class Findings(NamedTuple):
    """All that is known of an experiment, and its plots."""

    document: Document
    results: Sequence[Result]
    floor: float
    output: str
    canvases: Sequence[PlotCanvas]


def pictures(findings: Findings) -> list[QImage]:
    """The plots in the colors of paper."""
    images = []
    for canvas in findings.canvases:
        with printed(canvas, LIGHT) as drawing:
            images.append(image_of(drawing, Sheet(LIGHT.surface, canvas.accessibleName())))
    return images


def strip(findings: Findings) -> QImage:
    """Both plots side by side."""
    images = pictures(findings)
    width = sum(image.width() for image in images)
    result = QImage(width, max(image.height() for image in images), QImage.Format.Format_RGB32)
    result.fill(QColor(LIGHT.surface))
    painter, left = QPainter(result), 0
    for image in images:
        ratio = image.devicePixelRatio()
        image.setDevicePixelRatio(1.0)
        painter.drawImage(QPoint(left, 0), image)
        left += image.width()
        image.setDevicePixelRatio(ratio)
    painter.end()
    return result


def page(findings: Findings) -> str:
    """The report as HTML."""
    names = "; ".join(canvas.accessibleName() for canvas in findings.canvases)
    image = strip(findings)
    shown = Picture(names, png_bytes(image), image.width(), image.height())
    return report(findings.document, findings.results, findings.floor, findings.output, [shown])


def pdf(findings: Findings) -> bytes:
    """The report on one page of A4; what is too long for it is made smaller."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"Experiment: {findings.document.title}")
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN),
            QPageLayout.Unit.Millimeter,
        )
    )
    room = QSizeF(writer.width(), writer.height())
    painter = QPainter(writer)
    text, scale = _fitted(page(findings), room)
    painter.scale(scale, scale)
    text.drawContents(painter, QRectF(0, 0, room.width() / scale, room.height() / scale))
    painter.end()
    return bytes(data.data())


def _fitted(html: str, room: QSizeF) -> tuple[QTextDocument, float]:
    """The page as rich text, and the scale at which all of it fits."""
    text = QTextDocument()
    text.setDocumentMargin(0)
    scale = _DOTS_PER_INCH / 96
    bare = html.replace("<body>", '<body style="margin: 0; padding: 0">')  # the paper has margins
    for _ in range(_TRIES):
        width = room.width() / scale
        text.setHtml(_SIZE.sub(partial(_narrowed, width), bare))
        text.setTextWidth(width)
        if text.size().height() * scale <= room.height():
            break
        scale *= _SHRINK
    return text, scale


def _narrowed(width: float, size: re.Match[str]) -> str:
    """The size of a picture that is as wide as the page; rich text knows no other way."""
    share = width / int(size.group(1))
    return f'width="{math.floor(width)}" height="{math.floor(share * int(size.group(2)))}"'


KINDS: Mapping[str, tuple[str, str, Callable[[Findings], bytes]]] = {
    "table": ("Table as CSV…", "csv", lambda f: table_csv(f.results, f.floor).encode()),
    "curves": ("Curves as CSV…", "csv", lambda f: curves_csv(f.results).encode()),
    "picture": ("Plots as PNG…", "png", lambda f: png_bytes(strip(f))),
    "html": ("Report as web page…", "html", lambda f: page(f).encode()),
    "pdf": ("Report as PDF…", "pdf", pdf),
}
"""What can be written: the words of the menu, the ending of the file, how."""
