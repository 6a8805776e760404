"""The loss around its sum over the rows, and its gradient by the chain rule, with the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gradviz.graph import NodeId
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.adding import ROOM, bracketed, led
from gradviz.teaching.regression.around import Around
from gradviz.teaching.regression.fit import Fit
from gradviz.teaching.regression.matrices import term
from gradviz.teaching.regression.sections import Section
from gradviz.teaching.regression.shares import Shares
from gradviz.teaching.terms import Term, number


def gradient_title(fit: Fit) -> str:
    """What the gradient over the rows is called: of which sum, where the loss is more than it."""
    return "Gradient" if fit.around is None else f"Gradient of {plain(fit.output)}"


def as_loss(shares: Shares) -> tuple[Section, ...]:
    """The loss and its gradient, made from those of the sum over the rows; () where it is that."""
    fit, around = shares.fit, shares.fit.around
    if around is None:
        return ()
    numbers = around.numbers(shares.values)
    lines: list[str] = []
    for step in (*around.steps, around.output):
        name = fit.loss if step == around.output else around.name(step)
        result = number(numbers[step]).colored(VALUE).latex
        whole = f"{name} = {led(around.definition(step))}"
        is_sum = step in around.penalties
        filled = "" if is_sum else f"= {led(around.in_numbers(step, numbers))} "
        lines += _fitted(whole, f"{filled}= {result}")
    gradient = [line for p in shares.chosen for line in _derivative(shares, around, p)]
    return (
        Section("Loss", tuple(lines)),
        Section(f"Gradient of {plain(fit.loss)}", tuple(gradient), shares.agreement),
    )


def _derivative(shares: Shares, around: Around, parameter: NodeId) -> list[str]:
    """The chain rule for one parameter: in derivatives, in symbols, in numbers."""
    fit, numbers = shares.fit, around.numbers(shares.values)
    left = _fraction(fit.loss, fit.called(parameter))
    rule, symbols, filled = [], [], []
    if parameter in shares.summed:
        part, slope = term(shares.summed[parameter]), around.by_part
        chain = rf"{_fraction(fit.loss, fit.output)} \cdot {fit.derivative(parameter)}"
        is_plain = slope.latex() == "1"
        before, after = slope.latex(around.names_latex), part.within(2, first=is_plain)
        rule.append(fit.derivative(parameter) if is_plain else chain)
        symbols.append(_product(before, fit.derivative(parameter), is_sum=slope.is_sum))
        filled.append(_product(slope.in_numbers(numbers), after, is_sum=slope.is_sum))
    for text, in_numbers in _direct(shares, around, parameter):
        rule.append(text)
        symbols.append(text)
        filled.append(in_numbers)
    ways = list(dict.fromkeys((_added(rule), _added(symbols))))
    return [
        *_fitted(f"{left} = {ways[0]}", *(f"= {way}" for way in ways[1:])),
        _come_to(_added(filled), term(shares.gradients[parameter])),
    ]


def _direct(shares: Shares, around: Around, parameter: NodeId) -> Iterator[tuple[str, str]]:
    """What a parameter adds beside the sum over the rows, in symbols and in numbers."""
    numbers, names = around.numbers(shares.values), around.names_latex
    if parameter in around.direct:
        slope = around.slopes[parameter]
        yield slope.latex(names), slope.in_numbers(numbers)
    for node, penalty in around.penalties.items():
        if penalty.vector != parameter:
            continue
        slope, count = around.slopes[node], np.size(shares.values[parameter])
        inner = (penalty.in_symbols(count), penalty.in_the_numbers(shares.values))
        texts = (slope.latex(names), slope.in_numbers(numbers))
        is_sum = penalty.slope.is_sum and not penalty.is_mean
        one, other = (
            text if before == "1" else bracketed(text, needed=is_sum)
            for before, text in zip(texts, inner, strict=True)
        )
        yield (
            _product(texts[0], one, is_sum=slope.is_sum),
            _product(texts[1], other, is_sum=slope.is_sum),
        )


def _come_to(filled: str, result: Term) -> str:
    """The numbers put in and what they come to, once where that is the same."""
    shown = result.colored(GRADIENT).latex
    return f"= {shown}" if plain(filled) == result.plain else f"= {filled} = {shown}"


def _fraction(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def _product(before: str, after: str, *, is_sum: bool) -> str:
    if before == "1":
        return after
    return rf"{bracketed(before, needed=True) if is_sum else before} \cdot {after}"


def _added(texts: list[str]) -> str:
    result = led(texts[0])
    for text in texts[1:]:
        is_negative = text.startswith("-")
        result += f" - {text[1:].lstrip()}" if is_negative else f" + {text}"
    return result


def _fitted(*parts: str) -> tuple[str, ...]:
    """Parts of one equation on a line, if it has room for them."""
    whole = " ".join(parts)
    return (whole,) if len(plain(whole)) <= ROOM else parts
