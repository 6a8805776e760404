"""The top of the inspector: which node this is, what it computes, its value and gradient."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from gradviz.graph import Value, format_exact, format_value
from gradviz.teaching import (
    called,
    definition_latex,
    derivative,
    does_not_depend,
    gradient_story,
    kind_words,
    shape_words,
)
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.inspector.formula_lines import FormulaLines
from gradviz.ui.inspector.subject import Subject
from gradviz.ui.theme import Theme, ThemeSource

_ROWS = ("value", "gradient", "shape")


class Summary(QWidget):
    """Name and kind, the formula, a small table of numbers, and how the gradient came about."""

    def __init__(self, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inspector_summary")
        self._themes = themes
        self._known = {"value": False, "gradient": False}
        self._kind = _label(self, "inspector_kind")
        self._formula = FormulaWidget(themes, parent=self)
        self._formula.setObjectName("inspector_formula")
        self._formula.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._captions = {row: QLabel(row, self) for row in _ROWS}
        self._numbers = {row: _label(self, f"inspector_{row}") for row in _ROWS}
        self._problem = _label(self, "inspector_problem")
        self._story = FormulaLines("inspector_story", themes, parent=self)
        self._why = _label(self, "inspector_why")
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for place, row in enumerate(_ROWS):
            grid.addWidget(self._captions[row], place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._numbers[row], place, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.setSpacing(6)
        column.addWidget(self._kind)
        column.addWidget(self._formula)
        column.addLayout(grid)
        for part in (self._problem, self._story, self._why):
            column.addWidget(part)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def show_subject(self, subject: Subject) -> None:
        """Speak of another node, or of other numbers."""
        graph, node_id = subject.graph, subject.node_id
        self._kind.setText(f"{subject.name}: {kind_words(graph, node_id)}")
        latex = definition_latex(graph, node_id, subject.value)
        self._formula.set_formula(latex)
        self._formula.setVisible(bool(latex))
        target = subject.state.target
        by = derivative(called(graph, target or node_id), called(graph, node_id)).plain
        self._captions["gradient"].setText(by)
        texts = {
            "value": _all_digits(subject.value, "not known yet"),
            "gradient": _all_digits(subject.gradient, self._why_no_gradient(subject)),
            "shape": "" if subject.value is None else shape_words(subject.value),
        }
        for row, text in texts.items():
            self._numbers[row].setText(text)
            self._numbers[row].setAccessibleName(f"{self._captions[row].text()}: {text}")
        self._known = {"value": subject.value is not None, "gradient": subject.gradient is not None}
        self._color_numbers()
        for part in (self._captions["shape"], self._numbers["shape"]):
            part.setVisible(subject.value is not None)
        in_table = {"value": _is_array(subject.value), "gradient": _is_array(subject.gradient)}
        for row, hidden in in_table.items():
            self._numbers[row].setHidden(hidden)
            self._captions[row].setHidden(hidden)
        problem = subject.state.problems.get(node_id)
        self._problem.setText(f"⚠ {problem}" if problem is not None else "")
        self._problem.setVisible(problem is not None)
        self._tell(subject)

    def _tell(self, subject: Subject) -> None:
        """How the gradient was found, in a formula and in words."""
        evaluation = subject.state.evaluation
        told, apart = None, False
        if evaluation is not None and subject.gradient is not None:
            told = gradient_story(evaluation, subject.node_id, subject.made)
            apart = told is None and does_not_depend(evaluation, subject.node_id)
        self._story.show_latex(told.latex if told is not None else "")
        words = told.sentence if told is not None else ""
        if apart:
            words = f"{subject.target_name} does not depend on {subject.name}."
        self._why.setText(words)
        self._why.setVisible(bool(words))

    @staticmethod
    def _why_no_gradient(subject: Subject) -> str:
        evaluation = subject.state.evaluation
        if subject.node.is_literal:
            return "none: it is only a number"
        if evaluation is not None and evaluation.note is not None:
            return "none: " + evaluation.note
        if evaluation is not None and subject.state.at_end:
            return f"none: {subject.target_name} does not depend on {subject.name}"
        return "not known yet"

    def _color_numbers(self) -> None:
        """Numbers in the colors of values and gradients; words that stand for them are muted."""
        theme = self._themes.current
        for row, color in (("value", theme.value), ("gradient", theme.gradient)):
            known = f"color: {color}; font-weight: 600;"
            self._numbers[row].setStyleSheet(
                known if self._known[row] else f"color: {theme.muted};"
            )

    def _on_theme_changed(self, theme: Theme) -> None:
        self._kind.setStyleSheet("font-weight: 600;")
        self._color_numbers()
        self._problem.setStyleSheet(f"color: {theme.bad};")
        for caption in self._captions.values():
            caption.setStyleSheet(f"color: {theme.muted};")


def _label(parent: QWidget, name: str) -> QLabel:
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _is_array(value: Value | None) -> bool:
    """Whether a table shows the numbers."""
    return value is not None and not isinstance(value, float)


def _all_digits(value: Value | None, without: str) -> str:
    if value is None:
        return without
    return format_exact(value) if isinstance(value, float) else format_value(value)
