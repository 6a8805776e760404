"""The image of a box and the front that is found in it, against fronts that are known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import catalog, pareto_front
from gradviz.descent.landscape.dominance import non_dominated
from gradviz.descent.landscape.objective_space import (
    Problem,
    Samples,
    front_of,
    image_of,
    spread_evenly,
)
from gradviz.document import open_function
from gradviz.document.node_surfaces import node_surfaces
from gradviz.graph import Array

KNOWN = ("binh_korn", "fonseca_fleming", "schaffer_mo1", "zdt1_2d", "zdt2_2d", "constr_ex")


def problem_of(function_id: str) -> Problem:
    document = open_function(function_id)
    landscape = document.landscape
    parts = node_surfaces(document, landscape.objectives)
    limits = node_surfaces(document, landscape.constraints)
    box = tuple(landscape.box[name] for name in parts.coordinates)
    return Problem(tuple(parts.surfaces.values()), tuple(limits.surfaces.values()), box)


def farthest(points: Array, others: Array) -> float:
    """How far any of the points is from the nearest of the others, in extents of these."""
    unit = np.ptp(others, axis=0)
    away = np.hypot(*np.moveaxis((points[:, None] - others[None]) / unit, -1, 0))
    return float(away.min(axis=1).max())


@pytest.mark.parametrize("function_id", KNOWN)
def test_the_front_found_is_the_known_one(function_id: str) -> None:
    problem = problem_of(function_id)
    found = front_of(problem, image_of(problem, 4000)).values
    known = np.vstack([piece.values for piece in pareto_front(catalog()[function_id], 2000)])
    assert farthest(found, known) < 0.02
    assert farthest(known, found) < 0.05


@pytest.mark.parametrize("function_id", ["viennet", "kursawe", "binh_korn"])
def test_a_front_is_feasible_and_dominated_neither_by_itself_nor_by_the_image(
    function_id: str,
) -> None:
    problem = problem_of(function_id)
    image = image_of(problem, 3000)
    front = front_of(problem, image)
    assert front.feasible.all()
    assert non_dominated(front.values).all()
    held = image.values[image.feasible]
    assert non_dominated(np.vstack((front.values, held)))[: len(front.values)].all()
    np.testing.assert_allclose(problem.at(front.points).values, front.values)


def test_without_a_feasible_point_there_is_no_front() -> None:
    problem = problem_of("binh_korn")
    image = image_of(problem, 100)
    none = Samples(image.points, image.values, np.zeros(100, dtype=bool))
    assert len(front_of(problem, none).points) == 0


class Now:
    cancelled = True


def test_what_nobody_waits_for_is_not_refined() -> None:
    problem = problem_of("zdt1_2d")
    image = image_of(problem, 500)
    assert len(front_of(problem, image, Now()).points) < len(front_of(problem, image).points)


@given(st.integers(1, 6), st.integers(1, 400))
def test_points_fill_the_box_and_stay_in_it(size: int, count: int) -> None:
    box = [(-1.0 - side, 2.0 + side) for side in range(size)]
    points = spread_evenly(box, count)
    low, high = np.array(box).T
    assert points.shape == (count, size)
    assert (points >= low).all()
    assert (points <= high).all()
    if count == 400:
        middle = (points - low) / (high - low)
        assert np.abs(middle.mean(axis=0) - 0.5).max() < 0.06


def test_some_points_lie_on_every_side() -> None:
    points = spread_evenly([(0.0, 1.0)] * 3, 1000)
    assert (np.sum(points == 0.0, axis=0) > 10).all()
    assert (np.sum(points == 1.0, axis=0) > 10).all()
