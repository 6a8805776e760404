"""The inspector panel: the sections about the selected node, kept in step with the passes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from gradviz.graph import NodeId
from gradviz.session import Focus, GradientChecks, JobRunner, Overlays, PassCursor
from gradviz.ui.inspector.derivation import Derivation
from gradviz.ui.inspector.heat_table import HeatTable
from gradviz.ui.inspector.modes import ForwardMode
from gradviz.ui.inspector.neighbors import Neighbors
from gradviz.ui.inspector.numeric import NumericCheck
from gradviz.ui.inspector.subject import Subject
from gradviz.ui.inspector.summary import Summary
from gradviz.ui.theme import Theme, ThemeSource

_LEAST_CHARACTERS = 36
_NOTHING = "Select a node to look inside it"
_SEVERAL = "Several nodes are selected: select one to look inside it"


class InspectorPanel(QWidget):
    """Shows the node that is selected alone; does nothing while it cannot be seen."""

    def __init__(
        self,
        passes: PassCursor,
        focus: Focus,
        overlays: Overlays,
        checks: GradientChecks,
        jobs: JobRunner,
        themes: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self._passes, self._focus = passes, focus
        self._shown: NodeId | None = None
        self._in_sight = True
        self._empty = _empty_state(self)
        inside = QWidget(self)
        self._summary = Summary(themes, inside)
        self._value = HeatTable("value", "Value", themes, inside)
        self._gradient = HeatTable("gradient", "Gradient", themes, inside)
        self._neighbors = Neighbors(themes, self._go, inside)
        self._numeric = NumericCheck(themes, overlays, checks, inside)
        self._modes = ForwardMode(themes, jobs, self._go, inside)
        self._derivation = Derivation(themes, jobs, inside)
        self._lay_out(inside)
        self._area = self._scroll_area(inside)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._area)
        self._keep_readable()
        passes.changed.connect(self._refresh)
        focus.selection_changed.connect(self._refresh)
        checks.changed.connect(self._refresh)
        overlays.changed.connect(self._refresh)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def _lay_out(self, inside: QWidget) -> None:
        column = QVBoxLayout(inside)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        for part in (self._summary, self._value, self._gradient, self._neighbors):
            column.addWidget(part)
        for section in (self._derivation, self._numeric, self._modes):
            column.addWidget(section)
        column.addStretch(1)

    def _scroll_area(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea(self)
        area.setObjectName("inspector_scroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area

    def _go(self, node_id: NodeId) -> None:
        self._focus.select(node_id)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._keep_readable()

    def _keep_readable(self) -> None:
        """No narrower than a short line of text, however little room the window has."""
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _LEAST_CHARACTERS)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; behind another tab it counts as visible."""
        self._in_sight = on
        self._refresh()

    def _refresh(self) -> None:
        """Show the selected node as the passes have it."""
        if not (self._in_sight and self.isVisible()):
            return
        state, node_id = self._passes.state, self._focus.node
        if node_id is None or node_id not in state.graph.nodes:
            self._empty.setText(_SEVERAL if len(self._focus.selection) > 1 else _NOTHING)
            self._stack.setCurrentWidget(self._empty)
            self._shown = None
            return
        subject = Subject(state, node_id)
        another, self._shown = node_id != self._shown, node_id
        self._summary.show_subject(subject)
        self._value.show_value(subject.value, f"Value of {subject.name}")
        self._gradient.show_value(
            subject.gradient, f"Gradient of {subject.target_name} by {subject.name}"
        )
        self._neighbors.show_subject(subject)
        self._numeric.show_subject(subject)
        self._modes.show_subject(subject)
        self._derivation.show_subject(subject)
        if another:
            self._modes.look_at(node_id)
            self._area.verticalScrollBar().setValue(0)
        self._stack.setCurrentWidget(self._area)

    def _on_theme_changed(self, theme: Theme) -> None:
        self._empty.setStyleSheet(f"color: {theme.muted};")
        self._area.setStyleSheet(
            f"#inspector_scroll, #inspector_scroll > QWidget > QWidget"
            f"{{ background: {theme.surface}; }}"
            f"QToolButton {{ border: 1px solid transparent; border-radius: 4px;"
            f"color: {theme.muted}; font-weight: 600; text-align: left; padding: 3px 2px; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
            f"QToolButton:hover {{ background: {theme.canvas}; }}"
        )


def _empty_state(parent: QWidget) -> QLabel:
    """What is shown while no node is selected alone."""
    label = QLabel(_NOTHING, parent)
    label.setObjectName("inspector_empty")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setMargin(16)
    return label
