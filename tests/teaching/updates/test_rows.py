"""The told update of every optimizer leads to the next point of its trajectory."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gradviz.descent import OPTIMIZERS, Objective, Trajectory, complete_settings, descend, objective
from gradviz.descent.review.replay import Replay
from gradviz.descent.rules.optimizer import Optimizer, Setting
from gradviz.graph import parse
from gradviz.teaching.updates import Update, update_of
from gradviz.ui.typesetter import typeset
from tests.descent.rules.torch_paths import CASES, PROBLEMS, X, Y

ROWS = sorted(id_ for id_, row in OPTIMIZERS.items() if row.has_lines)
EPOCHS = 150
MULTIPLES = {"eps": 1e-3, "momentum_decay": 0.01, "lr_decay": 0.05, "weight_decay": 0.1}


@cache
def target(problem: str) -> Objective:
    data = {"u": np.array(X), "v": np.array(Y)} if problem == "line" else {}
    start = dict(zip("xy", PROBLEMS[problem].start, strict=True))
    return objective(parse(PROBLEMS[problem].expression), data, start=start)


def replayed(
    problem: str, row: Optimizer, lr: float, settings: dict[str, Any]
) -> tuple[Trajectory, Replay]:
    found = target(problem)
    path = descend(found, optimizer=row.id, lr=lr, epochs=EPOCHS, settings=settings)
    rates = np.full(EPOCHS + 1, lr)
    return path, Replay(found, path, row, complete_settings(row, settings), rates)


def told(replay: Replay, epoch: int) -> Update:
    moment = replay.at(epoch)
    assert moment is not None
    return update_of(replay, moment, range(len(moment.point)))


def assert_leads_on(path: Trajectory, update: Update) -> None:
    after = [coordinate.after for coordinate in update.coordinates]
    np.testing.assert_allclose(after, path.points[update.epoch + 1], rtol=1e-12, atol=1e-12)
    for coordinate in update.coordinates:
        assert coordinate.lines[-1].name in ("x", "m", "u")
        last = next(line for line in reversed(coordinate.lines) if line.name == "x")
        assert last.value == coordinate.after


@st.composite
def drawn_settings(draw: st.DrawFn, row: Optimizer) -> dict[str, Setting]:
    """Any combination of the switches of an optimizer, numbers on, off and between."""
    result: dict[str, Setting] = {}
    for name, default in row.defaults.items():
        if isinstance(default, bool):
            result[name] = draw(st.booleans())
        elif name in ("etaplus", "step_size_min", "step_size_max"):
            result[name] = default
        elif name == "etaminus":
            result[name] = draw(st.sampled_from((0.3, 0.5)))
        else:
            part = draw(st.sampled_from((0.0, default, 0.5, 0.9)))
            result[name] = part * MULTIPLES.get(name, 1.0) if part != default else default
    if result.get("nesterov"):
        result |= {"momentum": 0.7, "dampening": 0.0}
    if row.id == "nesterov":
        result["momentum"] = result["momentum"] or 0.5
    return result


@pytest.mark.parametrize("id_", ROWS)
@pytest.mark.parametrize("problem", ["rosenbrock", "line"])
@given(data=st.data())
def test_with_any_settings_the_last_number_is_the_next_point(
    problem: str, id_: str, data: st.DataObject
) -> None:
    row = OPTIMIZERS[id_]
    settings = data.draw(drawn_settings(row))
    scale = PROBLEMS[problem].scale
    path, replay = replayed(problem, row, data.draw(st.sampled_from((0.01, 0.1))) * scale, settings)
    assume(path.epochs > 0)
    epoch = data.draw(st.integers(0, path.epochs - 1))
    assert_leads_on(path, told(replay, epoch))


@pytest.mark.parametrize("case", CASES)
def test_every_line_can_be_typeset(case: str) -> None:
    wanted = CASES[case]
    row = OPTIMIZERS[wanted.id]
    _, replay = replayed("rosenbrock", row, wanted.lr * 0.01, wanted.settings)
    for epoch in (0, 9):
        update = told(replay, epoch)
        lines = [*update.common, *(line for c in update.coordinates for line in c.lines)]
        for text in (part for line in lines for part in (line.symbols, line.solved)):
            uncolored = text.replace("{value}", "{#000000}").replace("{gradient}", "{#000000}")
            assert typeset(uncolored, 20, "#000000") is not None, text


def test_the_words_of_the_lecture() -> None:
    """Momentum from a state one can compute by hand: L = x² from 1 with η 0.1 and μ 0.9."""
    found = objective(parse("x^2"), start={"x": 1.0})
    path = descend(found, optimizer="momentum", lr=0.1, epochs=3)
    row = OPTIMIZERS["momentum"]
    replay = Replay(found, path, row, complete_settings(row), np.full(4, 0.1))
    moment = replay.at(1)
    assert moment is not None
    update = update_of(replay, moment, [0])
    (coordinate,) = update.coordinates
    assert [line.plain for line in coordinate.lines] == [
        "g = ∂L/∂x = 1.6",
        "b ← μ b + g = 0.9 · 2 + 1.6 = 3.4",
        "x ← x − η b = 0.8 − 0.1 · 3.4 = 0.46",
    ]


def test_a_case_says_why_it_applies() -> None:
    row = OPTIMIZERS["sgd"]
    _, replay = replayed("line", row, 0.01, {"momentum": 0.9, "dampening": 0.25})
    first, later = (told(replay, epoch).common[0] for epoch in (0, 5))
    assert (first.plain, first.note) == ("κ = 1", "since t = 1")
    assert (later.plain, later.note) == ("κ = 1 − τ = 1 − 0.25 = 0.75", "since t ≠ 1")


def test_symbols_are_the_same_for_all_coordinates_and_epochs() -> None:
    _, replay = replayed("rosenbrock", OPTIMIZERS["rprop"], 0.01, {})
    seen = {
        tuple(line.symbols for line in coordinate.lines)
        for epoch in range(0, EPOCHS, 7)
        for coordinate in told(replay, epoch).coordinates
    }
    assert len(seen) == 1
