"""The dock of the race, used with the mouse and the keys; its rivals on map and loss plot."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QTableView,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from gradviz.descent import OPTIMIZERS
from gradviz.descent.rules.schedules import SCHEDULES
from gradviz.document import Document, Method, edits, open_function, racers_of
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.race.looks import look_of
from gradviz.ui.plots.race.panel import ALONE, RacePanel
from gradviz.ui.plots.race.standings_model import COLUMNS

if TYPE_CHECKING:
    from tests.ui.plots.conftest import Desk

Open: TypeAlias = Callable[[Document | str], "Desk"]
LEFT = Qt.MouseButton.LeftButton
TITLES = [column.title for column in COLUMNS]
RACE = (Method("sgd", 0.01), Method("momentum", 0.005), Method("adam", 0.1))
T = TypeVar("T", bound=QObject)


class Stand:
    """A desk with the race's panel in sight beside it."""

    def __init__(self, desk: Desk, bot: QtBot) -> None:
        self.desk, self.bot = desk, bot
        self.panel = RacePanel(desk.session, desk.run, desk.race, desk.themes, desk.settings)
        bot.addWidget(self.panel)
        self.panel.resize(820, 260)
        with bot.waitExposed(self.panel):
            self.panel.show()
        self.panel.show_in_sight(True)  # noqa: FBT003  # a slot

    @property
    def racers(self) -> tuple[Method, ...]:
        return racers_of(self.desk.session.document)

    def child(self, kind: type[T], name: str) -> T:
        found = self.panel.findChild(kind, name)
        assert isinstance(found, kind)
        return found

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.desk.jobs.is_busy())
        QApplication.processEvents()

    def cells(self, title: str) -> list[str]:
        model = self.child(QTableView, "standings_table").model()
        column = TITLES.index(title)
        return [model.index(row, column).data() for row in range(model.rowCount())]

    def choose(self, name: str) -> None:
        """Open the menu beside "Add optimizer" and choose with the keys."""
        menu = self.child(QMenu, "add_racer_menu")
        menu.popup(self.panel.mapToGlobal(QPoint(0, 0)))
        menu.setActiveAction(self.child(QAction, name))
        QTest.keyClick(menu, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def stand(open_desk: Open, qtbot: QtBot) -> Stand:
    document = edits.set_race(open_function("himmelblau"), RACE)
    return Stand(open_desk(document), qtbot)


@pytest.fixture
def alone(open_desk: Open, qtbot: QtBot) -> Stand:
    return Stand(open_desk(open_function("himmelblau")), qtbot)


def test_one_alone_is_told_how_to_race(alone: Stand) -> None:
    assert alone.child(QLabel, "race_fairness").text() == ALONE
    assert not alone.child(QToolButton, "racer_0_remove").isEnabled()


def test_a_press_adds_the_next_optimizer_as_one_undo_entry(alone: Stand) -> None:
    button = alone.child(QToolButton, "add_racer_button")
    QTest.mouseClick(button, LEFT, pos=QPoint(20, button.height() // 2))
    alone.settle()
    assert [method.optimizer for method in alone.racers] == ["sgd", "momentum"]
    assert alone.desk.session.undo_text == "Add Momentum to the race"
    alone.desk.session.undo()
    assert len(alone.racers) == 1
    assert not alone.desk.session.can_undo


def test_a_whole_race_is_one_undo_entry(alone: Stand) -> None:
    before = alone.racers
    alone.choose("race_preset_0")
    assert [method.optimizer for method in alone.racers] == ["sgd", "momentum", "rmsprop", "adam"]
    assert alone.desk.session.undo_text == "Race SGD, Momentum, RMSprop and Adam"
    alone.desk.session.undo()
    assert alone.racers == before


def test_any_optimizer_can_be_added_by_the_menu(alone: Stand) -> None:
    alone.choose("add_racer_adagrad")
    assert alone.racers[1].optimizer == "adagrad"
    menu = alone.child(QMenu, "add_racer_menu")
    offered = [a.objectName().removeprefix("add_racer_") for a in menu.actions()]
    assert set(OPTIMIZERS) <= set(offered)


def test_no_more_can_be_added_than_can_be_told_apart(alone: Stand) -> None:
    button = alone.child(QToolButton, "add_racer_button")
    for _ in range(7):
        QTest.mouseClick(button, LEFT, pos=QPoint(20, button.height() // 2))
    assert len(alone.racers) == 6
    assert not button.isEnabled()
    assert "told apart" in button.toolTip()


def test_a_rate_is_typed_and_only_that_racer_changes(stand: Stand) -> None:
    spin = stand.child(SignificantSpin, "racer_1_rate")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "0.002")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    stand.settle()
    assert [method.lr for method in stand.racers] == [0.01, 0.002, 0.1]
    assert "Momentum 0.002" in stand.child(QLabel, "race_fairness").text()
    stand.desk.session.undo()
    assert spin.value() == 0.005


def test_the_descent_is_the_first_racer_in_the_list_and_in_the_bar(stand: Stand) -> None:
    spin = stand.child(SignificantSpin, "racer_0_rate")
    bar = stand.desk.bar.findChild(SignificantSpin, "learning_rate_spin")
    assert isinstance(bar, SignificantSpin)
    bar.setValue(0.003)
    assert spin.value() == 0.003
    spin.setValue(0.004)
    assert bar.value() == 0.004


def test_another_optimizer_is_chosen_with_the_keys(stand: Stand) -> None:
    combo = stand.child(QComboBox, "racer_2_optimizer")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    stand.settle()
    order = list(OPTIMIZERS)
    assert stand.racers[2].optimizer == order[order.index("adam") + 1]
    assert stand.desk.session.undo_text.startswith("Use ")


def test_hyperparameters_are_those_of_the_racer(stand: Stand) -> None:
    button = stand.child(QToolButton, "racer_1_optimizer_settings_button")
    QTest.mouseClick(button, LEFT)
    field = stand.child(SignificantSpin, "racer_1_setting_momentum")
    assert field.isVisible()
    field.setValue(0.5)
    assert stand.racers[1].settings["momentum"] == 0.5
    assert "(momentum 0.5)" in stand.child(QLabel, "race_fairness").text()
    popup = stand.child(QWidget, "racer_1_optimizer_settings")
    popup.close()


def test_each_racer_has_a_schedule_of_its_own(stand: Stand) -> None:
    QTest.mouseClick(stand.child(QToolButton, "racer_1_schedule_button"), LEFT)
    combo = stand.child(QComboBox, "racer_1_schedule_combo")
    assert combo.isVisible()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    stand.settle()
    chosen = list(SCHEDULES)[1]
    assert [racer.schedule for racer in stand.racers] == ["constant", chosen, "constant"]
    assert stand.desk.session.undo_text == f"Use the schedule {SCHEDULES[chosen].label}"
    name = next(iter(SCHEDULES[chosen].defaults))
    stand.child(SignificantSpin, f"racer_1_schedule_{name}").setValue(3)
    assert stand.racers[1].schedule_settings == {name: 3}
    stand.child(QWidget, "racer_1_schedule_settings").close()
    stand.desk.session.undo()
    stand.desk.session.undo()
    assert stand.racers[1].schedule == "constant"


def test_the_schedule_of_the_first_racer_is_that_of_the_descent(stand: Stand) -> None:
    combo = stand.child(QComboBox, "racer_0_schedule_combo")
    combo.setCurrentIndex(2)
    combo.activated.emit(2)
    stand.settle()
    bar = stand.desk.bar.schedule
    assert stand.desk.session.document.descent.schedule == combo.itemData(2)
    assert bar.button.toolTip().endswith(combo.itemText(2))


def test_the_verdict_stands_beside_the_name() -> None:
    assert TITLES[:2] == ["Optimizer", "Verdict"]


def test_a_racer_is_taken_out_and_the_first_one_too(stand: Stand) -> None:
    QTest.mouseClick(stand.child(QToolButton, "racer_0_remove"), LEFT)
    stand.settle()
    assert [method.optimizer for method in stand.racers] == ["momentum", "adam"]
    assert stand.desk.session.undo_text == "Take SGD out of the race"
    assert stand.cells("Optimizer") == ["Momentum", "Adam"]


def test_the_table_follows_the_epoch(stand: Stand) -> None:
    run = stand.desk.run
    run.set_epoch(0)
    assert len(set(stand.cells("Loss"))) == 1
    assert set(stand.cells("Verdict")) == {"Under way"}
    assert set(stand.cells("Epochs")) == {"—"}
    run.set_epoch(run.last_epoch)
    assert len(set(stand.cells("Loss"))) == 3
    assert "Under way" not in stand.cells("Verdict")
    sgd = stand.desk.race.racers[0].trajectory
    assert sgd is not None
    first = next(i for i, loss in enumerate(sgd.losses) if loss <= 1e-3)
    assert stand.cells("Epochs")[0] == str(first)


def test_a_click_on_a_title_sorts_and_the_order_follows_the_numbers(stand: Stand) -> None:
    table = stand.child(QTableView, "standings_table")
    header = table.horizontalHeader()
    place = header.sectionViewportPosition(TITLES.index("Loss")) + 20
    QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(place, header.height() // 2))
    for epoch in (5, 30, 60, stand.desk.run.last_epoch):
        stand.desk.run.set_epoch(epoch)
        losses = {
            racer.name: float(racer.trajectory.losses[epoch])
            for racer in stand.desk.race.racers
            if racer.trajectory is not None
        }
        assert stand.cells("Optimizer") == sorted(losses, key=losses.__getitem__)


def test_another_tolerance_is_reached_earlier_and_is_remembered(stand: Stand) -> None:
    before = int(stand.cells("Epochs")[0])
    spin = stand.child(SignificantSpin, "race_tolerance_spin")
    spin.setFocus()
    spin.selectAll()
    QTest.keyClicks(spin, "10")
    QTest.keyClick(spin, Qt.Key.Key_Return)
    assert int(stand.cells("Epochs")[0]) < before
    assert stand.desk.settings.number("race_tolerance", 0.0) == 10.0


def test_the_goal_is_said(stand: Stand) -> None:
    assert "minimum 0, which is at 4 points" in stand.child(QLabel, "race_goal").text()
    changed = edits.set_text(stand.desk.session.document, "f = x^4 - x*y + y^4")
    stand.desk.session.apply("x", changed)
    stand.settle()
    assert "No minimum is known" in stand.child(QLabel, "race_goal").text()
    assert set(stand.cells("Distance")) == {"—"}


def test_start_and_rates_are_written_out(stand: Stand) -> None:
    assert stand.child(QLabel, "race_fairness").text() == (
        "All start at x = −0.5, y = −1 and make 100 epochs. "
        "SGD uses rate 0.01, Momentum 0.005 and Adam 0.1; nothing is scaled."
    )


def test_the_race_is_written_as_a_table(stand: Stand, tmp_path: Path) -> None:
    said: list[str] = []
    stand.panel.said.connect(said.append)
    stand.panel.write_csv(tmp_path / "race.csv")
    with (tmp_path / "race.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert [row["racer"] for row in rows[::101]] == ["SGD", "Momentum", "Adam"]
    assert said == ["Exported to race.csv."]
    stand.panel.write_csv(tmp_path / "no" / "race.csv")
    assert said[-1] != said[0]


def test_out_of_sight_nothing_is_followed(stand: Stand) -> None:
    before = stand.cells("Loss")
    stand.panel.show_in_sight(False)  # noqa: FBT003
    stand.desk.run.set_epoch(3)
    assert stand.cells("Loss") == before
    stand.panel.show_in_sight(True)  # noqa: FBT003
    assert stand.cells("Loss") != before


# On the plots


def colors_of(canvas: PlotCanvas) -> set[str]:
    image = canvas.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


@pytest.mark.parametrize("plot", ["landscape", "loss"])
def test_every_racer_is_drawn_in_its_color(stand: Stand, plot: str) -> None:
    stand.desk.run.set_epoch(20)
    stand.settle()
    canvas: PlotCanvas = getattr(stand.desk, plot).canvas
    shown = colors_of(canvas)
    assert {look_of(place).color for place in range(3)} <= shown
    assert look_of(3).color not in shown
    stand.desk.session.apply("x", edits.remove_rival(stand.desk.session.document, 1))
    stand.settle()
    assert look_of(2).color not in colors_of(canvas)


def test_rivals_can_be_switched_off(stand: Stand) -> None:
    stand.desk.switch("rivals")
    stand.settle()
    assert look_of(1).color not in colors_of(stand.desk.landscape.canvas)
    assert look_of(1).color in colors_of(stand.desk.loss.canvas)


def test_a_rival_that_gets_lost_does_not_spoil_the_loss_plot(stand: Stand) -> None:
    canvas = stand.desk.loss.canvas
    before = canvas.frame.y
    changed = edits.change_racer(stand.desk.session.document, 1, lr=1.0)
    stand.desk.session.apply("x", changed)
    stand.settle()
    assert canvas.frame.y[1] <= before[1] + 2.5  # decades
    assert stand.cells("Verdict")[1].startswith(("Diverged", "Not finite"))


def test_kept_starts_are_dots_on_the_map(alone: Stand) -> None:
    canvas = alone.desk.landscape.canvas
    place = canvas.widget_at(1.0, 0.5).toPoint()
    alone.desk.session.apply(
        "x", edits.add_start(alone.desk.session.document, {"x": 1.0, "y": 0.5})
    )
    alone.settle()
    image = canvas.grab().toImage()
    assert QColor(image.pixel(place)).name().upper() == look_of(0).color
