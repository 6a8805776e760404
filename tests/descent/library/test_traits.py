"""Traits of the test functions: all are explained, and those that can be computed are true."""

from __future__ import annotations

import numpy as np
import pytest

from gradviz.descent import catalog, field, surface_of
from gradviz.descent.library.traits import source_of, traits, traits_of
from gradviz.graph import degree, parse

SINGLE = [key for key, entry in catalog().items() if len(entry.objectives) == 1]
PLANE = [
    key for key in SINGLE if len(catalog()[key].parameters) == 2 and not catalog()[key].constraints
]


def test_every_function_has_its_traits_and_source() -> None:
    assert set(traits().functions) == set(catalog())
    assert all(source_of(entry) for entry in catalog().values())


def test_every_trait_is_explained() -> None:
    used = {trait for entry in catalog().values() for trait in traits_of(entry)}
    assert used == set(traits().meanings)
    assert set(traits().also.values()) <= used


def test_no_other_word_is_a_trait_itself() -> None:
    assert not set(traits().also) & set(traits().meanings)


@pytest.mark.parametrize("key", SINGLE)
def test_polynomials_and_quadratics_are_what_they_are_called(key: str) -> None:
    entry = catalog()[key]
    found = degree(parse(entry.expression), entry.parameters)
    told = set(traits_of(entry))
    assert ("quadratic" in told) == (found == 2 and not entry.constraints)
    if not entry.constraints:
        assert ("polynomial" in told) == (found is not None and found > 2)


@pytest.mark.parametrize("key", PLANE)
def test_multimodal_functions_have_several_hollows_and_the_others_one(key: str) -> None:
    told = set(traits_of(catalog()[key]))
    if "multimodal" in told:
        assert hollows(key) >= 2
    elif "valley" not in told:  # between the points of a grid a slanting valley has many hollows
        assert hollows(key) <= 1
    assert not {"multimodal", "one minimum"} <= told


def hollows(key: str) -> int:
    """Points of a fine grid that lie lower than all eight around them."""
    entry = catalog()[key]
    axes = (entry.parameters[0], entry.parameters[1])
    ranges = (entry.domain[axes[0]], entry.domain[axes[1]])
    surface = surface_of(entry.objective)
    values = field(surface, entry.parameters, axes, ranges, {}, 401).values
    middle = values[1:-1, 1:-1]
    lower = np.ones(middle.shape, dtype=bool)
    for down in range(3):
        for right in range(3):
            if (down, right) != (1, 1):
                lower &= middle < values[down : down + 399, right : right + 399]
    return int(np.count_nonzero(lower))
