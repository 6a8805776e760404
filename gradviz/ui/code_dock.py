"""The code panel: the same graph as a program, live."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document, write_atomically
from gradviz.errors import GradVizError
from gradviz.session import Session


class CodePanel(QWidget):
    """Shows the document as one of the texts in ``languages`` (title → document → text)."""

    def __init__(
        self,
        session: Session,
        languages: Mapping[str, Callable[[Document], str]],
        say: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._languages = languages
        self._say = say
        self._shown: Document | None = None
        self._choice = QComboBox(self)
        self._choice.setObjectName("code_language_combo")
        self._choice.setAccessibleName("Language of the code")
        self._choice.setToolTip("The language the graph is written in")
        self._choice.addItems(list(languages))
        self._text = QPlainTextEdit(self, readOnly=True)
        self._text.setObjectName("code_text")
        self._text.setAccessibleName("The graph as code")
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        copy = self._button("Copy", "code_copy_button", "Copy the code", self.copy)
        save = self._button("Save…", "code_save_button", "Save the code as a file", self._save)
        row = QHBoxLayout()
        for widget in (self._choice, copy, save):
            row.addWidget(widget)
        row.insertStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(row)
        column.addWidget(self._text)
        self._choice.currentIndexChanged.connect(self._refresh)
        session.document_changed.connect(self._on_document_changed)

    def _button(self, text: str, name: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.clicked.connect(act)
        return button

    def text(self) -> str:
        """The code as shown."""
        return self._text.toPlainText()

    def copy(self) -> None:
        """Put the code on the clipboard."""
        QGuiApplication.clipboard().setText(self.text())
        self._say("The code is on the clipboard.")

    def _save(self) -> None:
        path, _filter = QFileDialog.getSaveFileName(self, "Save the code", "graph.py")
        if not path:
            return
        try:
            write_atomically(Path(path), self.text().encode())
        except GradVizError as error:
            self._say(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._shown is not self._session.document:
            self._refresh()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if self.isVisible() and (old.graph != new.graph or old.dataset is not new.dataset):
            self._refresh()

    def _refresh(self) -> None:
        self._shown = self._session.document
        write = self._languages[self._choice.currentText()]
        try:
            text = write(self._shown)
        except GradVizError as error:
            text = f"# {error}"
        if text != self.text():
            self._text.setPlainText(text)
