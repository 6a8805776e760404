"""The words for operations: every one has them, and is found by them."""

from __future__ import annotations

import pytest

from gradviz.graph import OPS
from gradviz.teaching.operations import NO_MATCH, WORDS, matching_operations, operation_rank

LONGEST = 48
"""Characters of a meaning that fit on the palette's second line, nearly."""


def test_every_operation_has_words_and_no_other() -> None:
    assert WORDS.keys() == OPS.keys()
    assert all(words.title and 0 < len(words.meaning) <= LONGEST for words in WORDS.values())
    assert len({words.title for words in WORDS.values()}) == len(WORDS)


@pytest.mark.parametrize("name", sorted(OPS))
def test_an_operation_is_found_by_each_of_its_names(name: str) -> None:
    op = OPS[name]
    for typed in (name, op.symbol, WORDS[name].title, WORDS[name].title.upper()):
        assert operation_rank(op, typed) == 0, typed
    for typed in (*WORDS[name].others, op.category):
        assert operation_rank(op, typed) < NO_MATCH, typed


@pytest.mark.parametrize(
    ("typed", "first"),
    [("sig", "sigmoid"), ("times", "mul"), ("*", "mul"), ("arcsin", "asin"), ("average", "mean")],
)
def test_the_best_comes_first(typed: str, first: str) -> None:
    assert matching_operations(typed)[0].name == first


def test_nonsense_finds_nothing_and_nothing_finds_all() -> None:
    assert matching_operations("qqq") == ()
    assert len(matching_operations("  ")) == len(OPS)
