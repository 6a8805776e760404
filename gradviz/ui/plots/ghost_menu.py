"""The button over the loss plot that keeps the curve of now, with what else there is to do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from gradviz.document import file_stem, write_atomically
from gradviz.errors import GradVizError
from gradviz.session import DescentRun, Ghosts

TIP = "Keep this curve to compare others with it (Shift+K)"


class GhostMenu(QToolButton):
    """A press keeps the curve; the menu clears the kept ones and writes all as CSV."""

    said = Signal(str)

    def __init__(self, ghosts: Ghosts, run: DescentRun, parent: QWidget) -> None:
        super().__init__(parent)
        self._ghosts, self._run = ghosts, run
        self.setObjectName("ghost_button")
        self.setText("Keep")
        self.setAccessibleName("Keep this curve")
        self.setToolTip(TIP)
        self.setShortcut("Shift+K")
        self.setAutoRaise(True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        menu = QMenu(self)
        self._clear = menu.addAction("Remove kept curves")
        self._clear.setObjectName("ghosts_clear")
        self._csv = menu.addAction("Curves as CSV…")
        self._csv.setObjectName("ghosts_csv")
        self.setMenu(menu)
        self.clicked.connect(self._on_keep)
        self._clear.triggered.connect(ghosts.clear)
        self._csv.triggered.connect(self._ask)
        ghosts.changed.connect(self._show)
        run.trajectory_changed.connect(self._show)
        self._show()

    def _show(self, *_: object) -> None:
        self.setEnabled(self._run.trajectory is not None)
        self._clear.setEnabled(bool(self._ghosts.shown))

    def _on_keep(self) -> None:
        if self._ghosts.keep():
            self.said.emit(f"Kept: {self._ghosts.shown[-1].name}. Now change a setting.")
        else:
            self.said.emit("This curve is kept already: change a setting to compare.")

    def _ask(self) -> None:
        name = f"{file_stem(self._run.document.title)} losses.csv"
        path, _filter = QFileDialog.getSaveFileName(self, "Export the losses", name)
        if path:
            self.write_csv(Path(path))

    def write_csv(self, path: Path) -> None:
        """Write the curve of now and the kept ones, and say how it went."""
        try:
            write_atomically(path, self._ghosts.to_csv().encode())
        except GradVizError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Exported to {path.name}.")
