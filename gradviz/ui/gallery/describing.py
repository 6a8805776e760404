"""What the gallery says of a test function, in words and numbers."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from gradviz.descent import TestFunction
from gradviz.descent.library.traits import source_of
from gradviz.document import Example
from gradviz.graph import format_number, name_latex
from gradviz.teaching import plain
from gradviz.ui.gallery.shelf import Item

MOST_POINTS = 6
"""Minima that are listed; the number of the others is said."""


HEADINGS = ("", "Domain", "Minima", "Local minima", "Pareto front", "Differentiability",
            "Common mistakes", "Source")  # fmt: skip
"""What a page may have, in its order; the story of an example has no heading."""


def sections(item: Item, function: TestFunction | None) -> tuple[tuple[str, str], ...]:
    """Headings and texts in the order of the page; what there is nothing to say of is left out."""
    if function is None:
        story = item.source.story if isinstance(item.source, Example) else ""
        return (("", story),) if story else ()
    texts = (
        ("Domain", domain(function)),
        ("Minima", minima(function)),
        ("Local minima", "\n".join(map(point, function.local_minima[:MOST_POINTS]))),
        ("Pareto front", function.pareto),
        ("Differentiability", function.differentiability),
        ("Common mistakes", listed(function.mistakes)),
        ("Source", source_of(function)),
    )
    return tuple((heading, text) for heading, text in texts if text)


def domain(function: TestFunction) -> str:
    """The box: ``−5 ≤ x, y ≤ 5``; neighbors with the same interval share one."""
    runs = groupby(function.domain.items(), key=lambda pair: pair[1])
    return "\n".join(
        f"{format_number(low)} ≤ {names([name for name, _ in run])} ≤ {format_number(high)}"
        for (low, high), run in runs
    )


def minima(function: TestFunction) -> str:
    """The known minima, each with its value where the value is known."""
    if not function.minima:
        return ""
    value = "" if function.minimum is None else f" = {format_number(function.minimum)}"
    shown = [f"f{point(minimum)}{value}" for minimum in function.minima[:MOST_POINTS]]
    left = len(function.minima) - len(shown)
    return "\n".join([*shown, *([f"and {left} more"] if left else [])])


def exact_minima(function: TestFunction) -> str:
    """The same in full precision, for a tooltip."""
    lines = [
        ", ".join(f"{symbol(name)} = {value!r}" for name, value in minimum.items())
        for minimum in function.minima[:MOST_POINTS]
    ]
    value = [] if function.minimum is None else [f"f = {function.minimum!r}"]
    return "\n".join((*lines, *value)).replace("-", "−")


def point(coordinates: Mapping[str, float]) -> str:
    """Coordinates in parentheses."""
    return f"({', '.join(map(format_number, coordinates.values()))})"


def names(parameters: list[str]) -> str:
    """The names of variables; of many the first and the last."""
    shown = [symbol(name) for name in parameters]
    return ", ".join(shown if len(shown) <= 4 else (shown[0], shown[1], "…", shown[-1]))


def symbol(name: str) -> str:
    """A name as it looks: x₁ for x_1."""
    return plain(name_latex(name))


def listed(texts: tuple[str, ...]) -> str:
    """Several texts, each on a line of its own behind a dot; a single one without."""
    return texts[0] if len(texts) == 1 else "\n".join(f"• {text}" for text in texts)
