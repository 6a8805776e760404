"""The catalog of test functions, read from resources/functions.toml and checked."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType

import msgspec

from gradviz.descent.library.formula_names import PENALTY
from gradviz.descent.library.formulas import Formulas, formulas
from gradviz.descent.library.function_records import Piece, Record, read_record
from gradviz.descent.library.instances import facts, variables_of
from gradviz.descent.library.templates import TemplateError
from gradviz.descent.objectives import Objective, objective
from gradviz.errors import DocumentError, SettingError
from gradviz.graph import parse
from gradviz.resources import resource


@dataclass(frozen=True, kw_only=True)
class TestFunction:
    """A test function: what it is, where it is looked at, and how its descent looks alive.

    ``domain`` is the box in which the minima count, ``minima`` are the known lowest points with
    the value ``minimum`` (None where it is not known, or where there are several objectives), to
    what a float can hold; ``local_minima`` are others worth knowing. ``front`` are the pieces of
    the Pareto front that have a formula. ``start``, ``optimizer``, ``lr`` and ``epochs`` open it;
    with ``in_box`` the descent is kept in the domain. ``view`` is what is looked at where the
    whole domain would show nothing; see ``ranges``. ``penalty`` is the weight of the penalty for
    violated constraints with which it is opened, None without constraints. ``sizes`` are the
    least and the largest number of variables, see ``with_size``; ``choices`` the values of the
    number called ``choice_name``, see ``with_choice``.
    """

    __test__ = False  # not a test, whatever pytest thinks of the name

    id: str
    name: str
    category: str
    domain: Mapping[str, tuple[float, float]]
    minima: tuple[Mapping[str, float], ...]
    minimum: float | None
    local_minima: tuple[Mapping[str, float], ...]
    differentiability: str
    mistakes: tuple[str, ...]
    pareto: str
    front: tuple[Piece, ...]
    start: Mapping[str, float]
    optimizer: str
    lr: float
    epochs: int
    in_box: bool
    view: Mapping[str, tuple[float, float]]
    penalty: float | None
    sizes: tuple[int, int] | None
    choice_name: str
    choices: tuple[int, ...]
    choice: int | None
    formulas: Formulas = field(repr=False)
    record: Record = field(repr=False, compare=False)

    @property
    def objectives(self) -> tuple[str, ...]:
        """What is minimized, one expression or several; each needs nothing but the variables."""
        return self.formulas.own_objectives

    @property
    def constraints(self) -> tuple[str, ...]:
        """The inequalities that the variables have to obey, in the expression language."""
        return self.formulas.own_constraints

    @property
    def expression(self) -> str:
        """What is minimized where nothing is constrained: the objective, or the mean of several."""
        if len(self.objectives) == 1:
            return self.objectives[0]
        return " + ".join(f"1/{len(self.objectives)}({text})" for text in self.objectives)

    @property
    def ranges(self) -> Mapping[str, tuple[float, float]]:
        """The interval to show for each parameter."""
        return self.view or self.domain

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the variables, in order."""
        return tuple(self.domain)

    @property
    def size(self) -> int:
        """The number of variables."""
        return len(self.domain)

    @property
    def constants(self) -> tuple[str, ...]:
        """The inputs of ``program(self.penalty)`` that are no variables: weights and penalty."""
        return (*self.formulas.weight_names, *(() if self.penalty is None else (PENALTY,)))

    def program(self, penalty: float | None = None, weights: Sequence[float] | None = None) -> str:
        """The text of the whole graph, see ``Formulas.program``."""
        return self.formulas.program(penalty, weights)

    @cached_property
    def objective(self) -> Objective:
        """What ``expression`` says, as something to descend, made once."""
        return objective(parse(self.expression), parameters=self.parameters, start=self.start)

    def penalized(self, penalty: float, weights: Sequence[float] | None = None) -> Objective:
        """The objectives, added with weights, plus the penalty for violated constraints.

        Raises SettingError without constraints, and for a penalty that is not positive.
        """
        if not self.constraints:
            raise SettingError(f"{self.name} has no constraints to penalize.", "penalty")
        if not (math.isfinite(penalty) and penalty > 0):
            raise SettingError("The weight of a penalty must be a positive number.", "penalty")
        graph = parse(self.program(penalty, weights))
        return objective(graph, parameters=self.parameters, start=self.start)

    def with_size(self, size: int) -> TestFunction:
        """The function of ``size`` variables: x and y, or x_1, x_2 ….

        Raises SettingError where it has no such size.
        """
        low, high = self.sizes or (self.size, self.size)
        if not low <= size <= high:
            allowed = f"{low} to {high} variables" if low < high else f"{low} variables only"
            raise SettingError(f"{self.name} has {allowed}, not {size}.", "size")
        return _made(self.id, self.record, size, self.choice)

    def with_choice(self, choice: int) -> TestFunction:
        """The function with another of its ``choices``; SettingError for what is none."""
        if choice not in self.choices:
            listed = ", ".join(map(str, self.choices))
            if not listed:
                raise SettingError(f"{self.name} has nothing to choose.", "choice")
            allowed = f"{self.choice_name} must be one of {listed}"
            raise SettingError(f"{self.name}: {allowed}, not {choice}.", "choice")
        return _made(self.id, self.record, self.size, choice)


@cache
def catalog() -> Mapping[str, TestFunction]:
    """Every test function by id, in the order in which they are offered."""
    return MappingProxyType(read_catalog(resource("functions.toml")))


def read_catalog(path: Path) -> dict[str, TestFunction]:
    """The test functions of a file; DocumentError that names the place where it is broken."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DocumentError(f"The catalog cannot be read: {error}.", path=str(path)) from error
    result: dict[str, TestFunction] = {}
    for key, fields in table.items():
        try:
            result[key] = _checked(key, read_record(fields))
        except (msgspec.ValidationError, TemplateError, ValueError) as error:
            message = f"The catalog cannot be read: {key}: {error}."
            raise DocumentError(message, path=str(path), place=key) from error
    return result


def _checked(key: str, record: Record) -> TestFunction:
    """The function as it is opened; its smallest size and its other choices are tried, too."""
    first = record.choices[0] if record.choices else None
    if record.sizes is not None and record.sizes[0] != record.size:
        _made(key, record, record.sizes[0], first)
    for choice in record.choices[1:]:
        _made(key, record, record.size, choice)
    return _made(key, record, record.size, first)


def _made(key: str, record: Record, size: int, choice: int | None) -> TestFunction:
    """The function of so many variables, with this choice."""
    known, texts = facts(record, size, choice), formulas(record, variables_of(record, size), choice)
    return TestFunction(
        id=key,
        name=record.name,
        category=record.category,
        domain=known.domain,
        minima=known.minima,
        minimum=known.minimum,
        local_minima=known.local_minima,
        differentiability=record.differentiability,
        mistakes=record.mistakes,
        pareto=record.pareto,
        front=known.front,
        start=known.start,
        optimizer=record.optimizer,
        lr=known.lr,
        epochs=known.epochs,
        in_box=record.in_box,
        view=known.view,
        penalty=record.penalty or None,
        sizes=record.sizes,
        choice_name=record.choice_name,
        choices=record.choices,
        choice=choice,
        formulas=texts,
        record=record,
    )


def objective_of(function: str) -> Objective:
    """The objective of the test function with this id, made once."""
    return catalog()[function].objective
