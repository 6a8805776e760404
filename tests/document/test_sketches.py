"""Sketches of landscapes: maps, curves, slices, constraints and Pareto-optimal points."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gradviz.descent import Curve, Field, catalog
from gradviz.document import (
    Document,
    LandscapeSettings,
    edits,
    examples,
    open_example,
    open_function,
    sketch_of,
)
from gradviz.errors import GradVizError, GraphError

KEYS = [*catalog(), *examples()]


def document(text: str, **landscape: object) -> Document:
    written = edits.set_text(Document(), text)
    return replace(written, landscape=LandscapeSettings(**landscape))  # type: ignore[arg-type]


@pytest.mark.parametrize("key", KEYS)
def test_everything_that_comes_along_has_a_sketch(key: str) -> None:
    shown = open_example(key) if key in examples() else open_function(key)
    sketch = sketch_of(shown, 24)
    assert 1 <= len(sketch.axes) <= 2
    assert all(np.isfinite(part.values).any() for part in sketch.objectives)


def test_a_map_has_the_values_of_the_function() -> None:
    sketch = sketch_of(document("f = x^2 + 3y", ranges={"x": (-1, 2), "y": (0, 4)}), 7)
    shown = sketch.objectives[0]
    assert isinstance(shown, Field)
    x, y = np.meshgrid(np.linspace(-1, 2, 7), np.linspace(0, 4, 7))
    np.testing.assert_allclose(shown.values, x**2 + 3 * y, rtol=1e-12)
    assert sketch.excess is None
    assert sketch.best is None


def test_one_parameter_gives_a_curve() -> None:
    sketch = sketch_of(document("f = (w - 3)^2", ranges={"w": (0, 6)}, minima=({"w": 3.0},)), 13)
    assert isinstance(sketch.objectives[0], Curve)
    assert sketch.lines == ((),)
    assert sketch.minima == ((3.0,),)


def test_more_parameters_give_the_slice_through_the_first_minimum() -> None:
    minimum = {"x": 1.0, "y": 2.0, "z": 7.0}
    other = {"x": 0.0, "y": 0.0, "z": 6.0}
    shown = document("f = x + y + z", axes=("x", "y"), minima=(minimum, other),
                     ranges={"x": (0, 1), "y": (0, 1)})  # fmt: skip
    sketch = sketch_of(shown, 2)
    np.testing.assert_allclose(sketch.objectives[0].values, [[7, 8], [8, 9]])
    assert sketch.minima == ((1.0, 2.0),)  # the other one lies in another plane


def test_without_a_range_the_value_is_in_the_middle() -> None:
    shown = edits.set_text(Document(), "f = a*b; a = 10")
    assert sketch_of(edits.set_text(Document(), "f = a*b"), 3).ranges == ((-1, 3), (-1, 3))
    assert shown.graph.named("a")


def test_a_point_is_feasible_where_no_constraint_is_above_zero() -> None:
    shown = document("g_1 = x - 1; g_2 = y - x; f = x + y", constraints=("g_1", "g_2"),
                     ranges={"x": (0, 2), "y": (0, 2)})  # fmt: skip
    sketch = sketch_of(shown, 5)
    assert sketch.excess is not None
    x, y = np.meshgrid(np.linspace(0, 2, 5), np.linspace(0, 2, 5))
    np.testing.assert_array_equal(sketch.excess <= 0, (x <= 1) & (y <= x))
    on_border = np.concatenate(sketch.border)
    np.testing.assert_allclose(np.max([on_border[:, 0] - 1, on_border[:, 1] - on_border[:, 0]], 0),
                               0, atol=1e-9)  # fmt: skip


def test_the_best_points_of_two_bowls_lie_between_their_bottoms() -> None:
    shown = document("f_1 = x^2 + y^2; f_2 = (x - 2)^2 + y^2; F = f_1 + f_2",
                     objectives=("f_1", "f_2"), ranges={"x": (-1, 3), "y": (-1, 1)})  # fmt: skip
    sketch = sketch_of(shown, 41)
    assert sketch.best is not None
    np.testing.assert_allclose(sketch.best[:, 1], 0, atol=1e-12)
    assert (sketch.best[:, 0].min(), sketch.best[:, 0].max()) == pytest.approx((0, 2))


def test_the_best_points_are_feasible() -> None:
    shown = document("g = 1 - x; f_1 = x^2; f_2 = (x - 2)^2; F = f_1 + f_2",
                     objectives=("f_1", "f_2"), constraints=("g",),
                     ranges={"x": (-1, 3)})  # fmt: skip
    sketch = sketch_of(shown, 41)
    assert sketch.best is not None
    assert (sketch.best.min(), sketch.best.max()) == pytest.approx((1, 2))


@pytest.mark.parametrize("text", ["", "3 + 4", "f = [[x, y]]"])
def test_where_there_is_no_landscape_it_says_so(text: str) -> None:
    with pytest.raises(GradVizError):
        sketch_of(edits.set_text(Document(), text), 5)


def test_an_objective_that_is_not_there_is_named() -> None:
    with pytest.raises(GraphError, match="no node called f_9"):
        sketch_of(document("f = x*y", objectives=("f_9",)), 5)
