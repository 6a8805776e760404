"""A spin box for numbers of any size, which counts in significant digits."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

DECIMALS = 15


class SignificantSpin(QDoubleSpinBox):
    """Accepts 0.0845, 1e-4 and 1,5; a step changes the second significant digit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setDecimals(DECIMALS)
        self.setKeyboardTracking(False)

    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        """The shortest text that reads back as the value, in at most 6 digits."""
        text = f"{value:.6g}"
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}e{int(exponent)}" if exponent else text

    def valueFromText(self, text: str) -> float:  # noqa: N802  # Qt's name
        """The number in the text; the value as it is when there is none."""
        number = _number(text)
        return self.value() if number is None else number

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Whether the text is a number in range, or may become one."""
        number = _number(text)
        if number is not None and self.minimum() <= number <= self.maximum():
            return QValidator.State.Acceptable, text, position
        hopeful = all(c in "0123456789.,eE+-− " for c in text)
        state = QValidator.State.Intermediate if hopeful else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:  # noqa: N802  # Qt's name
        """Change the second significant digit."""
        value = self.value()
        if value == 0:
            self.setValue(max(0.0, steps * 1e-3))
            return
        down = steps < 0 and math.isclose(abs(value), 10.0 ** round(math.log10(abs(value))))
        leading = math.floor(math.log10(abs(value)) + 1e-9) - (1 if down else 0)
        unit = 10.0 ** (leading - 1)
        self.setValue(float(f"{value + steps * unit:.12g}"))


def _number(text: str) -> float | None:
    try:
        number = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
