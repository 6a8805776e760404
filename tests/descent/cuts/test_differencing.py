"""Difference quotients, their errors, and what theory expects of them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import SCHEMES, DifferenceErrors, difference_errors, quotients
from gradviz.descent.cuts.differencing import EPSILON, higher_derivatives, noise_at
from tests.descent.cuts.profiles import profile


def errors(text: str, x: float) -> DifferenceErrors:
    return difference_errors(profile(text), x)


def test_the_quotients_are_the_slopes_of_the_chords() -> None:
    found = quotients(profile("x^3"), 2.0, 0.5)
    assert found.forward == (2.5**3 - 8) / 0.5
    assert found.backward == (8 - 1.5**3) / 0.5
    assert found.central == (found.forward + found.backward) / 2
    assert [found.of(name) for name in SCHEMES] == [found.forward, found.backward, found.central]


def test_the_sign_of_the_step_makes_no_difference() -> None:
    assert quotients(profile("exp(x)"), 1.0, -0.1) == quotients(profile("exp(x)"), 1.0, 0.1)


@pytest.mark.parametrize(
    ("text", "x", "forward", "central"),
    # the best steps of ../reference: exp and sin at 1 with 2 sqrt(ε|f/f″|) and (3ε|f/f‴|)^(1/3)
    [
        ("exp(x)", 1.0, 2 * math.sqrt(EPSILON), (3 * EPSILON) ** (1 / 3)),
        (
            "sin(x)",
            1.0,
            2 * math.sqrt(EPSILON),
            (3 * EPSILON * math.tan(1.0)) ** (1 / 3),
        ),
    ],
)
def test_the_best_steps_are_those_of_the_textbook(
    text: str, x: float, forward: float, central: float
) -> None:
    found = errors(text, x).schemes
    for name, expected in (("forward", forward), ("central", central)):
        scheme = found[name]
        assert scheme.model is not None
        assert scheme.model.best == pytest.approx(expected, rel=0.25)  # x + h is rounded, too
        assert scheme.measured_best is not None
        assert 0.1 < scheme.measured_best / expected < 10


@pytest.mark.parametrize("text", ["exp(x)", "sin(x)", "1/x", "x^4 - 3x^2 + x", "sigmoid(x)"])
@pytest.mark.parametrize("name", ["forward", "central"])
def test_the_measured_errors_lie_on_the_branches(text: str, name: str) -> None:
    found = errors(text, 1.0)
    scheme = found.schemes[name]
    model = scheme.model
    assert model is not None
    assert model.order == {"forward": 1, "central": 2}[name]
    assert model.best is not None
    large = (found.steps > 100 * model.best) & (found.steps < 1e-2)
    np.testing.assert_allclose(scheme.errors[large], model.truncated(found.steps[large]), rtol=0.1)
    small = (found.steps < model.best / 100) & (found.steps > 1e-14)
    assert (scheme.errors[small] <= 1.5 * model.rounded(found.steps[small])).all()
    assert np.max(scheme.errors[small] / model.rounded(found.steps[small])) > 0.1


def test_a_parabola_has_no_truncation_error_in_central_differences() -> None:
    found = errors("x^2", 1.0).schemes
    central, forward = found["central"].model, found["forward"].model
    assert central is not None
    assert forward is not None
    assert (central.order, central.truncation, central.best) == (0, 0.0, None)
    assert forward.order == 1
    assert forward.truncation == pytest.approx(1.0, rel=1e-6)


def test_at_an_inflection_forward_differences_gain_an_order() -> None:
    model = errors("sigmoid(x)", 0.0).schemes["forward"].model
    assert model is not None
    assert model.order == 2
    assert model.truncation == pytest.approx(1 / 48, rel=1e-6)


def test_where_the_value_is_0_nothing_is_lost_by_subtracting() -> None:
    found = errors("sin(x)", 0.0).schemes["forward"]
    assert found.model is not None
    assert (found.model.rounding, found.model.best) == (0.0, None)
    assert found.errors.min() == 0.0


def test_a_value_of_0_out_of_large_terms_is_noisy() -> None:
    f = profile("(x + 1)^10 - 1")
    assert noise_at(f, 0.0, 0.0, 10.0) > 0.5 * EPSILON
    model = errors("(x + 1)^10 - 1", 0.0).schemes["forward"].model
    assert model is not None
    assert model.best is not None
    assert 1e-9 < model.best < 1e-7


def test_a_step_that_is_lost_in_x_gives_0() -> None:
    found = errors("exp(x)", 1.0)
    assert found.schemes["forward"].values[0] == 0.0
    assert found.schemes["forward"].errors[0] == found.slope


@pytest.mark.parametrize("text", ["abs(x)", "sign(x)", "sqrt(abs(x))", "sqrt(x)", "log(x)"])
def test_without_a_derivative_nothing_is_expected_and_nothing_breaks(text: str) -> None:
    found = errors(text, 0.0)
    assert not found.nature.is_smooth
    assert all(found.schemes[name].model is None for name in SCHEMES)


def test_a_kink_is_not_seen_by_central_differences() -> None:
    found = errors("abs(x)", 0.0)
    assert (found.schemes["forward"].errors == 1.0).all()
    assert (found.schemes["central"].errors == 0.0).all()


def test_a_second_derivative_that_jumps_gives_no_branch_for_central_differences() -> None:
    assert errors("relu(x)^2", 0.0).schemes["central"].model is None


@given(x=st.floats(-5, 5), k=st.floats(0.3, 3.0))
def test_higher_derivatives_of_the_exponential(x: float, k: float) -> None:
    found = higher_derivatives(profile(f"exp({k} x)"), x)
    expected = [k**m * math.exp(k * x) for m in (2, 3, 4, 5)]
    assert found[:2] == pytest.approx(expected[:2], rel=1e-4)
    assert found[2:] == pytest.approx(expected[2:], rel=0.2)


def test_higher_derivatives_of_a_polynomial_end() -> None:
    assert higher_derivatives(profile("x^3"), 0.7) == pytest.approx((4.2, 6.0, 0.0, 0.0), rel=1e-6)
