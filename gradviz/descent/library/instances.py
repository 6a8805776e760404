"""Which numbers hold for a test function of some number of variables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gradviz.descent.library.function_records import Instance, Piece, Record
from gradviz.descent.library.templates import expand

_T = TypeVar("_T")
Point = Mapping[str, float]


@dataclass(frozen=True)
class Facts:
    """What is known of one test function at one number of variables."""

    domain: Mapping[str, tuple[float, float]]
    view: Mapping[str, tuple[float, float]]
    start: Point
    minima: tuple[Point, ...]
    local_minima: tuple[Point, ...]
    minimum: float | None
    front: tuple[Piece, ...]
    lr: float
    epochs: int


def variables_of(record: Record, size: int) -> tuple[str, ...]:
    """What the variables are called: as in the file, else x and y, else x_1, x_2 …."""
    if size == record.size:
        return tuple(record.domain)
    return ("x", "y") if size == 2 else tuple(f"x_{number}" for number in range(1, size + 1))


def facts(record: Record, size: int, choice: int | None) -> Facts:
    """The numbers of a record for so many variables and this choice."""
    names = variables_of(record, size)
    own = size == record.size
    known = record.instances.get(str(size if choice is None else choice), Instance())

    def points(
        given: Iterable[Point], listed: Iterable[Sequence[float]] | None
    ) -> tuple[Point, ...]:
        if listed is not None:
            return tuple(dict(zip(names, point, strict=True)) for point in listed)
        return tuple(_spread(point, names, _coming_round) for point in given)

    repeats = own or record.minimum_each is not None
    return Facts(
        domain=_spread(record.domain, names, _staying_last),
        view=_spread(record.view, names, _staying_last),
        start=points([record.start], None if known.start is None else [known.start])[0],
        minima=points(record.minima if repeats else (), known.minima),
        local_minima=points(record.local_minima if own else (), known.local_minima or None),
        minimum=known.minimum if known.minimum is not None else _minimum(record, size),
        front=tuple(_piece(piece, record, names) for piece in record.front),
        lr=record.lr if known.lr is None else known.lr,
        epochs=record.epochs if known.epochs is None else known.epochs,
    )


def _minimum(record: Record, size: int) -> float | None:
    if record.minimum_each is not None:
        return record.minimum_each * size
    return record.minimum if size == record.size else None


def _coming_round(index: int, count: int) -> int:
    return index % count


def _staying_last(index: int, count: int) -> int:
    return min(index, count - 1)


def _spread(
    values: Mapping[str, _T], names: Sequence[str], which: Callable[[int, int], int]
) -> dict[str, _T]:
    """The values for these names; where there are more names, ``which`` says whose is taken."""
    known = list(values.values())
    return {n: known[which(i, len(known))] for i, n in enumerate(names)} if known else {}


def _piece(piece: Piece, record: Record, names: Sequence[str]) -> Piece:
    low, high = (
        expand(bound, names) if isinstance(bound, str) else float(bound) for bound in piece.t
    )
    at = {name: expand(text, names) for name, text in piece.at.items()}
    if at and len(names) != record.size:
        at = _spread(at, names, _staying_last)
    return Piece(t=(low, high), at=at, values=piece.values)
