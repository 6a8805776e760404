"""Moving the start: one press, drag and release is one undo entry."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.descent import coordinates_of, with_coordinates
from gradviz.document import Document, edits, inputs_of
from gradviz.graph import Value
from gradviz.session import Session

TEXT = "Move the start"


class StartGesture:
    """Applies new coordinates of the parameters to the session; all of one gesture merge.

    Each gesture has a key of its own, so that a double-click can take back what its first
    press did without leaving an undo entry.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = 0
        self._before: dict[str, float] = {}
        self._made: Document | None = None
        self.is_held = False

    def begin(self) -> None:
        """A press: what follows is one entry."""
        self._number += 1
        self._made = None
        self.is_held = True

    def move(self, target: Mapping[str, float]) -> None:
        """The start is here now; other coordinates stay."""
        if self._session.document is not self._made:  # the first, or something else was done
            present = coordinates_of(inputs_of(self._session.document))
            self._before = {name: present[name] for name in target}
        self._apply(target)

    def end(self) -> None:
        """The release."""
        self.is_held = False

    def take_back(self) -> None:
        """Make it as if the latest gesture had not been, unless something else was done since."""
        if self._session.document is self._made:
            self._apply(self._before)
        self._made = None
        self.is_held = False

    def values(self, target: Mapping[str, float]) -> dict[str, Value]:
        """Inputs by name for coordinates: a whole matrix for one of its elements."""
        return with_coordinates(inputs_of(self._session.document), target)

    def _apply(self, target: Mapping[str, float]) -> None:
        document = edits.set_values(self._session.document, self.values(target))
        self._session.apply(TEXT, document, merge_key=("start", id(self), self._number))
        self._made = self._session.document
