"""Comments: written, moved, made larger, and gone when they say nothing."""

from __future__ import annotations

import math

import pytest

from gradviz.document import Document, dumps, loads, notes
from gradviz.errors import GraphError


def commented() -> tuple[Document, str]:
    return notes.add_comment(Document(), (10.0, 20.0), "the chain rule")


def test_a_comment_is_written_moved_and_saved() -> None:
    document, comment = commented()
    document = notes.set_comment(document, comment, "  two\nlines ")
    document = notes.move_comments(document, {comment: (1.0, 2.0)})
    found = notes.comment_of(document, comment)
    assert (found.text, found.place) == ("two\nlines", (1.0, 2.0))
    assert loads(dumps(document)) == document


def test_a_comment_is_never_too_small_to_be_found() -> None:
    document, comment = commented()
    document = notes.resize_comment(document, comment, (0.0, 0.0), (1.0, 300.0))
    assert notes.comment_of(document, comment).size == (notes.LEAST_SIZE[0], 300.0)


def test_a_comment_that_says_nothing_goes() -> None:
    document, comment = commented()
    assert notes.set_comment(document, comment, " ").comments == ()
    assert notes.remove_comments(document, [comment]).comments == ()


def test_comments_have_ids_of_their_own() -> None:
    document, first = commented()
    document, second = notes.add_comment(document, (0.0, 0.0), "more")
    document = notes.remove_comments(document, [first])
    document, third = notes.add_comment(document, (0.0, 0.0), "again")
    assert third != second


def test_places_are_finite_and_comments_there() -> None:
    document, comment = commented()
    with pytest.raises(GraphError, match="finite"):
        notes.move_comments(document, {comment: (math.nan, 0.0)})
    with pytest.raises(GraphError, match="any more"):
        notes.set_comment(document, "9", "x")
