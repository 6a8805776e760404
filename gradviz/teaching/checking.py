"""The verdict on a gradient that was checked numerically: whether both agree, or why not."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from gradviz.graph import Check, Evaluation, NodeId, format_number, format_value

TOLERANCE = 1e-5
"""A relative difference up to this is the error of the central difference itself."""

_EPSILON = float(np.finfo(np.float64).eps)
_BEST_STEP = _EPSILON ** (1 / 3)
_SAFETY = 20.0


class Verdict(NamedTuple):
    """``agrees`` is None where there is nothing to compare; ``brief`` from long to short."""

    agrees: bool | None
    words: str
    brief: tuple[str, ...]


def verdict(evaluation: Evaluation, node_id: NodeId, check: Check) -> Verdict:
    """What the check of a node's gradient came to."""
    difference = _rough(check.relative)
    if not math.isfinite(check.relative):
        words = "There is nothing to compare: a number is not finite."
        return Verdict(None, words, ("not finite", "–"))
    agrees = check.relative <= tolerance(evaluation, check)
    mark = "✓" if agrees else "✗"
    numeric = check.numeric
    long: tuple[str, ...] = ()
    if isinstance(numeric, float):
        long = (f"{mark} ≈ {format_number(numeric)}, Δ {difference}",)
    brief = (*long, f"{mark} Δ {difference}", mark)
    if isinstance(numeric, float):
        said = f"Central difference {format_number(numeric)}, relative difference {difference}: "
    else:
        said = f"Central differences of {format_value(numeric)}, at most {difference} apart: "
    said += "they agree." if agrees else f"they differ. {_why(evaluation, node_id)}"
    return Verdict(agrees, said, brief)


def tolerance(evaluation: Evaluation, check: Check) -> float:
    """How far both may be apart: the more, the larger the target is beside its gradient.

    Two values of size f that are subtracted lose ε·f, which the step h divides.
    """
    size = np.max(np.maximum(1.0, np.abs(check.analytic)))
    value = evaluation.value
    lost = _EPSILON * abs(value) / _BEST_STEP / float(size) if isinstance(value, float) else 0.0
    return max(TOLERANCE, _SAFETY * lost)


def kink_after(evaluation: Evaluation, node_id: NodeId) -> str | None:
    """The convention at a kink between a node and the target, if there is one."""
    from gradviz.graph import descendants  # what is rarely needed is loaded late

    after = descendants(evaluation.graph, node_id)
    notes = (step.note for step in evaluation.backward if step.user in after)
    return next((note for note in notes if note is not None), None)


def _why(evaluation: Evaluation, node_id: NodeId) -> str:
    kink = kink_after(evaluation, node_id)
    if kink is not None:
        return f"{kink} The central difference takes the mean of both sides."
    return "The slope changes too fast for the step of the central difference."


def _rough(number: float) -> str:
    return "0" if number == 0.0 else format_number(number, 2)
