"""Formulas below one another, aligned at their equals signs; typeset in the background."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from gradviz.session import CancelToken, JobRunner
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.gallery.formulas import Row
from gradviz.ui.theme import ThemeSource
from gradviz.ui.typesetter import typeset

REST = 80
"""Milliseconds one entry must be looked at before its formulas are set: some take half a second."""


class FormulaBlock(QWidget):
    """A row of formulas for each equation; what was shown stays until the next ones are set."""

    def __init__(
        self, name: str, themes: ThemeSource, jobs: JobRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._jobs = jobs
        self._key: Hashable = ("gallery formulas", id(self))
        self._rows: Callable[[], Sequence[Row]] = tuple
        self._due = False
        self._widgets: list[FormulaWidget] = []
        self.setObjectName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(self._set)
        themes.theme_changed.connect(lambda _theme: self.show_rows(self._rows))

    @property
    def plain(self) -> str:
        """All that is shown, in characters."""
        return " ".join(widget.plain for widget in self._widgets)

    def show_rows(self, rows: Callable[[], Sequence[Row]]) -> None:
        """Show other formulas as soon as they are made, on a worker, and set."""
        self._rows, self._due = rows, True
        self._jobs.cancel(self._key)
        if self.isVisible():
            self._rest.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Set what was wanted while nobody looked."""
        super().showEvent(event)
        if self._due:
            self._rest.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Set nothing while nobody looks."""
        super().hideEvent(event)
        self._rest.stop()
        self._jobs.cancel(self._key)

    def _set(self) -> None:
        """Have the formulas set, so that the widgets find them in the typesetter's cache."""
        self._jobs.submit(
            self._key,
            _made,
            self._rows,
            self._size(),
            self._themes.current.text,
            on_done=self._show,
        )

    def _size(self) -> float:
        return float(self.fontMetrics().lineSpacing())

    def _show(self, rows: Sequence[Row]) -> None:
        self._due = False
        while self._widgets:
            widget = self._widgets.pop()
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        at = 0
        for row in rows:
            left = _left(row)
            if left:
                self._add(left, at, 0, Qt.AlignmentFlag.AlignRight)
            for tex in _right(row):
                self._add(tex, at, 1, None)
                at += 1

    def _add(self, tex: str, row: int, column: int, side: Qt.AlignmentFlag | None) -> None:
        widget = FormulaWidget(self._themes, tex, size=self._size(), parent=self)
        widget.setObjectName(f"{self.objectName()}_{row}_{column}")
        self._widgets.append(widget)
        if side is None:
            self._grid.addWidget(widget, row, column)
        else:
            self._grid.addWidget(widget, row, column, side)
        widget.show()  # now: the layout would leave a frame without formulas


def _left(row: Row) -> str:
    return f"{row.left} {row.relation}".strip()


def _right(row: Row) -> tuple[str, ...]:
    """The lines; one that goes on with a sign keeps the room of a sum around it."""
    first, *others = row.lines
    return (first, *(f"\\quad {line}" for line in others))


def _made(
    make: Callable[[], Sequence[Row]], size: float, color: str, cancel: CancelToken
) -> Sequence[Row]:
    """The rows, all of whose formulas are set by now."""
    rows = make()
    for tex in [tex for row in rows for tex in (_left(row), *_right(row)) if tex]:
        cancel.check()
        typeset(tex, size, color)
    return rows
