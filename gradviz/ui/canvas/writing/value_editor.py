"""Editing a value in place, and what may be typed as one."""

from __future__ import annotations

import ast
import math

from PySide6.QtWidgets import QWidget

from gradviz.graph import Literal, literal
from gradviz.ui.canvas.writing.card_editor import CardEditor

MOST_CHARACTERS = 100_000
_MOST_DIMENSIONS = 2  # as in an expression
_ADVICE = "Type a number such as 3 or -1e-3, or rows such as [[1, 2], [3, 4]]."


def parse_value(text: str) -> Literal:
    """A number, a list of numbers or a list of equally long lists; ValueError says what to do."""
    plain = text.strip().replace("−", "-")
    if not plain:
        raise ValueError(_ADVICE)
    try:
        return _checked(literal(float(plain)))
    except ValueError as error:
        if not plain.startswith("["):
            raise ValueError(_finite_or(plain)) from error
    if len(plain) > MOST_CHARACTERS:
        raise ValueError("That is too long to type in; load it as data.")
    try:
        written = ast.literal_eval(plain)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ValueError(_ADVICE) from error
    return _checked(_numbers(written))


def _finite_or(plain: str) -> str:
    try:
        float(plain)
    except ValueError:
        return _ADVICE
    return "Type a finite number."


def _numbers(value: object) -> Literal:
    if isinstance(value, list):
        if not value:
            raise ValueError("A row needs at least one number.")
        return tuple(_numbers(item) for item in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(_ADVICE)  # noqa: TRY004  # one kind of error for all that is typed wrong
    return float(value)


def _checked(value: Literal) -> Literal:
    if len(_shape(value)) > _MOST_DIMENSIONS:
        raise ValueError("A matrix has rows and columns; lists cannot be nested deeper.")
    return value


def _shape(value: Literal) -> tuple[int, ...]:
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("Type a finite number.")
        return ()
    shapes = {_shape(item) for item in value}
    if len(shapes) > 1:
        raise ValueError("All rows must be equally long.")
    return (len(value), *shapes.pop())


class ValueEditor(CardEditor):
    """Takes numbers, and lists of them in brackets."""

    def __init__(self, parent: QWidget, name: str, text: str) -> None:
        super().__init__(parent, text, "value")
        self.setAccessibleName(f"Value of {name}")
        self.setToolTip("Enter sets the value, Escape leaves it as it was")

    def read(self, text: str) -> object:
        """The value; ValueError says what to type."""
        return parse_value(text)
