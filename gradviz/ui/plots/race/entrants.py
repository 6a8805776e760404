"""The list of racers and the button that adds one, or a whole race."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QVBoxLayout, QWidget

from gradviz.descent import OPTIMIZERS
from gradviz.document import MOST_RIVALS, Document, Method, edits, racers_of
from gradviz.document.race_presets import Preset, next_rival, presets, suggested, titled
from gradviz.graph import format_number
from gradviz.session import Session
from gradviz.ui.icons import icon
from gradviz.ui.plots.race.racer_row import RacerRow
from gradviz.ui.theme import Theme, ThemeSource


class Entrants(QWidget):
    """A row for each racer; every change is one undo entry of the session."""

    def __init__(
        self, session: Session, themes: ThemeSource, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._themes = session, themes
        self._rows: list[RacerRow] = []
        self._add = QToolButton(self)
        self._menu = QMenu(self)
        self._list = QVBoxLayout()
        self._set_up()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._list)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.show_document(session.document)
        self.restyle(themes.current)

    def _set_up(self) -> None:
        self._list.setSpacing(4)
        self._add.setObjectName("add_racer_button")
        self._add.setText("Add optimizer")
        self._add.setAccessibleName("Add an optimizer to the race")
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._add.setIconSize(QSize(16, 16))
        self._add.clicked.connect(self._on_add)
        self._menu.setObjectName("add_racer_menu")
        self._menu.aboutToShow.connect(self._fill)
        self._add.setMenu(self._menu)

    # What is shown

    def show_document(self, document: Document) -> None:
        """Show the racers of a document."""
        racers = racers_of(document)
        while len(self._rows) > len(racers):
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        while len(self._rows) < len(racers):
            row = RacerRow(self._session, self._themes, len(self._rows), self)
            row.restyle(self._themes.current)
            self._list.addWidget(row)
            self._rows.append(row)
        for row, method in zip(self._rows, racers, strict=True):
            row.show_method(method, document.descent.epochs, may_go=len(racers) > 1)
        full = len(document.rivals) >= MOST_RIVALS
        self._add.setEnabled(not full)
        self._add.setToolTip(
            "There are as many as can be told apart"
            if full
            else f"Add {_said(next_rival(document))}; the arrow offers others and whole races"
        )

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._add.setIcon(icon("add", theme))
        for row in self._rows:
            row.restyle(theme)

    def _fill(self) -> None:
        """Offer every optimizer with the rate it would have, and the races."""
        document = self._session.document
        self._menu.clear()
        self._menu.addSection("A race")
        for number, preset in enumerate(presets(document)):
            action = self._menu.addAction(preset.title)
            action.setObjectName(f"race_preset_{number}")
            action.triggered.connect(partial(self._on_preset, preset))
        self._menu.addSection("One more")
        for id_ in OPTIMIZERS:
            rival = suggested(document, id_)
            action = self._menu.addAction(_said(rival))
            action.setObjectName(f"add_racer_{id_}")
            action.triggered.connect(partial(self._enter, rival))

    # What is done here

    def _on_add(self) -> None:
        self._enter(next_rival(self._session.document))

    def _enter(self, rival: Method, _checked: bool = False) -> None:  # a signal's
        changed = edits.add_rival(self._session.document, rival)
        self._session.apply(f"Add {OPTIMIZERS[rival.optimizer].label} to the race", changed)

    def _on_preset(self, preset: Preset, _checked: bool = False) -> None:
        changed = edits.set_race(self._session.document, preset.methods)
        self._session.apply(f"Race {titled(preset.methods)}", changed)


def _said(method: Method) -> str:
    return f"{OPTIMIZERS[method.optimizer].label} at the rate {format_number(method.lr)}"
