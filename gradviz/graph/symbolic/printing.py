"""SymPy expressions as LaTeX in the lecture's notation, which our typesetter can draw."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy
from sympy.printing.latex import LatexPrinter

from gradviz.graph.numbers import number_latex
from gradviz.graph.op import Op
from gradviz.graph.ops import OPS
from gradviz.graph.symbolic.building import Expression, Head, as_written


def to_latex(
    expression: Expression, names: Mapping[Expression, str], *, in_numbers: bool = False
) -> str:
    """LaTeX of an expression whose symbols are called ``names``; ``in_numbers`` says: by digits."""
    settings = {"symbol_names": dict(names), "ln_notation": True, "inv_trig_style": "full"}
    if in_numbers:
        settings["mul_symbol"] = "dot"  # 2 and 3 side by side would be 23
    with as_written():
        written: str = _Printer(settings).doprint(expression)
    return written


def derivative_sign(of: str, by: str) -> str:
    """The partial derivative as a fraction."""
    return rf"\frac{{\partial {of}}}{{\partial {by}}}"


class _Printer(LatexPrinter):  # type: ignore[misc]  # SymPy carries no types
    """Sums begin with what is positive, factors stand in the order in which people write them."""

    def _as_ordered_terms(self, expression: Expression, order: Any = None) -> list[Expression]:
        terms = super()._as_ordered_terms(expression, order=order)
        return sorted(terms, key=lambda term: bool(term.could_extract_minus_sign()))

    def _print_Mul(self, expression: Expression) -> str:  # noqa: N802  SymPy's name
        if sympy.fraction(expression, exact=True)[1] is sympy.S.One and not expression.is_number:
            factors = sorted(expression.as_ordered_factors(), key=_rank)
            if factors[0].is_number and factors[0] < 0:
                rest = sympy.Mul(-factors[0], *factors[1:])
                return f"- {self.parenthesize(rest, 70) if rest.is_Add else self._print(rest)}"
            return self._joined(factors)
        return str(super()._print_Mul(expression))

    def _joined(self, factors: list[Expression]) -> str:
        written = [
            self._print(factor) if not self._is_weak(factor) else self._bracketed(factor)
            for factor in factors
        ]
        result = written[0]
        for before, factor, text in zip(factors, factors[1:], written[1:], strict=False):
            digits = text[:1].isdigit() or (before.is_number and factor.is_number)
            result += rf" \cdot {text}" if digits else f" {text}"
        return result

    @staticmethod
    def _is_weak(factor: Expression) -> bool:
        return bool(factor.is_Add or factor.is_Piecewise or (factor.is_number and factor < 0))

    def _bracketed(self, factor: Expression) -> str:
        return rf"\left({self._print(factor)}\right)"

    def _print_Derivative(self, expression: Expression) -> str:  # noqa: N802
        by = self._print(expression.variables[0])
        inner = self._print(expression.expr)
        alone = expression.expr.is_Symbol or isinstance(expression.expr, (Head, sympy.Function))
        inside = inner if alone else rf"\left({inner}\right)"
        return rf"\frac{{\partial}}{{\partial {by}}} {inside}"

    def _print_Float(self, expression: Expression) -> str:  # noqa: N802
        return number_latex(float(expression))

    def _print_Piecewise(self, expression: Expression) -> str:  # noqa: N802
        lines = []
        for value, condition in expression.args:
            where = r"\text{otherwise}" if condition is sympy.true else self._print(condition)
            lines.append(f"{self._print(value)} & {where}")
        body = r" \\ ".join(lines)
        return rf"\begin{{cases}} {body} \end{{cases}}"

    def _print_atan2(self, expression: Expression, exp: str | None = None) -> str:
        return self._by_row(OPS["atan2"], expression, exp)

    def _print_Function(self, expression: Expression, exp: str | None = None) -> str:  # noqa: N802
        if isinstance(expression, Head):
            return self._by_row(expression.row, expression, exp)
        return str(super()._print_Function(expression, exp))

    def _by_row(self, row: Op, expression: Expression, exp: str | None) -> str:
        written = row.formula_latex(tuple(map(self._print, expression.args)))
        return written if exp is None else rf"{written}^{{{exp}}}"


def _rank(factor: Expression) -> int:
    """Numbers, then names, functions, sums, and last what is still to be differentiated."""
    base = factor.base if factor.is_Pow else factor
    kinds = (factor.is_number, base.is_Symbol, base.is_Function, not factor.has(sympy.Derivative))
    return next((rank for rank, fits in enumerate(kinds) if fits), len(kinds))
