"""The code that runs an optimizer again over recorded iterates, generated as the descent's is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any, TypeAlias

import numpy as np

from gradviz.descent.loop import ARRAYS, FLOATS, Step
from gradviz.descent.objectives import Objective
from gradviz.descent.rules.optimizer import Optimizer, Setting
from gradviz.descent.steps import LARGEST_UNROLLED, array_step, quadratic_step
from gradviz.graph import Array

Memory: TypeAlias = tuple[Any, ...]
Row: TypeAlias = tuple[Any, ...]

_WORD = re.compile(r"\b[a-z]\w*")
_TARGET = re.compile(r"(\w+) = ")


@dataclass(frozen=True, eq=False)
class ActiveLines:
    """The lines of an optimizer that apply with its settings, and the names in them.

    ``prepared`` are assigned once at the start, ``carried`` those of them that change in each
    step; ``state`` are the names kept for each coordinate.
    """

    optimizer: Optimizer
    settings: Mapping[str, Setting]
    setup: tuple[str, ...]
    shared: tuple[str, ...]
    update: tuple[str, ...]

    @property
    def prepared(self) -> tuple[str, ...]:
        """What is assigned before the first step."""
        return tuple(dict.fromkeys(_targets(self.setup)))

    @property
    def carried(self) -> frozenset[str]:
        """What is prepared and then changed in every step."""
        return frozenset(self.prepared) & frozenset(_targets(self.shared))

    @property
    def state(self) -> tuple[str, ...]:
        """What is remembered for each coordinate from one step to the next."""
        used = set(_WORD.findall(" ".join(self.update)))
        return tuple(name for name in self.optimizer.state if name in used)


def active_lines(optimizer: Optimizer, settings: Mapping[str, Setting]) -> ActiveLines:
    """What an optimizer does with these (complete) settings."""
    active = frozenset(k for k, v in {**settings, **optimizer.fixed}.items() if v)
    parts = (optimizer.setup, optimizer.shared, optimizer.update)
    return ActiveLines(
        optimizer, settings, *(tuple(optimizer.lines(part, active)) for part in parts)
    )


def _targets(lines: Iterable[str]) -> list[str]:
    return [match[1] for line in lines if (match := _TARGET.match(line))]


@dataclass(frozen=True, eq=False)
class Program:
    """The code of one update over recorded iterates.

    ``begin(settings)`` gives the first memory, ``advance(rows, settings, memory)`` the memory after
    the steps in ``rows`` (step, learning rate, arguments), ``gradient(*arguments)`` the gradients.
    ``arguments`` makes the arguments of a point. A memory holds what is prepared, then each name
    of the state for all arguments.
    """

    begin: Callable[..., Memory]
    advance: Callable[..., Memory]
    gradient: Callable[..., Sequence[Any]]
    arguments: Callable[[Array], Row]


def program_of(objective: Objective, lines: ActiveLines, *, arrays: bool) -> Program:
    """The program on floats where the objective allows it, or on ``arrays``, which never raise."""
    step, arguments, on_floats = _step(objective, arrays=arrays)
    namespace: dict[str, Any] = {**step.namespace, **(FLOATS if on_floats else ARRAYS)}
    exec(_compiled(_source(step, lines)), namespace)  # noqa: S102  # from names made here
    return Program(namespace["_begin"], namespace["_advance"], namespace["_gradient"], arguments)


def _step(objective: Objective, *, arrays: bool) -> tuple[Step, Callable[[Array], Row], bool]:
    """The step the descent takes, how a point becomes its arguments, whether it is on floats."""
    exact = objective.exact
    if exact is not None:
        step, _ = quadratic_step(exact, np.zeros(len(exact.center)))
        if len(exact.center) > LARGEST_UNROLLED:
            return step, lambda point: (point,), False
        return step, _numbers if arrays else _floats, not arrays
    block = objective.function.block
    if block is not None and not arrays:
        return Step(**vars(block)), _floats, True
    step = array_step(objective.function, len(objective.parameters))
    return step, lambda point: tuple(map(_array, objective.arguments(point))), False


def _floats(point: Array) -> Row:
    return tuple(point.tolist())


def _numbers(point: Array) -> Row:
    return tuple(point)


def _array(value: Any) -> Any:
    return np.asarray(value, dtype=np.float64)[()]


@lru_cache(maxsize=64)
def _compiled(source: str) -> CodeType:
    return compile(source, "<replay>", "exec")


def _source(step: Step, lines: ActiveLines) -> str:
    indices = range(len(step.arguments))
    settings = ", ".join(f"_{name}" for name in ("lr", *lines.settings))
    state = [f"_{name}_{i}" for name in lines.state for i in indices]
    memory = "".join(f"{name}, " for name in (*(f"_{name}" for name in lines.prepared), *state))
    arguments = ", ".join(step.arguments)
    begin = [
        f"({settings},) = _settings",
        *(_renamed(line, {}) for line in lines.setup),
        *(
            f"_{name}_{i} = {_renamed(lines.optimizer.state[name], {})}"
            for name in lines.state
            for i in indices
        ),
        f"return ({memory})",
    ]
    body = [
        *step.lines,
        *(f"_g_{i} = {text}" for i, text in enumerate(step.gradients)),
        *(_renamed(line, {}) for line in lines.shared),
        *(line for i in indices for line in _updates(lines, i, step.arguments[i])),
    ]
    advance = [
        f"({settings},) = _settings",
        f"({memory}) = _memory",
        f"for _t, _lr, ({arguments},) in _rows:",
        *(f"    {line}" for line in body),
        f"return ({memory})",
    ]
    gradient = [*step.lines, f"return ({', '.join(step.gradients)},)"]
    parts = (
        ("_begin(_settings)", begin),
        ("_advance(_rows, _settings, _memory)", advance),
        (f"_gradient({arguments})", gradient),
    )
    return "".join(f"def {head}:\n    {_block(code)}\n" for head, code in parts)


def _block(code: Iterable[str]) -> str:
    return "\n    ".join(code)


def _updates(lines: ActiveLines, index: int, argument: str) -> Iterator[str]:
    names = {name: f"_{name}_{index}" for name in ("g", *lines.optimizer.state)}
    names["x"] = argument
    return (_renamed(line, names) for line in lines.update)


def _renamed(line: str, names: Mapping[str, str]) -> str:
    own = {**names, "if": "if", "else": "else"}
    return _WORD.sub(lambda match: own.get(match[0], f"_{match[0]}"), line)
