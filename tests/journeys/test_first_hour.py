"""What a student does in the first hour, on the real window, with keys and mouse."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsView, QLabel, QSlider, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.ui.expression_bar import ExpressionEdit
from gradviz.ui.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def type_expression(qtbot: QtBot, window: MainWindow, text: str) -> ExpressionEdit:
    edit = window.findChild(ExpressionEdit, "expression_edit")
    assert edit is not None
    qtbot.mouseClick(edit.viewport(), LEFT)
    qtbot.keySequence(edit, "Ctrl+A")
    qtbot.keyClicks(edit, text)
    return edit


def has_mistake(edit: ExpressionEdit) -> bool:
    return edit.error_span is not None


def click(qtbot: QtBot, window: MainWindow, name: str) -> None:
    button = window.findChild(QToolButton, name)
    assert button is not None
    qtbot.mouseClick(button, LEFT)


def drag_slider(slider: QSlider, fraction: float) -> None:
    """Drag the handle of a horizontal slider to a fraction of its length, in ten moves."""
    from PySide6.QtWidgets import QStyle, QStyleOptionSlider

    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    handle = slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, slider
    )
    start = handle.center()
    end = QPoint(round(fraction * slider.width()), start.y())
    QTest.mousePress(slider, LEFT, Qt.KeyboardModifier.NoModifier, start)
    for k in range(1, 11):
        QTest.mouseMove(slider, start + (end - start) * k / 10)
        QTest.qWait(1)
    QTest.mouseRelease(slider, LEFT, Qt.KeyboardModifier.NoModifier, end)


def set_on_card(qtbot: QtBot, window: MainWindow, name: str, text: str) -> None:
    """Double-click an input's card and type a value."""
    view = window.findChild(QGraphicsView, "graph_view")
    assert view is not None
    card = view.card(name)  # type: ignore[attr-defined]
    place = view.mapFromScene(card.sceneBoundingRect().center())
    qtbot.mouseDClick(view.viewport(), LEFT, pos=place)
    editor = QWidget.focusWidget(window)
    qtbot.waitUntil(lambda: type(window.focusWidget()).__name__ != "ExpressionEdit")
    editor = window.focusWidget()
    assert editor is not None
    qtbot.keySequence(editor, "Ctrl+A")
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_the_slides_example_forward_and_backward(qtbot: QtBot, window: MainWindow) -> None:
    type_expression(qtbot, window, "L = c(a + 2b)")
    for name, value in (("a", "1"), ("b", "2"), ("c", "3")):
        set_on_card(qtbot, window, name, value)
    click(qtbot, window, "reset_button")
    view = window.graph_panel.view
    assert view.card("L").value_text == ""
    click(qtbot, window, "forward_button")
    assert view.card("L").value_text == "15"
    assert view.card("a").gradient_text == ""
    click(qtbot, window, "backward_button")
    assert [view.card(name).gradient_text for name in "abc"] == ["3", "6", "5"]


def test_a_mistake_is_underlined_and_loses_nothing(qtbot: QtBot, window: MainWindow) -> None:
    edit = type_expression(qtbot, window, "L = c(a + 2b)")
    before = window.parts.session.document
    qtbot.keyClicks(edit, " +* 3")
    assert has_mistake(edit)
    status = window.findChild(QLabel, "status_message")
    assert status is not None
    assert status.text().startswith("⚠")
    assert window.parts.session.document.graph == before.graph
    for _ in range(5):
        qtbot.keyClick(edit, Qt.Key.Key_Backspace)
    assert not has_mistake(edit)
    assert status.text() == ""


def test_one_stretch_of_typing_is_one_undo(qtbot: QtBot, window: MainWindow) -> None:
    before = window.parts.session.document
    edit = type_expression(qtbot, window, "p = x + y; g = sin(p z)")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.keySequence(edit, "Ctrl+Z")
    assert window.parts.session.document == before
    assert edit.text() == before.text


def test_rosenbrock_start_and_learning_rate(qtbot: QtBot, window: MainWindow) -> None:
    library = window.top_bar.library
    library.menu().aboutToShow.emit()
    rosenbrock = window.findChild(QAction, "library_rosenbrock")
    assert rosenbrock is not None
    rosenbrock.trigger()
    plot = window.findChild(QWidget, "landscape_plot")
    assert plot is not None
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy())
    before = window.parts.run.trajectory
    assert before is not None
    viewport = plot.viewport()  # type: ignore[attr-defined]
    qtbot.mouseClick(viewport, LEFT, pos=viewport.rect().center() + QPoint(-40, 30))
    qtbot.waitUntil(lambda: window.parts.run.trajectory is not before)
    moved = window.parts.run.trajectory
    assert moved is not None
    assert not np.array_equal(moved.points[0], before.points[0])
    slider = window.findChild(QSlider, "learning_rate_slider")
    assert slider is not None
    drag_slider(slider, 0.3)
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy())
    after = window.parts.run.trajectory
    assert after is not None
    assert after.losses[-1] != pytest.approx(moved.losses[-1])


def test_dragging_epochs_brings_the_line_to_its_best_fit(qtbot: QtBot, window: MainWindow) -> None:
    slider = window.findChild(QSlider, "epochs_slider")
    assert slider is not None
    drag_slider(slider, 0.02)
    short = window.parts.run.trajectory
    assert short is not None
    drag_slider(slider, 0.98)
    long = window.parts.run.trajectory
    assert long is not None
    assert long.epochs > short.epochs
    objective = window.parts.run.objective
    assert objective is not None
    assert objective.quadratic is not None
    assert long.losses[-1] == pytest.approx(objective.quadratic.minimum, rel=1e-3)
    assert short.losses[-1] > long.losses[-1]
