"""The frame that layers are drawn in: what is cut off inside it, also on paper."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath
from pytestqt.qtbot import QtBot

from gradviz.ui.pictures import Drawing, Sheet, svg_bytes
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.frame import MARGIN, Frame, _clipped, clipped, numbered_segments
from gradviz.ui.theme import LIGHT

OUTER, INNER = QRectF(10, 10, 60, 60), QRectF(40, 40, 60, 60)


def _paint(painter: QPainter) -> None:
    """Red where both regions are, then green as far as the outer one allows."""
    painter.save()
    painter.setClipRect(OUTER)
    region = QPainterPath()
    region.addRect(INNER)
    with clipped(painter, region):
        painter.fillRect(QRectF(0, 0, 100, 100), QColor("red"))
    painter.fillRect(QRectF(0, 0, 30, 100), QColor("green"))
    painter.restore()


@pytest.mark.usefixtures("qapp")
def test_a_region_is_cut_out_of_the_one_around_it() -> None:
    image = QImage(100, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    _paint(painter)
    painter.end()
    colors = [image.pixelColor(at, at).name() for at in (5, 20, 35, 50, 80)]
    assert colors == ["#ffffff", "#008000", "#ffffff", "#ff0000", "#ffffff"]


@pytest.mark.usefixtures("qapp")
def test_an_svg_finds_its_way_back_to_the_region_around() -> None:
    root = ET.fromstring(svg_bytes(Drawing(100, 100, _paint), Sheet()))  # noqa: S314  # our own
    regions = {
        e.attrib["id"]: [float(n) for n in re.findall(r"[\d.]+", next(iter(e)).attrib["d"])]
        for e in root.iter("{http://www.w3.org/2000/svg}clipPath")
    }
    clips = {}
    for outer, inner in pairwise(root.iter()):
        if "clip-path" in outer.attrib and len(inner):
            clips[inner.attrib["fill"]] = regions[outer.attrib["clip-path"][5:-1]]
    assert (min(clips["#ff0000"]), max(clips["#ff0000"])) == (40, 70)
    assert (min(clips["#008000"]), max(clips["#008000"])) == (10, 70)


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=2), st.floats(0.1, 3))
def test_what_lies_within_is_as_it_would_be_clipped(
    points: list[tuple[float, float]], reach: float
) -> None:
    x, y = np.array(points).T
    frame = Frame((-reach, reach), (-reach, reach), 300, 200)
    rows, numbers = numbered_segments(x, y, frame)
    again, kept = _clipped(rows, frame)
    np.testing.assert_allclose(again, rows, atol=1e-6)
    assert len(kept) == len(rows) == len(numbers)
    assert (rows >= -MARGIN - 1e-6).all()
    assert (rows[:, ::2] <= frame.width + MARGIN + 1e-6).all()


def test_a_kept_picture_is_drawn_anew_in_another_font(qtbot: QtBot) -> None:
    canvas = PlotCanvas("kept", LIGHT)
    qtbot.addWidget(canvas)
    drawn: list[Frame] = []
    canvas.layer(lambda _painter, frame: drawn.append(frame), cached=True)
    canvas.grab()
    canvas.grab()
    assert len(drawn) == 1
    font = canvas.font()
    font.setItalic(True)  # nothing gets another size
    canvas.setFont(font)
    canvas.grab()
    assert len(drawn) == 2
    assert drawn[0] == drawn[1]
