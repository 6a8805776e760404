"""What there is to be said of an objective space: a few words, and why it is so."""

from __future__ import annotations

import numpy as np

from gradviz.teaching import written
from gradviz.ui.plots.objectives.source import Space

ALL, NONE = 0.97, 0.03
"""Shares of the front from which on all of it, or nothing but its ends, can be reached."""

MARKS = (
    "Each dot is what a point of the box is worth, the paler ones infeasible; the green line is "
    "the Pareto front, of points that can be improved in one objective only at the cost of another."
)
SUMS = "Along the dashed line the weighted sum is the same; the descent pushes it down."


def short_words(space: Space, pair: tuple[int, int]) -> str:
    """What weights reach, in one line."""
    if not any(len(piece.values) for piece in space.pieces):
        return "Nothing that was tried is feasible"
    mark = "━ Front" if space.is_known else "∙ Front found"
    others = [written(n) for place, n in enumerate(space.names) if place not in pair]
    if others:
        return f"{mark}, seen without {' and '.join(others)}"
    share = _share(space, pair)
    if share >= ALL:
        return f"{mark}: weights reach all of it"
    part = "between its ends" if share <= NONE else "where dotted"
    return f"{mark}: no weights reach it {part}"


def full_words(space: Space, pair: tuple[int, int]) -> str:
    """What the marks are, and why weights reach what they reach."""
    if not any(len(piece.values) for piece in space.pieces):
        return "No point of the box that was tried is feasible, so there is no front."
    found = "" if space.is_known else " It was found by sampling; a better point may exist."
    return f"{MARKS}{found}\n{SUMS}\n{_why(space, pair)}"


def _why(space: Space, pair: tuple[int, int]) -> str:
    if len(space.names) > 2:
        return "All objectives count in the descent; two of them are seen here."
    if _share(space, pair) >= ALL:
        return "The front bends outward, so some line touches each of its points: move the weights."
    return (
        "Where the front bends inward the dashed line meets another point first, "
        "so no weights lead there."
    )


def _share(space: Space, pair: tuple[int, int]) -> float:
    return float(np.mean(np.concatenate(list(space.reachable(pair)))))
