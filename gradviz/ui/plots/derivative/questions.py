"""The questions of the lecture below the plots: one is answered at a time, or none."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.ui.formula import FormulaWidget
from gradviz.ui.plots.derivative.answers import QUESTIONS, Question, Sight
from gradviz.ui.theme import Theme, ThemeSource

FEWEST, MOST = 2.7, 5.8  # lines of text that are seen at once


class _Answers(QScrollArea):
    """Wants the same room for every answer, so that nothing moves while the numbers change."""

    def sizeHint(self) -> QSize:
        return QSize(200, self.maximumHeight())


class Questions(QWidget):
    """A button for each question; pressing the one that is answered closes the answer."""

    asked = Signal(str)  # the name of the question now answered, empty for none

    def __init__(self, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("derivative_questions")
        self._sight: Sight | None = None
        self._question: Question | None = None
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons = {question.name: self._button(question) for question in QUESTIONS}
        self._full = self._label("derivative_question")
        self._answer = self._label("derivative_answer")
        self.formula = FormulaWidget(themes, parent=self)
        self.formula.setObjectName("derivative_formula")
        self._body = _Answers(self)
        self._rows = QGridLayout()
        self._columns = 0
        self._lay_out()

    @property
    def question(self) -> str:
        """The name of the question that is answered; empty for none."""
        return "" if self._question is None else self._question.name

    def _button(self, question: Question) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"derivative_ask_{question.name}")
        button.setText(question.short)
        button.setToolTip(question.full)
        button.setAccessibleName(question.full)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda checked: self.ask(question.name if checked else ""))
        self._group.addButton(button)
        return button

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        return label

    def _lay_out(self) -> None:
        self._rows.setContentsMargins(8, 2, 8, 2)
        self._rows.setSpacing(4)
        self._arrange(len(self._buttons))
        inside = QWidget(self._body)
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 2, 12, 8)
        column.setSpacing(4)
        for part in (self._full, self.formula, self._answer):
            column.addWidget(part)
        column.addStretch(1)
        self._body.setObjectName("derivative_answers")
        self._body.setFrameShape(QFrame.Shape.NoFrame)
        self._body.setWidgetResizable(True)
        self._body.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._body.setWidget(inside)
        self._body.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._rows)
        whole.addWidget(self._body)

    def _arrange(self, columns: int) -> None:
        """Put the buttons into so many columns."""
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(self._buttons.values()):
            self._rows.addWidget(button, *divmod(place, columns))
        for column in range(len(self._buttons) + 1):
            self._rows.setColumnStretch(column, int(column == columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All in one row where there is room, else in two."""
        super().resizeEvent(event)
        hints = [button.sizeHint().width() + 4 for button in self._buttons.values()]
        fits = sum(hints) + 16 <= event.size().width()
        self._arrange(len(hints) if fits else (len(hints) + 1) // 2)

    def minimumSizeHint(self) -> QSize:
        """In two rows they need no more width than half of them."""
        hint = super().minimumSizeHint()
        widest = max(button.sizeHint().width() for button in self._buttons.values()) + 4
        return QSize(min(hint.width(), (len(self._buttons) + 1) // 2 * widest + 16), hint.height())

    def ask(self, name: str) -> None:
        """Answer a question, or none."""
        found = [question for question in QUESTIONS if question.name == name]
        self._question = found[0] if found else None
        for key, button in self._buttons.items():
            button.setChecked(key == name)
        line = self.fontMetrics().lineSpacing()
        self._body.setMinimumHeight(round(line * FEWEST))
        self._body.setMaximumHeight(round(line * MOST) + 10)
        self._body.setVisible(bool(found))
        self._body.verticalScrollBar().setValue(0)
        self.formula.setVisible(name == "symbols")
        self._show()
        self.asked.emit(name)

    def show_sight(self, sight: Sight) -> None:
        """Answer with the numbers of what is seen now."""
        self._sight = sight
        self._show()

    def _show(self) -> None:
        if self._question is None or self._sight is None:
            return
        self._full.setText(self._question.full)
        self._answer.setText(self._question.answer(self._sight))

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._full.setStyleSheet("font-weight: 600;")
        self._body.setStyleSheet(
            f"#derivative_answers, #derivative_answers > QWidget > QWidget"
            f"{{ background: {theme.surface}; }}"
        )
        self.setStyleSheet(
            f"QToolButton {{ color: {theme.accent}; border: 1px solid {theme.line};"
            "border-radius: 6px; padding: 2px 7px; }"
            f"QToolButton:hover {{ background: {theme.canvas}; }}"
            f"QToolButton:checked {{ background: {theme.accent}; color: {theme.surface}; }}"
            f"QToolButton:focus {{ border-color: {theme.accent}; }}"
        )
