"""The head of the landscape: what is over what, the legend, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QToolButton, QWidget

from gradviz.ui.icons import icon
from gradviz.ui.plots.landscape.axis_choice import AxisChoice
from gradviz.ui.plots.landscape.view_switch import ViewSwitch
from gradviz.ui.theme import Theme

SPACING = 8  # pixels
LEISURE = 80  # pixels to spare before the legend comes back, lest it jump with every epoch


class LandscapeHead(QWidget):
    """The axes on the left; on the right what is shown over them, and showing everything."""

    def __init__(
        self,
        choice: AxisChoice,
        views: ViewSwitch,
        overlays: QMenu,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._views = views
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
        self._choice = choice
        self._legend_row = 0
        self._choice.legend.changed.connect(self._place_legend)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 4, 8, 0)
        self._grid.setHorizontalSpacing(SPACING)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(1, 1)
        self._right = (views, self.derivative_button, self.show_button, self.fit_button)
        for column, widget in enumerate(self._right, start=2):
            self._grid.addWidget(widget, 0, column)
        self._grid.addWidget(choice, 0, 0)
        self._grid.addWidget(choice.legend, 0, 1)

    def _place_legend(self) -> None:
        """Put the legend between the axes and the buttons, or in a line of its own below them."""
        legend = self._choice.legend
        shown = [w for w in (self._choice, *self._right) if not w.isHidden()]
        taken = sum(widget.sizeHint().width() + SPACING for widget in shown) + 2 * SPACING
        free = self.width() - taken - legend.room
        row = int(free < (LEISURE if self._legend_row else 0))
        if row != self._legend_row:
            self._legend_row = row
            self._grid.removeWidget(legend)
            across = self._grid.columnCount() if row else 1
            self._grid.addWidget(legend, row, 1 - row, 1, across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_legend()

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
        self._place_legend()

    def restyle(self, theme: Theme) -> None:
        """Draw the icons in the colors of a theme."""
        self._views.restyle(theme)
        self.fit_button.setIcon(icon("fit", theme))
