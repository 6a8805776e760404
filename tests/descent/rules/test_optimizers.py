"""Every optimizer makes the steps of its equations, and those that torch makes."""

from __future__ import annotations

import json
from itertools import islice, product
from typing import Any, NamedTuple

import numpy as np
import pytest

from gradviz.descent import OPTIMIZERS, Trajectory, complete_settings, descend, find_optimizer
from gradviz.descent.methods import METHODS
from gradviz.descent.methods.space import Space
from gradviz.graph import Array
from tests.descent.rules.plain_problems import PLAIN
from tests.descent.rules.plain_steps import METHOD_PATHS, RULES, rule_path
from tests.descent.rules.torch_paths import (
    CASES,
    EPOCHS,
    PROBLEMS,
    STORED,
    STRIDE,
    X,
    Y,
    torch_path,
)


class Wanted(NamedTuple):
    """A method that torch does not have."""

    id: str
    lr: float
    settings: dict[str, Any]


SENSITIVE = {("rosenbrock", "lbfgs"): 1e-6}
"""Where torch itself is as far away from a start that differs in the last bit."""

CG_ROWS = 12
"""Conjugate gradients enlarge the rounding of a gradient in every step: so many can be compared."""

WANTED = {
    "armijo": Wanted("armijo", 1.0, {}),
    "armijo_fine": Wanted("armijo", 0.3, {"c1": 0.2, "rho": 0.8}),
    "cg": Wanted("cg", 1.0, {}),
    "cg_ratio": Wanted("cg", 1.0, {"fletcher_reeves": True}),
    "cg_fine": Wanted("cg", 0.5, {"c1": 0.1, "rho": 0.7}),
    "newton": Wanted("newton", 1.0, {}),
    "newton_short": Wanted("newton", 0.3, {}),
    "annealing": Wanted("annealing", 0.5, {}),
    "annealing_other": Wanted("annealing", 0.1, {"T0": 2.0, "alpha": 0.9, "seed": 7}),
}

PAIRS = [pytest.param(p, c, id=f"{p}-{c}") for p, c in product(PROBLEMS, CASES)]
RULED = [pair for pair in PAIRS if CASES[str(pair.values[1])].id in RULES]
SEARCHED = [pytest.param(p, c, id=f"{p}-{c}") for p, c in product(PROBLEMS, WANTED)]


def _descended(problem: str, id_: str, lr: float, settings: dict[str, Any]) -> Trajectory:
    given = PROBLEMS[problem]
    data = {"u": np.array(X), "v": np.array(Y)} if problem == "line" else None
    return descend(
        given.expression,
        start=dict(zip("xy", given.start, strict=True)),
        inputs=data,
        optimizer=id_,
        lr=lr,
        epochs=EPOCHS,
        settings=settings,
    )


def _ours(problem: str, case: str) -> Trajectory:
    wanted = CASES[case]
    return _descended(problem, wanted.id, wanted.rate(PROBLEMS[problem]), wanted.settings)


def _first(path: Any) -> Array:
    return np.array(list(islice(path, EPOCHS + 1)))


def test_every_optimizer_is_compared() -> None:
    assert {c.id for c in CASES.values()} | {m.id for m in WANTED.values()} == set(OPTIMIZERS)
    assert {*RULES, *METHOD_PATHS, "lbfgs"} == set(OPTIMIZERS)


@pytest.mark.parametrize(("problem", "case"), RULED)
def test_follows_the_equations(problem: str, case: str) -> None:
    wanted, given = CASES[case], PROBLEMS[problem]
    path = rule_path(wanted.id, PLAIN[problem], given.start, wanted.rate(given), wanted.settings)
    np.testing.assert_allclose(_ours(problem, case).points, _first(path), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("problem", "case"), SEARCHED)
def test_methods_follow_their_equations(problem: str, case: str) -> None:
    id_, lr, settings = WANTED[case]
    found = _descended(problem, id_, lr, settings).points
    expected = _first(METHOD_PATHS[id_](PLAIN[problem], PROBLEMS[problem].start, lr, settings))
    rows = CG_ROWS if id_ == "cg" else EPOCHS + 1
    np.testing.assert_allclose(found[:rows], expected[:rows], rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("problem", "case"), SEARCHED)
def test_on_the_same_numbers_methods_follow_to_the_end(problem: str, case: str) -> None:
    id_, lr, settings = WANTED[case]
    plain, start = PLAIN[problem], PROBLEMS[problem].start
    space = Space(
        lambda x: plain.value(*x), lambda x: (plain.value(*x), plain.gradient(*x)), len(start)
    )
    space.steady = False
    complete = complete_settings(find_optimizer(id_), settings)
    visits = METHODS[id_](space, list(start), [lr] * (EPOCHS + 1), complete)
    found = np.array([point for _, point in visits])
    expected = _first(METHOD_PATHS[id_](plain, start, lr, settings))
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("problem", "case"), PAIRS)
def test_follows_torch(problem: str, case: str) -> None:
    pytest.importorskip("torch")
    expected = torch_path(PROBLEMS[problem], CASES[case])
    near = SENSITIVE.get((problem, CASES[case].id), 1e-9)
    np.testing.assert_allclose(_ours(problem, case).points, expected, rtol=near, atol=near)


@pytest.mark.parametrize(("problem", "case"), PAIRS)
def test_follows_the_stored_paths_of_torch(problem: str, case: str) -> None:
    expected = json.loads(STORED.read_text(encoding="utf-8"))[problem][case]
    found = _ours(problem, case)
    assert found.epochs == EPOCHS
    np.testing.assert_allclose(found.points[::STRIDE], expected, rtol=1e-9, atol=1e-9)
