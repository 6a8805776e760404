"""The switches over the data plot: fit by hand, with squares or without, edit the points."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gradviz.ui.icons import icon
from gradviz.ui.plots.data.hand_layers import SQUARES_UP_TO
from gradviz.ui.plots.data.point_hand import MOST_EDITED
from gradviz.ui.theme import Theme

BY_HAND = (
    "Fit by hand: drag the handles on the line and watch the error; "
    "Page Down chooses a handle, the arrow keys move it"
)
NO_FIT = "Only a curve over one column with at most four parameters can be fitted by hand"
EDIT = (
    "Edit the points: a click adds one, a drag moves it, Delete removes it; "
    "Page Down chooses one, the arrow keys move it"
)
NO_EDIT = f"Points can be edited where a prediction reads them, and at most {MOST_EDITED:,}"
SQUARES = "Show the square of every residual: their mean is the error"
NO_SQUARES = f"Squares are shown for at most {SQUARES_UP_TO} points"


class HandSwitches(QWidget):
    """Three buttons that stay down."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.squares = self._button("data_squares_button", "Squares")
        self.by_hand = self._button("data_by_hand_button", "By hand")
        self.points = self._button("data_points_button", "Points")
        self.squares.setChecked(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self.squares, self.by_hand, self.points):
            row.addWidget(button)
        self.show_squares(shown=False, few=True)

    def allow(self, *, fitting: bool, editing: bool) -> None:
        """Say what can be done with the data shown."""
        for button, can, tip, refusal in (
            (self.by_hand, fitting, BY_HAND, NO_FIT),
            (self.points, editing, EDIT, NO_EDIT),
        ):
            button.setEnabled(can)
            button.setToolTip(tip if can else refusal)

    def show_squares(self, *, shown: bool, few: bool) -> None:
        """Offer the squares while one fits by hand, if the points are ``few`` enough."""
        self.squares.setVisible(shown)
        self.squares.setEnabled(few)
        self.squares.setToolTip(SQUARES if few else NO_SQUARES)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.squares.setIcon(icon("squares", theme))
        self.by_hand.setIcon(icon("hand", theme))
        self.points.setIcon(icon("points", theme))

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setAccessibleName(text)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        return button
