"""The line the expression stands in: what can be read becomes the document at once."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

from gradviz.document import Document, edits
from gradviz.errors import ExpressionError, GradVizError
from gradviz.session import JobRunner, Session
from gradviz.ui.expression_bar.pasting import one_line
from gradviz.ui.expression_bar.sentence import Sentence
from gradviz.ui.expression_bar.underline import Underline
from gradviz.ui.theme import Theme, ThemeSource

LIVE_CHARACTERS = 2_000
"""Up to this length the text is read at every key; beyond it on a worker, once typing pauses."""

PAUSE_MS = 200
SENTENCE_MS = 600


class ExpressionEdit(QPlainTextEdit):
    """A one-line editor bound to the document's expression.

    Every text that can be read becomes the document at once; one stretch of typing is one undo
    entry. A text that can't be read leaves the document alone, is underlined where it goes
    wrong, and the sentence is emitted by ``problem_changed`` (None when there is none).
    """

    problem_changed = Signal(object)  # GradVizError | None
    entered = Signal()

    def __init__(
        self,
        session: Session,
        themes: ThemeSource,
        jobs: JobRunner,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._key = f"expression {id(self)}"
        self._ends = False  # the stretch of typing, with the text that is being read
        self._before: Document | None = None
        self._applying = False
        self._problem: GradVizError | None = None
        self._seen = session.document.text
        self.setObjectName("expression_edit")
        self.setAccessibleName("Expression")
        self.setToolTip("The expression, such as L = c(a + 2b); statements are separated by ;")
        self.setPlaceholderText("Write an expression, such as L = c(a + 2b)")
        self._shape_as_line()
        self._underline = Underline(self.document())
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._read_apart)
        self._say = QTimer(self, singleShot=True, interval=SENTENCE_MS)
        self._say.timeout.connect(self._show_sentence)
        self._sentence = Sentence(self.window())
        self._on_theme_changed(themes.current)
        themes.theme_changed.connect(self._on_theme_changed)
        self.setPlainText(session.document.text)
        self.textChanged.connect(self._on_text_changed)
        session.document_changed.connect(self._on_document_changed)

    def _shape_as_line(self) -> None:
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setWordWrapMode(QTextOption.WrapMode.NoWrap)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)  # undo is the document's
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(6)

    # The few members of QLineEdit that callers and assistive tools expect of a line.
    def text(self) -> str:
        """The text as it stands, read or not."""
        return self.toPlainText()

    def setText(self, text: str) -> None:
        """Replace the text as if it had been typed."""
        self.setPlainText(text)

    @property
    def problem(self) -> GradVizError | None:
        """What is wrong with the text, or None."""
        return self._problem

    @property
    def error_span(self) -> tuple[int, int] | None:
        """The characters that are underlined, or None."""
        return self._underline.span

    def sizeHint(self) -> QSize:
        return QSize(320, self._line_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self._line_height())

    def _line_height(self) -> int:
        return QFontMetrics(self.font()).height() + 14

    def _on_text_changed(self) -> None:
        text = self.toPlainText()
        if self._applying or text == self._seen:  # underlining counts as a change, too
            self._seen = text
            return
        self._seen = text
        self._jobs.cancel(self._key)
        self._ends = False
        if len(text) <= LIVE_CHARACTERS:
            self._read()
        else:
            self._pause.start()

    @property
    def is_reading(self) -> bool:
        """Whether what stands there is not in the document yet, but soon will be if it can."""
        return self._pause.isActive() or self._jobs.is_busy(self._key)

    def _read(self) -> None:
        """Read the text now."""
        self._put_off()
        before = self._start_of_typing()
        if before is None:
            return
        try:
            changed = edits.set_text(before, self.toPlainText())
        except GradVizError as error:
            self._set_problem(error)
        else:
            self._take(changed)

    def _read_apart(self) -> None:
        """Read a long text on a worker; another key makes what it finds worthless."""
        self._put_off()
        before = self._start_of_typing()
        if before is not None:
            self._jobs.submit(
                self._key,
                edits.set_text,
                before,
                self.toPlainText(),
                on_done=self._on_read,
                on_error=self._on_unreadable,
            )

    def _start_of_typing(self) -> Document | None:
        """The document that the text is an edit of; None if it is the document's already."""
        if self.toPlainText() == self._session.document.text:
            self._set_problem(None)
            return None
        if self._before is None:
            self._before = self._session.document
        return self._before

    def _put_off(self) -> None:
        """Read no more of what was to be read."""
        self._pause.stop()
        self._jobs.cancel(self._key)

    def _on_read(self, changed: Document) -> None:
        self._take(changed)
        if self._ends:
            self._end_typing()

    def _on_unreadable(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._set_problem(error)
        if self._ends:
            self._end_typing()
            self._show_sentence()

    def _take(self, changed: Document) -> None:
        self._set_problem(None)
        self._applying = True
        try:
            self._session.apply("Edit the expression", changed, merge_key="expression")
        finally:
            self._applying = False

    def finish(self) -> None:
        """End the stretch of typing, with all of it read: what follows is another undo entry."""
        if self.is_reading:
            self._read()
        self._end_typing()

    def finish_soon(self) -> None:
        """The same, but what takes long to read is waited for elsewhere."""
        if self._pause.isActive():
            self._read_apart()
        if self.is_reading:
            self._ends = True
        else:
            self._end_typing()

    def _end_typing(self) -> None:
        self._ends = False
        if self._before is not None:
            self._before = None
            self._session.end_merge()

    def _on_document_changed(self, _old: Document, new: Document) -> None:
        if self._applying:
            return
        if _old.text != new.text:
            self._put_off()  # it would be an edit of what is no more
        elif self.is_reading:
            self._before = new
            self._read_apart()
            return
        self._before = None
        if new.text == self.toPlainText():
            self._set_problem(None)
            return
        if self._problem is not None and _old.text == new.text:
            return  # what is being typed is kept while something else changes
        self._applying = True
        try:
            self.setPlainText(new.text)
        finally:
            self._applying = False
        self._set_problem(None)

    def _set_problem(self, problem: GradVizError | None) -> None:
        self._problem = problem
        span = problem.span if isinstance(problem, ExpressionError) else None
        self._underline.mark(span)
        self._sentence.hide()
        if problem is None:
            self._say.stop()
        else:
            self._say.start()
        self.problem_changed.emit(problem)

    def _show_sentence(self) -> None:
        if self._problem is not None and self.isVisible():
            self._sentence.say(f"⚠ {self._problem}", self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish_soon()
            self._show_sentence()
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._revert()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self._undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.finish()
            self._session.redo()
        else:
            super().keyPressEvent(event)

    def _undo(self) -> None:
        if self._problem is not None or self.is_reading:
            self._revert()
        else:
            self.finish()
            self._session.undo()

    def _revert(self) -> None:
        """Back to the text of the document as it is."""
        if self.toPlainText() != self._session.document.text:
            self.setPlainText(self._session.document.text)
        self._put_off()
        self._set_problem(None)
        self._end_typing()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.finish_soon()
        self._sentence.hide()
        super().focusOutEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste as one line."""
        try:
            self.insertPlainText(one_line(source.text()))
        except ExpressionError as error:
            self._set_problem(error)

    def _on_theme_changed(self, theme: Theme) -> None:
        self._underline.set_color(theme.bad)
        self.setStyleSheet(
            f"#expression_edit {{ background: {theme.surface}; color: {theme.text};"
            f" border: 1px solid {theme.line}; border-radius: 6px; }}"
            f"#expression_edit:focus {{ border: 2px solid {theme.accent}; }}"
        )
        self._sentence.show_theme(theme)
