"""Formulas as a person sees, copies and hears them."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradviz.graph import OPS, Op
from gradviz.session import JobRunner
from gradviz.teaching import GRADIENT, marked
from gradviz.teaching.lessons import Formula, Lesson, lessons
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.theme import ThemeSource
from gradviz.ui.typesetter import is_kept, typeset

TEX = rf"\frac{{\partial L}}{{\partial a}} = {marked(GRADIENT, '3')}"
WORDS = "∂L/∂a = 3"


@pytest.fixture
def themes(qapp: object) -> ThemeSource:
    return ThemeSource("light")


@pytest.fixture
def formula(qtbot: QtBot, themes: ThemeSource) -> FormulaWidget:
    result = FormulaWidget(themes, TEX, WORDS)
    result.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    qtbot.addWidget(result)
    result.show()
    qtbot.waitUntil(lambda: result.is_typeset)
    return result


def colors_of(image: QImage) -> set[str]:
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_formula_is_drawn_in_the_colors_of_the_theme(
    formula: FormulaWidget, themes: ThemeSource
) -> None:
    formula.resize(formula.sizeHint() * 3)
    drawn = colors_of(formula.grab().toImage())
    assert {themes.current.text, themes.current.gradient} <= drawn


def test_theme_change_recolors(formula: FormulaWidget, themes: ThemeSource) -> None:
    themes.choose("dark")
    assert formula.is_typeset
    assert themes.current.gradient in colors_of(formula.grab().toImage())


def test_assistive_tools_read_the_words(formula: FormulaWidget) -> None:
    assert formula.accessibleName() == WORDS


def test_copy_gives_latex_without_marks(qtbot: QtBot, formula: FormulaWidget) -> None:
    formula.setFocus()
    qtbot.keySequence(formula, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == r"\frac{\partial L}{\partial a} = 3"


def test_context_menu_copies_the_words(formula: FormulaWidget) -> None:
    menu: QMenu = formula.context_menu()
    next(action for action in menu.actions() if action.text() == "Copy as text").trigger()
    assert QGuiApplication.clipboard().text() == WORDS


@pytest.mark.parametrize("tex", [r"\frac{", r"\unknown{x}", r"\left(", r"\begin{bmatrix}", "^"])
def test_what_cannot_be_set_is_shown_in_words(
    qtbot: QtBot, formula: FormulaWidget, tex: str
) -> None:
    qtbot.wait(0)
    formula.set_formula(tex, "the words")
    assert formula.accessibleName() == "the words"
    assert formula.sizeHint().width() > 0
    assert not formula.grab().isNull()


def test_setting_the_same_formula_again_costs_nothing() -> None:
    first = typeset("a + b", 19.0, "#123456")
    assert typeset("a + b", 19.0, "#123456") is first


def test_words_inside_a_formula_can_be_set() -> None:
    assert typeset(r"\text{5 values} + \operatorname{ReLU}", 20.0, "#000000") is not None


def test_a_fraction_is_taller_than_a_letter() -> None:
    letter, fraction = typeset("a", 20.0, "#000000"), typeset(r"\frac{a}{b}", 20.0, "#000000")
    assert letter is not None
    assert fraction is not None
    assert fraction.height > 1.5 * letter.height
    assert 0 < fraction.ascent < fraction.height


def test_the_typesetter_is_not_loaded_before_the_first_paint() -> None:
    code = """
import sys
from PySide6.QtWidgets import QApplication
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.typesetter import load_typesetter
from gradviz.ui.theme import ThemeSource
app = QApplication([])
widget = FormulaWidget(ThemeSource("light"), "a + b", "a + b")
assert "ziamath" not in sys.modules
widget.grab()
assert "ziamath" not in sys.modules and not widget.is_typeset
load_typesetter()
widget.grab()
while not widget.is_typeset:  # the time limit below ends it
    app.processEvents()
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: lesson.id)
def test_every_formula_of_the_lessons_can_be_set(lesson: Lesson) -> None:
    for block in lesson.prose:
        if isinstance(block, Formula):
            assert typeset(block.latex, 18.0, "#000000") is not None, block.latex


