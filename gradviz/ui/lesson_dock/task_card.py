"""One task: what to do, whether it is solved, and where an answer is given."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.teaching.lessons import TEXT, Block, Choice, Formula, Task
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.icons import pixmap
from gradviz.ui.theme import Theme, ThemeSource

_ICON = 16


class TaskCard(QFrame):
    """Shows a task; ``answered(final)`` says that the answer changed, or was entered."""

    answered = Signal(bool)

    def __init__(self, task: Task, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.task = task
        self.answer = ""
        self._themes = themes
        self._solved = False
        self._wrong = False
        self.setObjectName(f"task_{task.id}")
        self._icon = QLabel(self)
        self._state = QLabel(self)
        self._state.setObjectName("task_state")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self._state, 1)
        column.addLayout(head)
        for block in task.prose:
            column.addWidget(block_widget(block, themes, self))
        self._add_answer(column)
        if task.hint:
            self._add_hint(column)
        themes.theme_changed.connect(self._paint)
        self._paint(themes.current)

    @property
    def is_solved(self) -> bool:
        """Whether the task has been solved."""
        return self._solved

    @property
    def state_text(self) -> str:
        """The word that says how the task stands."""
        return self._state.text()

    def set_solved(self) -> None:
        """Show the task as solved; it stays so."""
        self._solved, self._wrong = True, False
        self._paint(self._themes.current)

    def set_wrong(self, *, wrong: bool) -> None:
        """Say that the answer given is not right."""
        self._wrong = wrong and not self._solved
        self._paint(self._themes.current)

    def _add_answer(self, column: QVBoxLayout) -> None:
        check = self.task.check
        if isinstance(check, Choice):
            group = QButtonGroup(self)
            for option in check.shown:
                row = _Option(option, group, self)
                row.chosen.connect(self._on_chosen)
                column.addWidget(row)
        elif check.answers == TEXT:
            self._edit = QLineEdit(self)
            self._edit.setObjectName("task_answer")
            self._edit.setPlaceholderText("Your answer")
            self._edit.setAccessibleName("Your answer")
            self._edit.setToolTip("A number, a fraction or an expression; Enter checks it")
            self._edit.textEdited.connect(self._on_typed)
            self._edit.editingFinished.connect(self._on_entered)
            column.addWidget(self._edit)

    def _add_hint(self, column: QVBoxLayout) -> None:
        button = QToolButton(self)
        button.setObjectName("task_hint_button")
        button.setText("Hint")
        button.setToolTip("Show a hint for this task")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setArrowType(Qt.ArrowType.RightArrow)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        hint = prose_label(self.task.hint_html, self)
        hint.setObjectName("task_hint")
        hint.hide()
        button.toggled.connect(hint.setVisible)
        button.toggled.connect(
            lambda on: button.setArrowType(
                Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow
            )
        )
        column.addWidget(button)
        column.addWidget(hint)

    def _on_chosen(self, option: str) -> None:
        self.answer = option
        self.answered.emit(True)  # noqa: FBT003  # a signal's argument

    def _on_typed(self, text: str) -> None:
        self.answer = text
        self.set_wrong(wrong=False)
        self.answered.emit(False)  # noqa: FBT003

    def _on_entered(self) -> None:
        if self.answer.strip():
            self.answered.emit(True)  # noqa: FBT003

    def _paint(self, theme: Theme) -> None:
        name, color, word = "task", theme.muted, "To do"
        if self._solved:
            name, color, word = "solved", theme.good, "Solved"
        elif self._wrong:
            name, color, word = "cross", theme.bad, "Not yet right"
        self._icon.setPixmap(pixmap(name, color, _ICON, self.devicePixelRatioF()))
        self._state.setText(word)
        self._state.setStyleSheet(f"color: {color}; font-weight: 600;")
        self.setAccessibleName(f"Task: {word}")
        self.setStyleSheet(
            f"TaskCard {{ border: 1px solid {theme.line}; border-radius: 8px;"
            f" background: {theme.canvas}; }}"
            f"QLineEdit {{ border: 1px solid {theme.muted}; border-radius: 6px; padding: 4px 8px;"
            f" background: {theme.surface}; color: {theme.text}; }}"
            f"QRadioButton::indicator {{ width: 12px; height: 12px; border-radius: 7px;"
            f" border: 1px solid {theme.muted}; background: {theme.surface}; }}"
            f"QRadioButton::indicator:focus {{ border: 2px solid {theme.accent};"
            f" width: 10px; height: 10px; }}"
            f"QRadioButton::indicator:checked {{ border: 4px solid {theme.accent};"
            f" width: 6px; height: 6px; }}"
            f"QLineEdit:focus {{ border: 2px solid {theme.accent}; padding: 3px 7px; }}"
        )


class _Option(QWidget):
    """A radio button whose text wraps."""

    chosen = Signal(str)

    def __init__(self, option: str, group: QButtonGroup, parent: QWidget) -> None:
        super().__init__(parent)
        self._button = QRadioButton(self)
        group.addButton(self._button)
        self._button.setAccessibleName(option)
        self._button.setObjectName("task_option")
        self._button.clicked.connect(lambda: self.chosen.emit(option))
        label = QLabel(option, self)
        label.setWordWrap(True)
        label.setBuddy(self._button)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words chooses, too."""
        if self.rect().contains(event.position().toPoint()):
            self._button.click()


def block_widget(block: Block, themes: ThemeSource, parent: QWidget) -> QWidget:
    """The widget that shows a block of text."""
    if isinstance(block, Formula):
        return FormulaWidget(themes, block.latex, parent=parent)
    return prose_label(f"•&nbsp; {block.html}" if block.is_point else block.html, parent)


def prose_label(html: str, parent: QWidget) -> QLabel:
    """A paragraph with room between its lines."""
    label = QLabel(f'<p style="line-height: 135%">{html}</p>', parent)
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
