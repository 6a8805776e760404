"""What stands in the gallery: the test functions and the examples, each with its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from gradviz.descent import TestFunction, catalog
from gradviz.descent.library.traits import source_of, traits_of
from gradviz.document import Example, examples

EXAMPLE = "example"

CATEGORIES = {
    "": "All",
    "single-objective": "Single objective",
    "constrained": "Constrained",
    "multi-objective": "Multi-objective",
    EXAMPLE: "Examples",
}
"""What the gallery can be narrowed to, in the order of the buttons."""


class Chosen(NamedTuple):
    """What is opened: a key, and the number of variables and the choice where one was made."""

    key: str
    size: int | None = None
    choice: int | None = None


@dataclass(frozen=True, eq=False)
class Item:
    """One entry: a test function, or an example."""

    key: str
    title: str
    category: str
    line: str
    traits: tuple[str, ...]
    source: TestFunction | Example

    @property
    def function(self) -> TestFunction | None:
        """The test function, unless this is an example."""
        return self.source if isinstance(self.source, TestFunction) else None

    def function_of(self, chosen: Chosen) -> TestFunction | None:
        """The test function with the size and the choice that were made."""
        function = self.function
        if function is not None and chosen.choice is not None:
            function = function.with_choice(chosen.choice)
        if function is not None and chosen.size is not None:
            function = function.with_size(chosen.size)
        return function

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words of all texts about it, in small letters."""
        return tuple(dict.fromkeys(" ".join(self._texts()).casefold().split()))

    def _texts(self) -> Iterator[str]:
        yield from (self.title, self.key.replace("_", " "), self.line, *self.traits)
        if isinstance(self.source, Example):
            yield self.source.story
        else:
            yield from (self.source.differentiability, *self.source.mistakes, self.source.pareto)
            yield source_of(self.source)


def shelf() -> tuple[Item, ...]:
    """Everything, in the order in which it is offered: the test functions first."""
    functions = (
        Item(key, f.name, f.category, _line(f), traits_of(f), f) for key, f in catalog().items()
    )
    shown = (Item(key, e.title, EXAMPLE, "Example", (), e) for key, e in examples().items())
    return (*functions, *shown)


def _line(function: TestFunction) -> str:
    """The line under the name: how many variables, objectives and constraints."""
    objectives, constraints = len(function.objectives), len(function.constraints)
    count = len(function.parameters)
    counts = (
        (_counted(objectives, "objective"), objectives > 1),
        ("n variables" if function.sizes else _counted(count, "variable"), True),
        (_counted(constraints, "constraint"), constraints > 0),
    )
    said = [words for words, shown in counts if shown]
    return ", ".join(said if len(said) < 3 else (said[0], said[2]))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
