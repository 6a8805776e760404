"""Minima, saddle points and maxima on the map and on the curve, under a real mouse."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from gradviz.document import Document, open_function
from gradviz.ui.plots.landscape.overlays.stationary import StationaryOverlay
from tests.ui.plots.landscape.overlays.conftest import is_quiet, overlay

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

SADDLE = (3.385154183607021, 0.07385187973774929)


def _shown(desk: Desk, qtbot: QtBot) -> StationaryOverlay:
    desk.switch("stationary")
    found = overlay(desk, StationaryOverlay)
    qtbot.waitUntil(lambda: is_quiet(desk) and bool(found.points))
    return found


def _legend(desk: Desk) -> QLabel:
    label = desk.findChild(QLabel, "landscape_legend")
    assert label is not None
    return label


def test_switched_on_it_finds_them_and_counts_them(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot)
    assert len(found.points) == 9
    assert "★ 4  ✕ 4  ▲ 1" in _legend(himmelblau).text()
    assert "4 minima, 4 saddle points, 1 maximum" in _legend(himmelblau).toolTip()
    himmelblau.switch("stationary")
    assert "✕" not in _legend(himmelblau).text()


def test_the_mouse_tells_what_a_point_is(himmelblau: Desk, qtbot: QtBot) -> None:
    _shown(himmelblau, qtbot)
    himmelblau.hover(himmelblau.landscape.canvas, *SADDLE)
    said = himmelblau.said[-1]
    assert "✕ saddle point at (3.385, 0.07385): f = 13.31, λ = −14.14, 97.55" in said
    himmelblau.hover(himmelblau.landscape.canvas, 1.5, 0.5)
    assert "saddle" not in himmelblau.said[-1]


def test_another_view_has_others(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot)
    himmelblau.landscape.canvas.set_view((2.0, 4.0), (1.0, 3.0))
    qtbot.waitUntil(lambda: is_quiet(himmelblau) and len(found.points) == 1)
    assert found.points[0].place == pytest.approx((3.0, 2.0))


def test_a_minimum_at_a_kink_is_said_to_be_one(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk("f = abs(x) + abs(y)")
    found = _shown(desk, qtbot)
    desk.landscape.canvas.set_view((-1.0, 2.0), (-1.5, 1.0))
    qtbot.waitUntil(lambda: is_quiet(desk))
    assert [point.is_smooth for point in found.points] == [False]
    desk.hover(desk.landscape.canvas, 0.0, 0.0)
    assert "★ minimum at (0, 0): f = 0, at a kink" in desk.said[-1]


def test_a_curve_has_them_at_its_heights(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk("f = x^3 - 3x")
    found = _shown(desk, qtbot)
    desk.landscape.canvas.set_view((-2.0, 2.0), (-3.0, 3.0))
    qtbot.waitUntil(lambda: is_quiet(desk) and len(found.points) == 2)
    desk.hover(desk.landscape.canvas, 1.0, -2.0)
    assert "★ minimum at (1): f = −2, λ = 6" in desk.said[-1]


def test_where_there_is_none_the_legend_says_so(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk("f = x + 2y")
    desk.switch("stationary")
    qtbot.waitUntil(lambda: is_quiet(desk))
    assert "no stationary point found here" in _legend(desk).text()


def test_of_too_many_the_legend_says_to_zoom_in(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk(open_function("griewank"))
    desk.landscape.canvas.set_view((-200.0, 200.0), (-200.0, 200.0))
    desk.switch("stationary")
    qtbot.waitUntil(lambda: is_quiet(desk), timeout=20_000)
    assert "(zoom in)" in _legend(desk).text()
