"""The session: the live document, its undo history and the file it belongs to."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from gradviz.document import Document, load, save

_EDIT = 1  # the id that tells QUndoStack which commands may be merged


class _Edit(QUndoCommand):
    """One undo entry: the documents before and after, and the gesture it belongs to."""

    def __init__(
        self, session: Session, text: str, after: Document, gesture: tuple[Hashable, int] | None
    ) -> None:
        super().__init__(text)
        self._session = session
        self.before = session.document
        self.after = after
        self.gesture = gesture

    def id(self) -> int:
        return -1 if self.gesture is None else _EDIT

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, _Edit) or other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setText(other.text())
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        self._session._document = self.after  # noqa: SLF001  # the command is part of the session

    def undo(self) -> None:
        self._session._document = self.before  # noqa: SLF001


class Session(QObject):
    """Holds the document; every change goes through it and can be undone.

    ``document_changed(old, new)`` is the one signal about content; it is emitted after the
    history is up to date. ``history_changed`` says that an undo text, the clean state or the
    path may differ.
    """

    document_changed = Signal(object, object)
    history_changed = Signal()

    def __init__(
        self,
        document: Document | None = None,
        path: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._document = document if document is not None else Document()
        self._path = path
        self._stack = QUndoStack(self)
        self._gesture = 0
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
        return self._stack.isClean()

    @property
    def is_fresh(self) -> bool:
        """Whether the document was just opened: nothing was done to it yet, not even undone."""
        return self._fresh

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self._stack.canUndo()

    @property
    def can_redo(self) -> bool:
        """Whether there is an undone edit to redo."""
        return self._stack.canRedo()

    @property
    def undo_text(self) -> str:
        """What ``undo`` would undo, as the menu says it ("Move 3 nodes"); empty for nothing."""
        return self._stack.undoText()

    @property
    def redo_text(self) -> str:
        """What ``redo`` would do again; empty for nothing."""
        return self._stack.redoText()

    def apply(self, text: str, new_document: Document, merge_key: Hashable | None = None) -> None:
        """Make ``new_document`` the document, as one undo entry called ``text``.

        Calls in a row with the same ``merge_key`` become one entry until ``end_merge`` closes
        the gesture. A document equal to the present one is no edit.
        """
        old = self._document
        if new_document == old:
            return
        self._fresh = False
        gesture = None if merge_key is None else (merge_key, self._gesture)
        self._stack.push(_Edit(self, text, new_document, gesture))
        self._announce(old)

    def end_merge(self) -> None:
        """Close the gesture: the next ``apply`` starts an entry of its own."""
        self._gesture += 1

    def undo(self) -> None:
        """Take back the latest edit."""
        self.end_merge()
        old = self._document
        self._stack.undo()
        self._announce(old)

    def redo(self) -> None:
        """Make the latest undone edit again."""
        self.end_merge()
        old = self._document
        self._stack.redo()
        self._announce(old)

    def new(self, document: Document, path: Path | None = None, *, modified: bool = False) -> None:
        """Replace the document and forget the history.

        ``modified`` marks it as not saved, as after a recovery.
        """
        self.end_merge()
        old, self._document = self._document, document
        self._path = path
        self._stack.clear()
        if modified:
            self._stack.resetClean()
        self._fresh = True
        self._announce(old)

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
        self._stack.setClean()
        self.history_changed.emit()

    def _announce(self, old: Document) -> None:
        new = self._document
        if new is not old:
            self.document_changed.emit(old, new)
        self.history_changed.emit()
