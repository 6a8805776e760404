"""What resources/functions.toml says of a test function: the fields and their rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

CATEGORIES = ("single-objective", "constrained", "multi-objective")


class Piece(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A piece of a Pareto front: where ``t`` runs, and what it gives.

    ``at`` gives each variable as an expression in t, so that the piece lies in the plane of the
    variables; ``values`` gives f_1, f_2 …, where only the front itself has a formula. Of
    variables that are not named the last one named stands for all.
    """

    t: tuple[str | float, str | float]
    at: Mapping[str, str] = {}
    values: Mapping[str, str] = {}


class Instance(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds at one number of variables, or for one choice, beyond the rules for all.

    Points are lists of coordinates in the order of the variables.
    """

    minimum: float | None = None
    minima: tuple[tuple[float, ...], ...] | None = None
    local_minima: tuple[tuple[float, ...], ...] = ()
    start: tuple[float, ...] | None = None
    lr: float | None = None
    epochs: int | None = None


class Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One table of the file. Texts are templates, see ``templates.expand``.

    ``expression`` is minimized, or ``objectives`` are, together. ``where`` defines names that
    these and the constraints use. ``domain`` and ``start`` name the variables as they are called
    without a choice of their number; ``sizes`` are the least and the largest number. With
    another number the last interval holds for the variables after it, the coordinates of
    ``start`` and ``minima`` come round again, and each variable adds ``minimum_each``.
    ``instances`` hold what no rule gives, by the number of variables or by the choice.
    ``choices`` are the values that the number called ``choice_name`` in the templates may have;
    the first one is taken unless another is asked for.
    """

    name: str
    category: str
    domain: Mapping[str, tuple[float, float]]
    differentiability: str
    start: Mapping[str, float]
    lr: float
    epochs: int
    expression: str = ""
    objectives: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    penalty: float = 0.0
    minimum: float | None = None
    minimum_each: float | None = None
    minima: tuple[Mapping[str, float], ...] = ()
    local_minima: tuple[Mapping[str, float], ...] = ()
    mistakes: tuple[str, ...] = ()
    pareto: str = ""
    front: tuple[Piece, ...] = ()
    optimizer: str = "sgd"
    in_box: bool = False
    view: Mapping[str, tuple[float, float]] = {}
    sizes: tuple[int, int] | None = None
    choice_name: str = ""
    choices: tuple[int, ...] = ()
    tables: Mapping[str, Any] = {}
    instances: Mapping[str, Instance] = {}

    @property
    def size(self) -> int:
        """The number of variables as it stands in the file."""
        return len(self.domain)


def read_record(fields: object) -> Record:
    """The record of a table of the file; msgspec.ValidationError where it breaks a rule."""
    if not isinstance(fields, dict):
        raise msgspec.ValidationError("it is not a table")
    record = msgspec.convert(fields, Record)
    for problem in _problems(record):
        raise msgspec.ValidationError(problem)
    return record


def _problems(record: Record) -> list[str]:
    """What is wrong with a record, as the ends of sentences."""
    names = set(record.domain)
    points = (record.start, *record.minima, *record.local_minima, record.view or record.domain)
    low, high = record.sizes or (record.size, record.size)
    rules = (
        (record.category in CATEGORIES, f"the category {record.category} is not known"),
        (
            bool(record.expression) != bool(record.objectives),
            "it needs an expression or objectives, not both",
        ),
        (all(set(p) == names for p in points), f"a point does not have the names {sorted(names)}"),
        (all(a < b for a, b in record.domain.values()), "an interval of the domain is empty"),
        (bool(record.constraints) == (record.penalty > 0), "constraints need a penalty"),
        (1 <= low <= record.size <= high, "the sizes do not hold the number of variables"),
        (bool(record.choice_name) == bool(record.choices), "choices need a name"),
    )
    broken = [problem for holds, problem in rules if not holds]
    return broken or [text for key in record.instances for text in _misfits(record, key)]


def _misfits(record: Record, key: str) -> list[str]:
    """What is wrong with an instance: no such size or choice, or points of another size."""
    low, high = record.sizes or (record.size, record.size)
    known = map(str, record.choices or range(low, high + 1))
    if key not in known:
        return [f"there is no size or choice {key}"]
    size = record.size if record.choices else int(key)
    instance = record.instances[key]
    start = [instance.start] if instance.start else []
    points = [*(instance.minima or ()), *instance.local_minima, *start]
    return [f"a point of {key} has {len(p)} coordinates" for p in points if len(p) != size]
