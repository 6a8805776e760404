"""The schedule of the learning rate: a button with its curve that opens a small form."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent.rules.schedules import SCHEDULES, complete_schedule
from gradviz.document import Method, edits, racers_of
from gradviz.errors import GradVizError
from gradviz.graph import Array
from gradviz.session import Session
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.methods.popup import Popup
from gradviz.ui.methods.rate_curve import RateCurve, rates_icon
from gradviz.ui.methods.significant_spin import SignificantSpin
from gradviz.ui.theme import Theme, ThemeSource

_ICON = QSize(26, 18)
_WIDTH = 300

MEANINGS = {
    "step_size": "After how many epochs the rate is multiplied by gamma",
    "gamma": "What the rate is multiplied by",
    "T_max": "In how many epochs the rate falls; 0: in all of them",
    "eta_min": "The rate at the end",
    "start_factor": "The share of the rate at the start",
    "end_factor": "The share of the rate at the end",
    "total_iters": "In how many epochs the rate rises",
}
"""What each number of a schedule is, by torch's name for it."""


class SchedulePopup(Popup):
    """Which schedule, its numbers, its equation, and the rates it gives.

    Without a ``place`` it is that of the descent; in the list of a race, where the racer in place
    0 is the descent itself, object names start with ``racer_`` and the place.
    """

    def __init__(
        self, session: Session, themes: ThemeSource, parent: QWidget, place: int | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._themes = session, themes
        self._place = place or 0
        self._prefix = "" if place is None else f"racer_{place}_"
        self._fields: dict[str, SignificantSpin] = {}
        self._schedule = ""
        self._showing = False
        self._drawn: object = None
        self._shown: tuple[Method, int] | None = None
        self.setObjectName(f"{self._prefix}schedule_settings")
        self.setMinimumWidth(_WIDTH)
        self.button.setObjectName(f"{self._prefix}schedule_button")
        self.button.setIconSize(_ICON)
        self._choice = QComboBox(self)
        self._choice.setObjectName(f"{self._prefix}schedule_combo")
        self._choice.setAccessibleName("Schedule of the learning rate")
        self._choice.setToolTip("How the learning rate changes from epoch to epoch")
        for schedule in SCHEDULES.values():
            self._choice.addItem(schedule.label, schedule.id)
        self._choice.activated.connect(self._on_chosen)
        self._words = QLabel(self)
        self._words.setObjectName(f"{self._prefix}schedule_words")
        self._words.setWordWrap(True)
        self._equation = FormulaWidget(themes, parent=self)
        self._equation.setObjectName(f"{self._prefix}schedule_equation")
        self._problem = QLabel(self)
        self._problem.setObjectName(f"{self._prefix}schedule_problem")
        self._problem.setWordWrap(True)
        self._form = QWidget(self)
        self._curve = RateCurve(self)
        self._curve.setObjectName(f"{self._prefix}schedule_curve")
        self._column = QVBoxLayout(self)
        for part in (self._choice, self._equation, self._words, self._form, self._problem):
            self._column.addWidget(part)
        self._column.addWidget(self._curve)

    def show_settings(self, method: Method, epochs: int) -> None:
        """Show the schedule of a method that runs for so many epochs."""
        self._shown = method, epochs
        steady = (method.schedule, (), self._themes.current.name)
        if self.isHidden() and self._drawn == steady:
            return  # the icon says the same at any rate; what is inside is shown once it opens
        self._show_all(method, epochs)

    def showEvent(self, event: QShowEvent) -> None:
        if self._shown is not None:
            self._show_all(*self._shown)
        super().showEvent(event)

    def _show_all(self, method: Method, epochs: int) -> None:
        self._shown = method, epochs
        schedule = SCHEDULES[method.schedule]
        if self._schedule != schedule.id:
            self._schedule = schedule.id
            self._build()
        self._showing = True
        self._choice.setCurrentIndex(self._choice.findData(schedule.id))
        for name, entry in self._fields.items():
            entry.setValue(method.schedule_settings.get(name, schedule.defaults[name]))
        self._showing = False
        self._show_rates()

    def _show_rates(self) -> None:
        if self._shown is None:
            return
        theme, (method, epochs) = self._themes.current, self._shown
        rates = self._rates(method, epochs)
        self._curve.show_rates(rates, theme)
        key = (method.schedule, tuple(rates[:: max(1, len(rates) // 8)]), theme.name)
        if SCHEDULES[method.schedule].is_constant:  # the same picture whatever the rate is
            key = (method.schedule, (), theme.name)
        if key == self._drawn:
            return
        self._drawn = key
        label = SCHEDULES[method.schedule].label
        self.button.setIcon(rates_icon(rates, _ICON, theme.value, theme.muted))
        self.button.setToolTip(f"Schedule of the learning rate: {label}")
        self.button.setAccessibleName(f"Schedule of the learning rate: {label}")

    def _rates(self, method: Method, epochs: int) -> Array:
        """The rate of each update; of numbers that are refused, those without a schedule."""
        schedule, updates = SCHEDULES[method.schedule], max(1, epochs)
        try:
            rates = schedule.rates(method.lr, epochs, method.schedule_settings)
        except GradVizError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return np.full(updates, method.lr)
        self._problem.hide()
        return rates[:updates]

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._words.setStyleSheet(f"color: {theme.muted};")
        self._problem.setStyleSheet(f"color: {theme.bad};")
        self._show_rates()

    def _build(self) -> None:
        schedule = SCHEDULES[self._schedule]
        new = QWidget(self)
        self._column.replaceWidget(self._form, new)
        self._form.setParent(None)  # at once, so that its fields are not found any more
        self._form.deleteLater()
        self._form = new
        rows = QFormLayout(new)
        rows.setContentsMargins(0, 0, 0, 0)
        self._fields = {}
        for name, default in complete_schedule(schedule).items():
            entry = SignificantSpin(new)
            entry.setRange(0.0, 1e6)
            entry.setObjectName(f"{self._prefix}schedule_{name}")
            entry.setAccessibleName(name)
            entry.setToolTip(f"{MEANINGS[name]}; {default:.4g} by default")
            entry.valueChanged.connect(partial(self._on_changed, name))
            rows.addRow(name, entry)
            self._fields[name] = entry
        self._form.setVisible(bool(self._fields))
        self._equation.set_formula(schedule.equation)
        self._words.setText(schedule.words)
        if self.isVisible():
            self.adjustSize()

    def _on_chosen(self, index: int) -> None:
        chosen = SCHEDULES[self._choice.itemData(index)]
        document = self._session.document
        if chosen.id != racers_of(document)[self._place].schedule:
            changed = edits.change_racer(document, self._place, schedule=chosen.id)
            self._session.apply(f"Use the schedule {chosen.label}", changed)

    def _on_changed(self, name: str, value: float) -> None:
        if self._showing:
            return
        document = self._session.document
        numbers = {**racers_of(document)[self._place].schedule_settings, name: value}
        changed = edits.change_racer(document, self._place, schedule_settings=numbers)
        self._session.apply(f"Change {name}", changed, merge_key=("schedule", self._place, name))

    def open(self) -> None:
        """Open over the button, ready to choose."""
        super().open()
        self._choice.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.end_merge()
        super().hideEvent(event)
