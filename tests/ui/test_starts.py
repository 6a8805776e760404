"""The popup of starts: drawn from a seed, kept, gone back to and removed, by mouse and keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QSpinBox, QToolButton
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits, open_function, random_start, start_of
from gradviz.document.racing import MOST_STARTS
from gradviz.session import DescentRun, JobRunner, Session, StabilityWatch
from gradviz.ui.descent_bar import DescentBar
from gradviz.ui.theme import ThemeSource

LEFT = Qt.MouseButton.LeftButton
VISIBLE = {"x": (-1.0, 1.0), "y": (2.0, 3.0)}
T = TypeVar("T", bound=QObject)


class Desk:
    """A bar on Himmelblau's function with the popup open."""

    def __init__(self) -> None:
        self.session = Session(open_function("himmelblau"))
        self.jobs = JobRunner()
        run = DescentRun(self.session, self.jobs)
        self.stability = StabilityWatch(run, self.jobs)
        self.bar = DescentBar(self.session, run, ThemeSource("light"), stability=self.stability)
        self.bar.starts.set_visible_ranges(lambda: VISIBLE)

    def child(self, kind: type[T], name: str) -> T:
        found = self.bar.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def press(self, name: str) -> None:
        QTest.mouseClick(self.child(QPushButton, name), LEFT)

    @property
    def document(self) -> Document:
        return self.session.document


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    result = Desk()
    qtbot.addWidget(result.bar)
    with qtbot.waitExposed(result.bar):
        result.bar.show()
    QTest.mouseClick(result.child(QToolButton, "start_button"), LEFT)
    assert result.bar.starts.isVisible()
    yield result
    result.bar.starts.close()
    result.stability.stop()
    result.jobs.shutdown()


def test_a_random_start_is_one_undo_entry_named_after_its_seed(desk: Desk) -> None:
    before = start_of(desk.document)
    seed = desk.child(QSpinBox, "start_seed_spin")
    seed.setValue(7)
    desk.press("random_start_button")
    assert start_of(desk.document) == random_start(desk.document, 7, VISIBLE)
    assert desk.session.undo_text == "Random start (seed 7)"
    assert seed.value() == 8
    desk.session.undo()
    assert start_of(desk.document) == before


def test_the_same_seed_leads_back_to_the_same_start(desk: Desk) -> None:
    seed = desk.child(QSpinBox, "start_seed_spin")
    found = []
    for number in (3, 4, 3):
        seed.setValue(number)
        desk.press("random_start_button")
        found.append(start_of(desk.document))
    assert found[0] == found[2] != found[1]


def test_a_start_is_kept_gone_back_to_and_removed(desk: Desk) -> None:
    first = start_of(desk.document)
    desk.press("keep_start_button")
    listed = desk.child(QListWidget, "starts_list")
    assert [listed.item(row).text() for row in range(listed.count())] == ["x = −0.5, y = −1"]
    assert not desk.child(QPushButton, "keep_start_button").isEnabled()
    desk.press("random_start_button")
    assert start_of(desk.document) != first
    desk.press("go_to_start_button")
    assert start_of(desk.document) == first
    assert desk.session.undo_text == "Start at x = −0.5, y = −1"
    desk.press("remove_start_button")
    assert desk.document.starts == ()
    assert listed.isHidden()


def test_the_list_is_used_with_keys(desk: Desk) -> None:
    document = edits.add_start(desk.document, {"x": 1.0, "y": 2.0})
    desk.session.apply("x", edits.add_start(document, {"x": 3.0, "y": -1.0}))
    listed = desk.child(QListWidget, "starts_list")
    listed.setFocus()
    QTest.keyClick(listed, Qt.Key.Key_Home)
    QTest.keyClick(listed, Qt.Key.Key_Down)
    QTest.keyClick(listed, Qt.Key.Key_Return)
    assert start_of(desk.document) == {"x": 3.0, "y": -1.0}
    QTest.keyClick(listed, Qt.Key.Key_Delete)
    assert desk.document.starts == ({"x": 1.0, "y": 2.0},)


def test_without_kept_starts_it_says_what_to_do(desk: Desk) -> None:
    texts = [label.text() for label in desk.bar.starts.findChildren(QLabel) if label.isVisible()]
    assert any("Keep the present one" in text for text in texts)
    assert not desk.child(QPushButton, "go_to_start_button").isEnabled()


def test_when_no_more_can_be_kept_it_says_why(desk: Desk) -> None:
    document = desk.document
    for number in range(MOST_STARTS):
        document = edits.add_start(document, {"x": float(number), "y": 0.0})
    desk.session.apply("x", document)
    desk.press("keep_start_button")
    problem = desk.child(QLabel, "start_problem")
    assert problem.isVisible()
    assert "remove one first" in problem.text()
    assert len(desk.document.starts) == MOST_STARTS
