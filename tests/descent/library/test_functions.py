"""The catalog: every entry opens alive, says what is known, and a broken file is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from gradviz.descent import Objective, Stop, TestFunction, catalog, descend, objective
from gradviz.descent.library.functions import objective_of, read_catalog
from gradviz.errors import DocumentError, SettingError
from gradviz.graph import Array, degree, parse, to_text

KINKS = {"ackley", "bukin6", "eggholder"}
"""Not differentiable at the minimum, or with the minimum on the edge of the box."""

IDS = sorted(catalog())
SINGLE = [id_ for id_ in IDS if catalog()[id_].category == "single-objective"]
SIZED = [id_ for id_ in IDS if catalog()[id_].sizes]


def _sized() -> list[TestFunction]:
    """Every function that has sizes, at the ends and in between."""
    found = []
    for id_ in SIZED:
        low, high = catalog()[id_].sizes or (0, 0)
        found += [catalog()[id_].with_size(n) for n in sorted({low, 2, 3, 5, high}) if n >= low]
    return found


EVERY = [*catalog().values(), *_sized(), *(catalog()["shekel"].with_choice(m) for m in (7, 10))]


def called(function: TestFunction) -> str:
    return f"{function.id}-{function.size}-{function.choice or ''}"


def penalized(function: TestFunction) -> Objective:
    """What is descended when the function is opened."""
    graph = parse(function.program(function.penalty))
    return objective(graph, parameters=function.parameters, start=function.start)


def test_the_categories_are_complete() -> None:
    counts = {"single-objective": 23, "constrained": 7, "multi-objective": 18}
    found = [function.category for function in catalog().values()]
    assert {name: found.count(name) for name in counts} == counts


@pytest.mark.parametrize("id_", [id_ for id_ in SINGLE if id_ not in KINKS])
def test_the_gradient_vanishes_at_the_minima(id_: str) -> None:
    entry = catalog()[id_]
    steep = np.abs(_gradient(id_, entry.start)).max()
    for minimizer in (*entry.minima, *entry.local_minima):
        gradient = _gradient(id_, minimizer)
        np.testing.assert_allclose(gradient, 0, atol=1e-9 * max(1.0, float(steep)))


def _gradient(id_: str, point: Mapping[str, float]) -> Array:
    coordinates = np.array([point[name] for name in catalog()[id_].parameters])
    return objective_of(id_).value_and_gradient(coordinates)[1]


@pytest.mark.parametrize("id_", [i for i in SINGLE if catalog()[i].size == 2])
def test_nothing_in_the_box_is_lower_than_the_minimum(id_: str) -> None:
    entry = catalog()[id_]
    axes = [np.linspace(*entry.domain[name], 301) for name in entry.parameters]
    with np.errstate(all="ignore"):
        values = objective_of(id_).function.value(*np.meshgrid(*axes))
    assert entry.minimum is not None
    assert np.nanmin(values) >= entry.minimum - 1e-9


@pytest.mark.parametrize("function", _sized(), ids=called)
def test_local_minima_of_any_size_are_minima(function: TestFunction) -> None:
    for point in function.local_minima if function.category == "single-objective" else ():
        place = np.array([point[name] for name in function.parameters])
        value, gradient = function.objective.value_and_gradient(place)
        assert np.abs(gradient).max() < 1e-9
        for direction in np.vstack([np.eye(function.size), np.ones(function.size)]):
            for step in (-1e-3, 1e-3):
                assert function.objective.value_and_gradient(place + step * direction)[0] > value


FREE = [function for function in catalog().values() if not function.in_box]


@pytest.mark.parametrize("function", FREE, ids=called)
def test_it_opens_with_a_descent_that_stays_in_view(function: TestFunction) -> None:
    path = descend(
        penalized(function),
        optimizer=function.optimizer,
        lr=function.lr,
        epochs=function.epochs,
    )
    assert path.stop in (Stop.CONVERGED, Stop.FINISHED)
    _check_alive(function, path.points, path.losses)


@pytest.mark.parametrize("function", [f for f in EVERY if f.in_box], ids=called)
def test_kept_in_the_box_it_descends(function: TestFunction) -> None:
    points, losses = _kept_in_box(function)
    _check_alive(function, points, losses)


def _kept_in_box(function: TestFunction) -> tuple[Array, Array]:
    """The path of projected SGD or Adam, written down here once more."""
    target = penalized(function)
    low, high = np.array(list(function.domain.values())).T
    point = np.array([function.start[name] for name in function.parameters])
    points, losses = [point], []
    mean, square = np.zeros_like(point), np.zeros_like(point)
    for epoch in range(1, function.epochs + 1):
        loss, step = target.value_and_gradient(point)
        losses.append(loss)
        if function.optimizer == "adam":
            mean, square = 0.9 * mean + 0.1 * step, 0.999 * square + 0.001 * step**2
            step = mean / (1 - 0.9**epoch) / (np.sqrt(square / (1 - 0.999**epoch)) + 1e-8)
        point = np.clip(point - function.lr * step, low, high)
        points.append(point)
    return np.array(points), np.array([*losses, target.value_and_gradient(point)[0]])


def _check_alive(function: TestFunction, points: Array, losses: Array) -> None:
    assert np.isfinite(losses).all()
    assert losses[-1] < losses[0]
    for column, name in zip(points.T, function.parameters, strict=True):
        low, high = function.ranges[name]
        assert low <= column.min() <= column.max() <= high


@pytest.mark.parametrize("function", [f for f in EVERY if not f.in_box], ids=called)
def test_at_every_size_the_loss_falls(function: TestFunction) -> None:
    path = descend(
        penalized(function), optimizer=function.optimizer, lr=function.lr, epochs=function.epochs
    )
    assert path.losses[-1] < path.losses[0]


@pytest.mark.parametrize("function", EVERY, ids=called)
def test_starts_and_minima_lie_in_the_box(function: TestFunction) -> None:
    for point in (function.start, *function.minima, *function.local_minima):
        assert tuple(point) == function.parameters
        for name, (low, high) in function.domain.items():
            assert low <= point[name] <= high
    assert tuple(function.ranges) == function.parameters


@pytest.mark.parametrize("function", EVERY, ids=called)
def test_every_text_is_an_expression_that_comes_back(function: TestFunction) -> None:
    texts = [
        *(function.expression, *function.objectives),
        *(function.program(), function.program(function.penalty)),
    ]
    for text in texts:
        graph = parse(text)
        again = parse(to_text(graph))
        assert to_text(again) == to_text(graph)
        assert {node.name for node in again.inputs} == {node.name for node in graph.inputs}


@pytest.mark.parametrize("function", EVERY, ids=called)
def test_what_is_said_ends_in_a_full_stop(function: TestFunction) -> None:
    sentences = [function.differentiability, *function.mistakes]
    sentences += [function.pareto] if function.category == "multi-objective" else []
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize("function", EVERY, ids=called)
def test_the_expression_is_the_program_without_a_penalty(function: TestFunction) -> None:
    program = objective(parse(function.program()), parameters=function.parameters)
    for seed in range(3):
        box = np.array(list(function.domain.values())).T
        point = np.random.default_rng(seed).uniform(*box)
        value, gradient = function.objective.value_and_gradient(point)
        other_value, other_gradient = program.value_and_gradient(point)
        assert value == pytest.approx(other_value, rel=1e-11, abs=1e-13)
        np.testing.assert_allclose(gradient, other_gradient, rtol=1e-9, atol=1e-11)


CONSTRAINED = [f for f in catalog().values() if f.category == "constrained"]


@pytest.mark.parametrize("function", CONSTRAINED, ids=called)
def test_the_penalty_puts_the_minimum_near_the_constrained_one(function: TestFunction) -> None:
    widths = np.array([high - low for low, high in function.domain.values()])
    for minimum in function.minima:
        path = descend(
            penalized(function), start=minimum, optimizer="sgd", lr=function.lr, epochs=20_000
        )
        moved = np.abs(path.points[-1] - path.points[0])
        assert (moved <= 0.01 * widths).all()


def test_it_is_read_once() -> None:
    assert catalog() is catalog()


def test_with_two_variables_they_are_x_and_y() -> None:
    kursawe = catalog()["kursawe"]
    assert kursawe.parameters == ("x", "y", "z")
    assert kursawe.with_size(2).parameters == ("x", "y")
    assert kursawe.with_size(4).parameters == ("x_1", "x_2", "x_3", "x_4")
    assert kursawe.with_size(4).with_size(3) == kursawe


def test_the_two_variables_of_kursawe_are_its_own_entry_as_well() -> None:
    assert catalog()["kursawe"].with_size(2).objectives == catalog()["kursawe_2d"].objectives


def test_the_first_variable_of_zdt4_keeps_its_interval() -> None:
    domain = catalog()["zdt4_2d"].with_size(4).domain
    assert list(domain.values()) == [(0.0, 1.0), (-5.0, 5.0), (-5.0, 5.0), (-5.0, 5.0)]


@pytest.mark.parametrize("function", _sized(), ids=called)
def test_minima_of_any_size_have_their_value(function: TestFunction) -> None:
    for point in function.minima:
        value = function.objective.function.value(*point.values())
        assert value == pytest.approx(function.minimum, rel=1e-9, abs=1e-9)
    assert bool(function.minima) == (function.minimum is not None)


@pytest.mark.parametrize("size", [4, 5, 6, 7])
def test_rosenbrock_has_a_second_minimum_with_4_to_7_variables(size: int) -> None:
    function = catalog()["rosenbrock"].with_size(size)
    (point,) = function.local_minima
    assert -1 < point["x_1"] < -0.7
    path = descend(function, start=point, lr=1e-4, epochs=1000)
    np.testing.assert_allclose(path.points[-1], path.points[0], atol=1e-12)


def test_a_size_that_it_does_not_have_is_refused() -> None:
    with pytest.raises(SettingError, match=r"Rosenbrock has 2 to 30 variables, not 1\."):
        catalog()["rosenbrock"].with_size(1)
    with pytest.raises(SettingError, match=r"Booth has 2 variables only, not 3\."):
        catalog()["booth"].with_size(3)


def test_a_choice_that_it_does_not_have_is_refused() -> None:
    with pytest.raises(SettingError, match=r"Shekel: m must be one of 5, 7, 10, not 6\."):
        catalog()["shekel"].with_choice(6)
    with pytest.raises(SettingError, match="Booth has nothing to choose"):
        catalog()["booth"].with_choice(2)


def test_a_penalty_needs_constraints_and_a_weight() -> None:
    with pytest.raises(SettingError, match="Sphere has no constraints to penalize"):
        catalog()["sphere"].penalized(1.0)
    with pytest.raises(SettingError, match="must be a positive number"):
        catalog()["townsend"].penalized(0.0)


def test_a_function_of_another_size_is_descended_as_it_is() -> None:
    path = descend(catalog()["sphere"].with_size(4), epochs=3, lr=0.1)
    assert path.parameters == ("x_1", "x_2", "x_3", "x_4")


def test_a_large_sphere_is_a_quadratic() -> None:
    sphere = catalog()["sphere"].with_size(30)
    assert degree(sphere.objective.graph, sphere.parameters) == 2


_ENTRY = """
[f]
name = "F"
category = "single-objective"
expression = "x"
domain = { x = [0, 1] }
minima = [{ x = 0 }]
minimum = 0
differentiability = ""
start = { x = 0 }
lr = 1
epochs = 1
"""


def changed(old: str, new: str) -> str:
    assert old in _ENTRY
    return _ENTRY.replace(old, new)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x =", "Invalid value"),
        ("[f]\nname = 1", "f: "),
        ("f = 1", "f: it is not a table"),
        (changed("[{ x = 0 }]", "[{ y = 0 }]"), "f: a point does not have the names"),
        (_ENTRY + "more = 1", "f: .*more"),
        (changed('"x"', '"x"\nobjectives = ["x"]'), "f: it needs an expression or objectives"),
        (changed("single-objective", "other"), "f: the category other is not known"),
        (changed("[0, 1]", "[1, 0]"), "f: an interval of the domain is empty"),
        (_ENTRY + 'constraints = ["x <= 1"]', "f: constraints need a penalty"),
        (_ENTRY + 'constraints = ["x"]\npenalty = 1', "f: x is not an inequality"),
        (_ENTRY + "sizes = [2, 3]", "f: the sizes do not hold the number of variables"),
        (_ENTRY + "choices = [2, 3]", "f: choices need a name"),
        (_ENTRY + 'where = ["x + 1"]', "f: x \\+ 1 is not a definition"),
        (changed('"x"', '"x[2]"'), r"f: there is no variable x\[2\] among 1"),
        (changed('"x"', '"sum[i=2..n](x[i])"'), r"f: sum\[i=2\.\.1\] has no terms"),
        (_ENTRY + "[f.instances.9]\nminima = [[1]]", "f: there is no size or choice 9"),
        (_ENTRY + "[f.instances.1]\nminima = [[1, 2]]", "f: a point of 1 has 2 coordinates"),
    ],
)
def test_a_broken_file_names_the_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "functions.toml"
    path.write_text(text)
    with pytest.raises(DocumentError, match=words) as caught:
        read_catalog(path)
    assert caught.value.path == str(path)
    assert caught.value.place == (None if words == "Invalid value" else "f")


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "functions.toml"
    path.write_text(_ENTRY)
    found = read_catalog(path)["f"]
    assert (found.objectives, found.parameters) == (("x",), ("x",))
    assert found.ranges == {"x": (0.0, 1.0)}
