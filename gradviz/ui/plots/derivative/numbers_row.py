"""The numbers below the plots: the value, the derivative, the three quotients and their errors."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from gradviz.descent import SCHEMES
from gradviz.graph import format_exact, format_number
from gradviz.ui.plots.derivative.error_layers import STYLES
from gradviz.ui.plots.derivative.probe import Probe, digits
from gradviz.ui.theme import Theme

COLUMNS = ("value", "analytic", *SCHEMES)
TIPS = {
    "value": "The value at the point",
    "analytic": "The derivative from the backward pass: exact but for rounding",
    "forward": "(f(x + h) − f(x)) / h",
    "backward": "(f(x) − f(x − h)) / h",
    "central": "(f(x + h) − f(x − h)) / 2h",
}


class NumbersRow(QWidget):
    """A column for each number: its name, the number, and how wrong it is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivative_numbers")
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 2, 8, 4)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        self._names: dict[str, QLabel] = {}
        self._numbers: dict[str, QLabel] = {}
        self._notes: dict[str, QLabel] = {}
        for place, column in enumerate(COLUMNS):
            for row, (kind, labels) in enumerate(
                (("name", self._names), ("number", self._numbers), ("note", self._notes))
            ):
                label = labels[column] = self._label(f"derivative_{column}_{kind}")
                label.setToolTip(TIPS[column])
                grid.addWidget(label, row, place)
            grid.setColumnStretch(place, 1)

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        return label

    def show_probe(self, probe: Probe) -> None:
        """Show the numbers of a point."""
        x = format_number(probe.x)
        self._say("value", f"{probe.output}({x})", probe.value, "")
        smooth = probe.is_smooth
        note = "analytic" if smooth else "no derivative"
        self._say("analytic", probe.symbol, probe.slope, note)
        for scheme in SCHEMES:
            error = f"error {format_number(probe.error_of(scheme), 2)}"
            name = f"{STYLES[scheme].mark} {scheme}"
            self._say(scheme, name, probe.found.of(scheme), error if smooth else "")
            self._notes[scheme].setToolTip(_best(probe, scheme))

    def _say(self, column: str, name: str, number: float, note: str) -> None:
        self._names[column].setText(name)
        self._numbers[column].setText(digits(number))
        self._numbers[column].setToolTip(f"{TIPS[column]}\n{format_exact(number)}")
        self._notes[column].setText(note)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        colors = {"value": theme.value, "analytic": theme.gradient}
        colors |= {scheme: getattr(theme, STYLES[scheme].color) for scheme in SCHEMES}
        for column in COLUMNS:
            self._names[column].setStyleSheet(f"color: {colors[column]};")
            self._numbers[column].setStyleSheet(f"color: {theme.text}; font-weight: 600;")
            self._notes[column].setStyleSheet(f"color: {theme.muted};")


def _best(probe: Probe, scheme: str) -> str:
    """The best step, as theory has it and as measured."""
    if probe.errors is None:
        return "The errors are being computed."
    found = probe.errors.schemes[scheme]
    measured = "" if found.measured_best is None else format_number(found.measured_best, 2)
    if found.model is None:
        return "Where there is no derivative no step is best."
    if found.model.best is None:
        reason = "does not grow with h" if found.model.rounding else "grows with h alone"
        return f"The error {reason}, so no step is best. Measured near {measured}."
    best = format_number(found.model.best, 2)
    return f"The best h is about {best} by theory, {measured} as measured."
