"""Color marks: put in, colored, and taken out again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradviz.teaching import GRADIENT, VALUE, in_colors, marked, without_colors

FORMULAS = st.recursive(
    st.sampled_from(["a", "3", r"\frac{1}{2}", r"x_{1}", r"\left\{a\right\}", r"{-3}"]),
    lambda inner: st.builds(" + ".join, st.lists(inner, min_size=1, max_size=3)),
    max_leaves=6,
)


@given(FORMULAS, FORMULAS)
def test_marks_leave_no_trace_in_what_is_copied(left: str, right: str) -> None:
    both = f"{marked(VALUE, left)} = {marked(GRADIENT, right)}"
    assert without_colors(both) == f"{left} = {right}"


def test_marks_nest() -> None:
    assert without_colors(marked(VALUE, f"x^{{{marked(GRADIENT, '2')}}}")) == "x^{2}"


def test_each_meaning_gets_its_color() -> None:
    tex = f"{marked(VALUE, '1')} {marked(GRADIENT, '2')}"
    colors = {VALUE: "#0069A8", GRADIENT: "#B84300"}
    assert in_colors(tex, colors) == r"\textcolor{#0069A8}{1} \textcolor{#B84300}{2}"
