"""Editing a value in place: a line edit over the card, and what may be typed into it."""

from __future__ import annotations

import ast
import math

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from gradviz.graph import Literal, literal

MOST_CHARACTERS = 100_000
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
    _shape(value)
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


class ValueEditor(QLineEdit):
    """Stands over a card until a good value is entered, or Escape or a click elsewhere ends it."""

    entered = Signal(object)  # Literal
    closed = Signal()

    def __init__(self, parent: QWidget, name: str, text: str) -> None:
        super().__init__(text, parent)
        self.setObjectName("value_editor")
        self.setAccessibleName(f"Value of {name}")
        self.setToolTip("Enter sets the value, Escape leaves it as it was")
        self._ground = parent
        self._complaint = QLabel(parent)
        self._complaint.setObjectName("value_complaint")
        self._complaint.setWordWrap(True)
        self._complaint.hide()
        self._ended = False
        self.returnPressed.connect(self._on_return_pressed)
        self.textEdited.connect(self._complaint.hide)
        self.selectAll()

    @property
    def complaint(self) -> str:
        """What is wrong with the text, as it is said below the card; empty for nothing."""
        return self._complaint.text() if not self._complaint.isHidden() else ""

    def show_over(self, box: QRect, bad_color: str, surface: str) -> None:
        """Stand over ``box`` of the parent and take the keyboard."""
        height = max(box.height(), self.sizeHint().height())
        width = max(box.width(), 112)
        self.setGeometry(
            box.center().x() - width // 2, box.center().y() - height // 2, width, height
        )
        self._complaint.setStyleSheet(
            f"color: {bad_color}; background: {surface}; border: 1px solid {bad_color};"
            "border-radius: 6px; padding: 4px 6px;"
        )
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def complain(self, sentence: str) -> None:
        """Say what is wrong, below the card, and keep the text."""
        self._complaint.setText(f"⚠ {sentence}")
        self._complaint.setFixedWidth(220)
        self._complaint.adjustSize()
        parent = self._ground
        x = max(4, min(self.x(), parent.width() - self._complaint.width() - 4))
        below = self.y() + self.height() + 4
        fits = below + self._complaint.height() <= parent.height()
        self._complaint.move(x, below if fits else self.y() - self._complaint.height() - 4)
        self._complaint.show()
        self._complaint.raise_()
        self.selectAll()

    def leave(self) -> None:
        """Go away."""
        if not self._ended:
            self._ended = True
            self.hide()
            self._complaint.hide()
            self._complaint.deleteLater()
            self.deleteLater()
            self.closed.emit()

    def _on_return_pressed(self) -> None:
        try:
            value = parse_value(self.text())
        except ValueError as error:
            self.complain(str(error))
            return
        self.entered.emit(value)

    def event(self, event: QEvent) -> bool:
        # The window's shortcuts must not take the keys of someone who types a number.
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
        event.accept()  # else the canvas below takes the Return that ended the editing

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.ActiveWindowFocusReason,
        ):
            self.leave()
