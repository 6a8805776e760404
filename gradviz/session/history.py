"""The undo history: documents before and after each edit, and where in them one stands."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

from gradviz.document import Document


@dataclass(frozen=True)
class Edit:
    """One undo entry: what it is called, the documents around it, the gesture it belongs to."""

    text: str
    before: Document
    after: Document
    gesture: Hashable = None


class History:
    """Edits that can be undone and done again, and the place among them that is saved.

    It is Python's own: the commands of Qt's undo stack, made here and kept there, are destroyed
    in the wrong order when a window is collected as garbage.
    """

    def __init__(self) -> None:
        self._edits: list[Edit] = []
        self._at = 0
        self._clean: int | None = 0

    @property
    def last(self) -> Edit | None:
        """What would be undone."""
        return self._edits[self._at - 1] if self._at else None

    @property
    def next(self) -> Edit | None:
        """What would be done again."""
        return self._edits[self._at] if self._at < len(self._edits) else None

    @property
    def is_clean(self) -> bool:
        """Whether one stands at what is saved."""
        return self._at == self._clean

    def push(self, edit: Edit) -> None:
        """Add an edit in place of what could be done again; one of the same gesture goes on.

        A gesture that ends where it began is none. One does not go on beyond what is saved.
        """
        if self._clean is not None and self._clean > self._at:
            self._clean = None
        del self._edits[self._at :]
        last = self.last
        goes_on = edit.gesture is not None and not self.is_clean
        if last is None or not goes_on or last.gesture != edit.gesture:
            self._edits.append(edit)
            self._at += 1
        elif edit.after == last.before:
            del self._edits[-1]
            self._at -= 1
        else:
            self._edits[-1] = replace(last, text=edit.text, after=edit.after)

    def undo(self) -> None:
        """Go back by an edit, if there is one."""
        self._at = max(0, self._at - 1)

    def redo(self) -> None:
        """Go on by an edit, if there is one."""
        self._at = min(len(self._edits), self._at + 1)

    def clear(self, *, clean: bool) -> None:
        """Forget all edits; what is there now is saved, or is not."""
        self._edits.clear()
        self._at, self._clean = 0, 0 if clean else None

    def set_clean(self) -> None:
        """What is there now is saved."""
        self._clean = self._at
