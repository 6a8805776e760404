"""The local models follow the mouse, and their steps are those of the optimizers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from gradviz.descent.landscape.stationary import Kind
from gradviz.document import Document, edits
from gradviz.ui.plots.landscape.overlays.models import BowlOverlay, PlaneOverlay
from tests.ui.plots.landscape.overlays.conftest import is_quiet, overlay

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk


def test_without_the_mouse_they_are_at_the_start(himmelblau: Desk) -> None:
    himmelblau.switch("plane")
    model = overlay(himmelblau, PlaneOverlay).model
    assert model is not None
    assert model.center == pytest.approx((himmelblau.start["x"], himmelblau.start["y"]))
    himmelblau.click(himmelblau.landscape.canvas, 1.0, 1.0)
    himmelblau.landscape.canvas.hovered.emit(None)
    moved = overlay(himmelblau, PlaneOverlay).model
    assert moved is not None
    assert moved.center == pytest.approx((1.0, 1.0), abs=0.05)


def test_the_mouse_takes_them_along_and_tells_their_steps(himmelblau: Desk, qtbot: QtBot) -> None:
    himmelblau.switch("plane")
    himmelblau.switch("bowl")
    himmelblau.hover(himmelblau.landscape.canvas, 3.4, 1.6)
    qtbot.waitUntil(lambda: is_quiet(himmelblau))
    bowl = overlay(himmelblau, BowlOverlay).model
    assert bowl is not None
    assert bowl.center == pytest.approx((3.4, 1.6), abs=0.05)
    assert bowl.kind is Kind.MINIMUM
    said = himmelblau.said[-1]
    assert "gradient step to (" in said
    assert "Newton's step to its minimum (3.0" in said


def test_a_new_rate_lengthens_the_step(himmelblau: Desk) -> None:
    himmelblau.switch("plane")
    shown = overlay(himmelblau, PlaneOverlay)
    assert shown.model is not None
    assert shown.scene is not None
    before = shown.target(shown.model, shown.scene)
    document = himmelblau.session.document
    picture = himmelblau.landscape.canvas.grab().toImage()
    himmelblau.session.apply("Rate", edits.set_descent(document, lr=10 * document.descent.lr))
    after = shown.target(shown.model, shown.scene)
    start = shown.model.center
    assert after[0] - start[0] == pytest.approx(10 * (before[0] - start[0]))
    assert himmelblau.landscape.canvas.grab().toImage() != picture


def test_where_there_is_no_hessian_newton_says_so(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk("f = abs(x) + y^2")
    desk.landscape.canvas.set_view((-1.0, 1.0), (-1.0, 1.0))
    desk.switch("bowl")
    qtbot.waitUntil(lambda: is_quiet(desk))
    desk.hover(desk.landscape.canvas, 0.0, 0.5)
    assert "Newton's method has no Hessian here" in desk.said[-1]
    desk.hover(desk.landscape.canvas, 0.5, 0.5)
    assert "Newton's method has no step here: a curvature is 0" in desk.said[-1]


def test_hovering_tells_the_curvatures(himmelblau: Desk) -> None:
    himmelblau.hover(himmelblau.landscape.canvas, 3.0, 2.0)
    found = re.search(r"λ = ([\d.]+), ([\d.]+)", himmelblau.said[-1])
    assert found is not None
    assert [float(text) for text in found.groups()] == pytest.approx([25.7157, 82.2843], rel=0.05)
