"""Every optimizer's updates are told, with schedules and in a box, and lead to the next point."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import OPTIMIZERS, Method, Objective, Trajectory, descend, objective
from gradviz.descent.rules.schedules import SCHEDULES
from gradviz.graph import parse
from gradviz.teaching.updates import Narrator, Update, narrator_of
from gradviz.ui.typesetter import typeset
from tests.descent.rules.torch_paths import PROBLEMS, X, Y

EPOCHS = 60
METHODS = [id_ for id_, row in OPTIMIZERS.items() if not row.has_lines]
BOUNDS = {"x": (-1.25, 0.5), "y": (0.2, 1.1)}


def target(problem: str) -> Objective:
    data = {"u": np.array(X), "v": np.array(Y)} if problem == "line" else {}
    start = dict(zip("xy", PROBLEMS[problem].start, strict=True))
    return objective(parse(PROBLEMS[problem].expression), data, start=start)


FOUND = {problem: target(problem) for problem in ("rosenbrock", "line")}


def run(problem: str, method: Method, **more: Any) -> tuple[Trajectory, Narrator]:
    found = FOUND[problem]
    path = descend(
        found,
        optimizer=method.optimizer,
        lr=method.lr,
        settings=method.settings,
        schedule=method.schedule,
        epochs=EPOCHS,
        **more,
    )
    return path, narrator_of(found, path, method, EPOCHS, more.get("bounds"))


def told(narrator: Narrator, epoch: int) -> Update:
    update = narrator.tell(epoch, [0, 1], "f")
    assert update is not None
    return update


def assert_leads_on(path: Trajectory, narrator: Narrator, epoch: int) -> None:
    update = told(narrator, epoch)
    after = [coordinate.after for coordinate in update.coordinates]
    np.testing.assert_allclose(after, path.points[epoch + 1], rtol=1e-8, atol=1e-8)
    for coordinate in update.coordinates:
        last = next(line for line in reversed(coordinate.lines) if line.name == "x")
        assert last.value == coordinate.after


@pytest.mark.parametrize("id_", METHODS)
@pytest.mark.parametrize("problem", list(FOUND))
@pytest.mark.parametrize("bounds", [None, BOUNDS])
def test_a_method_is_told_from_anywhere(problem: str, id_: str, bounds: Any) -> None:
    path, narrator = run(problem, Method(id_, OPTIMIZERS[id_].lr), bounds=bounds)
    for epoch in [*range(path.epochs - 1, 0, -7), *range(min(12, path.epochs))]:
        assert_leads_on(path, narrator, epoch)


@given(
    st.sampled_from(sorted(OPTIMIZERS)),
    st.sampled_from(sorted(SCHEDULES)),
    st.booleans(),
    st.integers(0, EPOCHS - 1),
)
def test_with_schedules_and_boxes_too(id_: str, schedule: str, in_box: bool, epoch: int) -> None:
    lr = 0.5 if id_ in METHODS else 1e-3
    method = Method(id_, lr, schedule=schedule)
    path, narrator = run("rosenbrock", method, bounds=BOUNDS if in_box else None)
    if path.epochs:
        assert_leads_on(path, narrator, min(epoch, path.epochs - 1))


def test_the_rate_is_that_of_the_epoch() -> None:
    _, narrator = run("line", Method("sgd", 0.08, schedule="step"))
    assert told(narrator, 3).given["lr"] == r"\eta = 0.08"
    assert told(narrator, 30).given["lr"] == r"\eta = 0.008"


def test_leaving_the_box_is_told() -> None:
    path, narrator = run("line", Method("sgd", 0.05), bounds=BOUNDS)
    line = told(narrator, 0).coordinates[0].lines[-1]
    assert "min(max(" in line.plain
    assert line.value == path.points[1, 0] == 0.5
    assert line.note == "it had left the box"


def test_the_trials_of_a_line_search_are_shown() -> None:
    _, narrator = run("rosenbrock", Method("armijo", 1.0))
    update = told(narrator, 0)
    lines = [line.plain for line in update.common]
    assert lines[0] == "f(x + t d) ≤ f + c₁ t g · d"
    assert lines[1].startswith("t = η = 1:")
    assert ">" in lines[1]
    assert "≤" in lines[-1]
    assert "shortened" in update.words


def test_newton_shows_its_system() -> None:
    _, narrator = run("rosenbrock", Method("newton", 1.0))
    (line,) = told(narrator, 0).common
    # H and g of Rosenbrock's function at (−1.2, 1), by hand
    assert line.plain.startswith("p = H⁻¹ g = [[1330, 480], [480, 200]]⁻¹ [[−215.6], [−88]]")


def test_newton_warns_of_a_place_that_is_no_minimum() -> None:
    found = objective(parse("x^4 - x^2 + y^2"), start={"x": 0.1, "y": 1.0})
    path = descend(found, optimizer="newton", epochs=3)
    update = narrator_of(found, path, Method("newton", 1.0), 3).tell(0, [0], "f")
    assert update is not None
    assert "below 0: that place is no minimum" in update.words


def test_annealing_says_what_chance_did() -> None:
    path, narrator = run("rosenbrock", Method("annealing", 0.5))
    for epoch in range(30):
        update = told(narrator, epoch)
        stays = bool((path.points[epoch + 1] == path.points[epoch]).all())
        assert ("stays" in update.words) is stays
        names = [line.name for line in update.common]
        assert names[:2] == ["T", "rise"]
        higher = update.common[1].value
        assert higher is not None
        assert ("probability" in names) is (higher > 0)


def test_a_method_that_has_arrived_says_so() -> None:
    path, narrator = run("line", Method("lbfgs", 1.0))
    assert "It has arrived and stays" in told(narrator, path.epochs - 1).words


@pytest.mark.parametrize("id_", METHODS)
def test_every_line_of_a_method_can_be_typeset(id_: str) -> None:
    _, narrator = run("rosenbrock", Method(id_, OPTIMIZERS[id_].lr))
    for epoch in (0, 9):
        update = told(narrator, epoch)
        lines = [*update.common, *(line for c in update.coordinates for line in c.lines)]
        for text in (part for line in lines for part in (line.latex, line.symbols, line.solved)):
            bare = text.replace("{value}", "{#000000}").replace("{gradient}", "{#000000}")
            assert not bare or typeset(bare, 20, "#000000") is not None, text


@pytest.mark.parametrize("id_", sorted(OPTIMIZERS))
def test_every_name_in_the_lines_has_a_meaning(id_: str) -> None:
    from gradviz.teaching.hyperparameters import meaning

    _, narrator = run("rosenbrock", Method(id_, 1e-3))
    update = told(narrator, 1)
    lines = [*update.common, *(line for c in update.coordinates for line in c.lines)]
    for name in {name for line in lines for name in line.names} | set(update.given):
        assert meaning(id_, name).sentence.endswith(".")


@pytest.mark.parametrize("id_", sorted(OPTIMIZERS))
def test_every_hyperparameter_has_a_meaning(id_: str) -> None:
    from gradviz.teaching.hyperparameters import meaning

    for name in ("lr", *OPTIMIZERS[id_].defaults):
        assert meaning(id_, name).symbol


def test_of_conjugate_gradients_some_directions_are_kept() -> None:
    path, narrator = run("rosenbrock", Method("cg", 1.0))
    last = path.epochs - 1
    assert narrator.updates_to(last) == last
    told(narrator, last)
    assert narrator.updates_to(last) < last
    assert narrator.tell(last // 2, [0], "f", cancel=lambda: True) is None
