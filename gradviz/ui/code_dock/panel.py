"""The code panel: the document as a program, in step with it and with what is selected."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document, file_stem, write_atomically
from gradviz.errors import GradVizError
from gradviz.graph import Script
from gradviz.session import Focus, JobRunner, Session, Settings
from gradviz.ui.code_dock.code_text import CodeText
from gradviz.ui.code_dock.languages import LANGUAGES, Language
from gradviz.ui.theme import Theme, ThemeSource

MOST_AT_ONCE = 500
"""Nodes and rows of data up to which a program is written in a few milliseconds."""

_JOB = "code"


class CodePanel(QWidget):
    """Shows the document as a program; selecting a line selects its node, and the reverse."""

    def __init__(
        self,
        session: Session,
        focus: Focus,
        jobs: JobRunner,
        themes: ThemeSource,
        settings: Settings,
        say: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._focus = focus
        self._jobs = jobs
        self._settings = settings
        self._say = say
        self._shown: Document | None = None
        self._in_sight = True
        self._script = Script("")
        self._choice = self._language_choice()
        self._problem = QLabel(self)
        self._problem.setObjectName("code_problem")
        self._problem.setWordWrap(True)
        self._problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._problem.hide()
        self._text = CodeText(themes.current, self._language.pattern, self)
        self._copy = self._button("Copy", "code_copy_button", "Copy the whole code", self.copy)
        self._save = self._button("Save…", "code_save_button", "Save the whole code", self._ask)
        self._place()
        self._use_font()
        self._choice.currentIndexChanged.connect(self._on_language_chosen)
        self._text.line_chosen.connect(self._on_line_chosen)
        session.document_changed.connect(self._on_document_changed)
        focus.selection_changed.connect(lambda _old, _new: self._mark())
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def _language_choice(self) -> QComboBox:
        choice = QComboBox(self)
        choice.setObjectName("code_language_combo")
        choice.setAccessibleName("Language of the code")
        choice.setToolTip("The language the graph is written in")
        for key, language in LANGUAGES.items():
            choice.addItem(language.title, key)
        choice.setCurrentIndex(max(choice.findData(self._settings.code_language), 0))
        return choice

    def _button(self, text: str, name: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.clicked.connect(act)
        return button

    def _place(self) -> None:
        row = QHBoxLayout()
        for widget in (self._choice, self._copy, self._save):
            row.addWidget(widget)
        row.insertStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(row)
        column.addWidget(self._problem, 1)
        column.addWidget(self._text, 1)

    @property
    def _language(self) -> Language:
        return LANGUAGES[self._choice.currentData()]

    # What one can do

    def text(self) -> str:
        """The whole code; empty while there is none."""
        return self._script.text

    def copy(self) -> None:
        """Put the code on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self._say("The code is on the clipboard.")

    def _ask(self) -> None:
        name = f"{file_stem(self._session.document.title)}{self._language.suffix}"
        path, _filter = QFileDialog.getSaveFileName(self, "Save the code", name)
        if not path:
            return
        try:
            write_atomically(Path(path), self.text().encode())
        except GradVizError as error:
            self._say(str(error))
        else:
            self._say(f"Saved as {Path(path).name}.")

    # What happens

    def _on_line_chosen(self, line: int) -> None:
        node_id = self._script.node_of(line)
        if node_id is not None:
            self._focus.select(node_id)

    def _on_language_chosen(self) -> None:
        self._settings.code_language = self._choice.currentData()
        self._text.coloring.show_pattern(self._language.pattern)
        self._refresh()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph == new.graph and old.dataset is new.dataset and self._shown is old:
            self._shown = new  # the program is the same
        self._catch_up()

    def _on_theme_changed(self, theme: Theme) -> None:
        self._text.show_theme(theme)
        self._problem.setStyleSheet(f"color: {theme.muted}; background: none;")

    # Writing and showing

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; behind another tab it counts as visible."""
        self._in_sight = on
        self._catch_up()

    def _catch_up(self) -> None:
        """Write the program of the document as it is now, if somebody sees it."""
        stale = self._shown is not self._session.document
        if stale and self._in_sight and self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        """Write the program: now if that is quick, else in the background, where newest wins."""
        document = self._shown = self._session.document
        write = self._language.write
        if _size(document) > MOST_AT_ONCE:
            self._jobs.submit(
                _JOB, write, document, on_done=self._show_script, on_error=self._on_failed
            )
            return
        self._jobs.cancel(_JOB)
        try:
            script = write(document)
        except GradVizError as error:
            self._on_failed(error)
        else:
            self._show_script(script)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._show_script(Script(""), str(error))

    def _show_script(self, script: Script, problem: str = "") -> None:
        self._script = script
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._text.setVisible(not problem)
        self._copy.setEnabled(not problem)
        self._save.setEnabled(not problem)
        self._text.show_text(script.text)
        self._mark()

    def _mark(self) -> None:
        """Mark the lines about what is selected."""
        lines = (self._script.lines_of(node_id) for node_id in self._focus.selection)
        self._text.mark_lines(frozenset(line for found in lines for line in found))

    def _use_font(self) -> None:
        """The platform's letters of equal width, as large as everything else."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        if self.font().pointSizeF() > 0:
            font.setPointSizeF(self.font().pointSizeF())
        self._text.setFont(font)

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._catch_up()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._use_font()


def _size(document: Document) -> int:
    rows = 0 if document.dataset is None else document.dataset.length
    return len(document.graph.nodes) + rows
