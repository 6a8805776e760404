"""The hyperparameters of the optimizer: a button that opens a small form made from the table."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QFormLayout, QFrame, QToolButton, QVBoxLayout, QWidget

from gradviz.descent import OPTIMIZERS
from gradviz.document import DescentSettings, edits
from gradviz.session import Session
from gradviz.ui.descent_bar.significant_spin import SignificantSpin
from gradviz.ui.icons import icon
from gradviz.ui.theme import Theme


class SettingsPopup(QFrame):
    """A form with one row for each setting of the optimizer in use."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._session = session
        self._optimizer = ""
        self._fields: dict[str, QCheckBox | SignificantSpin] = {}
        self._showing = False
        self.setObjectName("optimizer_settings")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._column = QVBoxLayout(self)
        self._form = QWidget(self)
        self._column.addWidget(self._form)
        self.button = QToolButton(parent)
        self.button.setObjectName("optimizer_settings_button")
        self.button.setAccessibleName("Settings of the optimizer")
        self.button.setAutoRaise(True)
        self.button.setIconSize(QSize(18, 18))
        self.button.clicked.connect(self._open)

    def show_settings(self, descent: DescentSettings) -> None:
        """Show the values; the form is made anew for another optimizer."""
        optimizer = OPTIMIZERS[descent.optimizer]
        if self._optimizer != optimizer.id:
            self._optimizer = optimizer.id
            self._build()
        self._showing = True
        for name, entry in self._fields.items():
            value = descent.settings.get(name, optimizer.defaults[name])
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
            entry.setObjectName(f"setting_{name}")
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
        settings = {**document.descent.settings, name: value}
        changed = edits.set_descent(document, settings=settings)
        self._session.apply(f"Change {name}", changed, merge_key=("setting", name))

    def _open(self) -> None:
        self.adjustSize()
        at = self.button.mapToGlobal(self.button.rect().topLeft())
        self.move(at.x(), at.y() - self.sizeHint().height() - 4)
        self.show()
        self.setFocus()

    def hideEvent(self, event: object) -> None:
        self._session.end_merge()
        super().hideEvent(event)  # type: ignore[arg-type]
