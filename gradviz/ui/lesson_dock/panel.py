"""The panel of the lessons dock: the list, the lesson that is open, and the checking."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidgetItem,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.errors import GradVizError
from gradviz.session import DescentRun, PassCursor, Session
from gradviz.teaching.lessons import HOVERED, OF_EPOCH, OWN, Attempt, Lesson, Setup, lessons
from gradviz.ui.icons import icon
from gradviz.ui.lesson_dock.lesson_list import LessonList
from gradviz.ui.lesson_dock.page import LessonPage
from gradviz.ui.lesson_dock.progress import Progress, Unsaved
from gradviz.ui.lesson_dock.setups import open_setup
from gradviz.ui.lesson_dock.task_card import TaskCard
from gradviz.ui.theme import Theme, ThemeSource

_CHECK_MS = 120  # tasks are checked this long after a change, so that a drag stays smooth


class LessonPanel(QWidget):
    """Lets a student read a lesson, open what it speaks of, and do its tasks."""

    def __init__(
        self,
        session: Session,
        passes: PassCursor,
        run: DescentRun,
        themes: ThemeSource,
        progress: Progress | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._passes, self._run = session, passes, run
        self._themes = themes
        self._progress: Progress = progress if progress is not None else Unsaved()
        self._page: LessonPage | None = None
        self._in_sight = True
        self.setObjectName("lesson_panel")
        self.setMinimumWidth(240)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_CHECK_MS)
        self._later.timeout.connect(self.check)
        self._list = LessonList(lessons(), themes, self)
        self._list.itemActivated.connect(self._on_chosen)
        self._list.itemClicked.connect(self._on_chosen)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._stack, 1)
        session.document_changed.connect(self._check_later)
        passes.changed.connect(self._check_later)
        run.trajectory_changed.connect(self._check_later)
        themes.theme_changed.connect(self._on_theme_changed)
        self.show_list()
        self._on_theme_changed(themes.current)

    # Building

    def _head(self) -> QWidget:
        head = QWidget(self)
        row = QHBoxLayout(head)
        row.setContentsMargins(6, 4, 6, 4)
        row.setSpacing(2)
        self._to_list = self._tool("lesson_list_button", "All lessons", self.show_list)
        self._to_list.setText("All lessons")
        self._to_list.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._place = QLabel(head)
        self._place.setObjectName("lesson_place")
        self._previous = self._tool("lesson_previous_button", "Previous lesson", self._go_back)
        self._next = self._tool("lesson_next_button", "Next lesson", self._go_on)
        row.addWidget(self._to_list)
        row.addStretch(1)
        row.addWidget(self._place)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        self._head_row = head
        return head

    def _tool(self, name: str, tip: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button

    # Showing

    @property
    def page(self) -> LessonPage | None:
        """The lesson that is open; None while the list is shown."""
        return self._page

    def show_list(self) -> None:
        """Show all lessons and how far each has come."""
        self._drop_page()
        solved = self._progress.solved_tasks()
        for at, lesson in enumerate(lessons()):
            done = sum(lesson.key(task) in solved for task in lesson.tasks)
            self._list.show_progress(at, done, len(lesson.tasks))
        self._head_row.setVisible(False)
        self._stack.setCurrentWidget(self._list)

    def show_lesson(self, lesson_id: str) -> None:
        """Show one lesson."""
        self._show(next(lesson for lesson in lessons() if lesson.id == lesson_id))

    def _show(self, lesson: Lesson) -> None:
        self._drop_page()
        page = LessonPage(lesson, self._themes, self)
        page.open_asked.connect(self._on_open_asked)
        page.answered.connect(self._on_answered)
        solved = self._progress.solved_tasks()
        for card in page.cards:
            if lesson.key(card.task) in solved:
                card.set_solved()
        self._page = page
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        at = lessons().index(lesson)
        self._previous.setEnabled(at > 0)
        self._next.setEnabled(at + 1 < len(lessons()))
        self._list.setCurrentRow(at)
        self._show_place()
        self._head_row.setVisible(True)
        self._check_later()

    def _drop_page(self) -> None:
        if self._page is not None:
            self._stack.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None

    def _show_place(self) -> None:
        if self._page is not None:
            cards = self._page.cards
            done = sum(card.is_solved for card in cards)
            self._place.setText(f"{done} of {len(cards)} solved")

    def _go_back(self) -> None:
        self._move(-1)

    def _go_on(self) -> None:
        self._move(+1)

    def _move(self, by: int) -> None:
        if self._page is not None:
            at = lessons().index(self._page.lesson) + by
            if 0 <= at < len(lessons()):
                self._show(lessons()[at])

    # What happens

    def _on_chosen(self, item: QListWidgetItem) -> None:
        self._show(lessons()[self._list.row(item)])

    def _on_open_asked(self, setup: Setup) -> None:
        try:
            document = open_setup(setup, self._session.document)
        except GradVizError as error:
            self._place.setText(str(error))
            return
        self._session.apply(f"Open {setup.label}", document)

    def _on_answered(self, card: TaskCard, entered: bool) -> None:  # a signal's
        if not card.is_solved and self._is_solved(card):
            self._solve(card)
        elif entered:
            card.set_wrong(wrong=True)

    def _check_later(self, *_: object) -> None:
        waiting = self._page is not None and not all(card.is_solved for card in self._page.cards)
        seen = self._in_sight and self.isVisible()
        if waiting and seen and not self._later.isActive():
            self._later.start()

    def check(self) -> None:
        """Look whether the document as it is now solves a task of the open lesson."""
        for card in self._page.cards if self._page is not None else ():
            if not card.is_solved and self._is_solved(card):
                self._solve(card)

    def _is_solved(self, card: TaskCard) -> bool:
        state = self._passes.state
        inputs = OWN
        if state.inputs_override:
            inputs = OF_EPOCH if self._run.scrubbed else HOVERED
        return card.task.check.solved(
            Attempt(
                graph=state.graph,
                evaluation=state.evaluation,
                position=state.position,
                count=state.count,
                trajectory=self._run.trajectory,
                answer=card.answer,
                inputs=inputs,
            )
        )

    def _solve(self, card: TaskCard) -> None:
        if self._page is not None:
            self._progress.mark_solved(self._page.lesson.key(card.task))
            card.set_solved()
            self._show_place()

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; behind another tab it counts as visible."""
        self._in_sight = on
        self._check_later()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at what was done while the dock was closed."""
        super().showEvent(event)
        self._check_later()

    def _on_theme_changed(self, theme: Theme) -> None:
        for button, name in (
            (self._to_list, "step-back"),
            (self._previous, "step-back"),
            (self._next, "step-forward"),
        ):
            button.setIcon(icon(name, theme))
        self._place.setStyleSheet(f"color: {theme.muted};")
        self._list.viewport().update()
