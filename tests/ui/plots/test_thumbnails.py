"""Small pictures of landscapes: what is drawn where, in both themes and at any density."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from gradviz.descent import catalog
from gradviz.document import (
    Document,
    LandscapeSettings,
    Sketch,
    edits,
    examples,
    open_example,
    open_function,
)
from gradviz.ui.plots.thumbnails import painted, thumbnail
from gradviz.ui.theme import DARK, LIGHT, Theme

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = QSize(160, 108)
THEMES = [LIGHT, DARK]


def document(text: str, **landscape: object) -> Document:
    written = edits.set_text(Document(), text)
    return replace(written, landscape=LandscapeSettings(**landscape))  # type: ignore[arg-type]


def colors(image: QImage) -> npt.NDArray[np.int64]:
    rows = [
        [_rgb(image.pixelColor(x, y)) for x in range(image.width())] for y in range(image.height())
    ]
    return np.array(rows, dtype=np.int64)


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def lightness(image: QImage, part: slice) -> float:
    return float(colors(image)[:, part].mean())


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("key", [*catalog(), *examples()])
def test_everything_has_a_picture_of_its_own(key: str, theme: Theme) -> None:
    shown = open_example(key) if key in examples() else open_function(key)
    image = thumbnail(shown, QSize(80, 54), 1.0, theme)
    assert len(np.unique(colors(image).reshape(-1, 3), axis=0)) > 20


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_it_has_the_pixels_of_the_screen(ratio: float) -> None:
    image = thumbnail(open_function("sphere"), SIZE, ratio, LIGHT)
    assert image.size() == SIZE * ratio
    assert image.devicePixelRatio() == ratio


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_low_is_dark_and_high_is_bright(theme: Theme) -> None:
    image = thumbnail(document("f = x + 0y", ranges={"x": (0, 1), "y": (0, 1)}), SIZE, 1.0, theme)
    assert lightness(image, slice(0, 40)) < lightness(image, slice(120, 160))


def test_the_first_row_of_a_field_is_at_the_bottom() -> None:
    image = thumbnail(document("f = y + 0x", ranges={"x": (0, 1), "y": (0, 1)}), SIZE, 1.0, LIGHT)
    shades = colors(image).mean(axis=(1, 2))
    assert shades[:20].mean() > shades[-20:].mean()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_what_is_infeasible_is_veiled_and_hatched(theme: Theme) -> None:
    ranges = {"x": (-1.0, 1.0), "y": (-1.0, 1.0)}
    free = document("g = x; f = x + y", ranges=ranges)
    bound = replace(free, landscape=replace(free.landscape, constraints=("g",)))
    plain, veiled = (colors(thumbnail(d, SIZE, 1.0, theme)) for d in (free, bound))
    changed = np.abs(plain - veiled).sum(axis=2) > 30
    assert changed[:, 90:].mean() > 0.9
    assert changed[:, :70].mean() < 0.01
    along = np.abs(np.diff(veiled[54, 90:].sum(axis=1)))
    assert np.count_nonzero(along > 40) > 5  # the hatches


def test_a_minimum_is_a_star() -> None:
    ranges = {"x": (-1.0, 1.0), "y": (-1.0, 1.0)}
    marked = document("f = x^2 + y^2", ranges=ranges, minima=({"x": 0.5, "y": 0.0},))
    image = thumbnail(marked, SIZE, 1.0, LIGHT)
    assert image.pixelColor(120, 54).name().upper() == "#FFD84D"


def test_the_penalty_is_not_drawn() -> None:
    opened = open_function("townsend")
    by_hand = replace(opened, landscape=replace(opened.landscape, objectives=("f",)))
    assert thumbnail(opened, SIZE, 1.0, LIGHT) == thumbnail(by_hand, SIZE, 1.0, LIGHT)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_objectives_have_their_own_colors_on_the_ground(theme: Theme) -> None:
    shown = document("f_1 = x + 0y; f_2 = y + 0x; F = f_1 + f_2", objectives=("f_1", "f_2"),
                     ranges={"x": (0, 1), "y": (0, 1)})  # fmt: skip
    image = thumbnail(shown, SIZE, 1.0, theme)
    tones = [QColor(*map(int, color)) for color in colors(image).reshape(-1, 3)]
    seen = {tone.hue() // 20 for tone in tones if tone.saturation() > 120}
    assert {QColor("#0072B2").hue() // 20, QColor("#D55E00").hue() // 20} <= seen


def test_without_a_landscape_there_is_the_bare_ground() -> None:
    image = thumbnail(edits.set_text(Document(), "3 + 4"), SIZE, 1.0, DARK)
    assert image == painted(Sketch(), SIZE, 1.0, DARK)
    assert image.pixelColor(80, 54) == QColor(DARK.surface)
