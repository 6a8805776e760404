"""Descents: what is recorded, by which way it is computed, and what a mistake says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import OPTIMIZERS, Objective, Stop, Trajectory, catalog, descend, objective
from gradviz.descent.descending import Source
from gradviz.errors import GradVizError
from gradviz.graph import Array, parse

START = {"x": -1.2, "y": 1.0}


def _generic(target: Objective, **how: Any) -> Trajectory:
    """The same descent on the graph's own code."""
    target.__dict__["exact"] = None
    return descend(target, **how)


@given(optimizer=st.sampled_from(list(OPTIMIZERS)), epochs=st.integers(0, 300))
def test_every_epoch_is_recorded_and_again_the_same(optimizer: str, epochs: int) -> None:
    first, again = (
        descend("rosenbrock", START, optimizer=optimizer, lr=1e-4, epochs=epochs) for _ in range(2)
    )
    assert first.points.shape == (epochs + 1, 2)
    assert first.losses.shape == (epochs + 1,)
    assert (first.epochs, first.stop_epoch, first.optimizer) == (epochs, epochs, optimizer)
    assert first.parameters == ("x", "y")
    assert not first.points.flags.writeable
    assert np.array_equal(first.points, again.points)
    assert np.array_equal(first.losses, again.losses)


@given(optimizer=st.sampled_from(list(OPTIMIZERS)))
def test_losses_are_those_of_the_points(optimizer: str) -> None:
    path = descend("beale", optimizer=optimizer, lr=1e-3, epochs=50)
    x, y = path.points.T
    expected = (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
    np.testing.assert_allclose(path.losses, expected, rtol=1e-12)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("expression", ["(x + 2y - 7)^2 + (2x + y - 5)^2", "x^2 - 3y", "(x + y)^2"])
def test_the_exact_quadratic_gives_the_same_path(optimizer: str, expression: str) -> None:
    how: dict[str, Any] = {"start": START, "optimizer": optimizer, "lr": 0.01, "epochs": 300}
    exact = descend(objective(parse(expression)), **how)
    generic = _generic(objective(parse(expression)), **how)
    order = [exact.parameters.index(name) for name in generic.parameters]
    np.testing.assert_allclose(exact.points[:, order], generic.points, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(exact.losses, generic.losses, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_arrays_descend_like_their_elements(optimizer: str) -> None:
    how: dict[str, Any] = {"optimizer": optimizer, "lr": 0.01, "epochs": 100}
    vector = descend("sum(w^4 - w^2)", {"w": [0.3, -2.0]}, **how)
    numbers = descend("a^4 - a^2 + b^4 - b^2", {"a": 0.3, "b": -2.0}, **how)
    assert vector.parameters == ("w[0]", "w[1]")
    np.testing.assert_allclose(vector.points, numbers.points, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("size", [2, 9])
def test_a_matrix_regression_is_an_exact_quadratic(size: int) -> None:
    random = np.random.default_rng(size)
    data = {"X": random.normal(size=(20, size)), "Y": random.normal(size=20)}
    expression = "mean((X @ W - Y)^2)"
    how: dict[str, Any] = {"start": {"W": np.zeros(size)}, "lr": 0.05, "epochs": 50}
    exact = descend(expression, inputs=data, **how)
    generic = _generic(objective(parse(expression), data, start=how["start"]), **how)
    assert exact.lr_limit is not None
    np.testing.assert_allclose(exact.points, generic.points, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("epochs", [1, 2, 5, 40, 5000])
@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_at_the_limit_of_stability_a_fit_changes_from_converging_to_diverging(
    momentum: float, epochs: int
) -> None:
    data = {"u": np.arange(1.0, 6.0), "v": np.array([2.2, 2.8, 4.5, 3.7, 5.5])}
    limit = (1 + momentum) * 0.08452405257734978  # 2(1 + μ)/(12 + √136)

    def fitted(lr: float) -> Trajectory:
        return descend(
            "mean((m u + b - v)^2)",
            {"m": 0, "b": 0},
            data,
            lr=lr,
            epochs=epochs,
            settings={"momentum": momentum},
        )

    assert fitted(0.1).lr_limit == pytest.approx(limit, rel=1e-9)
    assert fitted(0.999 * limit).stop in (Stop.FINISHED, Stop.CONVERGED)
    if not momentum or epochs > 100:  # with momentum the first updates go down all the same
        assert fitted(1.001 * limit).stop is Stop.DIVERGED
    if epochs == 5000:
        assert fitted(0.999 * limit).stop is Stop.CONVERGED


def test_a_bare_start_takes_the_values_of_the_expression() -> None:
    path = descend("a = 3; b = 2; L = a^2 + b", epochs=1, lr=0.1)
    assert path.parameters == ("a", "b")
    np.testing.assert_allclose(path.points, np.array([[3.0, 2.0], [2.4, 1.9]]))


def test_the_names_of_the_start_are_descended_and_the_others_given() -> None:
    path = descend("c(a + 2b)", start={"b": 1}, inputs={"a": 3, "c": 10}, lr=0.1, epochs=1)
    assert path.parameters == ("b",)
    np.testing.assert_allclose(path.points[:, 0], [1, -1])


def test_an_input_given_to_a_catalog_function_stays() -> None:
    path = descend("sphere", inputs={"y": 2}, start={"x": 1}, lr=0.25, epochs=1)
    assert path.parameters == ("x",)
    np.testing.assert_allclose(path.losses, [5, 4.25])


def test_every_kind_of_source_is_accepted() -> None:
    entry = catalog()["booth"]
    graph = parse(entry.expression)
    sources: list[Source] = ["booth", entry.expression, entry, graph, objective(graph)]
    ends = [descend(source, {"x": 0, "y": 0}, lr=0.01).losses[-1] for source in sources]
    np.testing.assert_allclose(ends, ends[0])


@pytest.mark.parametrize(
    ("expression", "start", "lr", "epoch", "rows"),
    [
        ("x^4", 10.0, 1.0, 4, 4),  # overflows
        ("log(x)", -1.0, 0.1, 0, 1),  # not a number from the start
        ("exp(x) + x^2", 800.0, 0.1, 0, 1),
        ("log(x)", 0.5, 1.0, 1, 1),  # steps over the edge
        ("-x^2", 1.0, 10.0, 117, 117),  # falls for ever
    ],
)
def test_what_is_not_finite_ends_the_path_before_it(
    expression: str, start: float, lr: float, epoch: int, rows: int
) -> None:
    path = descend(expression, {"x": start}, lr=lr, epochs=400)
    assert path.stop is Stop.NOT_FINITE
    assert path.stop_epoch == epoch
    assert len(path.points) == len(path.losses) == rows
    assert np.isfinite(path.points).all()
    assert np.isfinite(path.losses[1:]).all()


def test_floats_that_overflow_midway_do_not_end_what_arrays_can_finish() -> None:
    path = descend("1/x^20 + x^2", {"x": 1e16}, lr=0.1, epochs=3)
    assert path.stop is not Stop.NOT_FINITE
    assert path.epochs == 3


def test_a_singular_matrix_is_not_finite() -> None:
    path = descend("det(inv(A))", {"A": np.zeros((2, 2))}, epochs=3)
    assert path.stop is Stop.NOT_FINITE


def test_a_cancelled_descent_returns_what_there_is() -> None:
    answers: Iterator[bool] = iter([False, True])
    path = descend("rosenbrock", START, lr=1e-4, epochs=100_000, cancel=lambda: next(answers))
    assert 0 < path.epochs < 100_000
    assert path.points.shape == (path.epochs + 1, 2)


def test_progress_rises_to_the_end() -> None:
    seen: list[float] = []
    descend("rosenbrock", START, lr=1e-4, epochs=5000, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"lr": -1}, "lr must be at least 0, not -1."),
        ({"epochs": -1}, "epochs must be between 0 and"),
        ({"epochs": 1.5}, "epochs must be a whole number, not 1.5."),
        ({"optimizer": "adamm"}, "no optimizer called adamm"),
        ({"start": {"q": 1}}, "q is not descended; the parameters are x, y."),
        ({"start": {"x": "a"}}, "x must be a number"),
        ({"start": {"x": np.inf}}, "The start of x must be finite."),
        ({"start": {"x": [1, 2]}}, "another shape"),
        ({"inputs": {"q": 1}}, "There is no input called q; the inputs are x, y."),
        ({"inputs": {"x": 1, "y": 1}}, "nothing to descend"),
        ({"batch_size": 4}, "batch_size needs data"),
    ],
)
def test_a_mistake_is_one_sentence(how: dict[str, Any], words: str) -> None:
    with pytest.raises(GradVizError) as caught:
        descend("sphere", **how)
    assert words in str(caught.value)


def _line(**how: Any) -> Trajectory:
    x = np.linspace(0, 5, 23)
    data: dict[str, Array] = {"x": x, "y": 2 * x + 1 + 0.1 * np.cos(7 * x)}
    return descend("mean((m x + b - y)^2)", {"m": 0, "b": 0}, data, lr=0.02, **how)


def test_mini_batches_are_one_pass_an_epoch_and_the_same_for_a_seed() -> None:
    path, again, other = (_line(epochs=200, batch_size=5, seed=seed) for seed in (1, 1, 2))
    assert path.points.shape == (201, 2)
    assert np.array_equal(path.points, again.points)
    assert not np.array_equal(path.points, other.points)
    np.testing.assert_allclose(path.points[-1], [2, 1], atol=0.1)
    assert path.losses[-1] < 0.01 < path.losses[0]


def test_a_batch_of_all_rows_is_the_full_descent() -> None:
    assert np.array_equal(_line(batch_size=23).points, _line().points)


def test_one_epoch_visits_every_row_once() -> None:
    data = {"x": np.array([1.0, 2.0, 4.0])}
    path = descend("sum(w x)", {"w": 0}, data, lr=1.0, epochs=2, batch_size=2)
    np.testing.assert_allclose(path.points[:, 0], [0, -7, -14])


@pytest.mark.parametrize("size", [0, -1, 1.5, True])
def test_a_batch_size_is_a_whole_number_above_0(size: Any) -> None:
    with pytest.raises(GradVizError, match="batch_size must be a whole number"):
        _line(batch_size=size)
