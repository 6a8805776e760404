"""The head of the explorer: the parameter, the point, the step, and what to try."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from gradviz.teaching import written
from gradviz.ui.icons import icon
from gradviz.ui.plots.axis import shortened
from gradviz.ui.plots.derivative.number_field import NumberField
from gradviz.ui.plots.derivative.probe import Probe
from gradviz.ui.theme import Theme


class Try(NamedTuple):
    """A function to look at: its object name, title, text, and what is to be seen."""

    name: str
    title: str
    text: str
    tip: str


TRIES = (
    Try("square", "x²", "f = x^2", "One minimum, where the derivative is 0"),
    Try("sine", "sin x", "f = sin(x)", "Minima and maxima in turn"),
    Try("sigmoid", "σ(x)", "f = sigmoid(x)", "Rises everywhere, but ever more slowly"),
    Try("abs", "|x|", "f = abs(x)", "A minimum without a derivative"),
    Try("relu", "relu x", "f = relu(x)", "Flat, then a kink, then a slope of 1"),
    Try("cube", "x³", "f = x^3", "A derivative of 0 that is no minimum"),
    Try("root", "√|x|", "f = sqrt(abs(x))", "An upright tangent at 0"),
    Try("wavy", "sin x + x²/10", "f = sin(x) + x^2/10", "Several minima, one of them the lowest"),
)
TRIED_RANGE = (-4.0, 4.0)


class ExplorerHead(QWidget):
    """Says and changes the parameter, x and h; ``tried`` carries an expression."""

    axis_chosen = Signal(str)
    x_entered = Signal(float)
    h_entered = Signal(float)
    x_stepped = Signal(int)
    h_stepped = Signal(int)
    refused = Signal(str)
    tried = Signal(str, str)  # title and expression

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis = QComboBox(self)
        self._axis.setObjectName("derivative_axis_combo")
        self._axis.setAccessibleName("Parameter of the slice")
        self._axis.setToolTip("The parameter along which is sliced; the others stay where they are")
        self._axis.activated.connect(lambda: self.axis_chosen.emit(self._axis.currentData()))
        self._along = QLabel("along", self)
        self._x_name = QLabel(self)
        self._h_name = QLabel("h =", self)
        self._x = NumberField("derivative_x_edit", "Point", "Where the tangent is", self)
        self._h = NumberField(
            "derivative_h_edit", "Step", "How far the second point is; negative: to the left", self
        )
        self.approach = self._tool(
            "derivative_approach_button", "h → 0", "Let h go to 0: the secant becomes the tangent"
        )
        self._try = self._tool("derivative_try_button", "Try", "Functions to look at")
        self.fit = self._tool("derivative_fit_button", "", "Show the whole curve (Home)")
        self.fit.setIconSize(QSize(16, 16))
        self._menu = QMenu(self)
        self._fill_menu()
        self._lay_out()
        self._x.entered.connect(self.x_entered)
        self._h.entered.connect(self.h_entered)
        self._x.stepped.connect(self.x_stepped)
        self._h.stepped.connect(self.h_stepped)
        for edit in (self._x, self._h):
            edit.refused.connect(self.refused)

    def _tool(self, name: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        return button

    def _fill_menu(self) -> None:
        self._menu.setObjectName("derivative_try_menu")
        self._menu.setToolTipsVisible(True)
        for row in TRIES:
            action = self._menu.addAction(row.title)
            action.setObjectName(f"derivative_try_{row.name}")
            action.setToolTip(f"{row.text}: {row.tip}")
            action.triggered.connect(
                lambda _checked=False, row=row: self.tried.emit(row.title, row.text)
            )
        self._try.setMenu(self._menu)
        self._try.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 2)
        row.setSpacing(6)
        for part in (self._along, self._axis, self._x_name, self._x, self._h_name, self._h):
            row.addWidget(part)
        row.addWidget(self.approach)
        row.addStretch(1)
        row.addWidget(self._try)
        row.addWidget(self.fit)

    def show_names(self, names: Sequence[str], axis: str) -> None:
        """Offer the parameters, where there are several."""
        if [self._axis.itemData(i) for i in range(self._axis.count())] != list(names):
            self._axis.clear()
            for name in names:
                self._axis.addItem(written(name), name)
        self._axis.setCurrentIndex(self._axis.findData(axis))
        for part in (self._along, self._axis):
            part.setVisible(len(names) > 1)
        self._x_name.setText(
            "=" if len(names) > 1 else f"{shortened(written(axis))} =" if axis else ""
        )
        shown: tuple[QWidget, ...] = (self._x, self._h_name, self._h, self.approach, self.fit)
        for widget in shown:
            widget.setVisible(bool(axis))

    def show_probe(self, probe: Probe) -> None:
        """Show the point and the step."""
        self._x.show_number(probe.x)
        self._h.show_number(probe.h)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self.fit.setIcon(icon("fit", theme))
        self.setStyleSheet(
            f"QToolButton {{ border: 1px solid {theme.line}; border-radius: 6px;"
            "padding: 3px 7px; }"
            "#derivative_try_button { padding-right: 15px; }"
            f"QToolButton:hover {{ background: {theme.canvas}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )
        self._along.setStyleSheet(f"color: {theme.muted};")
        self._x_name.setStyleSheet(f"color: {theme.gradient};")
        self._h_name.setStyleSheet(f"color: {theme.accent};")
