"""The formulas of the gallery: every one can be typeset, and no line runs out of its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import TestFunction, catalog
from gradviz.document import examples
from gradviz.teaching import plain
from gradviz.ui.gallery.formulas import LONGEST, SHRUNK, Row, broken, constraints_of, rows_of, width
from gradviz.ui.typesetter import typeset

EVERYTHING = [*catalog().values(), *examples().values()]


def variants(function: TestFunction) -> list[TestFunction]:
    low, high = function.sizes or (function.size, function.size)
    sizes = {max(low, min(high, size)) for size in (3, 5)} - {function.size}
    return [
        function,
        *map(function.with_size, sizes),
        *map(function.with_choice, function.choices[1:]),
    ]


def rows() -> list[Row]:
    of_functions = [
        row
        for f in catalog().values()
        for v in variants(f)
        for row in rows_of(v) + constraints_of(v)
    ]
    return of_functions + [row for example in examples().values() for row in rows_of(example)]


def test_every_line_can_be_typeset() -> None:
    lines = {line for row in rows() for line in row.lines} | {row.left for row in rows()} - {""}
    assert [line for line in lines if typeset(line, 16.0, "#000000") is None] == []


def test_no_line_has_to_be_set_too_small() -> None:
    wide = {line for row in rows() for line in row.lines if width(line) > SHRUNK * LONGEST}
    assert wide == set()


def test_a_formula_that_fits_is_left_alone() -> None:
    assert broken("x^{2} + y^{2}") == ("x^{2} + y^{2}",)


def test_a_sum_is_broken_before_its_terms() -> None:
    assert broken("aaaa + bbbb - cccc", 11) == ("aaaa + bbbb", "- cccc")


def test_what_stands_in_parentheses_is_not_torn() -> None:
    assert broken(r"\left(a + b\right) - \frac{c + d}{e + f}", 8) == (
        r"\left(a + b\right)", r"- \frac{c + d}{e + f}",
    )  # fmt: skip


def test_a_single_long_parenthesis_is_opened() -> None:
    lines = broken(r"-\left(aaaaaaaa + bbbbbbbb + cccccccc\right)^{2}", 10)
    assert lines == (r"-\left(aaaaaaaa\right.", "+ bbbbbbbb", r"\left.+ cccccccc\right)^{2}")


PARTS = (r"\left(a + b\right)", "x^{2}", r"\frac{1}{y}", "-z", " + ", " - ")


@given(st.lists(st.sampled_from(PARTS)), st.integers(3, 30))
def test_breaking_loses_and_adds_nothing(parts: list[str], longest: int) -> None:
    tex = "".join(parts).strip()
    joined = "".join(broken(tex, longest)).replace(r"\right.", "").replace(r"\left.", "")
    assert joined.replace(" ", "").replace(r"\cdot", "") == tex.replace(" ", "")


def test_constraints_are_written_as_inequalities() -> None:
    rows = constraints_of(catalog()["binh_korn"])
    assert all(("≤" in plain(row.tex)) or ("≥" in plain(row.tex)) for row in rows)
    assert len(rows) == 2


def test_several_objectives_are_told_apart() -> None:
    assert [plain(row.left) for row in rows_of(catalog()["binh_korn"])] == ["f₁(x, y)", "f₂(x, y)"]


@pytest.mark.parametrize("source", EVERYTHING, ids=lambda source: source.id)
def test_everything_has_a_formula(source: TestFunction) -> None:
    assert rows_of(source)
