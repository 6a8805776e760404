"""Edits of comments: notes on the canvas that change no number."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import replace

from gradviz.document.model import Comment, Document, Point
from gradviz.errors import GraphError

LEAST_SIZE: Point = (80.0, 40.0)
"""Width and height below which a comment can't be made smaller."""


def comment_of(document: Document, comment_id: str) -> Comment:
    """A comment by id; GraphError when it is gone."""
    for comment in document.comments:
        if comment.id == comment_id:
            return comment
    raise GraphError("That comment is not in the document any more.")


def add_comment(document: Document, place: Point, text: str = "") -> tuple[Document, str]:
    """The document with one more comment, centered on ``place``, and its id."""
    added = Comment(free_comment_id(document), text, _finite(place))
    return replace(document, comments=(*document.comments, added)), added.id


def free_comment_id(document: Document) -> str:
    """An id that no comment has."""
    taken = {comment.id for comment in document.comments}
    return next(str(n) for n in range(1, len(taken) + 2) if str(n) not in taken)


def set_comment(document: Document, comment_id: str, text: str) -> Document:
    """The document with another text of a comment; one that says nothing goes."""
    changed = replace(comment_of(document, comment_id), text=text.strip())
    if not changed.text:
        return remove_comments(document, (comment_id,))
    return _changed(document, changed)


def move_comments(document: Document, places: Mapping[str, Point]) -> Document:
    """The document with other centers of comments."""
    for comment_id, place in places.items():
        moved = replace(comment_of(document, comment_id), place=_finite(place))
        document = _changed(document, moved)
    return document


def resize_comment(document: Document, comment_id: str, place: Point, size: Point) -> Document:
    """The document with another center and size of a comment, not below LEAST_SIZE."""
    width, height = _finite(size)
    least = (max(width, LEAST_SIZE[0]), max(height, LEAST_SIZE[1]))
    found = comment_of(document, comment_id)
    return _changed(document, replace(found, place=_finite(place), size=least))


def remove_comments(document: Document, comments: Collection[str]) -> Document:
    """The document without these comments."""
    gone = {comment_of(document, comment_id).id for comment_id in comments}
    return replace(document, comments=tuple(c for c in document.comments if c.id not in gone))


def _changed(document: Document, changed: Comment) -> Document:
    comments = tuple(changed if c.id == changed.id else c for c in document.comments)
    return replace(document, comments=comments)


def _finite(pair: Point) -> Point:
    if not all(map(math.isfinite, pair)):
        raise GraphError("A comment needs a place and a size that are finite.")
    return float(pair[0]), float(pair[1])
