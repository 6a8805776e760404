"""The compiler's algebra: numbers times names with static shapes, written down as code."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from enum import Enum
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from gradviz.graph import kernels
from gradviz.graph.model import Value
from gradviz.graph.op import Formula, Shape, fill
from gradviz.graph.shape_rules import broadcast
from gradviz.graph.straightline import Assignments


class Mode(Enum):
    """What the code computes with."""

    FLOATS = "Python floats, with math"
    ARRAYS = "arrays of exactly the static shapes"
    POINTS = "arrays with leading axes, one element per point"


class Term(NamedTuple):
    """A number times a name (or nothing), standing for an array of static shape ``shape``.

    ``shape`` may have sizes 1 or fewer axes where all elements along an axis are equal.
    """

    scale: float
    factor: str | None
    shape: Shape


class Terms:
    """Writes code for terms; equal code is written once."""

    def __init__(self, mode: Mode) -> None:
        self.mode = mode
        self.code = Assignments()
        self.constants: dict[str, Any] = {}
        self._pointwise: set[str] = set()  # names that differ from point to point

    def argument(self, index: int, shape: Shape) -> Term:
        """The argument number ``index`` of the function."""
        name = f"x{index}"
        self._pointwise.add(name)
        return Term(1.0, name, shape)

    def known(self, value: Value) -> Term:
        """A value that is the same in every call."""
        if isinstance(value, float):
            return Term(value, None, ())
        return Term(1.0, self._constant(value), value.shape)

    def text(self, term: Term) -> str:
        """A term as an expression."""
        if term.factor is None:
            return self._number(term.scale)
        if term.scale == 1.0:
            return term.factor
        number = self._number(term.scale).strip("()")
        return f"-{term.factor}" if term.scale == -1.0 else f"{number} * {term.factor}"

    def put(self, text: str, operands: Sequence[Term], shape: Shape) -> Term:
        """The value of an expression that uses the factors of ``operands``."""
        name = self.code.put(text)
        if any(term.factor in self._pointwise for term in operands):
            self._pointwise.add(name)
        return Term(1.0, name, shape)

    def named(self, term: Term) -> Term:
        """The same term with its scale multiplied in; numbers stay."""
        if term.factor is None or term.scale == 1.0:
            return term
        return self.put(self.text(term), [term], term.shape)

    def apply(self, formula: Formula, given: Mapping[str, Term]) -> Term:
        """An elementwise formula of the table applied to numbers and terms of scale 1."""
        if isinstance(formula, str) and formula.startswith("-"):
            made = self.apply(formula[1:], given)  # a leading minus is about the whole formula
            return made._replace(scale=-made.scale)
        floats, arrays = (formula, formula) if isinstance(formula, str) else formula
        text = floats if self.mode is Mode.FLOATS else arrays
        if text in given:
            return given[text]
        names = _variables(text)
        operands = [given[name] for name in names]
        if all(term.factor is None for term in operands):
            numbers = tuple(given[name].scale for name in _variables(arrays))
            return Term(_folded(arrays, numbers), None, ())
        rank = max(len(term.shape) for term in operands)
        filled = fill(text, {n: self._aligned(given[n], rank) for n in names})
        return self.put(filled, operands, _common(operands))

    def multiply(self, first: Term, second: Term) -> Term:
        """The elementwise product."""
        scale = first.scale * second.scale
        if first.factor is None or second.factor is None:
            return Term(scale, first.factor or second.factor, first.shape or second.shape)
        rank = max(len(first.shape), len(second.shape))
        plain = [first._replace(scale=1.0), second._replace(scale=1.0)]
        text = " * ".join(self._aligned(term, rank) for term in plain)
        return self.put(text, plain, _common(plain))._replace(scale=scale)

    def add(self, terms: Sequence[Term]) -> Term:
        """The sum; terms of the same factor become one."""
        scales: dict[str | None, float] = {}
        shapes: dict[str | None, Shape] = {}
        for term in terms:
            scales[term.factor] = scales.get(term.factor, 0.0) + term.scale
            shapes[term.factor] = term.shape
        merged = [Term(scale, factor, shapes[factor]) for factor, scale in scales.items()]
        if len(merged) == 1:
            return merged[0]
        rank = max(len(term.shape) for term in merged)
        text = ""
        for term in merged:
            factor = term.factor and self._aligned(term, rank)
            if text and term.scale < 0.0:
                text += f" - {self.text(Term(-term.scale, factor, ()))}"
            else:
                text += f"{text and ' + '}{self.text(Term(term.scale, factor, ()))}"
        return self.put(text, merged, _common(merged))

    def fit(self, term: Term, made: Shape, wanted: Shape) -> Term:
        """Sum a contribution of shape ``made`` over the axes along which ``wanted`` is repeated."""
        if made == wanted:
            return term
        held = (1,) * (len(made) - len(term.shape)) + term.shape
        target = (1,) * (len(made) - len(wanted)) + wanted
        folded = [i for i in range(len(made)) if target[i] == 1 and made[i] != 1]
        scale = term.scale * math.prod(made[i] for i in folded if held[i] == 1)
        axes = [i - len(made) for i in folded if held[i] != 1]
        term = term._replace(scale=scale)
        drop = len(made) - len(wanted)
        if term.factor is None:
            return term._replace(shape=())
        if axes:
            held = tuple(1 if i - len(made) in axes else n for i, n in enumerate(held))
            text = f"reduced({term.factor}, {tuple(axes)}, {len(term.shape)}, {held[drop:]})"
            return self.put(text, [term], held[drop:])._replace(scale=scale)
        return term if len(term.shape) <= len(wanted) else self._dropped(term, held[drop:])

    def spread(self, term: Term, position: int) -> Term:
        """Give a term an axis of size 1 at ``position``, counted from the end (-1 is the last)."""
        at = len(term.shape) + 1 + position
        if term.factor is None or at <= 0:
            return term
        shape = (*term.shape[:at], 1, *term.shape[at:])
        places = ["...", "None"] + [":"] * (-position - 1)
        made = self.put(f"{term.factor}[{', '.join(places)}]", [term], shape)
        return made._replace(scale=term.scale)

    def full(self, term: Term, shape: Shape) -> Term:
        """The term with every element of ``shape`` there, and its scale multiplied in."""
        if term.shape == shape and (term.factor is not None or not shape):
            return self.named(term)
        if term.factor is None:
            return Term(1.0, self._constant(np.full(shape, term.scale)), shape)
        text = f"expanded({self.named(term).factor}, {len(term.shape)}, {shape})"
        return self.put(text, [term], shape)

    def _dropped(self, term: Term, shape: Shape) -> Term:
        places = [*["0"] * (len(term.shape) - len(shape)), *[":"] * len(shape)]
        made = self.put(f"{term.factor}[..., {', '.join(places)}]", [term], shape)
        return made._replace(scale=term.scale)

    def _constant(self, value: Any) -> str:
        name = f"c{len(self.constants)}"
        self.constants[name] = value
        return name

    def _number(self, value: float) -> str:
        if not math.isfinite(value):
            return self._constant(value)
        return f"({value!r})" if math.copysign(1.0, value) < 0.0 else repr(value)

    def _aligned(self, term: Term, rank: int) -> str:
        """An operand's name, with axes between those of the points and its static ones."""
        if term.factor is None:
            return self._number(term.scale)
        missing = rank - len(term.shape)
        if self.mode is not Mode.POINTS or missing <= 0 or term.factor not in self._pointwise:
            return term.factor
        places = ["...", *["None"] * missing, *[":"] * len(term.shape)]
        return self.put(f"{term.factor}[{', '.join(places)}]", [term], term.shape).factor or ""


@lru_cache(maxsize=512)
def _variables(text: str) -> tuple[str, ...]:
    return tuple(sorted(set(re.findall(r"\b(?:a|b|y|g)\b", text))))


@lru_cache(maxsize=512)
def _folded(text: str, numbers: tuple[float, ...]) -> float:
    """The value of a formula of the table where all its variables are numbers."""
    names = ", ".join(_variables(text))
    made = eval(f"lambda {names}: {text}", dict(kernels.ARRAYS))  # noqa: S307  never a user's text
    with np.errstate(all="ignore"):
        return float(made(*map(np.float64, numbers)))


def _common(terms: Sequence[Term]) -> Shape:
    shape: Shape = ()
    for term in terms:
        shape = broadcast(shape, term.shape)
    return shape
