"""Local models touch the surface, and their steps are those of the optimizers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import descend, objective, surface_of
from gradviz.descent.landscape.local_models import LocalModel, gradient_model, newton_model
from gradviz.descent.landscape.stationary import Kind
from gradviz.descent.library.functions import objective_of
from gradviz.graph import parse

AXES = ("x", "y")
PLACES = st.floats(-4.0, 4.0)


def _models(function: str, x: float, y: float) -> tuple[LocalModel, LocalModel]:
    surface = surface_of(objective_of(function))
    point = {"x": x, "y": y}
    return (
        gradient_model(surface, AXES, AXES, point, {}),
        newton_model(surface, AXES, AXES, point, {}),
    )


@given(x=PLACES, y=PLACES)
def test_the_error_of_a_model_falls_with_its_order(x: float, y: float) -> None:
    surface = surface_of(objective_of("himmelblau"))
    plane, bowl = _models("himmelblau", x, y)
    errors = []
    for h in (1e-2, 1e-3):
        exact = float(surface.value(np.asarray(x + h), np.asarray(y - h)))
        errors.append([abs(float(m.value(x + h, y - h)) - exact) for m in (plane, bowl)])
    # remainders of the second and third order, whose derivatives are at most 300 and 60 here
    assert errors[0][0] < 600 * 1e-4
    assert errors[1][0] < 600 * 1e-6 + 1e-9
    assert errors[0][1] < 100 * 1e-6
    assert errors[1][1] < 100 * 1e-9 + 1e-9


def test_the_gradients_step_is_that_of_gradient_descent() -> None:
    plane, _ = _models("himmelblau", 1.0, -2.0)
    path = descend("himmelblau", {"x": 1.0, "y": -2.0}, lr=0.01, epochs=1)
    np.testing.assert_allclose(plane.step(0.01), path.points[1], rtol=1e-12)
    assert plane.minimizer is None


@given(x=PLACES, y=PLACES)
def test_newtons_step_solves_a_quadratic_at_once(x: float, y: float) -> None:
    _, bowl = _models("booth", x, y)
    assert bowl.minimizer == pytest.approx((1.0, 3.0))
    assert bowl.step(1.0) == pytest.approx((1.0, 3.0))
    assert bowl.kind is Kind.MINIMUM


def test_from_the_middle_of_himmelblau_newton_goes_uphill() -> None:
    _, bowl = _models("himmelblau", 0.0, 0.0)
    point = (0.0, 0.0)
    for _ in range(8):
        point = newton_model(
            surface_of(objective_of("himmelblau")),
            AXES,
            AXES,
            dict(zip(AXES, point, strict=True)),
            {},
        ).step(1.0)
    assert point == pytest.approx((-0.2708445906673476, -0.9230385564799815))
    assert bowl.kind is Kind.MAXIMUM
    assert bowl.minimizer is None


def test_without_curvature_there_is_no_newton_step() -> None:
    surface = surface_of(objective(parse("(x + y)^2")))
    bowl = newton_model(surface, AXES, AXES, {"x": 1.0, "y": 2.0}, {})
    assert bowl.kind is Kind.FLAT
    assert bowl.stationary is None
    assert bowl.step(1.0) == (1.0, 2.0)


def test_at_a_kink_newtons_model_is_not_defined() -> None:
    surface = surface_of(objective(parse("abs(x) + y^2")))
    assert not newton_model(surface, AXES, AXES, {"x": 0.0, "y": 1.0}, {}).is_defined


def test_the_lines_lie_on_their_levels() -> None:
    _, bowl = _models("himmelblau", 2.5, 1.5)
    levels = bowl.height + np.array([5.0, 20.0])
    for level, lines in zip(levels, bowl.lines(((-5, 5), (-5, 5)), levels, 400), strict=True):
        assert lines
        for line in lines:
            np.testing.assert_allclose(bowl.value(line[:, 0], line[:, 1]), level, atol=0.05)
