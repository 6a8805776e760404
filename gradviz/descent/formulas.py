"""The formulas of a test function as text: on their own, and as one program for the graph."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from gradviz.descent.function_records import Record
from gradviz.descent.inequalities import not_above_zero
from gradviz.descent.templates import expand
from gradviz.graph.numbers import format_full

FUNCTION = "f"
"""What the one objective is called; several are called f_1, f_2 …, the constraints g_1 …."""

WEIGHTED, PENALIZED = "F", "L"
"""What the weighted sum of several objectives is called, and what has the penalty in it."""

WEIGHT, PENALTY = "w", "rho"
"""What the weights are called (w_1, w_2 …), and the weight of the penalty."""

_WORD = re.compile(r"\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|[^\W\d]\w*")
_ATOM = re.compile(r"\w+(?:\([^()]*\))?")


@dataclass(frozen=True)
class Formulas:
    """Formulas for some number of variables; they may use the names that ``definitions`` give.

    ``definitions`` are statements; ``constraints`` inequalities. In those of several objectives,
    f_1 … may stand for an objective before.
    """

    definitions: tuple[str, ...]
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
        return _numbered("g", len(self.constraints))

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
        for statement in self.definitions:
            name, _, text = statement.partition("=")
            result[name.strip()] = _put_in(text.strip(), result)
        if len(self.objectives) > 1:
            for name, text in zip(self.objective_names, self.objectives, strict=True):
                result[name] = _put_in(text, result)
        return result

    def program(self, penalty: float | None = None, weights: Sequence[float] | None = None) -> str:
        """Everything as the text of one graph; the output is what is minimized.

        Several objectives are added with weights w_i (equal ones unless given). With a
        ``penalty`` every constraint that does not hold adds its square, times ``penalty``.
        """
        names, violated = self.objective_names, self.constraint_names
        is_one, is_penalized = len(names) == 1, penalty is not None and bool(violated)
        stated = self._stated(weights) + ([(PENALTY, format_full(penalty))] if penalty else [])
        objectives = list(zip(names, self.objectives, strict=True))
        constraints = [
            (name, not_above_zero(text))
            for name, text in zip(violated, self.constraints, strict=True)
        ]
        total = names[0] if is_one else WEIGHTED
        lines = [f"{name} = {text}" for name, text in stated]
        lines += self.definitions
        lines += [
            f"{name} = {text}"
            for name, text in (constraints + objectives if is_one else objectives + constraints)
        ]
        if not is_one:
            terms = (f"{w} {f}" for w, f in zip(self.weight_names, names, strict=True))
            lines.append(f"{WEIGHTED} = {' + '.join(terms)}")
        if is_penalized:
            lines.append(f"{PENALIZED} = {total} + {penalty_text(violated)}")
        return "; ".join(lines)

    def _stated(self, weights: Sequence[float] | None) -> list[tuple[str, str]]:
        names = self.weight_names
        given = [1 / len(names) for _ in names] if weights is None else weights
        return [(n, format_full(w)) for n, w in zip(names, given, strict=bool(names))]


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
        expanded(record.where),
        expanded(record.objectives or (record.expression,)),
        expanded(record.constraints),
    )
    for constraint in found.constraints:
        not_above_zero(constraint)
    return found


def _numbered(letter: str, count: int) -> tuple[str, ...]:
    return tuple(f"{letter}_{number}" for number in range(1, count + 1))


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
