"""The neighbors of a node: its operands and what uses it, with the derivative on each edge."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from gradviz.graph import OPEN, NodeId
from gradviz.teaching import LocalRule, local_rules, use_rules
from gradviz.ui.inspector.formula_lines import FormulaLines
from gradviz.ui.inspector.section import Section
from gradviz.ui.inspector.subject import Subject
from gradviz.ui.theme import Theme, ThemeSource

_MOST_USERS = 8


class Neighbors(Section):
    """Buttons lead to the neighbors; beside each stands the local derivative."""

    def __init__(
        self, themes: ThemeSource, go: Callable[[NodeId], None], parent: QWidget | None = None
    ) -> None:
        super().__init__("neighbors", "Local derivatives", open_=True, parent=parent)
        self._operands = EdgeRows("operand", themes, go, self)
        self._users = EdgeRows("user", themes, go, self)
        self.body.addWidget(self._operands)
        self.body.addWidget(self._users)

    def show_subject(self, subject: Subject) -> None:
        """Speak of another node, or of other numbers."""
        graph, node_id = subject.graph, subject.node_id
        about = subject.state.evaluation, graph, node_id, subject.made
        rules = local_rules(*about)
        self._operands.show_rules(
            "By its operands" if rules else f"{subject.name} has no operands.", rules
        )
        users = use_rules(*about, _MOST_USERS)
        more = len(graph.users[node_id]) - len(users)
        title = f"Of what uses {subject.name}" if users else f"Nothing uses {subject.name}."
        self._users.show_rules(f"{title} (and {more} more)" if more else title, users)


class EdgeRows(QWidget):
    """A heading, and a row for each edge."""

    def __init__(
        self,
        kind: str,
        themes: ThemeSource,
        go: Callable[[NodeId], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._themes, self._go = kind, themes, go
        self._shown: tuple[LocalRule, ...] = ()
        self._formulas: list[FormulaLines | None] = []
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._rows)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def show_rules(self, title: str, rules: tuple[LocalRule, ...]) -> None:
        """Show other edges, or other numbers on them."""
        self._title.setText(title)
        old, self._shown = self._shown, rules
        if list(map(_edge, rules)) != list(map(_edge, old)):
            _clear(self._rows)
            self._formulas = [self._add_row(rule) for rule in rules]
        for formula, rule in zip(self._formulas, rules, strict=True):
            if formula is not None:
                formula.show_latex(rule.latex)

    def _add_row(self, rule: LocalRule) -> FormulaLines | None:
        """A row, and the formula in it, which follows the numbers."""
        row = QHBoxLayout()
        row.setSpacing(8)
        self._rows.addLayout(row)
        if rule.other == OPEN:
            row.addWidget(QLabel(f"{rule.port_name}: nothing yet", self), 1)
            return None
        row.addWidget(self._button(rule), 0, Qt.AlignmentFlag.AlignTop)
        if not rule.latex:
            row.addWidget(QLabel("a number: no derivative", self), 1)
            return None
        formula = FormulaLines(
            f"inspector_{self._kind}_{rule.port}", self._themes, rule.latex, self
        )
        row.addWidget(formula, 1)
        return formula

    def _button(self, rule: LocalRule) -> QPushButton:
        button = QPushButton(rule.name, self)
        button.setObjectName(f"inspector_go_{self._kind}_{rule.other}")
        button.setToolTip(f"{rule.port_name}: go to {rule.name}".removeprefix(": "))
        button.setAccessibleName(f"Go to {rule.name}")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._go(rule.other))
        return button

    def _on_theme_changed(self, theme: Theme) -> None:
        self._title.setStyleSheet(f"color: {theme.muted};")


def _edge(rule: LocalRule) -> tuple[object, ...]:
    """What a row is about, without the numbers on it."""
    return rule.other, rule.port, rule.port_name, rule.name, bool(rule.latex)


def _clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _clear(inner)
            inner.deleteLater()
