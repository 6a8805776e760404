"""The numbers of an optimizer: none that is refused can be typed or stepped to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradviz.descent import OPTIMIZERS
from gradviz.descent.rules.settings import complete_settings
from gradviz.document import edits, open_example
from gradviz.session import Session
from gradviz.ui.methods import SettingsPopup, SignificantSpin
from gradviz.ui.theme import LIGHT

NUMBERS = ("0", "1", "2.5", "1e6", "-1", "0.3", "1e-12", "0.9999999")


class Sheet:
    """The popup on a session, with the optimizer chosen last."""

    def __init__(self, parent: QWidget) -> None:
        self.session = Session(open_example("line_fit"))
        self.popup = SettingsPopup(self.session, parent)
        self.popup.restyle(LIGHT)
        self.session.document_changed.connect(
            lambda _old, new: self.popup.show_settings(new.descent.method)
        )

    def use(self, optimizer: str) -> None:
        document = edits.set_descent(self.session.document, optimizer=optimizer)
        self.session.apply("Use", document)
        self.popup.show_settings(document.descent.method)

    def complete(self) -> dict[str, float | bool]:
        """What the optimizer makes of the settings; raises where it refuses them."""
        descent = self.session.document.descent
        return complete_settings(OPTIMIZERS[descent.optimizer], descent.settings)

    def spin(self, name: str) -> SignificantSpin:
        found = self.popup.findChild(SignificantSpin, f"setting_{name}")
        assert isinstance(found, SignificantSpin)
        return found

    def type_(self, name: str, text: str) -> None:
        spin = self.spin(name)
        spin.setFocus()
        spin.selectAll()
        QTest.keyClicks(spin, text)
        QTest.keyClick(spin, Qt.Key.Key_Return)


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[Sheet]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    result = Sheet(parent)
    yield result
    result.popup.close()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_no_number_that_is_typed_or_stepped_to_is_refused(sheet: Sheet, optimizer: str) -> None:
    sheet.use(optimizer)
    sheet.popup.open()
    for spin in sheet.popup.findChildren(SignificantSpin):
        name = spin.objectName().removeprefix("setting_")
        for text in NUMBERS:
            sheet.type_(name, text)
            sheet.complete()
            for steps in (1, 1, -1, -1, -1):
                spin.stepBy(steps)
                sheet.complete()
        spin.setValue(float(OPTIMIZERS[optimizer].defaults[name]))


def test_a_number_out_of_range_leaves_the_one_before_and_the_tip_says_what_fits(
    sheet: Sheet,
) -> None:
    sheet.use("adam")
    sheet.popup.open()
    sheet.type_("beta1", "0.5")
    sheet.type_("beta1", "1")
    assert sheet.complete()["beta1"] == 0.5
    assert sheet.spin("beta1").text() == "0.5"
    assert "at least 0 and below 1" in sheet.spin("beta1").toolTip()


def test_whole_numbers_are_counted_one_by_one(sheet: Sheet) -> None:
    sheet.use("lbfgs")
    sheet.popup.open()
    sheet.type_("history_size", "3")
    sheet.spin("history_size").stepBy(1)
    assert sheet.complete()["history_size"] == 4
    sheet.type_("history_size", "4.5")
    assert sheet.complete()["history_size"] == 4


def test_a_seed_is_shown_to_its_last_digit(sheet: Sheet) -> None:
    sheet.use("annealing")
    sheet.popup.open()
    sheet.type_("seed", "4294967295")
    assert sheet.spin("seed").text() == "4294967295"
    assert sheet.complete()["seed"] == 4294967295


def test_settings_that_do_not_go_together_are_told_beside_them(sheet: Sheet) -> None:
    sheet.use("sgd")
    sheet.popup.open()
    problem = sheet.popup.findChild(QLabel, "settings_problem")
    nesterov = sheet.popup.findChild(QCheckBox, "setting_nesterov")
    assert isinstance(problem, QLabel)
    assert isinstance(nesterov, QCheckBox)
    assert not problem.isVisible()
    nesterov.click()
    assert problem.isVisible()
    assert "nesterov needs a momentum above 0" in problem.text()
    sheet.type_("momentum", "0.9")
    assert not problem.isVisible()
