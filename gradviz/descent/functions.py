"""The catalog of test functions, read from resources/functions.toml and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import msgspec

from gradviz.descent.objectives import Objective, objective
from gradviz.errors import DocumentError
from gradviz.graph import parse
from gradviz.resources import resource


class TestFunction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A test function: what it is, where it is looked at, and how its descent looks alive.

    ``domain`` is the box in which the minima count, ``minima`` are the known minimizers with
    the value ``minimum`` (to what a float can hold), ``constraints`` are inequalities in the
    expression language. ``start``, ``optimizer``, ``lr`` and ``epochs`` open it, ``view`` is
    what is looked at where the whole domain would show nothing; see ``ranges``.
    """

    __test__ = False  # not a test, whatever pytest thinks of the name

    id: str
    name: str
    category: str
    expression: str
    domain: dict[str, tuple[float, float]]
    minima: tuple[dict[str, float], ...]
    minimum: float
    differentiability: str
    start: dict[str, float]
    lr: float
    epochs: int
    optimizer: str = "sgd"
    constraints: tuple[str, ...] = ()
    view: dict[str, tuple[float, float]] = {}

    @property
    def objectives(self) -> tuple[str, ...]:
        """The expressions to minimize: one, as long as nothing has several."""
        return (self.expression,)

    @property
    def ranges(self) -> Mapping[str, tuple[float, float]]:
        """The interval to show for each parameter."""
        return self.view or self.domain

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the variables, in order."""
        return tuple(self.domain)


@cache
def catalog() -> Mapping[str, TestFunction]:
    """Every test function by id, in the order in which they are offered."""
    return MappingProxyType(read_catalog(resource("functions.toml")))


def read_catalog(path: Path) -> dict[str, TestFunction]:
    """The test functions of a file; DocumentError that names the place where it is broken."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return {key: _entry(key, fields) for key, fields in table.items()}
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DocumentError(f"The catalog cannot be read: {error}.", path=str(path)) from error


def _entry(key: str, fields: object) -> TestFunction:
    if not isinstance(fields, dict):
        raise msgspec.ValidationError(f"{key} is not a table")
    try:
        entry = msgspec.convert({"id": key, **fields}, TestFunction)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"{key}: {error}") from error
    names = set(entry.domain)
    for point in (entry.start, *entry.minima, entry.ranges):
        if set(point) != names:
            raise msgspec.ValidationError(f"{key}: a point does not have the names {names}")
    return entry


@cache
def objective_of(function: str) -> Objective:
    """The objective of the test function with this id, made once."""
    entry = catalog()[function]
    return objective(parse(entry.expression), parameters=entry.parameters, start=entry.start)
