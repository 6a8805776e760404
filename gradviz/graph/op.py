"""What an operation is: one frozen row of the table, its texts compiled to functions on demand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, TypeAlias

from gradviz.graph import kernels

Shape: TypeAlias = tuple[int, ...]
Formula: TypeAlias = str | tuple[str, str]
"""Python text in a, b (operands), y (result), g (upstream), t (tangent).

A pair: one for floats, one for arrays. Rows that are not elementwise also see sa, sb (the
operands' shapes) and dim.
"""

Degrees: TypeAlias = tuple[int, ...]
Work: TypeAlias = tuple[int, int]
"""Multiplications, and terms that are summed: see work_rules."""

WorkRule: TypeAlias = Callable[[tuple[Shape, ...], Shape, int | None], Work]
DegreeRule: TypeAlias = Callable[[Degrees, tuple[float | None, ...]], int | None]
ShapeRule: TypeAlias = Callable[[tuple[Shape, ...], int | None], Shape]
Function: TypeAlias = Callable[..., Any]

_NAMES = re.compile(r"\b(a|b|y|g|sa|sb|dim)\b")
_WORD = re.compile(r"(?<![\\\w])[A-Za-z]+(?!\w)")
_OPERANDS = ("a", "b")


@dataclass(frozen=True, eq=False)
class Op:
    """One operation: how it is shown, computed, differentiated, taught and written as code.

    ``latex`` and ``rule`` (the local derivative, one per port) are LaTeX in terms of the port
    names and ``result``. ``local`` is the derivative of an elementwise operation; ``vjp``
    stands where upstream × local would be wrong (a convention masks it) or does not exist.
    ``jvp`` stands for operations that are not elementwise: what the tangent t of an operand
    adds to the result's; ``work`` is what a derivative then takes (see work_rules).
    ``spread`` is the weight with which a linear reduction hands its gradient to n elements.
    ``kinks`` pairs a condition on the operands with the sentence about PyTorch's convention,
    ``domain`` with the sentence about a result that is infinite or not a number.
    """

    name: str
    symbol: str
    category: str
    ports: tuple[str, ...]
    value: Formula
    latex: str
    rule: tuple[str, ...]
    torch: str
    sympy: str
    shape: ShapeRule
    local: tuple[Formula, ...] = ()
    vjp: tuple[Formula | None, ...] = ()
    jvp: tuple[str, ...] = ()
    work: WorkRule | None = None
    spread: Callable[[int], float] | None = None
    function: str | None = None
    precedence: int = 6
    attributes: tuple[str, ...] = ()
    defaults: Mapping[str, int] = field(default_factory=dict)
    degree: DegreeRule = field(default=lambda degrees, _: None if any(degrees) else 0)
    kinks: tuple[tuple[str, str], ...] = ()
    domain: tuple[tuple[str, str], ...] = ()

    @cached_property
    def arity(self) -> int:
        """How many operands there are."""
        return len(self.ports)

    @cached_property
    def elementwise(self) -> bool:
        """Whether the operation treats each element alone, with broadcasting."""
        return bool(self.local)

    def dim(self, attributes: tuple[tuple[str, int], ...]) -> int | None:
        """The dimension stated in a node's attributes, else this operation's default."""
        return dict(attributes).get("dim", self.defaults.get("dim"))

    def formula_latex(self, operands: tuple[str, ...]) -> str:
        """LaTeX of the value for operands written as the given LaTeX."""
        return _substitute(self.latex, dict(zip(self.ports, operands, strict=True)))

    def rule_latex(self, port: int, operands: tuple[str, ...], result: str) -> str:
        """LaTeX of the local derivative at ``port`` with names put in for ports and result."""
        names = dict(zip(self.ports, operands, strict=True))
        return _substitute(self.rule[port], {**names, "result": result})

    def note(self, values: tuple[Any, ...]) -> str | None:
        """The convention that applies to the derivatives at (a, b … y), if one does."""
        return _first(self.kinks, self._kink_tests, values)

    def domain_note(self, values: tuple[Any, ...]) -> str | None:
        """Why the result y at (a, b … y) is infinite or not a number, if the row says so."""
        return _first(self.domain, self._domain_tests, values)

    @cached_property
    def _kink_tests(self) -> tuple[Function, ...]:
        return tuple(self._arrays(text, (*self._inputs, "y")) for text, _ in self.kinks)

    @cached_property
    def _domain_tests(self) -> tuple[Function, ...]:
        return tuple(self._arrays(text, (*self._inputs, "y")) for text, _ in self.domain)

    @cached_property
    def value_of_floats(self) -> Function | None:
        """The value of Python floats; raises what ``math`` raises. None if not elementwise."""
        return self._floats(self.value, self._inputs) if self.elementwise else None

    @cached_property
    def value_of_arrays(self) -> Function:
        """The value of arrays (a, b), for rows that are not elementwise (a, b, sa, sb, dim)."""
        return self._arrays(self.value, self._inputs)

    @cached_property
    def locals_of_arrays(self) -> tuple[Function, ...]:
        """Per port the local derivative as a function of (a, b, y) on arrays."""
        return tuple(self._arrays(text, (*self._inputs, "y")) for text in self.local)

    @cached_property
    def vjps_of_arrays(self) -> tuple[Function | None, ...]:
        """Per port the contribution of (g, a, b …, y), None where it is upstream × local."""
        return tuple(
            None if text is None else self._arrays(text, self._vjp_inputs)
            for text in self._vjp_texts
        )

    @cached_property
    def jvps_of_arrays(self) -> tuple[Function, ...]:
        """Per port the tangent of the result as a function of (t, a, b …, y)."""
        return tuple(self._arrays(text, ("t", *self._inputs, "y")) for text in self.jvp)

    @cached_property
    def derivatives_of_floats(self) -> Mapping[tuple[bool, ...], Function]:
        """By wanted ports a function of (g, a, b, y) on Python floats.

        It returns (local, contribution) of the first port, then of the second; None where not
        wanted. One call instead of four per node is what makes the backward pass fast.
        """
        return {
            wanted: _function(
                "".join(f"{self._derivative_text(i, want)}," for i, want in enumerate(wanted)),
                self._vjp_inputs,
                kernels.FLOATS,
            )
            for wanted in product((False, True), repeat=self.arity)
        }

    def _derivative_text(self, port: int, wanted: bool) -> str:
        if not wanted:
            return "(None, None)"
        vjp = self._vjp_texts[port]
        contribution = f"g * l{port}" if vjp is None else _for_floats(vjp)
        return f"((l{port} := {_for_floats(self.local[port])}), {contribution})"

    @property
    def _vjp_texts(self) -> tuple[Formula | None, ...]:
        return self.vjp or (None,) * self.arity

    @property
    def _vjp_inputs(self) -> tuple[str, ...]:
        return ("g", *self._inputs, "y")

    @property
    def _rest(self) -> tuple[str, ...]:
        shapes = tuple(f"s{name}" for name in _OPERANDS[: self.arity])
        return () if self.elementwise else (*shapes, "dim")

    @property
    def _inputs(self) -> tuple[str, ...]:
        return (*_OPERANDS[: self.arity], *self._rest)

    @staticmethod
    def _floats(text: Formula, names: tuple[str, ...]) -> Function:
        return _function(_for_floats(text), names, kernels.FLOATS)

    @staticmethod
    def _arrays(text: Formula, names: tuple[str, ...]) -> Function:
        return _function(text if isinstance(text, str) else text[1], names, kernels.ARRAYS)


def fill(text: str, names: Mapping[str, str]) -> str:
    """A formula with the given texts in place of a, b, y, g, sa, sb and dim."""
    return _NAMES.sub(lambda match: names.get(match[0], match[0]), text)


def _for_floats(text: Formula) -> str:
    return text if isinstance(text, str) else text[0]


def _function(text: str, names: tuple[str, ...], namespace: Mapping[str, object]) -> Function:
    # The text comes from the table in this package, never from a user.
    made: Function = eval(f"lambda {', '.join(names)}: ({text})", dict(namespace))  # noqa: S307
    return made


def _substitute(template: str, names: Mapping[str, str]) -> str:
    return _WORD.sub(lambda match: names.get(match[0], match[0]), template)


def _first(
    notes: tuple[tuple[str, str], ...], tests: tuple[Function, ...], values: tuple[Any, ...]
) -> str | None:
    for (_, sentence), test in zip(notes, tests, strict=True):
        if kernels.anywhere(test(*values)):
            return sentence
    return None
