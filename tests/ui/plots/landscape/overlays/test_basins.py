"""Basins of attraction: coarse to fine, newest wins, stopped by a button, never in the way."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from time import thread_time
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QProgressBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.descent import Method
from gradviz.descent.outcomes.basins import NOT_ARRIVED, NOT_FINITE, SIZES, Basins
from gradviz.document import Document, edits, open_example, open_function
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.overlays.basins import BasinsOverlay, Task
from gradviz.ui.plots.landscape.overlays.basins_legend import entries
from gradviz.ui.plots.landscape.overlays.basins_picture import (
    BORDER,
    HATCH,
    OPACITY,
    STRIPE,
    color_of,
    picture,
)
from gradviz.ui.theme import DARK, LIGHT, Theme
from tests.ui.plots.landscape.overlays.conftest import is_quiet, overlay

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

LONGEST = 0.05  # seconds between two beats of the window's own work
WAIT = 60_000


def _shown(desk: Desk, qtbot: QtBot) -> BasinsOverlay:
    desk.switch("basins")
    found = overlay(desk, BasinsOverlay)
    qtbot.waitUntil(lambda: _size(found) == SIZES[-1] and is_quiet(desk), timeout=WAIT)
    return found


def _size(found: BasinsOverlay) -> int:
    return 0 if found.basins is None else found.basins.size


def test_they_come_coarse_first_and_become_fine(himmelblau: Desk, qtbot: QtBot) -> None:
    sizes: list[int] = []
    himmelblau.switch("basins")
    found = overlay(himmelblau, BasinsOverlay)
    found.note_changed.connect(lambda: sizes.append(_size(found)))
    qtbot.waitUntil(lambda: _size(found) == SIZES[-1], timeout=WAIT)
    assert [size for size in sizes if size] == list(SIZES)
    assert found.basins is not None
    assert len(found.basins.minima) == 4
    assert set(np.unique(found.basins.labels)) <= {0, 1, 2, 3, NOT_ARRIVED}


def test_the_mouse_tells_where_a_start_leads(himmelblau: Desk, qtbot: QtBot) -> None:
    _shown(himmelblau, qtbot)
    himmelblau.hover(himmelblau.landscape.canvas, 4.0, 4.0)
    assert "reaches minimum 3 at (3, 2)" in himmelblau.said[-1]
    himmelblau.hover(himmelblau.landscape.canvas, -4.0, 4.0)
    assert "reaches minimum 2 at (−2.805, 3.131)" in himmelblau.said[-1]


def test_a_new_rate_makes_new_basins(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot)
    before = found.basins
    spin = himmelblau.findChild(QDoubleSpinBox, "learning_rate_spin")
    assert spin is not None
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "0.03")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: found.basins is not before and _size(found) == SIZES[-1], timeout=WAIT)
    assert found.basins is not None
    _, astray, broken = found.basins.shares
    assert astray + broken > 0.9
    assert NOT_FINITE in found.basins.labels


def test_the_newest_settings_win(himmelblau: Desk, qtbot: QtBot) -> None:
    himmelblau.switch("basins")
    found = overlay(himmelblau, BasinsOverlay)
    for lr in (0.03, 0.02, 0.001, 0.01):
        document = edits.set_descent(himmelblau.session.document, lr=lr, epochs=150)
        himmelblau.session.apply("Rate", document)
    qtbot.waitUntil(lambda: _size(found) == SIZES[-1] and is_quiet(himmelblau), timeout=WAIT)
    assert found.basins is not None
    assert found._task is not None
    assert found._task.method == Method("sgd", 0.01)
    shares, astray, broken = found.basins.shares
    assert shares.sum() > 0.99
    assert astray + broken < 0.01


def test_moving_the_start_changes_nothing_and_panning_does(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot)
    before = found.basins
    himmelblau.click(himmelblau.landscape.canvas, 1.0, 1.0)
    qtbot.waitUntil(lambda: is_quiet(himmelblau), timeout=WAIT)
    assert found.basins is before
    himmelblau.landscape.canvas.set_view((0.0, 5.0), (0.0, 5.0))
    qtbot.waitUntil(lambda: found.basins is not before and _size(found) == SIZES[-1], timeout=WAIT)
    assert found.basins is not None
    assert found.basins.ranges == ((0.0, 5.0), (0.0, 5.0))


def test_a_button_stops_them_and_what_is_there_stays(himmelblau: Desk, qtbot: QtBot) -> None:
    document = himmelblau.session.document
    himmelblau.session.apply("Epochs", edits.set_descent(document, lr=0.001, epochs=4000))
    himmelblau.switch("basins")
    found = overlay(himmelblau, BasinsOverlay)
    bar = himmelblau.findChild(QWidget, "basins_bar")
    stop = himmelblau.findChild(QToolButton, "basins_stop_button")
    progress = himmelblau.findChild(QProgressBar, "basins_progress")
    assert bar is not None
    assert stop is not None
    assert progress is not None
    qtbot.waitUntil(lambda: bar.isVisible() and _size(found) > 0, timeout=WAIT)
    assert progress.value() < 100
    QTest.mouseClick(stop, Qt.MouseButton.LeftButton)
    size = _size(found)
    assert not bar.isVisible()
    assert 0 < size < SIZES[-1]
    qtbot.waitUntil(lambda: is_quiet(himmelblau), timeout=WAIT)
    assert _size(found) == size


def test_switched_off_nothing_is_computed(himmelblau: Desk, qtbot: QtBot) -> None:
    plain = himmelblau.landscape.canvas.grab().toImage()
    found = _shown(himmelblau, qtbot)
    assert himmelblau.landscape.canvas.grab().toImage() != plain
    himmelblau.switch("basins")
    assert found.basins is None
    assert is_quiet(himmelblau)
    assert himmelblau.landscape.canvas.grab().toImage() == plain


def test_another_function_takes_them_away_at_once(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot)
    document = edits.set_text(himmelblau.session.document, "f = x^2 + y^2")
    himmelblau.session.apply("Type", document)
    assert _size(found) in (0, SIZES[0])
    qtbot.waitUntil(lambda: _size(found) == SIZES[-1] and is_quiet(himmelblau), timeout=WAIT)
    assert found.basins is not None
    assert found.basins.minima == pytest.approx(np.zeros((1, 2)), abs=1e-6)


def test_a_heavy_function_stays_coarser(open_desk: Callable[[Document | str], Desk]) -> None:
    desk = open_desk(open_example("line_fit"))
    scene = desk.landscape.scene()
    assert scene is not None
    task = Task(
        scene.plane.objective, ("m", "b"), (scene.frame.x, scene.frame.y), (), Method(), 100, (), 1
    )
    assert task.sizes == SIZES
    heavy = Task(task.objective, task.axes, task.ranges, (), task.method, 10_000, (), 1_000_000)
    assert heavy.sizes == SIZES[:1]


def test_a_method_that_takes_long_stays_coarser_and_says_so(
    himmelblau: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradviz.ui.plots.landscape.overlays.basins.LONGEST", 0.0)
    himmelblau.switch("basins")
    found = overlay(himmelblau, BasinsOverlay)
    qtbot.waitUntil(lambda: _size(found) > 0 and is_quiet(himmelblau), timeout=WAIT)
    assert _size(found) == SIZES[0]
    assert found.explanation.startswith("The basins stay coarse")
    assert himmelblau.findChild(QWidget, "basins_bar").isHidden()  # type: ignore[union-attr]
    monkeypatch.undo()
    edited = edits.set_descent(himmelblau.session.document, lr=0.005)
    himmelblau.session.apply("Change the learning rate", edited)
    qtbot.waitUntil(lambda: _size(found) == SIZES[-1] and is_quiet(himmelblau), timeout=WAIT)
    assert not found.explanation


def test_the_picture_has_the_labels_in_its_pixels(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot).basins
    assert found is not None
    frame, theme = himmelblau.landscape.canvas.frame, himmelblau.themes.current
    image = picture(found, frame, theme)
    for x, y in ((4.0, 4.0), (-4.0, 4.0), (-4.0, -4.0), (4.0, -4.0)):
        at = frame.pixel(x, y).toPoint()
        label = found.label_at(x, y)
        assert label is not None
        expected = ("#0072b2", "#d55e00", "#009e73", "#cc79a7")[label]
        shown = image.pixelColor(at)
        parts = (shown.red(), shown.green(), shown.blue())
        assert max(abs(a - b) for a, b in zip(parts, _rgb(expected), strict=True)) < 4


def _rgb(color: str) -> tuple[int, ...]:
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def test_the_legend_has_the_minima_and_their_shares(himmelblau: Desk, qtbot: QtBot) -> None:
    found = _shown(himmelblau, qtbot).basins
    assert found is not None
    frame = himmelblau.landscape.canvas.frame
    rows = entries(found, frame)
    assert rows[2].text.startswith("3  (3, 2)  25.")
    assert entries(found, frame, brief=True)[2].text.startswith("3  25.")
    assert rows[-1].label in (3, NOT_ARRIVED)


def test_of_many_minima_the_legend_tells_the_number(
    open_desk: Callable[[Document | str], Desk], qtbot: QtBot
) -> None:
    desk = open_desk(open_function("rastrigin"))
    document = edits.set_descent(desk.session.document, lr=0.001, epochs=200)
    desk.session.apply("Rate", document)
    found = _shown(desk, qtbot).basins
    assert found is not None
    texts = [entry.text for entry in entries(found, desk.landscape.canvas.frame)]
    assert texts[0].startswith("121 minima")
    assert len(texts) <= 3


def test_the_window_lives_while_basins_run(himmelblau: Desk, qtbot: QtBot) -> None:
    """Between two beats the window's thread works less than 50 ms while settings change.

    In the time of its own thread, which a busy machine does not stretch.
    """
    document = himmelblau.session.document
    himmelblau.session.apply("Epochs", edits.set_descent(document, epochs=200))
    _shown(himmelblau, qtbot)  # what is imported and compiled once is not what is measured
    found = overlay(himmelblau, BasinsOverlay)
    before = found.basins
    beats: list[float] = []
    timer = QTimer(himmelblau)
    timer.timeout.connect(lambda: beats.append(thread_time()))
    timer.start(0)
    document = edits.set_descent(himmelblau.session.document, lr=0.012)
    himmelblau.session.apply("Rate", document)
    qtbot.waitUntil(lambda: found.basins is not before and _size(found) == SIZES[-1], timeout=WAIT)
    timer.stop()
    assert len(beats) > 20
    assert max(b - a for a, b in pairwise(beats)) < LONGEST


def test_the_legend_keeps_clear_of_that_of_the_race(himmelblau: Desk, qtbot: QtBot) -> None:
    document = himmelblau.session.document
    for name in ("momentum", "adam", "rmsprop", "rprop", "nadam"):
        document = edits.add_rival(document, Method(name, 0.01))
    himmelblau.session.apply("Race", document)
    canvas = himmelblau.landscape.canvas
    found = _shown(himmelblau, qtbot)
    for share in (1.0, 0.85, 0.75, 0.6):
        himmelblau.resize(round(640 * share), round(1000 * share))
        qtbot.waitUntil(lambda: is_quiet(himmelblau), timeout=WAIT)
        canvas.grab()
        race, basins = canvas.plates["rivals"], found.legend_place
        assert not race.isEmpty()
        assert basins.isEmpty() or not race.intersects(basins)
        assert not basins.isEmpty() or share < 0.75  # there is no room any more
    himmelblau.switch("rivals")
    assert "rivals" not in canvas.plates


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    "frame",
    [
        Frame((-5.0, 5.0), (-5.0, 5.0), 90, 60),  # as computed
        Frame((-7.0, 3.0), (-4.2, 8.0), 73.4, 51.7),  # moved
        Frame((-40.0, 40.0), (-40.0, 40.0), 60, 40),  # cells smaller than pixels
        Frame((20.0, 30.0), (0.0, 1.0), 20, 20),  # beside it all
    ],
)
def test_each_pixel_has_the_color_of_its_cell(frame: Frame, theme: Theme) -> None:
    size, random = 25, np.random.default_rng(3)
    labels = random.integers(NOT_FINITE, 3, (size, size)).astype(np.int32)
    line, span = np.zeros(size), (-5.0, 5.0)
    nothing = np.zeros((size, size, 2))
    shown = Basins(
        ("x", "y"), ("x", "y"), (span, span), line, line, labels, nothing[0, :3], line[:3], nothing
    )
    image = picture(shown, frame, theme)

    def label(row: int, column: int) -> int | None:
        if row < 0 or column < 0:
            return None
        unit_x, unit_y = frame.pixel_size
        x, y = frame.x[0] + (column + 0.5) * unit_x, frame.y[1] - (row + 0.5) * unit_y
        return shown.label_at(x, y)

    for row in range(image.height()):
        for column in range(image.width()):
            here = label(row, column)
            before = {label(row - 1, column), label(row, column - 1)} - {None, here}
            found = image.pixelColor(column, row)
            if here is None:
                assert found.alpha() == 0
            elif before:
                assert found.alpha() == round(255 * BORDER)
                assert (found.lightness() > 128) == theme.is_dark
            elif here == NOT_FINITE and (row + column) % HATCH < 2:
                assert found.alpha() == STRIPE.alpha()
            else:
                assert found.alpha() == round(255 * OPACITY)
                wanted = color_of(here)
                # Multiplied by its opacity and back.
                assert abs(found.red() - wanted.red()) <= 2
                assert abs(found.green() - wanted.green()) <= 2
                assert abs(found.blue() - wanted.blue()) <= 2
