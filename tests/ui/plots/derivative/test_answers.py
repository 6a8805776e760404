"""The answers to the lecture's questions, from the numbers that are seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter

from gradviz.descent import Turn, turning_points
from gradviz.ui.plots.derivative import tints
from gradviz.ui.plots.derivative.answers import QUESTIONS, Sight, gradient_text, identity
from gradviz.ui.plots.derivative.probe import errors_at, probe_at
from gradviz.ui.plots.derivative.slope_layers import slope_range
from gradviz.ui.plots.derivative.source import curves_of
from gradviz.ui.theme import LIGHT
from tests.descent.cuts.profiles import profile

ANSWERS = {question.name: question.answer for question in QUESTIONS}


def sight(text: str, x: float, h: float = 0.5) -> Sight:
    cut = profile(text)
    probe = replace(probe_at(cut, "f", x, h), errors=errors_at(cut, x))
    return Sight(probe, curves_of(cut, (-4.0, 4.0)), {"x": 1.0})


def test_minima_are_named_with_the_signs_of_the_slope() -> None:
    answer = ANSWERS["minima"](sight("x^2 - 2x", 0.0))
    assert "a minimum at x = 1 (slope − before, + after)" in answer


def test_a_flat_point_is_neither() -> None:
    assert "a flat point at x = 0 (slope 0 but the same sign" in ANSWERS["minima"](sight("x^3", 1))


def test_a_minimum_at_a_kink_has_no_slope_of_0() -> None:
    answer = ANSWERS["minima"](sight("abs(x - 1)", 0.0))
    assert "a minimum at x = 1, where the slope jumps and is never 0" in answer


def test_many_turning_points_are_not_all_named() -> None:
    assert "and 4 more" in ANSWERS["minima"](sight("sin(3x)", 0.0))


def test_the_best_steps_are_told_where_there_are_any() -> None:
    assert "Best here is h ≈" in ANSWERS["numbers"](sight("exp(x)", 1.0))
    assert "Best here" not in ANSWERS["numbers"](sight("2x", 0.0))
    assert "nothing to be near to" in ANSWERS["numbers"](sight("abs(x)", 0.0))


@pytest.mark.parametrize(
    ("text", "known"),
    [("sigmoid(x)", "f(1 − f)"), ("1/(1 + exp(-x))", "f(1 − f)"), ("exp(x)", "f itself"),
     ("tanh(x)", "1 − f²"), ("sin(x)", ""), ("3x", ""), ("x^2", "")],
)  # fmt: skip
def test_derivatives_that_are_a_formula_of_the_value(text: str, known: str) -> None:
    assert identity(sight(text, 0.0)) == known


def test_a_long_gradient_is_cut_short() -> None:
    probe = sight("x", 0.0).probe
    text = gradient_text(probe, {f"w{i}": float(i) for i in range(9)})
    assert text.startswith("∇f = (∂f/∂w₀, ∂f/∂w₁, ∂f/∂w₂, ∂f/∂w₃, …) = (0, 1, 2, 3, …)")


@given(roots=st.lists(st.integers(-35, 35), min_size=1, max_size=5, unique=True))
def test_stretches_change_their_direction_at_the_turning_points(roots: list[int]) -> None:
    places = sorted(root / 10 for root in roots)
    slope = np.polynomial.Polynomial.fromroots(places)
    x = np.linspace(-4, 4, 480)
    turns = turning_points(lambda at: (slope.integ()(at), slope(at)), x)
    found = tints.stretches(x, slope(x), turns)
    assert [s.high for s in found[:-1]] == pytest.approx(places, abs=1e-6)
    assert [s.low for s in found[1:]] == pytest.approx(places, abs=1e-6)
    assert (found[0].low, found[-1].high) == (-4.0, 4.0)
    assert all(slope((s.low + s.high) / 2) * s.direction > 0 for s in found)


def test_a_flat_stretch_neither_rises_nor_falls() -> None:
    x = np.linspace(-4, 4, 480)
    found = tints.stretches(x, (x > 0).astype(float), turning_points(profile("relu(x)"), x))
    assert [(s.direction, round(s.low, 1), s.high) for s in found] == [(1, 0.0, 4.0)]


def test_the_range_of_slopes_has_0_in_it_and_cuts_off_poles() -> None:
    low, high = slope_range(np.array([2.0, 3.0, np.nan]), (2.5,))
    assert low < 0 < 3 < high
    _, high = slope_range(np.concatenate((np.ones(99), [1e12])), ())
    assert high < 5
    assert slope_range(np.array([np.nan]), ()) == (-1.0, 1.0)


def test_every_kind_of_turning_point_has_its_own_mark() -> None:
    pictures = set()
    for turn in Turn:
        image = QImage(24, 24, QImage.Format.Format_RGB32)
        image.fill(0)
        painter = QPainter(image)
        tints.draw_turn(painter, QPointF(12, 12), turn, LIGHT)
        painter.end()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == len(Turn)
