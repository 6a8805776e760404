"""The end of a run in numbers."""

from __future__ import annotations

import math

import pytest

from gradviz.descent import Stop, descend, objective
from gradviz.graph import parse
from gradviz.teaching.endings import Ending, ending_of


def _ending(text: str, start: float, lr: float, epochs: int, *, is_plain: bool = True) -> Ending:
    target = objective(parse(text), start={"x": start})
    path = descend(target, {"x": start}, lr=lr, epochs=epochs)
    return ending_of(target, path, is_plain=is_plain)


def test_a_run_that_broke_says_what_came() -> None:
    found = _ending("x^4", 3.0, 0.5, 50)
    assert found.stop is Stop.NOT_FINITE
    assert found.epoch == found.loss_epoch + 1
    assert found.next_ == math.inf
    assert _ending("x^4", 3.0, 0.5, 50, is_plain=False).next_ is None


def test_what_becomes_undefined_is_nan() -> None:
    left = _ending("log(x)", 1.0, 3.0, 10)
    assert left.stop is Stop.NOT_FINITE
    assert left.next_ is not None
    assert math.isnan(left.next_)


def test_growth_is_counted_from_the_last_fall() -> None:
    found = _ending("x^2", 1.0, 1.1, 10)
    assert found.since == 0
    assert found.ratio == pytest.approx(1.44)
    assert found.lowest_epoch == 0
    calm = _ending("x^2", 1.0, 0.1, 10)
    assert calm.since is None
    assert calm.ratio == pytest.approx(0.64)
    assert calm.lowest_epoch == 10


def test_without_a_run_there_is_no_end() -> None:
    assert ending_of(objective(parse("x^2")), None).stop is None
