"""The menu of a plot: its picture into a file or onto the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QMimeData, QObject, QPoint, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from gradviz.document import file_stem, write_atomically
from gradviz.errors import GradVizError, GraphError
from gradviz.graph import to_text
from gradviz.session import JobRunner, Session, Settings
from gradviz.ui.pictures import Drawing, Sheet, image_of, pdf_bytes, png_bytes, svg_bytes
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.export.printing import is_seen, printed
from gradviz.ui.theme import LIGHT, Theme, ThemeSource

KINDS: Mapping[str, Callable[[Drawing, Sheet], bytes]] = MappingProxyType(
    {
        "png": lambda drawing, sheet: png_bytes(image_of(drawing, sheet)),
        "svg": svg_bytes,
        "pdf": pdf_bytes,
    }
)
"""What a plot can be saved as, by the ending of the file."""


class PlotMenus(QObject):
    """Offers every plot of a window as a picture; failures are said, none is raised."""

    said = Signal(str)

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        themes: ThemeSource,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._jobs = session, jobs
        self._themes, self._settings = themes, settings
        self._window = window
        self._known: set[PlotCanvas] = set()

    def adopt(self) -> None:
        """Give those plots of the window a menu that have none yet."""
        for canvas in self._canvases():
            if canvas not in self._known:
                self._known.add(canvas)
                canvas.menu_asked.connect(partial(self._on_menu_asked, canvas))

    def fill(self, menu: QMenu) -> None:
        """Offer every plot that can be seen, in a menu of its own."""
        menu.clear()
        for canvas in self._canvases():
            if is_seen(canvas):
                inner = menu.addMenu(canvas.accessibleName())
                inner.setObjectName(f"export_{canvas.objectName()}")
                self._offer(canvas, inner)
        menu.setEnabled(bool(menu.actions()))

    def write(self, canvas: PlotCanvas, path: Path) -> None:
        """Write a plot into a file, of the kind its name ends in; GradVizError if that fails."""
        kind = path.suffix.lstrip(".").lower()
        if kind not in KINDS:
            raise GraphError(f"A plot is saved as {', '.join(KINDS)}, not as {kind or 'this'}.")
        write_atomically(path, self.picture(canvas, kind))

    def picture(self, canvas: PlotCanvas, kind: str) -> bytes:
        """A plot as the bytes of a file."""
        if canvas.empty_sentence is not None:
            raise GraphError("There is nothing to be seen in this plot yet.")
        with printed(canvas, self._theme()) as drawing:
            return KINDS[kind](drawing, self._sheet(canvas))

    def image(self, canvas: PlotCanvas) -> QImage:
        """A plot as an image."""
        with printed(canvas, self._theme()) as drawing:
            return image_of(drawing, self._sheet(canvas))

    # Inside

    def _canvases(self) -> list[PlotCanvas]:
        return self._window.findChildren(PlotCanvas)

    def _theme(self) -> Theme:
        return self._themes.current if self._settings.pictures_as_shown else LIGHT

    def _sheet(self, canvas: PlotCanvas) -> Sheet:
        document = self._session.document
        title = f"{document.title}: {canvas.accessibleName()}"
        return Sheet(canvas.theme.surface, title, to_text(document.graph))

    def _on_menu_asked(self, canvas: PlotCanvas, place: QPoint) -> None:
        menu = QMenu(canvas)
        menu.setObjectName("plot_menu")
        canvas.menu_made.emit(menu, place)
        self._offer(canvas, menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _offer(self, canvas: PlotCanvas, menu: QMenu) -> None:
        for kind in KINDS:
            action = menu.addAction(f"Save as {kind.upper()}…")
            action.setObjectName(f"plot_{kind}")
            action.setEnabled(canvas.empty_sentence is None)
            action.triggered.connect(partial(self._ask, canvas, kind))
        action = menu.addAction("Copy as picture")
        action.setObjectName("plot_copy")
        action.setEnabled(canvas.empty_sentence is None)
        action.triggered.connect(partial(self._copy, canvas))

    def _ask(self, canvas: PlotCanvas, kind: str, *_: object) -> None:
        title = f"{self._session.document.title} {canvas.accessibleName().lower()}"
        name = f"{file_stem(title)}.{kind}"
        chosen, _filter = QFileDialog.getSaveFileName(self._window, "Save the plot", name)
        if not chosen:
            return
        path = Path(chosen)
        path = path if path.suffix else path.with_suffix(f".{kind}")
        try:
            self.write(canvas, path)
        except GradVizError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Saved as {path.name}.")

    def _copy(self, canvas: PlotCanvas, *_: object) -> None:
        data = QMimeData()
        data.setImageData(self.image(canvas))
        data.setData("image/svg+xml", self.picture(canvas, "svg"))
        QGuiApplication.clipboard().setMimeData(data)
        self.said.emit("The picture is on the clipboard.")
