"""Renaming a node in place; a name that is taken is offered with a number."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtWidgets import QWidget

from gradviz.document.restructuring import free_name
from gradviz.graph import name_problem
from gradviz.ui.canvas.writing.card_editor import CardEditor


class NameEditor(CardEditor):
    """Knows which names are ``taken``; Enter a second time takes the free one it offers."""

    def __init__(
        self, parent: QWidget, name: str, taken: Container[str], *, may_be_empty: bool
    ) -> None:
        super().__init__(parent, name, "name")
        self._name = name
        self._taken = taken
        self._may_be_empty = may_be_empty
        self._offered_for = ""
        self.setAccessibleName(f"Name of {name}" if name else "Name of the operation")
        self.setPlaceholderText("name")
        self.setToolTip("Enter gives the name, Escape leaves it as it was")

    def read(self, text: str) -> object:
        """The name; ValueError says why it can't be one, and offers another that is free."""
        name = text.strip()
        if not name:
            if self._may_be_empty:
                return name
            raise ValueError("This node needs a name: it is used by its name.")
        problem = name_problem(name)
        if problem is not None:
            raise ValueError(problem)
        if name == self._name or name not in self._taken:
            return name
        free = free_name(self._taken, name)
        if self._offered_for == name:
            return free
        self._offered_for = name
        raise ValueError(f"There is another node called {name}. Press Enter again for {free}.")
