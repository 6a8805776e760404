"""What one does to comments on the canvas: write, change and delete them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect

from gradviz.document import Document, edits, notes
from gradviz.graph.layout import Point
from gradviz.session import Session
from gradviz.ui.canvas.arranging.counting import counted
from gradviz.ui.canvas.notes.item import height_for, note_script
from gradviz.ui.canvas.view import GraphView
from gradviz.ui.canvas.writing.inplace import Writing, write_sheet

_WORDS = (
    "comment_edit",
    "Text of the comment",
    "Type a comment; Enter takes it over, Shift+Enter begins a line, Escape leaves it as it was",
)
NEW_SIZE: Point = (200.0, 72.0)
_LEAST_WIDTH, _LEAST_HEIGHT = 180, 64


class NoteDesk:
    """Carries the edits of comments to the session."""

    def __init__(self, view: GraphView, session: Session) -> None:
        self._view = view
        self._session = session
        self._writing: Writing | None = None
        self._written: str | None = None
        session.document_changed.connect(self._on_document_changed)

    def add(self) -> None:
        """Write a comment at the pointer; it is there once it says something."""
        view = self._view
        at = view.pointing.last or view.viewport().rect().center()
        place = view.scene_point(at)
        self._write("", None, (place.x(), place.y()), NEW_SIZE)

    def edit(self) -> None:
        """Write another text for the selected comment."""
        chosen = self._view.selected_comments()
        if len(chosen) == 1:
            self.write(chosen[0])

    def write(self, comment_id: str) -> None:
        """Open a sheet over a comment."""
        comment = notes.comment_of(self._session.document, comment_id)
        self._write(comment.text, comment_id, comment.place, comment.size)

    def delete(self) -> None:
        """Take the selected comments away, and the nodes that are selected with them."""
        chosen, comments = self._view.chosen(), self._view.selected_comments()
        document = notes.remove_comments(self._session.document, comments)
        if chosen:
            document = edits.remove(document, chosen)
        self._session.apply(f"Delete {counted(len(chosen), len(comments))}", document)

    def opened_at(self, at: QPoint) -> bool:
        """A double click where no card is: a comment is written."""
        item = self._view.graph_scene().backdrop.comment_at(self._view.scene_point(at))
        if item is not None:
            self.write(item.comment.id)
        return item is not None

    def _write(self, text: str, comment_id: str | None, place: Point, size: Point) -> None:
        if self._writing is not None:
            self._writing.end(accept=True)
        view = self._view
        middle = view.mapFromScene(*place)
        width = max(round(size[0] * view.zoom), _LEAST_WIDTH)
        height = max(round(size[1] * view.zoom), _LEAST_HEIGHT)
        box = QRect(middle.x() - width // 2, middle.y() - height // 2, width, height)
        writing = self._writing = write_sheet(view.viewport(), text, _WORDS)
        self._written = comment_id
        writing.entered.connect(lambda text: self._on_written(text, comment_id, place, size))
        writing.ended.connect(self._on_ended)
        writing.show_over(box, view.graph_scene().ink.theme)

    def _on_written(self, text: str, comment_id: str | None, place: Point, size: Point) -> None:
        document, text = self._session.document, text.strip()
        if comment_id is None:
            if not text:
                return
            document, comment_id = notes.add_comment(document, place, text)
            act = "Add a comment"
        else:
            document = notes.set_comment(document, comment_id, text)
            act = "Edit the comment" if text else "Delete 1 comment"
        if text:
            document = _roomy(document, comment_id, place, size)
        self._session.apply(act, document)
        if text:
            self._view.select_all_of((), (comment_id,))

    def _on_document_changed(self, _old: Document, new: Document) -> None:
        """A sheet goes with its comment, and with the document it was opened on."""
        gone = self._written not in {None, *(comment.id for comment in new.comments)}
        if self._writing is not None and (gone or self._session.is_fresh):
            self._writing.end(accept=False)

    def _on_ended(self) -> None:
        self._writing = None
        self._view.take_keyboard()


def _roomy(document: Document, comment_id: str, place: Point, size: Point) -> Document:
    """The document with a comment that is high enough for its text; its top stays."""
    text = notes.comment_of(document, comment_id).text
    height = max(size[1], height_for(text, size[0], note_script()))
    center = (place[0], place[1] + (height - size[1]) / 2)
    return notes.resize_comment(document, comment_id, center, (size[0], height))
