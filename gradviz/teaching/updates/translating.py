"""A line of an optimizer's update as LaTeX, in symbols or in numbers, and what it comes to."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias, cast

import numpy as np

from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.terms import Term, number

Names: TypeAlias = Mapping[str, Any]
"""The numbers (and truths) of the names in a line."""

_SUM, _PRODUCT, _POWER = 1, 2, 4
_ATOM = 9

_OPERATIONS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARISONS: Mapping[type[ast.cmpop], tuple[Callable[[Any, Any], Any], str]] = {
    ast.Gt: (operator.gt, ">"),
    ast.Lt: (operator.lt, "<"),
    ast.LtE: (operator.le, r"\le"),
    ast.Eq: (operator.eq, "="),
    ast.NotEq: (operator.ne, r"\ne"),
}
_OPPOSITES: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.LtE: ast.Gt,
    ast.Eq: ast.NotEq,
}
_FUNCTIONS: Mapping[str, tuple[Callable[..., Any], str]] = {
    "sqrt": (np.sqrt, r"\sqrt{{{0}}}"),
    "absolute": (np.abs, r"\left|{0}\right|"),
    "sign": (np.sign, r"\operatorname{{sign}}\left({0}\right)"),
    "larger": (np.maximum, r"\max\left({0}, {1}\right)"),
    "smaller": (np.minimum, r"\min\left({0}, {1}\right)"),
}
COLORS = {"x": VALUE, "g": GRADIENT}


@lru_cache(maxsize=512)
def parsed(line: str) -> tuple[str, ast.expr]:
    """What a line assigns to, and the expression."""
    target, text = line.split(" = ", 1)
    return target, ast.parse(text, mode="eval").body


@lru_cache(maxsize=512)
def names_in(line: str) -> tuple[str, ...]:
    """The quantities in a line, in the order in which they are read."""
    target, expression = parsed(line)
    found = [n.id for n in ast.walk(expression) if isinstance(n, ast.Name)]
    return tuple(dict.fromkeys([target, *(n for n in found if n not in (*_FUNCTIONS, "where"))]))


def evaluate(expression: ast.expr, names: Names) -> Any:
    """What an expression comes to, by the rules of the descent on arrays: nothing is an error."""
    match expression:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.BinOp(left=left, op=op, right=right):
            first, second = evaluate(left, names), evaluate(right, names)
            return _OPERATIONS[type(op)](np.float64(first), np.float64(second))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            compare, _ = _COMPARISONS[type(op)]
            return bool(compare(evaluate(left, names), evaluate(right, names)))
        case ast.IfExp(test=test, body=body, orelse=other):
            return evaluate(body if evaluate(test, names) else other, names)
        case ast.Call(func=ast.Name(id="where"), args=[test, body, other]):
            return evaluate(body if evaluate(test, names) else other, names)
        case ast.Call(func=ast.Name(id=name), args=arguments):
            return _FUNCTIONS[name][0](*(evaluate(a, names) for a in arguments))
    raise TypeError(f"Not part of an optimizer's lines: {ast.unparse(expression)}")


@dataclass(frozen=True)
class Writer:
    """Writes expressions as LaTeX: names in ``symbols``, or with ``names`` their numbers.

    In both, a choice between two texts by what all coordinates share shows the one that
    applies; a choice by coordinate shows all cases in symbols, and in numbers the one taken.
    ``inlined`` are names whose expression is written in their place, in symbols.
    """

    symbol: Callable[[str], str]
    names: Names
    inlined: Mapping[str, ast.expr]
    in_numbers: bool = False
    inside_fraction: bool = False

    def write(self, expression: ast.expr) -> Term:
        """The LaTeX of an expression."""
        match expression:
            case ast.Constant(value=value):
                return number(float(cast("float", value)))
            case ast.Name(id=name):
                return self._name(name)
            case ast.BinOp(op=ast.Mult()):
                return self._product(expression)
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self._fraction(left, right)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                base = self.write(left).within(_POWER + 1, first=False)
                return Term(f"{base}^{{{self.write(right).latex}}}", _POWER)
            case ast.BinOp(left=left, op=op, right=right):
                return self._sum(left, "+" if isinstance(op, ast.Add) else "-", right)
            case ast.IfExp(test=test, body=body, orelse=other):
                return self.write(body if evaluate(test, self.names) else other)
            case ast.Call(func=ast.Name(id="where"), args=arguments):
                return self._cases(arguments)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                shape = _FUNCTIONS[name][1]
                return Term(shape.format(*(self.write(a).latex for a in arguments)), _ATOM)
        raise TypeError(f"Not part of an optimizer's lines: {ast.unparse(expression)}")

    def _name(self, name: str) -> Term:
        if self.in_numbers:
            term = number(float(self.names[name]))
            return term.colored(COLORS[name]) if name in COLORS else term
        if name in self.inlined:
            return self.write(self.inlined[name])
        symbol = Term(self.symbol(name))
        return symbol.colored(COLORS[name]) if name in COLORS else symbol

    def _sum(self, left: ast.expr, sign: str, right: ast.expr) -> Term:
        least = _SUM if sign == "+" else _PRODUCT
        after = self.write(right).within(least, first=False)
        first = self.write(left)
        return Term(f"{first.within(_SUM)} {sign} {after}", _SUM, first.signed)

    def _product(self, expression: ast.expr) -> Term:
        """Factors side by side (numbers with a dot between), equal ones as a power."""
        runs: list[tuple[ast.expr, int]] = []
        for factor in _factors(expression):
            if runs and ast.dump(runs[-1][0]) == ast.dump(factor):
                runs[-1] = (factor, runs[-1][1] + 1)
            else:
                runs.append((factor, 1))
        written: list[str] = []
        signed = False
        for place, (factor, count) in enumerate(runs):
            term = self.write(factor)
            signed |= place == 0 and term.signed and count == 1
            if count == 1:
                written.append(term.within(_PRODUCT, first=place == 0))
            else:
                written.append(f"{term.within(_POWER + 1, first=False)}^{{{count}}}")
        latex = written[0]
        for text in written[1:]:
            dotted = self.in_numbers or text[0].isdigit()
            latex += (r" \cdot " if dotted else r"\,") + text
        return Term(latex, _PRODUCT, signed)

    def _fraction(self, above: ast.expr, below: ast.expr) -> Term:
        if self.inside_fraction:
            first, second = self.write(above), self.write(below)
            text = f"{first.within(_PRODUCT)} / {second.within(_POWER, first=False)}"
            return Term(text, _PRODUCT, first.signed)
        inner = replace(self, inside_fraction=True)
        return Term(rf"\frac{{{inner.write(above).latex}}}{{{inner.write(below).latex}}}", _PRODUCT)

    def _cases(self, arguments: list[ast.expr]) -> Term:
        test, body, other = arguments
        if self.in_numbers:
            return self.write(body if evaluate(test, self.names) else other)
        rows = []
        rest: ast.expr = ast.Call(ast.Name("where"), arguments, [])
        while isinstance(rest, ast.Call):
            test, body, rest = rest.args
            rows.append(f"{self.write(body).latex} & {self.condition(test)}")
        rows.append(rf"{self.write(rest).latex} & \text{{otherwise}}")
        inside = r" \\ ".join(rows)
        return Term(rf"\begin{{cases}} {inside} \end{{cases}}", _ATOM)

    def reasons(self, expression: ast.expr) -> list[str]:
        """The conditions, as LaTeX, that chose the texts or cases in an expression."""
        found = []
        for part in ast.walk(expression):
            match part:
                case ast.IfExp(test=test):
                    holds = evaluate(test, self.names)
                    found.append(self.condition(test) if holds else self._refuted(test))
                case ast.Call(func=ast.Name(id="where"), args=[test, *_]):
                    if evaluate(test, self.names):
                        return [*found, self.condition(test)]
        return found

    def _refuted(self, test: ast.expr) -> str:
        """The opposite of a comparison."""
        compared = self._comparison(test)
        opposite = _OPPOSITES[type(compared.ops[0])]()
        return self.condition(ast.Compare(compared.left, [opposite], compared.comparators))

    def condition(self, test: ast.expr) -> str:
        """A comparison as LaTeX."""
        compared = self._comparison(test)
        sign = _COMPARISONS[type(compared.ops[0])][1]
        left, right = self.write(compared.left), self.write(compared.comparators[0])
        return f"{left.latex} {sign} {right.latex}"

    def _comparison(self, test: ast.expr) -> ast.Compare:
        """A condition, or what a condition with a name stands for."""
        return cast("ast.Compare", self.inlined[test.id] if isinstance(test, ast.Name) else test)


def _factors(expression: ast.expr) -> list[ast.expr]:
    if isinstance(expression, ast.BinOp) and isinstance(expression.op, ast.Mult):
        return [*_factors(expression.left), expression.right]
    return [expression]
