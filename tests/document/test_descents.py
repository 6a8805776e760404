"""The descent that a document describes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gradviz.descent import OPTIMIZERS, SCHEDULES, descend
from gradviz.document import Document, bounds_of, descent_of, edits, open_function

BOX = {"x": (-2.0, 2.0), "y": (-1.0, 1.5), "q": (0.0, 1.0)}


def _boxed(document: Document) -> Document:
    return replace(document, landscape=replace(document.landscape, box=BOX))


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_method_and_the_schedule_are_those_of_the_document(
    optimizer: str, schedule: str
) -> None:
    document = edits.set_descent(
        open_function("rosenbrock"), optimizer=optimizer, lr=1e-3, epochs=20, schedule=schedule
    )
    start = {"x": -1.5, "y": 2.0}
    path = descent_of(edits.set_values(document, start))
    expected = descend(
        "rosenbrock", start, optimizer=optimizer, lr=1e-3, epochs=20, schedule=schedule
    )
    np.testing.assert_allclose(path.points, expected.points, rtol=1e-9)
    assert np.array_equal(path.rates, expected.rates)


def test_the_numbers_of_the_schedule_count() -> None:
    document = edits.set_descent(
        open_function("rosenbrock"),
        lr=1e-3,
        epochs=4,
        schedule="step",
        schedule_settings={"step_size": 2, "gamma": 0.5},
    )
    assert descent_of(document).rates.tolist() == [1e-3, 1e-3, 5e-4, 5e-4]


def test_the_box_counts_where_the_descent_is_to_stay_in_it() -> None:
    document = edits.set_descent(_boxed(open_function("himmelblau")), epochs=80, in_box=True)
    path = descent_of(document)
    order = [path.parameters.index(name) for name in "xy"]
    x, y = path.points[1:, order].T
    assert x.min() == -2.0
    assert y.max() <= 1.5
    assert bounds_of(document) == {"x": BOX["x"], "y": BOX["y"]}
    free = edits.set_descent(document, in_box=False)
    assert bounds_of(free) == {}
    assert descent_of(free).points.min() < -2.5
