"""A spin box for numbers of any size, which counts in significant digits."""

from __future__ import annotations

import math

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from gradviz.descent.rules.ranges import Range

DECIMALS = 15

MOST = 1e6
"""The largest number where the range has no end."""

_LEAST = 10.0**-DECIMALS
"""How near to an end that is not in the range a number may come."""


class SignificantSpin(QDoubleSpinBox):
    """Accepts 0.0845, 1e-4 and 1,5; a step changes the second significant digit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = False
        self.setDecimals(DECIMALS)
        self.setKeyboardTracking(False)

    def allow(self, allowed: Range) -> None:
        """Take only numbers of a range; where it has no end, up to a million.

        Other numbers can't be typed, and a step that would leave the range is not made.
        """
        low, high = (min(max(end, -MOST), MOST) for end in allowed[:2])
        high = allowed.high if math.isfinite(allowed.high) else high
        low = low if low == round(low, DECIMALS) else math.floor(low) + _LEAST
        high = high if high == round(high, DECIMALS) else math.ceil(high) - _LEAST
        self._whole = allowed.whole
        self.setRange(low, high)

    def textFromValue(self, value: float) -> str:  # noqa: N802  # Qt's name
        """The shortest text that reads back as the value, in at most 6 digits; whole ones whole."""
        text = f"{value:.0f}" if self._whole else f"{value:.6g}"
        mantissa, _, exponent = text.partition("e")
        return f"{mantissa}e{int(exponent)}" if exponent else text

    def valueFromText(self, text: str) -> float:  # noqa: N802  # Qt's name
        """The number in the text; the value as it is when there is none."""
        number = _number(text)
        return self.value() if number is None else number

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Whether the text is a number in range, or may become one."""
        number = _number(text)
        if number is not None and self._takes(number):
            return QValidator.State.Acceptable, text, position
        hopeful = all(c in "0123456789.,eE+-− " for c in text)
        state = QValidator.State.Intermediate if hopeful else QValidator.State.Invalid
        return state, text, position

    def stepBy(self, steps: int) -> None:  # noqa: N802  # Qt's name
        """Change the second significant digit, or a whole number by 1 at least."""
        value = self.value()
        if value == 0:
            self._set(max(0.0, steps * (1.0 if self._whole else 1e-3)))
            return
        down = steps < 0 and math.isclose(abs(value), 10.0 ** round(math.log10(abs(value))))
        leading = math.floor(math.log10(abs(value)) + 1e-9) - (1 if down else 0)
        unit = 10.0 ** (leading - 1)
        unit = max(1.0, unit) if self._whole else unit
        self._set(float(f"{value + steps * unit:.12g}"))

    def _takes(self, number: float) -> bool:
        in_range = self.minimum() <= number <= self.maximum()
        return in_range and (not self._whole or number.is_integer())

    def _set(self, number: float) -> None:
        if self._takes(number):
            self.setValue(number)


def _number(text: str) -> float | None:
    try:
        number = float(text.strip().replace("−", "-").replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
