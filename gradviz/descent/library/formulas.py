"""The formulas of a test function as text: on their own, and as one program for the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gradviz.descent.library.formula_names import (
    CONSTRAINT,
    FUNCTION,
    PENALIZED,
    PENALTY,
    WEIGHT,
    WEIGHTED,
)
from gradviz.descent.library.function_records import Record
from gradviz.descent.library.inequalities import not_above_zero
from gradviz.descent.library.templates import expand
from gradviz.graph.numbers import format_full

_WORD = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[^\W\d]\w*")
_ATOM = re.compile(r"\w+(?:\([^()]*\))?")


@dataclass(frozen=True)
class Formulas:
    """Formulas for some number of variables; they may use the names that ``definitions`` give.

    ``definitions`` are pairs of a name and its meaning, ``constraints`` are inequalities. Where
    there are several objectives, f_1 … may stand for one that comes before.
    """

    definitions: tuple[tuple[str, str], ...]
    objectives: tuple[str, ...]
    constraints: tuple[str, ...]

    @cached_property
    def objective_names(self) -> tuple[str, ...]:
        """f, or f_1, f_2 …."""
        count = len(self.objectives)
        return (FUNCTION,) if count == 1 else _numbered(FUNCTION, count)

    @cached_property
    def constraint_names(self) -> tuple[str, ...]:
        """g_1, g_2 …."""
        return _numbered(CONSTRAINT, len(self.constraints))

    @cached_property
    def weight_names(self) -> tuple[str, ...]:
        """w_1, w_2 …; none for a single objective."""
        count = len(self.objectives)
        return () if count == 1 else _numbered(WEIGHT, count)

    @cached_property
    def own_objectives(self) -> tuple[str, ...]:
        """Each objective as an expression that needs no other."""
        return tuple(_put_in(text, self._meanings) for text in self.objectives)

    @cached_property
    def own_constraints(self) -> tuple[str, ...]:
        """Each constraint as an inequality that needs no definition."""
        return tuple(_put_in(text, self._meanings) for text in self.constraints)

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        """What stands for each name, in the variables alone."""
        result: dict[str, str] = {}
        for name, text in self.definitions:
            result[name] = _put_in(text, result)
        if len(self.objectives) > 1:
            for name, text in zip(self.objective_names, self.objectives, strict=True):
                result[name] = _put_in(text, result)
        return result

    def program(self, penalty: float | None = None, weights: Sequence[float] | None = None) -> str:
        """Everything as the text of one graph; the output is what is minimized.

        Several objectives are added with weights w_i (equal ones unless given). With a
        ``penalty`` every constraint that does not hold adds its square, times ``penalty``.
        """
        constraints = [
            (name, not_above_zero(text))
            for name, text in zip(self.constraint_names, self.constraints, strict=True)
        ]
        objectives = list(zip(self.objective_names, self.objectives, strict=True))
        statements = self._stated(penalty, weights)
        if len(objectives) == 1:
            statements += self._with_definitions(constraints + objectives)
        else:
            statements += self._with_definitions(objectives + constraints)
            terms = (f"{w} {f}" for w, (f, _) in zip(self.weight_names, objectives, strict=True))
            statements.append((WEIGHTED, " + ".join(terms)))
        if penalty is not None and constraints:
            total = f"{statements[-1][0]} + {penalty_text(self.constraint_names)}"
            statements.append((PENALIZED, total))
        return "; ".join(f"{name} = {text}" for name, text in statements)

    def _with_definitions(self, formulas: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The formulas by name, each after the definitions that it is the first to need."""
        defined = list(self.definitions)
        result: list[tuple[str, str]] = []
        for name, text in formulas:
            needed = set(_WORD.findall(text))
            for term, meaning in reversed(defined):
                needed |= set(_WORD.findall(meaning)) if term in needed else set()
            result += [pair for pair in defined if pair[0] in needed]
            defined = [pair for pair in defined if pair[0] not in needed]
            result.append((name, text))
        return result

    def _stated(
        self, penalty: float | None, weights: Sequence[float] | None
    ) -> list[tuple[str, str]]:
        """What has a number of its own: the weights, and the weight of the penalty."""
        names = self.weight_names
        given = [1 / len(names) for _ in names] if weights is None else weights
        stated = [(n, format_full(w)) for n, w in zip(names, given, strict=bool(names))]
        is_penalized = penalty is not None and bool(self.constraints)
        return stated + ([(PENALTY, format_full(penalty or 0.0))] if is_penalized else [])


def penalty_text(constraints: Sequence[str]) -> str:
    """The penalty of constraints that are called so: ``rho(max(0, g_1)^2 + max(0, g_2)^2)``."""
    squares = [f"max(0, {name})^2" for name in constraints]
    return f"{PENALTY} {squares[0]}" if len(squares) == 1 else f"{PENALTY}({' + '.join(squares)})"


def formulas(record: Record, variables: Sequence[str], choice: int | None) -> Formulas:
    """The formulas of a record for these variables; raises TemplateError or ValueError."""
    numbers = {} if choice is None else {record.choice_name: choice}

    def expanded(texts: Sequence[str]) -> tuple[str, ...]:
        return tuple(expand(text, variables, numbers, record.tables) for text in texts)

    found = Formulas(
        tuple(_definition(text) for text in expanded(record.where)),
        expanded(record.objectives or (record.expression,)),
        expanded(record.constraints),
    )
    for constraint in found.constraints:
        not_above_zero(constraint)
    return found


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}_{number}" for number in range(1, count + 1))


def _definition(statement: str) -> tuple[str, str]:
    name, equals, meaning = (part.strip() for part in statement.partition("="))
    if not (equals and name.isidentifier() and meaning):
        raise ValueError(f"{statement} is not a definition")
    return name, meaning


def _put_in(text: str, meanings: Mapping[str, str]) -> str:
    """The text with what each name means in the place of the name."""
    if not meanings:
        return text

    def meaning(word: re.Match[str]) -> str:
        found = meanings.get(word[0])
        if found is None:
            return word[0]
        return found if _ATOM.fullmatch(found) else f"({found})"

    return _WORD.sub(meaning, text)
