"""Whether a document is a test function whose Pareto front is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from gradviz.document.model import Document
from gradviz.document.node_surfaces import node_surfaces
from gradviz.graph import Array

if TYPE_CHECKING:
    from gradviz.descent import FrontPiece, Surface, TestFunction

TRIED = 400  # points at which the document must be worth what the function is
STEPS = 240  # along each piece


def known_front(document: Document) -> tuple[FrontPiece, ...]:
    """The pieces of the known front; none where the document is not that function (any more).

    The title says which function it may be; objectives, constraints and box decide.
    """
    from gradviz.descent import catalog, pareto_front

    for entry in catalog().values():
        if entry.name == document.title and entry.front and _is_that(document, entry):
            return pareto_front(entry, STEPS)
    return ()


def _is_that(document: Document, entry: TestFunction) -> bool:
    from gradviz.descent.landscape.objective_space import spread_evenly
    from gradviz.document.examples import open_function

    model = open_function(entry.id)
    if dict(document.landscape.box) != dict(model.landscape.box):
        return False
    points = spread_evenly(tuple(entry.domain.values()), TRIED)
    at = dict(zip(entry.parameters, points.T, strict=True))
    own, theirs = _values(document, at), _values(model, at)
    return own is not None and theirs is not None and _agree(own, theirs)


def _values(document: Document, at: Mapping[str, object]) -> Array | None:
    """The objectives, and where the constraints hold, at the points (rows); None without them."""
    from gradviz.descent.landscape.feasibility import holds

    landscape = document.landscape
    names = (*landscape.objectives, *landscape.constraints)
    found = node_surfaces(document, names)
    if set(found.coordinates) != set(at) or len(found.surfaces) != len(names):
        return None
    columns = [np.asarray(at[name]) for name in found.coordinates]
    objectives = [_column(found.surfaces[name], columns) for name in landscape.objectives]
    constraints = [found.surfaces[name] for name in landscape.constraints]
    return np.vstack((*objectives, holds(constraints, *columns)))


def _column(surface: Surface, columns: list[Array]) -> Array:
    return np.broadcast_to(surface.value(*columns), columns[0].shape)


def _agree(own: Array, theirs: Array) -> bool:
    return own.shape == theirs.shape and bool(np.allclose(own, theirs, rtol=1e-9, atol=1e-12))
