"""The few buttons over the lower right corner of the canvas."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from gradviz.ui.canvas.actions.commands import here
from gradviz.ui.icons import icon
from gradviz.ui.theme import Theme

if TYPE_CHECKING:
    from gradviz.ui.canvas.panel import GraphPanel

_FROM_EDGE = 12


class Tool(NamedTuple):
    """A button: object name, icon, what it does in words, and doing it."""

    name: str
    icon: str
    tip: str
    act: Callable[[GraphPanel], None]


TOOLS = (
    Tool("add_node_button", "add", "Add a node (A; Tab with nothing selected; or double-click)",
         lambda p: p.open_add_box(here(p.view))),
    Tool("find_button", "find", "Find a node (Ctrl+F)", lambda p: p.finder.open()),
    Tool("zoom_out_button", "zoom-out", "Zoom out (−)", lambda p: p.view.zoom_out()),
    Tool("zoom_in_button", "zoom-in", "Zoom in (+)", lambda p: p.view.zoom_in()),
    Tool("fit_button", "fit", "Fit the graph (F)", lambda p: p.view.glide.fit()),
    Tool("tidy_button", "tidy",
         "Tidy up; cards placed by hand stay (Ctrl+T). Shift: tidy up everything",
         lambda p: p.tidy()),
)  # fmt: skip


class GraphTools(QWidget):
    """A row of buttons, made from the table."""

    def __init__(self, panel: GraphPanel) -> None:
        super().__init__(panel)
        self.setObjectName("graph_tools")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)  # a plain QWidget paints none
        self._panel = panel
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        self._buttons = [self._button(tool) for tool in TOOLS]
        for button in self._buttons:
            row.addWidget(button)
        self.adjustSize()

    def place(self, width: int, height: int) -> None:
        """Stand at the lower right of a panel of this size."""
        size = self.sizeHint()
        left = width - size.width() - _FROM_EDGE
        self.setGeometry(left, height - size.height() - _FROM_EDGE, size.width(), size.height())

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self.setStyleSheet(
            f"#graph_tools {{ background: {theme.surface}; border: 1px solid {theme.line};"
            "border-radius: 6px; }"
            f"QToolButton {{ border: 1px solid transparent; border-radius: 4px; }}"
            f"QToolButton:hover {{ background: {theme.canvas}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )
        for button, tool in zip(self._buttons, TOOLS, strict=True):
            button.setIcon(icon(tool.icon, theme))

    def _button(self, tool: Tool) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(tool.name)
        button.setToolTip(tool.tip)
        button.setAccessibleName(tool.tip)
        button.setAutoRaise(True)
        button.setIconSize(QSize(18, 18))
        button.setFixedSize(30, 30)
        button.clicked.connect(lambda: tool.act(self._panel))
        return button
