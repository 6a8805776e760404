"""LaTeX written in characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph import OPS
from gradviz.teaching import plain, written


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"\frac{\partial L}{\partial a} = \textcolor{gradient}{{-3}}", "∂L/∂a = −3"),
        (r"\frac{1}{n}\sum_{i=1}^{n}(y_i-\hat{y}_i)^2", "(1/n) Σᵢ₌₁ⁿ(yᵢ−ŷᵢ)²"),
        (r"\frac{a + b}{c}", "(a + b)/c"),
        (r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}", "1 if x > 0, 0 if x ≤ 0"),
        (r"\begin{bmatrix}1&2\\3&-4\end{bmatrix}", "[[1, 2], [3, −4]]"),
        (r"1.234 \cdot 10^{-5}", "1.234 · 10⁻⁵"),
        (r"A^{-\top} \, \sqrt{1 - x^{2}}", "A⁻ᵀ √(1 − x²)"),
        (r"w \leftarrow w - \eta \frac{dL}{dw}", "w ← w − η dL/dw"),
        (r"x^23", "x²3"),
        (r"\left|x\right|", "|x|"),
        (r"\tanh{\left(x \right)} - \left( x\right)", "tanh(x) − (x)"),
        (
            r"\begin{cases} 0 & \text{for}\: x \leq 0 \\1 & \text{otherwise} \end{cases}",
            "0 if x ≤ 0, 1 otherwise",
        ),
    ],
)
def test_formula_in_characters(latex: str, text: str) -> None:
    assert plain(latex) == text


@pytest.mark.parametrize("op", OPS.values(), ids=lambda op: op.name)
def test_no_command_is_left_in_the_table_of_operations(op: object) -> None:
    from gradviz.graph import Op

    assert isinstance(op, Op)
    for latex in (op.latex, *op.rule):
        assert not set(plain(latex)) & set("\\{}")


@given(st.text("\\{}^_& abfrcsqt12", max_size=30))
def test_broken_latex_is_no_error(latex: str) -> None:
    assert isinstance(plain(latex), str)


def test_names_are_written_with_their_indices_and_entries_keep_their_places() -> None:
    assert written("alpha_12") == "α₁₂"
    assert written("W_1[0, 1]") == "W₁[0, 1]"
    assert written("max_depth") == "max_depth"
