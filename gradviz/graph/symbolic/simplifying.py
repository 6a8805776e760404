"""Simplification that always ends soon: a few cheap ways, of which the shortest result is kept."""

from __future__ import annotations

from collections.abc import Callable

import sympy

from gradviz.graph.symbolic.building import Expression

_MOST_OPERATIONS = 200
"""Longer results are left as the rules gave them."""

_MOST_FOR_FRACTIONS = 40
_LARGEST_DEGREE = 6
_MOST_SYMBOLS = 6


def simplified(expression: Expression) -> Expression:
    """An equal expression with as few operations as the cheap ways find."""
    if expression.count_ops() > _MOST_OPERATIONS:
        return expression
    ways = [sympy.factor_terms, sympy.powsimp]
    if expression.count_ops() <= _MOST_FOR_FRACTIONS and _is_rational(expression):
        ways += [sympy.cancel, sympy.expand, sympy.factor]
    return min((expression, *_results(expression, ways)), key=_length)


def _results(
    expression: Expression, ways: list[Callable[[Expression], Expression]]
) -> list[Expression]:
    first = [way(expression) for way in ways]
    return [*first, *(sympy.factor_terms(made) for made in first)]


def _length(expression: Expression) -> int:
    return int(expression.count_ops())


def _is_rational(expression: Expression) -> bool:
    """Whether there are only small whole powers, so that fractions are cheap to bring together."""
    symbols = expression.free_symbols
    powers = [part.exp for part in expression.atoms(sympy.Pow)]
    small = all(p.is_Integer and abs(p) <= _LARGEST_DEGREE for p in powers)
    return bool(
        small and len(symbols) <= _LARGEST_DEGREE and expression.is_rational_function(*symbols)
    )
