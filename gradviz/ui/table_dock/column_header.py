"""The head of the table: columns are renamed where their names stand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from gradviz.ui.theme import Theme

LEAST_WIDTH = 64
"""Pixels of a column: a number in four digits; more columns than fit are scrolled."""

_STAYS = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
"""A menu or another window takes the keyboard only for a while."""

Check = Callable[[str, str], str]
"""From a column and the name it should have: why it can't, or nothing."""


class ColumnHeader(QHeaderView):
    """Opens a line to write in by double-click or F2, and says at once what is no name."""

    rename_wanted = Signal(str, str)  # the column, and what it shall be called
    said = Signal(str)

    def __init__(self, check: Check, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._check, self._theme = check, theme
        self._section = -1
        self.setObjectName("table_columns")
        self.setAccessibleName("Columns of the table")
        self.setToolTip("Double-click or F2 renames a column")
        self.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumSectionSize(LEAST_WIDTH)
        self.setSectionsClickable(True)
        self.setHighlightSections(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._edit = self._made_edit()
        self.sectionDoubleClicked.connect(self.open_editor)

    def _made_edit(self) -> QLineEdit:
        edit = QLineEdit(self.viewport())
        edit.setObjectName("column_name_edit")
        edit.setToolTip("Enter gives the name, Escape leaves it as it was")
        edit.setFrame(False)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        edit.hide()
        edit.textEdited.connect(self._on_edited)
        edit.installEventFilter(self)
        return edit

    @property
    def is_writing(self) -> bool:
        """Whether a name is being written."""
        return self._section >= 0

    def open_editor(self, section: int) -> None:
        """Let the name of a column be written anew."""
        if not 0 <= section < self.count():
            return
        self._section = section
        name = self._name
        self._edit.setText(name)
        self._edit.setAccessibleName(f"Name of the column {name}")
        left = self.sectionViewportPosition(section)
        self._edit.setGeometry(QRect(left, 0, self.sectionSize(section), self.height()))
        self._paint_problem("")
        self._edit.show()
        self._edit.selectAll()
        self._edit.setFocus()

    def close_editor(self) -> None:
        """Leave the name as it was."""
        self._section = -1
        self._edit.hide()

    @property
    def _name(self) -> str:
        model = self.model()
        return str(model.headerData(self._section, Qt.Orientation.Horizontal) or "")

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._theme = theme
        self._paint_problem("")

    def _problem(self) -> str:
        return self._check(self._name, self._edit.text())

    def _on_edited(self, _text: str) -> None:
        problem = self._problem()
        self._paint_problem(problem)
        self.said.emit(problem)

    def _paint_problem(self, problem: str) -> None:
        theme = self._theme
        line, ink = (theme.bad, theme.bad) if problem else (theme.accent, theme.text)
        self._edit.setStyleSheet(
            f"QLineEdit {{ color: {ink}; background: {theme.surface};"
            f" border: 2px solid {line}; padding: 0 2px; }}"
        )

    def _finish(self) -> bool:
        """Ask for the new name and close, unless it can't be given."""
        old, new, problem = self._name, self._edit.text(), self._problem()
        if problem:
            self._paint_problem(problem)
            self.said.emit(problem)
            return False
        self.close_editor()
        self.rename_wanted.emit(old, new)
        return True

    # Qt

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Escape end the writing; so does leaving it, which gives a name that is one."""
        if watched is not self._edit or not self.is_writing:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()  # the window's keys are those of who writes a name
            return True
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            if event.reason() in _STAYS:
                return super().eventFilter(watched, event)
            if not self._problem():
                self._finish()
            self.close_editor()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._finish():
                    self._give_back()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_editor()
                self.said.emit("")
                self._give_back()
                return True
        return super().eventFilter(watched, event)

    def _give_back(self) -> None:
        table = self.parentWidget()
        if table is not None:
            table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2:
            self.open_editor(self.selectionModel().currentIndex().column())
            return
        super().keyPressEvent(event)
