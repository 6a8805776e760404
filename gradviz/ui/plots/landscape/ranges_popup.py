"""The ranges that the document asks to be shown: typed, taken from the view, or given up."""

from __future__ import annotations

import math
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent import Interval
from gradviz.document import edits
from gradviz.graph import format_exact, format_number
from gradviz.session import Session
from gradviz.teaching import written
from gradviz.ui.plots.axis import shortened
from gradviz.ui.plots.frame import Frame
from gradviz.ui.plots.landscape.plane import Plane
from gradviz.ui.plots.ranges import LARGEST, NARROWEST
from gradviz.ui.theme import Theme

ENDS = ("low", "high")
SIDES = ("bottom", "left")
FIELD = 96  # pixels
GAP = 44  # pixels between the popup and the lower edge, so that the axis is seen


class RangesPopup(QFrame):
    """A row for each axis with its lowest and highest number; Enter applies what was typed."""

    fit_asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._session = session
        self._axes: tuple[str, ...] = ()
        self._view: dict[str, Interval] = {}
        self._fields: dict[tuple[int, str], QLineEdit] = {}
        self._names: list[QLabel] = []
        self._rows: list[QWidget] = []
        self.setObjectName("landscape_ranges")
        self.setAccessibleName("Ranges shown")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._wrong = QLabel(self)
        self._wrong.setObjectName("landscape_range_error")
        self._wrong.setWordWrap(True)
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.addLayout(self._grid())
        column.addWidget(self._wrong)
        column.addLayout(self._buttons())

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        for side, letter in enumerate("xy"):
            name, to = QLabel(self), QLabel("to", self)
            self._names.append(name)
            fields = [self._field(side, letter, end) for end in ENDS]
            for place, widget in enumerate((name, fields[0], to, fields[1])):
                grid.addWidget(widget, side, place)
            self._rows += [to]
        return grid

    def _field(self, side: int, letter: str, end: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setObjectName(f"landscape_{letter}_{end}")
        field.setFixedWidth(FIELD)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.returnPressed.connect(partial(self._on_entered, side))
        self._fields[side, end] = field
        return field

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        for name, title, tip, act in (
            ("keep", "Keep this view", "Save the visible ranges with the document", self.keep),
            ("reset", "Reset ranges", "Show what fits the function", self.reset),
        ):
            button = QPushButton(title, self)
            button.setObjectName(f"landscape_{name}_ranges_button")
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            row.addWidget(button)
        return row

    def show_view(self, plane: Plane | None, frame: Frame) -> None:
        """Take the axes and the ranges that are visible."""
        self._axes = () if plane is None else plane.axes
        self._view = dict(zip(self._axes, (frame.x, frame.y), strict=False))

    def open_on(self, place: QWidget, side: str, is_high: bool) -> None:  # a signal's
        """Open at the lower edge of a widget, with the cursor at one end of an axis."""
        axis, end = SIDES.index(side), ENDS[is_high]
        if axis >= len(self._axes):
            return
        self._fill()
        self.adjustSize()
        below = place.mapToGlobal(QPoint(place.rect().center().x(), place.rect().bottom() - GAP))
        self.move(below.x() - self.width() // 2, below.y() - self.height())
        self.show()
        self._fields[axis, end].setFocus()
        self._fields[axis, end].selectAll()

    def keep(self) -> None:
        """Write the visible ranges to the document."""
        document = edits.set_landscape(self._session.document, ranges=self._view)
        self._session.apply("Keep this view", document)
        self.hide()

    def reset(self) -> None:
        """Let the document ask for no ranges but those of its box."""
        document = edits.reset_ranges(self._session.document, self._axes)
        self.hide()
        if document != self._session.document:
            self._session.apply("Reset the ranges", document)
        self.fit_asked.emit()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._wrong.setStyleSheet(f"color: {theme.bad};")

    def _fill(self) -> None:
        self._complain("")
        for side, name in enumerate(self._names):
            shown = side < len(self._axes)
            for widget in (name, self._rows[side], *(self._fields[side, end] for end in ENDS)):
                widget.setVisible(shown)
            if not shown:
                continue
            axis = self._axes[side]
            called = written(axis)
            name.setText(shortened(called))
            for end, value in zip(ENDS, self._view[axis], strict=True):
                field = self._fields[side, end]
                field.setText(format_exact(float(f"{value:.6g}")))
                field.setAccessibleName(f"{end.capitalize()}est {called} shown")
                field.setToolTip(f"The {end}est {called} shown; Enter applies it")

    def _on_entered(self, side: int) -> None:
        axis = self._axes[side]
        texts = [self._fields[side, end].text() for end in ENDS]
        wrong = refusal(texts[0], texts[1])
        self._complain(wrong)
        if wrong:
            return
        low, high = (float(_plain(text)) for text in texts)
        document = edits.set_landscape(self._session.document, ranges={axis: (low, high)})
        self._view[axis] = low, high
        if document != self._session.document:
            words = f"from {format_number(low)} to {format_number(high)}"
            self._session.apply(f"Show {written(axis)} {words}", document)

    def _complain(self, sentence: str) -> None:
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.adjustSize()


def refusal(low: str, high: str) -> str:
    """Why these two texts are no range, as a sentence; empty where they are one."""
    ends = []
    for text in (low, high):
        try:
            end = float(_plain(text))
        except ValueError:
            return f"{text.strip() or 'Nothing'} is no number. Type one such as −2.5 or 1e−3."
        if not math.isfinite(end) or abs(end) > LARGEST:
            return f"{text.strip()} is too far out to be shown."
        ends.append(end)
    if ends[0] >= ends[1]:
        return "The left number must be smaller than the right one."
    least = max(NARROWEST, max(map(abs, ends)) * 1e-12)
    return "" if ends[1] - ends[0] > least else "The two numbers are too close to be told apart."


def _plain(text: str) -> str:
    return text.strip().replace("−", "-").replace(",", ".")
