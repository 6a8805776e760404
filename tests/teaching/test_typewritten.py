"""Sentences in a LaTeX document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.teaching.phrases import BACKWARD, FORWARD
from gradviz.teaching.typewritten import text_latex


@pytest.mark.parametrize(
    ("sentence", "latex"),
    [
        ("ŷ is p plus b.", r"$\hat{y}$ is p plus b."),
        ("x² − 3·σ", r"x${}^{2}$ $-$ 3$\cdot\sigma$"),
        ("5×2 and x₁", r"5$\times$2 and x${}_{1}$"),
        ("50% of x_1 & {y}", r"50\% of x\_1 \& \{y\}"),
        ("ŷ₁₀ x⁻¹", r"$\hat{y}{}_{10}$ x${}^{-1}$"),
        ("∂L/∂a", r"$\partial$L/$\partial$a"),
        ("a < b", "a $<$ b"),
        ("$×", r"\$$\times$"),
        ("Ж", "Ж"),
        ("", ""),
    ],
)
def test_signs_become_commands(sentence: str, latex: str) -> None:
    assert text_latex(sentence) == latex


@pytest.mark.parametrize(
    "sentence", [*FORWARD.values(), *(s for w in BACKWARD.values() for s in w)]
)
def test_every_phrase_is_plain_latex(sentence: str) -> None:
    assert text_latex(sentence).isascii()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_braces_and_dollars_always_match(sentence: str) -> None:
    latex = text_latex(sentence)
    bare = latex.replace(r"\{", "").replace(r"\}", "").replace(r"\$", "")
    assert bare.count("{") == bare.count("}")
    assert bare.count("$") % 2 == 0
