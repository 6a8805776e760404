"""The top bar: library, expression, the steps of the passes, Present and Export."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from gradviz.session import JobRunner, PassCursor, PassState, Session
from gradviz.ui.expression_bar import ExpressionEdit
from gradviz.ui.icons import icon
from gradviz.ui.keys import press_with
from gradviz.ui.library import LibraryButton
from gradviz.ui.theme import Theme, ThemeSource


class _Step(NamedTuple):
    name: str
    icon: str
    text: str
    tip: str
    shortcut: str
    act: Callable[[PassCursor], None]


STEPS = (
    _Step("reset_button", "to-start", "", "Back to before the forward pass", "Ctrl+Home",
          PassCursor.reset),
    _Step("step_back_button", "step-back", "", "One step back", "Ctrl+Left", PassCursor.step_back),
    _Step("step_forward_button", "step-forward", "", "One step on", "Ctrl+Right",
          PassCursor.step_forward),
    _Step("to_end_button", "to-end", "", "To the end of the backward pass", "Ctrl+End",
          lambda passes: passes.seek(passes.state.count)),
    _Step("forward_button", "forward", "Forward", "Compute all values", "F5", PassCursor.forward),
    _Step("backward_button", "backward", "Backward", "Compute all gradients", "F6",
          PassCursor.backward),
)  # fmt: skip


class TopBar(QWidget):
    """One row across the window; holds no state of its own."""

    def __init__(
        self,
        session: Session,
        passes: PassCursor,
        themes: ThemeSource,
        jobs: JobRunner,
        choose: Callable[[str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._passes = passes
        self.setObjectName("top_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.library = LibraryButton(choose, self)
        self.library.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.expression = ExpressionEdit(session, themes, jobs, self)
        self._icons: dict[QToolButton, str] = {self.library: "library"}
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 6, 8, 6)
        row.setSpacing(4)
        row.addWidget(self.library)
        row.addWidget(self.expression, 1)
        self._buttons = {step.name: self._step_button(step) for step in STEPS}
        row.addSpacing(8)
        for button in self._buttons.values():
            row.addWidget(button)
        row.addSpacing(8)
        self.present = self._button("present_button", "present", "Present")
        self.present.setToolTip("Enlarge everything for a projector (F11)")
        self.present.setCheckable(True)
        self.export = self._button("export_button", "export", "Export")
        self.export.setToolTip("Take the graph out: as a picture, as code, as a formula (Ctrl+E)")
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export.setShortcut("Ctrl+E")
        row.addWidget(self.present)
        row.addWidget(self.export)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)
        passes.changed.connect(self._on_pass_changed)
        self._on_pass_changed(passes.state, passes.state)

    def set_export_menu(self, menu: QMenu) -> None:
        """The menu that Export opens."""
        self.export.setMenu(menu)

    def _step_button(self, step: _Step) -> QToolButton:
        button = self._button(step.name, step.icon, step.text)
        button.setToolTip(f"{step.tip} ({step.shortcut})")
        button.setAccessibleName(step.text or step.tip)
        press_with(button, step.shortcut)
        button.clicked.connect(lambda: step.act(self._passes))
        return button

    def _button(self, name: str, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setIconSize(QSize(18, 18))
        button.setAccessibleName(text or name)
        if text:
            button.setText(text)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._icons[button] = icon_name
        return button

    def _on_pass_changed(self, _old: PassState, new: PassState) -> None:
        self._buttons["reset_button"].setEnabled(new.position > 0)
        self._buttons["step_back_button"].setEnabled(new.position > 0)
        self._buttons["step_forward_button"].setEnabled(new.position < new.count)
        self._buttons["to_end_button"].setEnabled(new.position < new.count)

    def _on_theme_changed(self, theme: Theme) -> None:
        for button, name in self._icons.items():
            button.setIcon(icon(name, theme))
