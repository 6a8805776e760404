"""The head of the landscape: what is over what, the legend, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gradviz.ui.icons import icon
from gradviz.ui.plots.landscape.axis_choice import AxisChoice
from gradviz.ui.theme import Theme


class LandscapeHead(QWidget):
    """The axes on the left; on the right what is shown over them, and showing everything."""

    def __init__(self, choice: AxisChoice, overlays: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.show_button = self._button("landscape_show_button", "What is shown")
        self.show_button.setText("Show")
        self.show_button.setToolTip("What is drawn over the landscape")
        self.show_button.setMenu(overlays)
        self.show_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.derivative_button = self._button("landscape_derivative_button", "Derivative")
        self.derivative_button.setText("d/dx")
        self.derivative_button.setToolTip("Look at the derivative along one parameter (Alt+D)")
        self.fit_button = self._button("landscape_fit_button", "Show everything")
        self.fit_button.setToolTip("Show the start and everything known (Home)")
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 0)
        row.addWidget(choice, 1)
        row.addWidget(self.derivative_button)
        row.addWidget(self.show_button)
        row.addWidget(self.fit_button)

    def _button(self, name: str, spoken: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        return button

    def show_buttons(self, *, on: bool) -> None:
        """Hide the buttons where there is nothing to be seen."""
        self.derivative_button.setVisible(on)
        self.show_button.setVisible(on)
        self.fit_button.setVisible(on)

    def restyle(self, theme: Theme) -> None:
        """Draw the icons in the colors of a theme."""
        self.fit_button.setIcon(icon("fit", theme))
