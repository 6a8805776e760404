"""Where a descent starts: read, set, and drawn at random from a seed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from gradviz.document.edits import set_values
from gradviz.document.model import Document, Range
from gradviz.document.values import inputs_of

_DIGITS = 3  # of the width of a range: enough to be anywhere, few enough to be read out
_NOWHERE: Mapping[str, Range] = MappingProxyType({})


def start_of(document: Document) -> dict[str, float]:
    """Every coordinate of the parameters by name (m, W[0,1])."""
    from gradviz.descent import coordinates_of  # the first frame descends on nothing

    values = inputs_of(document)
    names = [node.name for node in document.graph.parameters if node.name is not None]
    return coordinates_of({name: values[name] for name in names})


def start_at(document: Document, point: Mapping[str, float]) -> Document:
    """The document that starts at a point; coordinates that are not named stay.

    Raises GraphError or ShapeError as ``edits.set_values`` does.
    """
    from gradviz.descent import with_coordinates

    return set_values(document, with_coordinates(inputs_of(document), point))


def random_start(
    document: Document, seed: int, ranges: Mapping[str, Range] = _NOWHERE
) -> dict[str, float]:
    """A start drawn evenly from the ranges; the same seed and ranges give the same.

    A coordinate comes from ``ranges`` (what is visible) as far as that lies in the landscape's
    box, without one from the box, else from the landscape's range; what has none stays.
    """
    draws = np.random.default_rng(seed)
    landscape = document.landscape
    result = {}
    for name, present in start_of(document).items():
        share = float(draws.random())
        span = _span(ranges.get(name), landscape.box.get(name)) or landscape.ranges.get(name)
        result[name] = present if span is None else _neat(span, share)
    return result


def _span(visible: Range | None, box: Range | None) -> Range | None:
    """The visible part of the box; the box where nothing of it is visible."""
    if visible is None or box is None:
        return visible or box
    low, high = max(visible[0], box[0]), min(visible[1], box[1])
    return (low, high) if low < high else box


def _neat(span: Range, share: float) -> float:
    low, high = span
    digits = _DIGITS - math.floor(math.log10(high - low))
    value = round(low + share * (high - low), digits)
    return min(max(value, low), high) + 0.0  # no minus zero
