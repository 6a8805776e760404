"""Every optimizer makes the steps that torch makes."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest

from gradviz.descent import OPTIMIZERS, Trajectory, descend
from tests.descent.torch_paths import CASES, EPOCHS, PROBLEMS, STORED, STRIDE, X, Y, torch_path

PAIRS = [pytest.param(p, c, id=f"{p}-{c}") for p, c in product(PROBLEMS, CASES)]


def _ours(problem: str, case: str) -> Trajectory:
    given, wanted = PROBLEMS[problem], CASES[case]
    data = {"u": np.array(X), "v": np.array(Y)} if problem == "line" else None
    return descend(
        given.expression,
        start=dict(zip("xy", given.start, strict=True)),
        inputs=data,
        optimizer=wanted.id,
        lr=wanted.lr * given.scale,
        epochs=EPOCHS,
        settings=wanted.settings,
    )


def test_every_optimizer_is_compared() -> None:
    assert {case.id for case in CASES.values()} == set(OPTIMIZERS)


@pytest.mark.parametrize(("problem", "case"), PAIRS)
def test_follows_torch(problem: str, case: str) -> None:
    pytest.importorskip("torch")
    expected = torch_path(PROBLEMS[problem], CASES[case])
    np.testing.assert_allclose(_ours(problem, case).points, expected, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("problem", "case"), PAIRS)
def test_follows_the_stored_paths_of_torch(problem: str, case: str) -> None:
    expected = json.loads(STORED.read_text(encoding="utf-8"))[problem][case]
    found = _ours(problem, case)
    assert found.epochs == EPOCHS
    np.testing.assert_allclose(found.points[::STRIDE], expected, rtol=1e-9, atol=1e-9)
