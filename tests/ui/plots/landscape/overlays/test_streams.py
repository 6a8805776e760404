"""Streamlines and arrows over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from gradviz.ui.plots.landscape.overlays.arrows import ArrowsOverlay, UphillOverlay
from gradviz.ui.plots.landscape.overlays.streams import StreamlinesOverlay
from tests.ui.plots.landscape.overlays.conftest import is_quiet, overlay

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk


def _picture(desk: Desk) -> QImage:
    image: QImage = desk.landscape.canvas.grab().toImage()
    return image


def test_streamlines_cover_the_view_and_follow_it(himmelblau: Desk, qtbot: QtBot) -> None:
    plain = _picture(himmelblau)
    himmelblau.switch("streamlines")
    found = overlay(himmelblau, StreamlinesOverlay)
    qtbot.waitUntil(lambda: is_quiet(himmelblau) and len(found.lines) > 10)
    assert _picture(himmelblau) != plain
    points = np.vstack(found.lines)
    assert points.min(axis=0).max() < -4
    assert points.max(axis=0).min() > 4
    himmelblau.landscape.canvas.set_view((1.0, 3.0), (1.0, 3.0))
    qtbot.waitUntil(lambda: is_quiet(himmelblau))
    zoomed = np.vstack(found.lines)
    assert zoomed.min() >= 1.0
    assert zoomed.max() <= 3.0


def test_switched_off_there_are_no_streamlines(himmelblau: Desk, qtbot: QtBot) -> None:
    plain = _picture(himmelblau)
    himmelblau.switch("streamlines")
    qtbot.waitUntil(lambda: is_quiet(himmelblau))
    himmelblau.switch("streamlines")
    assert _picture(himmelblau) == plain
    assert not himmelblau.settings.is_shown("streamlines", otherwise=True)


def test_arrows_uphill_are_those_downhill_turned(himmelblau: Desk, qtbot: QtBot) -> None:
    down = _picture(himmelblau)
    himmelblau.switch("arrows")
    none = _picture(himmelblau)
    himmelblau.switch("uphill")
    qtbot.waitUntil(lambda: is_quiet(himmelblau))
    up = _picture(himmelblau)
    assert len({down.cacheKey(), none.cacheKey(), up.cacheKey()}) == 3
    assert up not in (none, down)
    (uphill,) = himmelblau.landscape.findChildren(UphillOverlay)
    assert (uphill.sign, ArrowsOverlay.sign) == (-1.0, 1.0)
