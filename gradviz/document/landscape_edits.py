"""Edits of what the landscape shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace

from gradviz.document.model import Document, Range, View
from gradviz.errors import SettingError


def set_landscape(
    document: Document,
    *,
    axes: Iterable[str] | None = None,
    ranges: Mapping[str, Range] | None = None,
    minima: Iterable[Mapping[str, float]] | None = None,
    view: View | None = None,
    along: str | None = None,
) -> Document:
    """The document with another view of the landscape; ``ranges`` adds to those there are.

    Raises SettingError for an axis that is no input or a range that is empty.
    """
    old = document.landscape
    chosen = old.axes if axes is None else tuple(axes)
    names = {node.name for node in document.graph.inputs}
    for name in (*chosen, *(ranges or {}), *([along] if along else [])):
        if name.partition("[")[0] not in names:
            raise SettingError(f"There is no input called {name}.", name)
    for name, (low, high) in (ranges or {}).items():
        if not (math.isfinite(low) and math.isfinite(high) and low < high):
            raise SettingError(f"The range of {name} must go from a low to a high number.", name)
    new = replace(
        old,
        axes=chosen,
        ranges={**old.ranges, **(ranges or {})},
        minima=old.minima if minima is None else tuple(dict(point) for point in minima),
        view=old.view if view is None else view,
        along=old.along if along is None else along,
    )
    return replace(document, landscape=new)


def reset_ranges(document: Document, axes: Iterable[str]) -> Document:
    """The document with the ranges of its box along ``axes``, or none where it has no box."""
    old = document.landscape
    others = {name: ends for name, ends in old.ranges.items() if name not in set(axes)}
    boxed = {name: old.box[name] for name in axes if name in old.box}
    return replace(document, landscape=replace(old, ranges={**others, **boxed}))
