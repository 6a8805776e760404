"""The rules of differentiation, each rewriting one derivative into smaller ones."""

from __future__ import annotations

from typing import NamedTuple

import sympy

from gradviz.graph.symbolic.building import Expression, Head, rows_by_function, slope

_CHAIN = " Chain rule: times the derivative of what is inside."


class Rewritten(NamedTuple):
    """What a derivative is equal to, and the rule in words."""

    expression: Expression
    words: str


def d(inner: Expression, by: Expression) -> Expression:
    """A derivative that waits for its rule; 0 and 1 at once where there is nothing to do."""
    if not inner.has(by):
        return sympy.S.Zero
    return sympy.S.One if inner == by else sympy.Derivative(inner, by)


def rewritten(derivative: Expression, name: str) -> Rewritten:
    """One rule applied to a waiting derivative; ``name`` is what one differentiates by."""
    inner, by = derivative.expr, derivative.variables[0]
    if inner.is_Add:
        return _sum(inner, by, name)
    if inner.is_Mul:
        return _product(inner, by, name)
    if isinstance(inner, sympy.exp):
        inside = inner.args[0]
        words = "The exponential is its own derivative." + _chain(inside, by)
        return Rewritten(inner * d(inside, by), words)
    if inner.is_Pow:
        return _power(inner, by)
    return _function(inner, by)


def _chain(inside: Expression, by: Expression) -> str:
    return "" if inside == by else _CHAIN


def _sum(inner: Expression, by: Expression, name: str) -> Rewritten:
    words = "Sum rule: every term is differentiated alone"
    constant = any(not term.has(by) for term in inner.args)
    words += f"; those without {name} give 0." if constant else "."
    return Rewritten(sympy.Add(*(d(term, by) for term in inner.args)), words)


def _product(inner: Expression, by: Expression, name: str) -> Rewritten:
    constant, moving = inner.as_independent(by, as_Add=False)
    if constant != 1:
        words = f"Constant factor: what does not depend on {name} stays in front."
        return Rewritten(constant * d(moving, by), words)
    above, below = sympy.fraction(inner, exact=True)
    if below.has(by):
        return _quotient(above, below, by)
    parts = [
        sympy.Mul(*(d(f, by) if at == turn else f for at, f in enumerate(inner.args)))
        for turn in range(len(inner.args))
    ]
    words = "Product rule: each factor is differentiated in turn, and the results add."
    return Rewritten(sympy.Add(*parts), words)


def _quotient(above: Expression, below: Expression, by: Expression) -> Rewritten:
    made = (d(above, by) * below - above * d(below, by)) / below**2
    if not above.has(by):
        return Rewritten(made, "Quotient rule: (1/v)′ = −v′/v².")
    return Rewritten(made, "Quotient rule: (u/v)′ = (u′v − uv′)/v².")


def _power(inner: Expression, by: Expression) -> Rewritten:
    base, exponent = inner.base, inner.exp
    if not exponent.has(by):
        if exponent == -1:
            return _quotient(sympy.S.One, base, by)
        words = "Power rule: the exponent comes down as a factor and falls by 1."
        if exponent == sympy.S.Half:
            words = "Square root rule: (√u)′ = 1/(2√u)."
        made = exponent * base ** (exponent - 1) * d(base, by)
        return Rewritten(made, words + _chain(base, by))
    if not base.has(by):
        words = "Exponential rule: (cᵘ)′ = cᵘ ln c · u′."
        return Rewritten(inner * sympy.log(base) * d(exponent, by), words)
    made = inner * (d(exponent, by) * sympy.log(base) + exponent * d(base, by) / base)
    return Rewritten(made, "Rule of general powers: (uᵛ)′ = uᵛ (v′ ln u + v u′/u).")


def _function(inner: Expression, by: Expression) -> Rewritten:
    """The row's own rule; an operation on two operands has a term for each."""
    row = inner.row if isinstance(inner, Head) else rows_by_function()[inner.func]
    parts = [slope(row, port)(*inner.args) * d(u, by) for port, u in enumerate(inner.args)]
    words = f"The rule of {row.symbol}: {_RULES.get(row.name, 'its derivative stands in front')}."
    simple = all(u == by or not u.has(by) for u in inner.args)
    return Rewritten(sympy.Add(*parts), words if simple else words + _CHAIN)


_RULES = {
    "sin": "the derivative is the cosine",
    "cos": "the derivative is minus the sine",
    "tan": "the derivative is 1 plus its square",
    "log": "the derivative is one over what is inside",
    "tanh": "the derivative is 1 minus its square",
    "sigmoid": "the derivative is its value times 1 minus its value",
    "relu": "the derivative is 1 where it is positive, else 0",
    "abs": "the derivative is the sign",
    "maximum": "1 for the larger operand, 0 for the smaller, one half each where they are equal",
    "minimum": "1 for the smaller operand, 0 for the larger, one half each where they are equal",
    "leaky_relu": "the derivative is 1 where it is positive, else 0.01",
    "sign": "it is flat, so the derivative is 0",
}
