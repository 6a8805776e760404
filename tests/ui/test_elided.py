"""A line that is cut says so, looks like the line that fits, and its tip has the rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from gradviz.document import edits
from gradviz.ui.elided import ElidedLabel, QuietLabel
from gradviz.ui.main_window import MainWindow

LONG = "m = 1.5, b = 2:  L = 0.36,  ∂L/∂m = 4,  ∂L/∂b = 2,  a start here reaches minimum 1"


@pytest.fixture
def label(qtbot: QtBot) -> ElidedLabel:
    made = ElidedLabel("made")
    made.setStyleSheet("color: #c00000;")
    qtbot.addWidget(made)
    made.resize(120, 24)
    made.show()
    return made


def test_what_does_not_fit_ends_in_an_ellipsis_and_is_in_the_tip(label: ElidedLabel) -> None:
    label.setText(LONG)
    assert label.seen.endswith("…")
    assert label.toolTip().splitlines()[-1] == "a start here reaches minimum 1"
    assert label.text() == LONG
    label.resize(2000, 24)
    assert label.seen == LONG
    assert label.toolTip() == ""


def test_it_is_painted_like_a_label_that_says_what_is_seen(
    label: ElidedLabel, qtbot: QtBot
) -> None:
    label.setText(LONG)
    plain = QLabel(label.seen)
    qtbot.addWidget(plain)
    plain.setStyleSheet(label.styleSheet())
    plain.resize(label.size())
    plain.show()
    assert label.grab().toImage() == plain.grab().toImage()


def test_brackets_of_an_expression_are_no_markup(label: ElidedLabel) -> None:
    label.resize(2000, 24)
    label.setText("<b>a</b> < 3")
    shown = label.grab().toImage()
    label.setText("a < 3")
    assert label.grab().toImage() != shown


def test_in_present_mode_in_a_small_window_the_loss_says_that_it_is_cut(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.resize(1280, 720)
    qtbot.waitUntil(lambda: window.findChild(QToolButton, "ghost_button") is not None)
    window.present(on=True)
    window.showNormal()
    window.resize(1280, 720)
    label = window.findChild(ElidedLabel, "loss_summary")
    assert label is not None
    qtbot.waitUntil(lambda: not window.parts.jobs.is_busy() and label.seen != label.text())
    assert label.toolTip() == label.text()


class Requests(QObject):
    """Counts how often a widget is asked to lay out anew."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002
        self.count += event.type() == QEvent.Type.LayoutRequest
        return False


def test_other_words_ask_for_no_new_layout(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    quiet, plain = QuietLabel("quiet", around), QLabel(around)
    row = QHBoxLayout(around)
    for label in (quiet, plain):
        label.setMinimumWidth(200)
        row.addWidget(label)
    around.show()
    qtbot.waitExposed(around)
    qtbot.wait(20)  # what showing it asks for is done
    requests = Requests()
    around.installEventFilter(requests)
    quiet.setText("epoch 7")
    qtbot.wait(1)
    assert requests.count == 0
    assert quiet.text() == quiet.accessibleName() == "epoch 7"
    plain.setText("epoch 7")
    qtbot.waitUntil(lambda: requests.count > 0)
    assert quiet.grab().toImage() == plain.grab().toImage()


def test_the_epoch_has_room_in_the_longest_run_and_in_present_mode(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.files.choose("rosenbrock")
    session = window.parts.session
    session.apply("More", edits.set_descent(session.document, epochs=20_000))
    qtbot.waitUntil(lambda: window.parts.run.last_epoch == 20_000, timeout=20_000)
    label = window.findChild(QLabel, "epoch_label")
    assert label is not None
    assert label.text() == "epoch 20,000"

    def has_room() -> bool:
        needed = label.fontMetrics().horizontalAdvance(label.text())
        return label.contentsRect().width() >= needed

    for presenting in (False, True):
        window.present(on=presenting)
        qtbot.waitUntil(has_room)


def test_a_title_with_room_beside_it_is_whole(window: MainWindow, qtbot: QtBot) -> None:
    window.files.choose("line_fit")
    qtbot.waitUntil(lambda: window.findChild(QLabel, "landscape_title") is not None)
    title = window.findChild(ElidedLabel, "landscape_title")
    assert title is not None
    qtbot.waitUntil(lambda: bool(title.text()) and title.seen == title.text())
    window.files.choose("rosenbrock")
    qtbot.waitUntil(lambda: "x and y" in title.text() and title.seen == title.text())
