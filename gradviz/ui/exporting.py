"""Taking the work out: files of every kind, and the same on the clipboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QGraphicsScene, QWidget

from gradviz.document import EXPORTS, Document, file_stem, write_atomically
from gradviz.errors import GradVizError, GraphError
from gradviz.graph import to_text
from gradviz.session import JobRunner, Session, Settings
from gradviz.ui.theme import LIGHT, Theme, ThemeSource

if TYPE_CHECKING:
    from gradviz.ui.pictures import Sheet

PICTURES = ("svg", "pdf", "png")
PAGE = "html"
KINDS = (*PICTURES, PAGE, *EXPORTS)
"""Everything that can be exported, in the order of the menu."""

_SUFFIXES = {
    **dict.fromkeys(("torch", "descent", "micrograd"), "py"),
    **dict.fromkeys(("latex", "derivation"), "tex"),
    "text": "txt",
}
_PAPER = "#FFFFFF"
_FEW_NODES = 20
"""The derivation of so many nodes is written at once: it takes less than 50 ms."""

Printed = Callable[[Theme, str], AbstractContextManager[QGraphicsScene]]
"""The graph in the colors of a theme on a plain ground."""


class Exports(QObject):
    """Writes and copies what the session holds; every failure is said, none is raised."""

    said = Signal(str)  # one sentence for the status line

    def __init__(
        self,
        session: Session,
        jobs: JobRunner,
        printed: Printed,
        themes: ThemeSource,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._jobs = jobs
        self._printed = printed
        self._themes = themes
        self._settings = settings
        self._window = window

    def ask(self, kind: str) -> None:
        """Ask for a name and write the document as ``kind``."""
        suffix = f".{_SUFFIXES.get(kind, kind)}"
        name = f"{file_stem(self._session.document.title)}{suffix}"
        path, _filter = QFileDialog.getSaveFileName(self._window, "Export", name)
        if path:
            target = Path(path)
            self.write(kind, target if target.suffix else target.with_suffix(suffix))

    def write(self, kind: str, path: Path) -> None:
        """Write the document as ``kind`` into a file, and say how it went.

        What takes seconds for a large graph is done in the background: packing a PNG, and the
        derivation of every step.
        """
        document = self._session.document
        if kind == "png":
            from gradviz.ui.pictures import scene_image

            with self._saying(f"Writing {path.name} …"), self._picture() as (scene, sheet):
                self._write_later(path, _write_png, scene_image(scene, sheet), path)
        elif kind == "derivation" and len(document.graph.nodes) > _FEW_NODES:
            with self._saying(f"Writing {path.name} …"):
                self._write_later(path, _write_text, kind, document, path)
        else:
            with self._saying(f"Exported to {path.name}."):
                write_atomically(path, self.exported(kind))

    def _write_later(self, path: Path, write: Callable[..., None], *arguments: object) -> None:
        self._jobs.submit(
            ("export", path),
            write,
            *arguments,
            on_done=lambda _none: self.said.emit(f"Exported to {path.name}."),
            on_error=self._on_failed,
        )

    def exported(self, kind: str) -> bytes:
        """The bytes of an export; GradVizError when the document can't be written that way."""
        if kind in PICTURES:
            from gradviz.ui.pictures import SCENE_KINDS

            with self._picture() as (scene, sheet):
                return SCENE_KINDS[kind](scene, sheet)
        if kind == PAGE:
            from gradviz.document.web_page import web_page

            svg = self.exported("svg").decode()
            return web_page(self._session.document, svg).encode()
        return EXPORTS[kind](self._session.document).encode()

    def copy(self, kind: str) -> None:
        """Put one of the texts on the clipboard."""
        with self._saying("It is on the clipboard."):
            QGuiApplication.clipboard().setText(self.exported(kind).decode().rstrip("\n"))

    def copy_picture(self) -> None:
        """Put the graph on the clipboard, as an image and as SVG for programs that take it."""
        from gradviz.ui.pictures import scene_image, scene_svg

        with self._saying("The picture is on the clipboard."), self._picture() as (scene, sheet):
            data = QMimeData()
            data.setImageData(scene_image(scene, sheet))
            data.setData("image/svg+xml", scene_svg(scene, sheet))
            QGuiApplication.clipboard().setMimeData(data)

    @contextmanager
    def _picture(self) -> Iterator[tuple[QGraphicsScene, Sheet]]:
        """The graph ready to be drawn: on white paper, or as in the window if that was chosen."""
        from gradviz.ui.pictures import Sheet

        document = self._session.document
        if not document.graph.nodes:
            raise GraphError("There is nothing to draw: write an expression.")
        theme, ground = LIGHT, _PAPER
        if self._settings.pictures_as_shown:
            theme = self._themes.current
            ground = theme.canvas
        sheet = Sheet(ground, document.title, to_text(document.graph))
        with self._printed(theme, ground) as scene:
            yield scene, sheet

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self.said.emit(str(error))

    @contextmanager
    def _saying(self, done: str) -> Iterator[None]:
        try:
            yield
        except GradVizError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(done)


def _write_png(image: QImage, path: Path) -> None:
    from gradviz.ui.pictures import png_bytes

    write_atomically(path, png_bytes(image))


def _write_text(kind: str, document: Document, path: Path) -> None:
    write_atomically(path, EXPORTS[kind](document).encode())
