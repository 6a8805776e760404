"""The hyperparameters of the optimizer: a button that opens a small form made from the table."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from gradviz.descent import OPTIMIZERS, Optimizer
from gradviz.descent.rules.ranges import range_of
from gradviz.descent.rules.settings import complete_settings
from gradviz.document import Method, edits, racers_of
from gradviz.errors import GradVizError
from gradviz.session import Session
from gradviz.ui.icons import icon
from gradviz.ui.methods.popup import Popup
from gradviz.ui.methods.significant_spin import SignificantSpin
from gradviz.ui.theme import Theme


class SettingsPopup(Popup):
    """A form with one row for each setting of the optimizer a racer uses.

    Without a ``place`` it is that of the descent; in the list of a race, where the racer in place
    0 is the descent itself, object names start with ``racer_`` and the place.
    """

    def __init__(self, session: Session, parent: QWidget, place: int | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._place = place or 0
        self._prefix = "" if place is None else f"racer_{place}_"
        self._optimizer = ""
        self._fields: dict[str, QCheckBox | SignificantSpin] = {}
        self._showing = False
        self.setObjectName(f"{self._prefix}optimizer_settings")
        self._column = QVBoxLayout(self)
        self._form = QWidget(self)
        self._column.addWidget(self._form)
        self._problem = QLabel(self)
        self._problem.setObjectName(f"{self._prefix}settings_problem")
        self._problem.setWordWrap(True)
        self._column.addWidget(self._problem)
        self.button.setObjectName(f"{self._prefix}optimizer_settings_button")
        self.button.setAccessibleName("Settings of the optimizer")

    def show_settings(self, method: Method) -> None:
        """Show the values; the form is made anew for another optimizer."""
        optimizer = OPTIMIZERS[method.optimizer]
        if self._optimizer != optimizer.id:
            self._optimizer = optimizer.id
            self._build()
        self._showing = True
        for name, entry in self._fields.items():
            value = method.settings.get(name, optimizer.defaults[name])
            if isinstance(entry, QCheckBox):
                entry.setChecked(bool(value))
            else:
                entry.setValue(float(value))
        self._showing = False
        self._show_problem(optimizer, method)

    def _show_problem(self, optimizer: Optimizer, method: Method) -> None:
        """What is refused, in a sentence: numbers that are fine alone may not go together."""
        try:
            complete_settings(optimizer, method.settings)
        except GradVizError as error:
            self._problem.setText(str(error))
            self._problem.show()
        else:
            self._problem.hide()
        if self.isVisible():
            self.adjustSize()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.button.setIcon(icon("settings", theme))
        self._problem.setStyleSheet(f"color: {theme.bad};")

    def _build(self) -> None:
        optimizer = OPTIMIZERS[self._optimizer]
        self._form.setParent(None)  # at once, so that its fields are not found any more
        self._form.deleteLater()
        self._form = QWidget(self)
        rows = QFormLayout(self._form)
        rows.setContentsMargins(4, 4, 4, 4)
        self._fields = {}
        for name, default in optimizer.defaults.items():
            entry = self._switch(name) if isinstance(default, bool) else self._number(name)
            entry.setObjectName(f"{self._prefix}setting_{name}")
            entry.setAccessibleName(name)
            entry.setToolTip(_tip(optimizer, name))
            rows.addRow(name, entry)
            self._fields[name] = entry
        self._column.insertWidget(0, self._form)
        self.button.setEnabled(bool(self._fields))
        self.button.setToolTip(f"Settings of {optimizer.label}")

    def _switch(self, name: str) -> QCheckBox:
        box = QCheckBox(self._form)
        box.toggled.connect(partial(self._on_changed, name))
        return box

    def _number(self, name: str) -> SignificantSpin:
        spin = SignificantSpin(self._form)
        spin.allow(range_of(name, self._optimizer))
        spin.valueChanged.connect(partial(self._on_changed, name))
        return spin

    def _on_changed(self, name: str, value: float | bool) -> None:  # a signal's argument
        if self._showing:
            return
        document = self._session.document
        settings = {**racers_of(document)[self._place].settings, name: value}
        changed = edits.change_racer(document, self._place, settings=settings)
        self._session.apply(f"Change {name}", changed, merge_key=("setting", self._place, name))

    def hideEvent(self, event: object) -> None:
        self._session.end_merge()
        super().hideEvent(event)  # type: ignore[arg-type]


def _tip(optimizer: Optimizer, name: str) -> str:
    default = optimizer.defaults[name]
    if isinstance(default, bool):
        return f"{name} of {optimizer.label}, {'on' if default else 'off'} by default"
    words = range_of(name, optimizer.id).words
    return f"{name} of {optimizer.label}: {words}; {default:g} by default"
