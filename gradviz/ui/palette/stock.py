"""What the palette holds: the values, then every operation of the table by category."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gradviz.document.parts import Part, input_called, number, operation
from gradviz.graph import OPS, Role
from gradviz.teaching.operations import NO_MATCH, WORDS, operation_rank


class Item(NamedTuple):
    """One row: symbol, title, a line that says what it does, its category and what it adds."""

    symbol: str
    title: str
    meaning: str
    category: str
    part: Part


VALUES: tuple[Item, ...] = (
    Item("x", "Input", "A value the descent changes", "Values", input_called("x")),
    Item("k", "Constant", "A value that stays as it is", "Values",
         input_called("k", Role.CONSTANT, 1.0)),
    Item("3", "Number", "A number without a name", "Values", number(1.0)),
    Item("[ ]", "Vector", "A row of three numbers", "Values", number((1.0, 2.0, 3.0))),
    Item("[[ ]]", "Matrix", "Two rows of two numbers", "Values",
         number(((1.0, 2.0), (3.0, 4.0)))),
)  # fmt: skip


def stock() -> tuple[Item, ...]:
    """Every row in the order of the palette."""
    rows = (
        Item(op.symbol, WORDS[op.name].title, WORDS[op.name].meaning,
             op.category.capitalize(), operation(op.name))
        for op in OPS.values()
    )  # fmt: skip
    order = {category: place for place, category in enumerate(_categories())}
    return (*VALUES, *sorted(rows, key=lambda row: order[row.category]))


def _categories() -> Iterator[str]:
    yield from dict.fromkeys(op.category.capitalize() for op in OPS.values())


def fits(item: Item, typed: str) -> bool:
    """Whether a row is kept by a search."""
    text = typed.strip().casefold()
    if not text:
        return True
    op = OPS.get(item.part.kind)
    if op is not None:
        return operation_rank(op, typed) < NO_MATCH
    words = f"{item.title} {item.meaning} {item.category}".casefold().split()
    return any(word.startswith(text) for word in words)
