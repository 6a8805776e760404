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
from gradviz.ui.plots.frame import Frame, clipped, draw_curve
from gradviz.ui.plots.segments import MARGIN, clipped_rows, distinct, numbered_segments, segments
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
def test_what_lies_within_is_as_it_would_beclipped_rows(
    points: list[tuple[float, float]], reach: float
) -> None:
    x, y = np.array(points).T
    frame = Frame((-reach, reach), (-reach, reach), 300, 200)
    rows, numbers = numbered_segments(x, y, frame)
    again, kept = clipped_rows(rows, frame)
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


@given(
    st.floats(0, 300),
    st.floats(0, 200),
    st.floats(0, 2 * np.pi),
    st.floats(2, 150),
    st.booleans(),
)
def test_a_step_to_far_away_keeps_its_direction(
    x: float, y: float, angle: float, reach: float, back: bool
) -> None:
    frame = Frame((0, 300), (200, 0), 300, 200)  # data are pixels
    far = (x + 10**reach * np.cos(angle), y + 10**reach * np.sin(angle))
    ends = np.array([(x, y), far][:: -1 if back else 1])
    [row] = segments(ends[:, 0], ends[:, 1], frame)
    start, end = (row[2:], row[:2]) if back else (row[:2], row[2:])
    np.testing.assert_allclose(start, (x, y), atol=1e-6)
    across = (end - start) @ (-np.sin(angle), np.cos(angle))  # how far beside the line it ends
    assert abs(across) < 1e-3
    assert (row >= -MARGIN - 1e-6).all()
    assert (row <= np.tile((300, 200), 2) + MARGIN + 1e-6).all()


@given(st.floats(1.5, 4), st.integers(20, 600))
def test_of_a_path_that_swings_ever_farther_only_what_is_near_is_drawn(
    growth: float, epochs: int
) -> None:
    with np.errstate(over="ignore"):
        steps = (-growth) ** np.arange(epochs, dtype=float)
    x, y = 150 + steps, 100 + 0.5 * steps
    rows, numbers = numbered_segments(x, y, Frame((0, 300), (200, 0), 300, 200))
    assert len(rows) == len(numbers) <= 1 + np.ceil(np.log(2e5) / np.log(growth))
    off = (rows[:, 1::2] - 100) - 0.5 * (rows[:, ::2] - 150)
    assert np.abs(off).max() < 1e-3  # all of it on the line that the path goes along


def test_lines_that_lie_on_one_another_are_drawn_once() -> None:
    rows = np.array([[0, 0, 9, 9], [9, 9, 0, 0], [0, 0, 9.1, 9], [5, 0, 5, 9.0], [0, 0, 9, 9]])
    np.testing.assert_array_equal(distinct(rows), rows[[0, 3]])


def _drawn(y: np.ndarray[tuple[int], np.dtype[np.float64]]) -> QImage:
    image = QImage(300, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    draw_curve(painter, np.linspace(0, 300, len(y)), y, Frame((0, 300), (200, 0), 300, 200))
    painter.end()
    return image


def _ink(image: QImage) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    return 255.0 - np.array(gray.constBits(), dtype=np.float64).reshape(200, -1)[:, :300]


@pytest.mark.usefixtures("qapp")
def test_a_straight_curve_is_drawn_as_one_that_is_almost_straight() -> None:
    straight = np.linspace(20, 170, 200)
    bent = straight + 0.3 * np.sin(np.arange(200) / 30)
    inks = _ink(_drawn(straight)), _ink(_drawn(bent))
    assert inks[0].sum() == pytest.approx(inks[1].sum(), rel=0.12)
    rows = [(ink * np.arange(200)[:, None]).sum(axis=0) / ink.sum(axis=0) for ink in inks]
    np.testing.assert_allclose(rows[0][5:-5], rows[1][5:-5], atol=0.6)


@pytest.mark.usefixtures("qapp")
def test_a_line_that_falls_beyond_all_bounds_is_seen_where_it_crosses() -> None:
    ink = _ink(_drawn(np.linspace(-1e150, 1e150, 300)))
    columns = np.flatnonzero(ink.sum(axis=0))
    assert 149 <= columns.min() <= columns.max() <= 151
