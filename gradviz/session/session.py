"""The session: the live document, its undo history and the file it belongs to."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gradviz.document import Document, load, save
from gradviz.session.history import Edit, History


class Session(QObject):
    """Holds the document; every change goes through it and can be undone.

    ``document_changed(old, new)`` is the one signal about content; it is emitted after the
    history is up to date. ``history_changed`` says that an undo text, the clean state or the
    path may differ, ``gesture_ended`` that what was dragged was let go.
    """

    document_changed = Signal(object, object)
    history_changed = Signal()
    gesture_ended = Signal()

    def __init__(
        self,
        document: Document | None = None,
        path: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document if document is not None else Document()
        self._path = path
        self._history = History()
        self._gesture = 0
        self._in_gesture = False
        self._fresh = True

    @property
    def document(self) -> Document:
        """The document as it is now."""
        return self._document

    @property
    def path(self) -> Path | None:
        """The file the document was opened from or saved to; None for one never saved."""
        return self._path

    @property
    def is_clean(self) -> bool:
        """Whether the document is as it was opened or saved."""
        return self._history.is_clean

    @property
    def is_fresh(self) -> bool:
        """Whether the document was just opened: nothing was done to it yet, not even undone."""
        return self._fresh

    @property
    def is_in_gesture(self) -> bool:
        """Whether the latest edit was part of a gesture that goes on, as far as one knows."""
        return self._in_gesture

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self._history.last is not None

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to redo."""
        return self._history.next is not None

    @property
    def undo_text(self) -> str:
        """What ``undo`` would undo, as the menu says it ("Move 3 nodes"); empty for nothing."""
        last = self._history.last
        return "" if last is None else last.text

    @property
    def redo_text(self) -> str:
        """What ``redo`` would do again; empty for nothing."""
        following = self._history.next
        return "" if following is None else following.text

    def apply(self, text: str, new_document: Document, merge_key: Hashable | None = None) -> None:
        """Make ``new_document`` the document, as one undo entry called ``text``.

        Calls in a row with the same ``merge_key`` become one entry until ``end_merge`` closes
        the gesture. A document equal to the present one is no edit.
        """
        old = self._document
        if new_document == old:
            return
        self._fresh = False
        self._in_gesture = merge_key is not None
        gesture = None if merge_key is None else (merge_key, self._gesture)
        self._history.push(Edit(text, old, new_document, gesture))
        self._become(new_document)

    def end_merge(self) -> None:
        """Close the gesture: the next ``apply`` starts an entry of its own."""
        self._gesture += 1
        if self._in_gesture:
            self._in_gesture = False
            self.gesture_ended.emit()

    def undo(self) -> None:
        """Take back the latest edit."""
        self.end_merge()
        edit = self._history.last
        self._history.undo()
        self._become(self._document if edit is None else edit.before)

    def redo(self) -> None:
        """Make the latest undone edit again."""
        self.end_merge()
        edit = self._history.next
        self._history.redo()
        self._become(self._document if edit is None else edit.after)

    def new(self, document: Document, path: Path | None = None, *, modified: bool = False) -> None:
        """Replace the document and forget the history.

        ``modified`` marks it as not saved, as after a recovery.
        """
        self.end_merge()
        self._path = path
        self._history.clear(clean=not modified)
        self._fresh = True
        self._become(document)

    def open(self, path: Path | str) -> None:
        """Replace the document by the one in the file; DocumentError leaves all as it was."""
        path = Path(path)
        self.new(load(path), path)

    def save(self, path: Path | str | None = None) -> None:
        """Write the document to ``path`` (default: where it came from) and mark it clean.

        Raises DocumentError when the file cannot be written, ValueError when there is no path.
        """
        target = Path(path) if path is not None else self._path
        if target is None:
            raise ValueError("A document that was never saved needs a path.")
        save(self._document, target)
        self.end_merge()
        self._path = target
        self._history.set_clean()
        self.history_changed.emit()

    def _become(self, new: Document) -> None:
        """Take the document that the history leads to, and say so."""
        old, self._document = self._document, new
        if new is not old:
            self.document_changed.emit(old, new)
        self.history_changed.emit()
