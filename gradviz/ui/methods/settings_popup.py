"""The hyperparameters of the optimizer: a button that opens a small form made from the table."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QFormLayout, QVBoxLayout, QWidget

from gradviz.descent import OPTIMIZERS
from gradviz.document import Method, edits, racers_of
from gradviz.session import Session
from gradviz.ui.icons import icon
from gradviz.ui.methods.popup import Popup
from gradviz.ui.methods.significant_spin import SignificantSpin
from gradviz.ui.theme import Theme


class SettingsPopup(Popup):
    """A form with one row for each setting of the optimizer a racer uses.

    The racer in ``place`` 0 is the descent itself; object names of the others start with
    ``racer_`` and the place.
    """

    def __init__(self, session: Session, parent: QWidget, place: int = 0) -> None:
        super().__init__(parent)
        self._session = session
        self._place = place
        self._prefix = f"racer_{place}_" if place else ""
        self._optimizer = ""
        self._fields: dict[str, QCheckBox | SignificantSpin] = {}
        self._showing = False
        self.setObjectName(f"{self._prefix}optimizer_settings")
        self._column = QVBoxLayout(self)
        self._form = QWidget(self)
        self._column.addWidget(self._form)
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

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.button.setIcon(icon("settings", theme))

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
            entry.setToolTip(f"{name} of {optimizer.label}, {default:g} by default")
            rows.addRow(name, entry)
            self._fields[name] = entry
        self._column.addWidget(self._form)
        self.button.setEnabled(bool(self._fields))
        self.button.setToolTip(f"Settings of {optimizer.label}")

    def _switch(self, name: str) -> QCheckBox:
        box = QCheckBox(self._form)
        box.toggled.connect(partial(self._on_changed, name))
        return box

    def _number(self, name: str) -> SignificantSpin:
        spin = SignificantSpin(self._form)
        spin.setRange(0.0, 1e6)
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
