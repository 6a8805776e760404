"""The icons are all there, in the colors of the theme."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from gradviz.resources import resource
from gradviz.ui.icons import icon, pixmap
from gradviz.ui.theme import DARK, LIGHT, Theme

NAMES = sorted(path.stem for path in resource("icons").glob("*.svg"))
ROUNDING = 2  # of a color under a nearly full opacity
NEEDED = {
    "step-back", "step-forward", "to-start", "to-end", "play", "pause", "forward", "backward",
    "fit", "zoom-in", "zoom-out", "tidy", "library", "export", "present", "undo", "redo", "open",
    "save", "new", "settings", "check", "cross", "warning", "theme",
}  # fmt: skip


def inked(image: QImage) -> list[QColor]:
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return [color for color in pixels if color.alpha() > 250]


def test_every_icon_that_was_asked_for_is_there() -> None:
    assert set(NAMES) >= NEEDED


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_icon_is_drawn_in_the_text_color(qtbot: QtBot, name: str, theme: Theme) -> None:
    colors = inked(icon(name, theme).pixmap(QSize(40, 40)).toImage())
    assert colors
    wanted = QColor(theme.text)
    assert all(abs(color.red() - wanted.red()) <= ROUNDING for color in colors)
    assert all(abs(color.blue() - wanted.blue()) <= ROUNDING for color in colors)


def test_disabled_is_fainter(qtbot: QtBot) -> None:
    image = icon("check", LIGHT).pixmap(QSize(20, 20), QIcon.Mode.Disabled).toImage()
    assert not inked(image)


def test_a_picture_for_a_dense_screen(qtbot: QtBot) -> None:
    picture = pixmap("check", LIGHT.good, 16, 2.0)
    assert picture.width() == 32
    assert picture.deviceIndependentSize().width() == 16
