"""The catalog: every entry evaluates to what is known about it, and opens alive."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from gradviz.descent import Stop, catalog, descend
from gradviz.descent.functions import objective_of, read_catalog
from gradviz.errors import DocumentError
from gradviz.graph import Array

EDGES = {"ackley", "bukin6", "eggholder"}
"""Not differentiable at the minimum, or with the minimum on the edge of the box."""

FIRST = {"sphere", "booth", "matyas", "himmelblau", "rosenbrock", "beale", "rastrigin", "ackley"}
IDS = sorted(catalog())


def test_the_well_known_are_there() -> None:
    assert set(IDS) >= FIRST


@pytest.mark.parametrize("id_", IDS)
def test_the_minima_have_the_known_value(id_: str) -> None:
    entry = catalog()[id_]
    for minimizer in entry.minima:
        value = objective_of(id_).function.value(*(minimizer[n] for n in entry.parameters))
        assert value == pytest.approx(entry.minimum, rel=1e-9, abs=1e-9)


def _gradient(id_: str, point: Mapping[str, float]) -> Array:
    coordinates = np.array([point[name] for name in catalog()[id_].parameters])
    return objective_of(id_).value_and_gradient(coordinates)[1]


@pytest.mark.parametrize("id_", [id_ for id_ in IDS if id_ not in EDGES])
def test_the_gradient_vanishes_at_the_minima(id_: str) -> None:
    entry = catalog()[id_]
    steep = np.abs(_gradient(id_, entry.start)).max()
    for minimizer in entry.minima:
        gradient = _gradient(id_, minimizer)
        np.testing.assert_allclose(gradient, 0, atol=1e-9 * max(1.0, float(steep)))


@pytest.mark.parametrize("id_", IDS)
def test_nothing_in_the_box_is_lower_than_the_minimum(id_: str) -> None:
    entry = catalog()[id_]
    axes = [np.linspace(*entry.domain[name], 301) for name in entry.parameters]
    with np.errstate(all="ignore"):
        values = objective_of(id_).function.value(*np.meshgrid(*axes))
    assert np.nanmin(values) >= entry.minimum - 1e-9


@pytest.mark.parametrize("id_", IDS)
def test_it_opens_with_a_descent_that_stays_in_view(id_: str) -> None:
    entry = catalog()[id_]
    path = descend(id_, optimizer=entry.optimizer, lr=entry.lr, epochs=entry.epochs)
    assert path.stop in (Stop.CONVERGED, Stop.FINISHED)
    assert path.losses[-1] < path.losses[0]
    for column, name in zip(path.points.T, entry.parameters, strict=True):
        low, high = entry.ranges[name]
        assert low <= column.min() <= column.max() <= high
        assert np.ptp(column) <= high - low


def test_it_is_read_once() -> None:
    assert catalog() is catalog()


_ENTRY = """
[f]
name = "F"
category = "single-objective"
expression = "x"
domain = { x = [0, 1] }
minima = [{ y = 0 }]
minimum = 0
differentiability = ""
start = { x = 0 }
lr = 1
epochs = 1
"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x =", "Invalid value"),
        ("[f]\nname = 1", "f: "),
        ("f = 1", "f: it is not a table"),
        (_ENTRY, "f: a point does not have the names"),
        (_ENTRY.replace("y = 0", "x = 0") + "more = 1", "f: .*more"),
    ],
)
def test_a_broken_file_names_the_place(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "functions.toml"
    path.write_text(text)
    with pytest.raises(DocumentError, match=words) as caught:
        read_catalog(path)
    assert caught.value.path == str(path)


def test_a_sound_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "functions.toml"
    path.write_text(_ENTRY.replace("y = 0", "x = 0"))
    found = read_catalog(path)["f"]
    assert (found.objectives, found.parameters) == (("x",), ("x",))
    assert found.ranges == {"x": (0.0, 1.0)}
