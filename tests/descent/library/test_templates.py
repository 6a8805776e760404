"""Templates: sums, products and means of any length, and what is wrong with a broken one."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.library.templates import TemplateError, expand
from gradviz.graph import evaluate, parse

TWO = ("x", "y")


def names(count: int) -> tuple[str, ...]:
    return tuple(f"x_{number}" for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("x^2 + y^2", "x^2 + y^2"),
        ("sum[i=1..n](x[i]^2)", "x^2 + y^2"),
        ("sum[i=1..n](-2x[i])", "-2x - 2y"),
        ("product[i=1..n](cos(x[i]))", "cos(x) * cos(y)"),
        ("9mean[i=1..n](x[i])", "9((x + y)/2)"),
        ("mean[i=2..n](x[i])^2", "y^2"),
        ("sum[i=1..n-1](x[i+1] - x[i])", "y - x"),
        ("{10*n} + {7.5*n-1}x", "20 + 14x"),
        ("{n - 3}x", "-1x"),
        ("sum[i=1..n]({i}x[i])", "1x + 2y"),
        ("sum[i=1..n](sum[j=i..n](x[i]x[j]))", "xx + xy + yy"),
        ("sum[k=1..m]({c[k]}x)", "0.5x + 7x"),
        ("sum[k=1..m](x - {a[k][2]})", "x - 2 + x - 4"),
    ],
)
def test_a_template_is_written_out(template: str, text: str) -> None:
    tables: dict[str, list[Any]] = {"c": [0.5, 7.0], "a": [[1, 2], [3, 4]]}
    assert expand(template, TWO, {"m": 2}, tables) == text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("sum[i=3..n](x[i])", r"sum\[i=3\.\.2\] has no terms"),
        ("sum[i=1..n](x[i+1])", r"there is no variable x\[2\+1\] among 2"),
        ("x[0]", r"there is no variable x\[0\]"),
        ("x[k]", "k is not a number"),
        ("x[1.5]", "1.5 is not a whole number"),
        ("{n^2}", "2\\^2 is not a number"),
        ("{1..2}", "1..2 is not a number"),
        ("sum[i=1..n](x[i]", "a parenthesis is not closed"),
        ("{c[3]}", r"there is no entry c\[3\]"),
        ("{d[1]}", r"there is no entry d\[1\]"),
        ("{a[1]}", r"a\[1\] is not a number of the tables"),
        ("{c[1][1]}", r"there is no entry c\[1\]\[1\]"),
        ("y[1]", "what stands in brackets or braces is not understood"),
        ("total[i=1..n](x)", "what stands in brackets or braces is not understood"),
        ("{n", "what stands in brackets or braces is not understood"),
    ],
)
def test_a_broken_template_is_refused(template: str, words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        expand(template, TWO, None, {"c": [0.5, 7.0], "a": [[1, 2], [3, 4]]})


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=12))
def test_sums_products_and_means_are_what_they_say(values: list[float]) -> None:
    variables = names(len(values))
    given_values = dict(zip(variables, values, strict=True))
    wanted = {
        "sum[i=1..n](x[i]^2)": sum(value**2 for value in values),
        "product[i=1..n](x[i])": math.prod(values),
        "mean[i=1..n](x[i])": sum(values) / len(values),
        "sum[i=1..n]({i}x[i])": sum(i * value for i, value in enumerate(values, 1)),
    }
    for template, value in wanted.items():
        graph = parse(f"s = {expand(template, variables)}")
        assert evaluate(graph, given_values).value == pytest.approx(value, rel=1e-12, abs=1e-12)


def test_a_thousand_terms_are_written_out() -> None:
    text = expand("sum[i=1..n](x[i]^2)", names(1000))
    assert text.count("+") == 999
