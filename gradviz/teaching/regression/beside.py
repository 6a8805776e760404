"""The loss around its sum over the rows, and its gradient by the chain rule, with the numbers."""

from __future__ import annotations

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
        filled = f"= {led(around.in_numbers(step, numbers))} = {result}"
        lines += _fitted(whole, filled)
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
        rule.append(fit.derivative(parameter) if is_plain else chain)
        symbols.append(_product(slope.latex(), fit.derivative(parameter), is_sum=slope.is_sum))
        after = part.within(2, first=is_plain)
        filled.append(_product(slope.in_numbers(numbers), after, is_sum=slope.is_sum))
    if parameter in around.direct:
        slope = around.by_parameter[parameter]
        rule.append(slope.latex())
        symbols.append(slope.latex())
        filled.append(slope.in_numbers(numbers))
    ways = list(dict.fromkeys((_added(rule), _added(symbols))))
    return [
        *_fitted(f"{left} = {ways[0]}", *(f"= {way}" for way in ways[1:])),
        _come_to(_added(filled), term(shares.gradients[parameter])),
    ]


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
