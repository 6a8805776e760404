"""The marks of the learning rate and the verdicts on runs, checked against the runs themselves."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Method, Objective, Stop, Trajectory, descend, objective
from gradviz.graph import parse
from gradviz.teaching.rate_marks import RateMarks, rate_marks
from gradviz.teaching.stability import Stability, stability
from gradviz.teaching.verdicts import rounded_down, run_verdict, suggested_rate

X = np.array([0.0, 1.0, 2.0, 3.0])
Y = np.array([1.0, 2.9, 5.1, 7.0])


def line() -> Objective:
    return objective(parse("mean((m*x + b - y)^2)"), {"x": X, "y": Y}, start={"m": 0.0, "b": 0.0})


LINE = line()
HIGHEST = float(np.linalg.eigvalsh(2 * np.array([[(X**2).mean(), X.mean()], [X.mean(), 1.0]]))[-1])
LOWEST = float(np.linalg.eigvalsh(2 * np.array([[(X**2).mean(), X.mean()], [X.mean(), 1.0]]))[0])


def ran(
    lr: float, id_: str = "sgd", epochs: int = 300, **more: Any
) -> tuple[Trajectory, Stability]:
    settings = more.get("settings", {})
    path = descend(LINE, optimizer=id_, lr=lr, epochs=epochs, settings=settings)
    return path, stability(LINE, path, Method(id_, lr, settings))


def kinds(marks: RateMarks) -> dict[str, float]:
    return {mark.kind: mark.rate for mark in marks.marks}


def test_without_momentum_the_limit_and_the_best_rate_are_marked() -> None:
    marks = rate_marks(ran(0.01)[1])
    assert kinds(marks) == pytest.approx(
        {"limit": 2 / HIGHEST, "best": 2 / (LOWEST + HIGHEST)}, rel=1e-9
    )
    assert marks.zigzag == pytest.approx((1 / HIGHEST, 2 / HIGHEST), rel=1e-9)
    assert [m.rate for m in marks.marks] == sorted(m.rate for m in marks.marks)


def test_with_momentum_its_limit_stands_beside_the_plain_one() -> None:
    marks = rate_marks(ran(0.01, "momentum")[1])
    assert kinds(marks) == pytest.approx(
        {"limit": 2 * 1.9 / HIGHEST, "plain": 2 / HIGHEST}, rel=1e-9
    )
    assert "2(1 + μ)/λmax" in next(m.reason for m in marks.marks if m.kind == "limit")


@pytest.mark.parametrize(
    ("id_", "settings", "words"),
    [
        ("nesterov", {}, "(1 + 2μ)"),
        ("sgd", {"momentum": 0.5, "dampening": 0.2}, "(1 − τ)"),
        ("sgd", {}, "2/λmax"),
    ],
)
def test_the_reason_has_the_formula_that_gives_the_number(
    id_: str, settings: dict[str, float], words: str
) -> None:
    marks = rate_marks(ran(0.01, id_, settings=settings)[1])
    limit = next(mark for mark in marks.marks if mark.kind == "limit")
    assert words in limit.reason
    for part, good in ((0.99, True), (1.01, False)):
        path = descend(LINE, optimizer=id_, lr=part * limit.rate, epochs=3000, settings=settings)
        assert bool(path.losses[-1] < path.losses[0]) is good


def test_where_nothing_limits_the_rate_nothing_is_marked() -> None:
    assert rate_marks(None) == RateMarks()
    assert rate_marks(ran(0.1, "adam")[1]) == RateMarks()


def test_a_run_that_just_descends_has_no_verdict() -> None:
    assert run_verdict(*ran(0.2 / HIGHEST)) is None
    assert run_verdict(None, None) is None


def test_beyond_the_limit_the_verdict_has_the_number_and_a_rate_that_would_do() -> None:
    lr = 2.6 / HIGHEST
    path, shown = ran(lr)
    verdict = run_verdict(path, shown)
    assert verdict is not None
    assert verdict.kind == "bad"
    assert verdict.title == "Diverged at epoch 1"
    assert verdict.sentence.endswith("= −1.6")
    assert verdict.advice.startswith("Choose a rate below")
    assert any("2/λ" in sentence for sentence in verdict.explanation)
    assert verdict.rate is not None
    assert run_verdict(*ran(verdict.rate, epochs=3000)) is None or (
        descend(LINE, lr=verdict.rate, epochs=3000).stop is Stop.CONVERGED
    )


@given(st.floats(1e-12, 1e12))
def test_a_suggested_rate_never_lies_above_what_it_stands_for(best: float) -> None:

    rounded = rounded_down(best)
    assert 0.98 * best <= rounded <= best


def test_without_a_known_limit_a_smaller_rate_is_suggested() -> None:
    found = objective(parse("x^4"), start={"x": 3.0})
    path = descend(found, lr=1.0, epochs=20)
    shown = stability(found, path, Method("sgd", 1.0))
    assert path.stop is Stop.NOT_FINITE
    verdict = run_verdict(path, shown)
    assert verdict is not None
    assert verdict.title == f"Not finite at epoch {path.stop_epoch}"
    rate = suggested_rate(shown)
    assert descend(found, lr=rate, epochs=200).stop is not Stop.NOT_FINITE


def test_a_start_that_is_not_finite_is_not_blamed_on_the_rate() -> None:
    found = objective(parse("1/x"), start={"x": 0.0})
    path = descend(found, lr=0.1, epochs=5)
    verdict = run_verdict(path, stability(found, path, Method("sgd", 0.1)))
    assert verdict is not None
    assert (verdict.title, verdict.rate) == ("Not finite at the start", None)


def test_zig_zags_and_oscillations_are_told_apart() -> None:
    zigzag = run_verdict(*ran(1.7 / HIGHEST))
    swings = run_verdict(*ran(0.5 / HIGHEST, "momentum"))
    assert zigzag is not None
    assert swings is not None
    assert (zigzag.kind, zigzag.title) == ("swings", "Zig-zags")
    assert "= −0.7" in zigzag.sentence
    assert (swings.kind, swings.title) == ("swings", "Oscillates")
    assert swings.rate is None


@pytest.mark.parametrize(
    ("optimizer", "limit"), [("sgd", 2.0), ("momentum", 3.8), ("nesterov", 3.8 / 2.8)]
)
def test_above_the_limit_a_loss_that_still_falls_is_said_to_grow_in_the_end(
    optimizer: str, limit: float
) -> None:
    """The error along the steep x is small at first, and the loss that of y."""
    found = objective(parse("x^2 + 0.01y^2"), start={"x": 1e-3, "y": 1.0})
    for factor in (0.999, 1.001):
        lr = factor * limit / 2
        path = descend(found, optimizer=optimizer, lr=lr, epochs=20)
        assert path.stop is Stop.FINISHED
        verdict = run_verdict(path, stability(found, path, Method(optimizer, lr)))
        assert verdict is not None
        assert (verdict.title == "Diverges with more epochs") == (factor > 1)
    assert verdict is not None
    assert verdict.kind == "bad"
    assert "The loss does not show it yet: each epoch multiplies the error by" in verdict.sentence
    assert verdict.rate is not None
    assert verdict.rate < limit / 2
    long = descend(found, optimizer=optimizer, lr=lr, epochs=50_000)
    assert long.stop in (Stop.DIVERGED, Stop.NOT_FINITE)


def test_above_the_limit_a_path_that_a_box_holds_or_that_rests_is_not_blamed() -> None:
    found = objective(parse("x^2 + 0.01y^2"), start={"x": 1.0, "y": 1.0})
    for start, bounds in (({"x": 1.0, "y": 1.0}, {"x": (-1, 1)}), ({"x": 0.0, "y": 1.0}, None)):
        path = descend(found, start, lr=1.2, epochs=20, bounds=bounds)
        verdict = run_verdict(path, stability(found, path, Method("sgd", 1.2)))
        assert verdict is None or verdict.title != "Diverges with more epochs"


def test_before_the_curvature_is_known_the_verdict_is_the_title_alone() -> None:
    path, _ = ran(2.6 / HIGHEST)
    verdict = run_verdict(path, None)
    assert verdict is not None
    assert (verdict.sentence, verdict.explanation, verdict.rate) == ("", (), None)


def test_with_a_schedule_the_limit_is_said_to_be_that_of_a_constant_rate() -> None:
    shown = stability(LINE, None, Method("sgd", 0.01, schedule="cosine"))
    names = {mark.kind: mark.name for mark in rate_marks(shown).marks}
    assert names["limit"] == "Limit of a constant rate"
