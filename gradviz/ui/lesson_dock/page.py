"""One lesson to read and to do: its text, what it opens, and its tasks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from gradviz.teaching.lessons import Lesson
from gradviz.ui.icons import icon
from gradviz.ui.lesson_dock.task_card import TaskCard, block_widget
from gradviz.ui.theme import Theme, ThemeSource

_TITLE_SCALE = 1.35


class LessonPage(QScrollArea):
    """Shows a lesson. ``open_asked`` carries the Setup, ``answered`` the card and if entered."""

    open_asked = Signal(object)
    answered = Signal(object, bool)

    def __init__(self, lesson: Lesson, themes: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lesson = lesson
        self._themes = themes
        self.setObjectName("lesson_page")
        self.setAccessibleName(lesson.title)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget(self)
        content.setBackgroundRole(QPalette.ColorRole.Base)
        content.setAutoFillBackground(True)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(14, 8, 14, 16)
        self._column.setSpacing(10)
        self._title = QLabel(lesson.title, content)
        self._title.setObjectName("lesson_title")
        self._title.setWordWrap(True)
        self._column.addWidget(self._title)
        for block in lesson.prose:
            self._column.addWidget(block_widget(block, themes, content))
        self._buttons = [self._open_button(at, content) for at in range(len(lesson.open))]
        self._tasks_title = QLabel("Tasks", content)
        self._column.addSpacing(6)
        self._column.addWidget(self._tasks_title)
        self.cards = [self._card(at, content) for at in range(len(lesson.tasks))]
        self._column.addStretch(1)
        self.setWidget(content)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)
        self._size_titles()

    def _open_button(self, at: int, content: QWidget) -> QPushButton:
        setup = self.lesson.open[at]
        button = QPushButton(setup.label, content)
        button.setObjectName(f"open_button_{at}")
        button.setAccessibleName(f"Open {setup.label} in the window")
        button.setToolTip("Open this in the window; Undo brings back what was there")
        button.setIconSize(QSize(16, 16))
        button.clicked.connect(lambda: self.open_asked.emit(setup))
        self._column.addWidget(button)
        return button

    def _card(self, at: int, content: QWidget) -> TaskCard:
        card = TaskCard(self.lesson.tasks[at], self._themes, content)
        card.answered.connect(lambda entered: self.answered.emit(card, entered))
        self._column.addWidget(card)
        return card

    def changeEvent(self, event: QEvent) -> None:
        """Keep the titles larger than the text, whatever the text's size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._size_titles()

    def _size_titles(self) -> None:
        for label, scale in ((self._title, _TITLE_SCALE), (self._tasks_title, 1.1)):
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * scale)
            font.setBold(True)
            label.setFont(font)

    def _on_theme_changed(self, theme: Theme) -> None:
        for button in self._buttons:
            button.setIcon(icon("open", theme, theme.accent))
            button.setStyleSheet(
                f"QPushButton {{ text-align: left; padding: 6px 10px; color: {theme.accent};"
                f" background: {theme.surface}; border: 1px solid {theme.line};"
                f" border-radius: 6px; }}"
                f"QPushButton:hover {{ border-color: {theme.accent}; }}"
                f"QPushButton:focus {{ border: 2px solid {theme.accent}; padding: 5px 9px; }}"
                f"QPushButton:pressed {{ background: {theme.line}; }}"
            )
