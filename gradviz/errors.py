"""The errors a user can cause: one hierarchy, each with a place and a sentence to act on."""

from __future__ import annotations


class GradVizError(Exception):
    """Base of every error a user can cause; ``str(error)`` is one sentence for the screen."""


class ExpressionError(GradVizError):
    """The text of an expression cannot be read.

    ``span`` is the half-open range of character offsets ``(start, end)`` the error is about.
    """

    def __init__(self, message: str, span: tuple[int, int]) -> None:
        super().__init__(message)
        self.span = span


class GraphError(GradVizError):
    """A graph is not valid or cannot be evaluated; ``node`` is the id or name it is about."""

    def __init__(self, message: str, node: str | None = None) -> None:
        super().__init__(message)
        self.node = node


class ShapeError(GraphError):
    """The shapes of the operands of ``node`` do not fit together."""


class SettingError(GradVizError):
    """An optimizer, a hyperparameter or another named choice does not exist or is out of range."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


class DataError(GradVizError):
    """A dataset cannot be read; ``row`` counts from 1 as in the file, ``column`` is its header."""

    def __init__(self, message: str, row: int | None = None, column: str | None = None) -> None:
        super().__init__(message)
        self.row = row
        self.column = column


class DocumentError(GradVizError):
    """A file cannot be read or written; ``path`` names it, ``place`` where in it."""

    def __init__(self, message: str, path: str | None = None, place: str | None = None) -> None:
        super().__init__(message)
        self.path = path
        self.place = place
