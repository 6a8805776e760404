"""The colors of code: the right words, and readable on every ground in both themes."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QTextDocument
from PySide6.QtWidgets import QApplication

from gradviz.ui.code_dock.coloring import COLORS, Coloring, marked_ground
from gradviz.ui.code_dock.languages import LANGUAGES
from gradviz.ui.theme import DARK, LIGHT, Theme

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def luminance(color: QColor) -> float:
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@THEMES
@pytest.mark.parametrize("name", [*COLORS.values(), "text"])
def test_every_word_can_be_read_on_plain_and_marked_lines(theme: Theme, name: str) -> None:
    for ground in (QColor(theme.surface), marked_ground(theme)):
        assert contrast(QColor(getattr(theme, name)), ground) >= 4.5


@THEMES
def test_a_marked_line_differs_from_a_plain_one(theme: Theme) -> None:
    assert marked_ground(theme) != QColor(theme.surface)


def colored(qapp: QApplication, line: str, language: str = "torch") -> dict[str, str]:
    """The words of a line that are colored, with the name of their color."""
    del qapp  # a document needs one
    document = QTextDocument(line)
    coloring = Coloring(document, LIGHT, LANGUAGES[language].pattern)
    coloring.rehighlight()
    names = {getattr(LIGHT, color).lower(): color for color in COLORS.values()}
    return {
        line[span.start : span.start + span.length]: names[span.format.foreground().color().name()]
        for span in document.firstBlock().layout().formats()
    }


def test_the_kinds_of_words(qapp: QApplication) -> None:
    assert colored(qapp, "import torch") == {"import": "accent"}
    assert colored(qapp, "x1 = -2.5e-7 * y2  # why") == {"2.5e-7": "value", "# why": "muted"}
    assert colored(qapp, 'print("a # b")') == {'"a # b"': "good"}
    assert colored(qapp, r"\frac{1}{n}", "latex") == {r"\frac": "accent", "1": "value"}


def test_results_have_the_color_of_what_they_are(qapp: QApplication) -> None:
    value = 'print("d =", d.tolist())  # -> 4.0'
    assert colored(qapp, value)["# -> 4.0"] == "value"
    assert colored(qapp, 'print("dL/dd =", d.grad)  # -> 3.0')["# -> 3.0"] == "gradient"
    assert colored(qapp, 'print("dL_dd =", dL_dd)  # -> 3.0')["# -> 3.0"] == "gradient"
