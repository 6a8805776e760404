"""The fused loop of a descent: objective and update generated as one Python function."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType, MappingProxyType
from typing import Any, NamedTuple

import numpy as np

from gradviz.descent.rules.optimizer import Optimizer, Setting

_WORD = re.compile(r"\b[a-z]\w*")


@dataclass(frozen=True, eq=False)
class Step:
    """Code for value and gradient: ``lines`` compute them from ``arguments``, in ``namespace``.

    Its names are letters with numbers (x0, t7, c1); those of the loop start with an underscore.
    """

    arguments: Sequence[str]
    lines: Sequence[str]
    value: str
    gradients: Sequence[str]
    namespace: Mapping[str, Any]

    @property
    def form(self) -> Form:
        """The code alone."""
        return Form(tuple(self.arguments), tuple(self.lines), self.value, tuple(self.gradients))


class Form(NamedTuple):
    """The code of a step; the loop around it is made once for all numbers in its namespace."""

    arguments: tuple[str, ...]
    lines: tuple[str, ...]
    value: str
    gradients: tuple[str, ...]


def _float_sign(x: float) -> float:
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x * 0.0


def _float_where(condition: bool, yes: float, no: float) -> float:  # as np.where
    return yes if condition else no


FLOATS: Mapping[str, Any] = MappingProxyType(
    {
        "_sqrt": math.sqrt,
        "_absolute": abs,
        "_sign": _float_sign,
        "_larger": max,
        "_smaller": min,
        "_where": _float_where,
    }
)
ARRAYS: Mapping[str, Any] = MappingProxyType(
    {
        "_sqrt": np.sqrt,
        "_absolute": np.abs,
        "_sign": np.sign,
        "_larger": np.maximum,
        "_smaller": np.minimum,
        "_where": np.where,
    }
)

Loop = Callable[..., Generator[None, None, None]]


def loop_of(
    step: Step,
    optimizer: Optimizer,
    settings: Mapping[str, Setting],
    functions: Mapping[str, Any],
    *,
    scheduled: bool = False,
    boxed: bool = False,
) -> Loop:
    """The generator function ``loop(chunks, settings, start, losses, points, box)``.

    It runs through an iterable of iterables of step numbers (``scheduled``: pairs of a step number
    and a learning rate) and pauses after each of the latter. In every step it appends the loss and
    the coordinates to ``losses`` and each list in ``points`` and then updates, so n + 1 steps
    record n epochs. ``settings`` are lr and the values of ``settings`` in order. ``functions`` is
    FLOATS or ARRAYS. A ``boxed`` loop then puts every coordinate between the two numbers that
    ``box`` has for it.
    """
    active = frozenset(k for k, v in {**settings, **optimizer.fixed}.items() if v)
    code = _compiled(step.form, optimizer, tuple(settings), active, scheduled, boxed)
    namespace = {**step.namespace, **functions}
    exec(code, namespace)  # noqa: S102  # generated here, from names made here
    made: Loop = namespace["_loop"]
    return made


@lru_cache(maxsize=128)
def _compiled(
    step: Form,
    optimizer: Optimizer,
    settings: tuple[str, ...],
    active: frozenset[str],
    scheduled: bool,  # named in the one call
    boxed: bool,
) -> CodeType:
    source = _source(step, optimizer, settings, active, scheduled, boxed)
    return compile(source, "<descent>", "exec")


def _source(
    step: Form,
    optimizer: Optimizer,
    settings: tuple[str, ...],
    active: frozenset[str],
    scheduled: bool,
    boxed: bool,
) -> str:
    indices = range(len(step.arguments))
    update = optimizer.lines(optimizer.update, active)
    lines = [
        f"({', '.join(f'_{name}' for name in ('lr', *settings))},) = _settings",
        f"({', '.join(step.arguments)},) = _start",
        *(f"_low_{i}, _high_{i} = _box[{i}]" for i in indices if boxed),
        "_record = _losses.append",
        *(f"_record_{i} = _points[{i}].append" for i in indices),
        *_shared(optimizer.lines(optimizer.setup, active)),
        *_states(optimizer, update, len(step.arguments)),
        "for _steps in _chunks:",
        f"    for {'_t, _lr' if scheduled else '_t'} in _steps:",
    ]
    body = [
        *step.lines,
        f"_record({step.value})",
        *(f"_record_{i}({name})" for i, name in enumerate(step.arguments)),
        # All gradients before the first update: their texts may use the coordinates.
        *(f"_g_{i} = {text}" for i, text in enumerate(step.gradients)),
        *_shared(optimizer.lines(optimizer.shared, active)),
        *(line for i in indices for line in _updates(update, optimizer, i, step.arguments[i])),
        *(_put_back(i, name) for i, name in enumerate(step.arguments) if boxed),
    ]
    text = "\n    ".join([*lines, *(f"        {line}" for line in body), "    yield"])
    return f"def _loop(_chunks, _settings, _start, _losses, _points, _box=()):\n    {text}\n"


def _states(optimizer: Optimizer, update: list[str], count: int) -> Iterator[str]:
    """The first values of the state that the lines use."""
    used = set(_WORD.findall(" ".join(update)))
    for name, initial in optimizer.state.items():
        if name in used:
            yield from (f"_{name}_{i} = {_renamed(initial, {})}" for i in range(count))


def _put_back(index: int, argument: str) -> str:
    """The line that puts a coordinate back into the box."""
    return f"{argument} = _smaller(_larger({argument}, _low_{index}), _high_{index})"


def _shared(lines: Iterable[str]) -> Iterator[str]:
    return (_renamed(line, {}) for line in lines)


def _updates(
    lines: Iterable[str], optimizer: Optimizer, index: int, argument: str
) -> Iterator[str]:
    names = {name: f"_{name}_{index}" for name in ("g", *optimizer.state)}
    names["x"] = argument
    return (_renamed(line, names) for line in lines)


def _renamed(line: str, names: Mapping[str, str]) -> str:
    """The line with the given names, and all others with an underscore before them."""
    own = {**names, "if": "if", "else": "else"}
    return _WORD.sub(lambda match: own.get(match[0], f"_{match[0]}"), line)