@pytest.mark.parametrize("op", OPS.values(), ids=lambda op: op.name)
def test_every_operation_can_be_set(op: Op) -> None:
    for latex in (op.latex, *op.rule):
        assert typeset(latex, 18.0, "#000000") is not None, latex


def test_formulas_slow_to_set_do_not_pass_for_a_rest(qtbot: QtBot, themes: ThemeSource) -> None:
    """A drag changes several formulas; setting them all would take longer than a short rest."""
    formulas = [FormulaWidget(themes, TEX, size=18.0) for _ in range(12)]
    for formula in formulas:
        qtbot.addWidget(formula)
        formula.show()
    qtbot.waitUntil(lambda: all(formula.is_typeset for formula in formulas))
    long = "+".join(rf"\frac{{a_{i}}}{{b_{i}}}" for i in range(10))
    for number in range(2):
        for place, formula in enumerate(formulas):
            formula.set_formula(f"{long}={number}{place}")
    texts = [f"{long}={number}{place}" for number in range(2) for place in range(len(formulas))]
    assert sum(is_kept(text, 18.0, themes.current.text) for text in texts) <= len(formulas)
    qtbot.waitUntil(lambda: all(formula.is_typeset for formula in formulas))


def test_a_long_formula_is_set_in_the_background_and_the_one_before_stays(
    qtbot: QtBot, themes: ThemeSource
) -> None:
    themes.jobs = JobRunner(themes)
    formula = FormulaWidget(themes, TEX, size=18.0)
    qtbot.addWidget(formula)
    formula.show()
    qtbot.waitUntil(lambda: formula.is_typeset)
    qtbot.waitUntil(lambda: formula.is_at_rest)  # so that the next is no hurry
    before = formula.grab().toImage()
    formula.set_formula("+".join(rf"\frac{{c_{i}}}{{d_{i}}}" for i in range(8)))
    assert not formula.is_typeset
    assert formula.grab().toImage() == before
    qtbot.waitUntil(lambda: formula.is_typeset)
    assert formula.grab().toImage() != before
    themes.jobs.shutdown()


def test_only_the_last_of_several_long_formulas_is_shown(qtbot: QtBot, themes: ThemeSource) -> None:
    themes.jobs = JobRunner(themes)
    formula = FormulaWidget(themes, TEX, size=18.0)
    qtbot.addWidget(formula)
    formula.show()
    qtbot.waitUntil(lambda: formula.is_typeset)
    for number in range(5):
        formula.set_formula("+".join(rf"\frac{{u_{i}}}{{v_{number}}}" for i in range(8)))
    qtbot.waitUntil(lambda: formula.is_typeset)
    last, words = formula.grab().toImage(), formula.plain
    formula.set_formula(TEX)
    formula.set_formula("+".join(rf"\frac{{u_{i}}}{{v_4}}" for i in range(8)))
    qtbot.waitUntil(lambda: formula.is_typeset)
    assert formula.plain == words
    assert formula.grab().toImage() == last
    themes.jobs.shutdown()


def test_formulas_set_on_several_threads_are_those_of_one() -> None:
    """In a process of its own: letters that were read wrongly once would be kept."""
    code = """
import sys
from threading import Thread
from gradviz.ui.typesetter import load_typesetter, typeset
texts = [rf"\\int \\alpha_{i} {chr(65 + i)} {chr(97 + i)} \\sum \\beta^{i}" for i in range(20)]
load_typesetter()
if sys.argv[1] == "threads":
    sys.setswitchinterval(1e-6)
    threads = [Thread(target=lambda: [typeset(t, 20.0, "#000000") for t in texts]) for _ in "ab"]
    [t.start() for t in threads]
    [t.join() for t in threads]
print([typeset(t, 20.0, "#000000").svg for t in texts])
"""
    said = [
        subprocess.run(
            [sys.executable, "-c", code, how], capture_output=True, text=True, check=True
        ).stdout
        for how in ("threads", "alone")
    ]
    assert said[0] == said[1]
