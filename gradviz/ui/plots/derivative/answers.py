"""The lecture's questions about derivatives, answered with the numbers that are on the screen."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from gradviz.descent import Smoothness, Turn
from gradviz.graph import Array, format_number
from gradviz.teaching import written
from gradviz.ui.plots.derivative.probe import Probe
from gradviz.ui.plots.derivative.source import Curves

MOST_NAMED = 4
_SAME = 1e-9  # share of the slopes by which two formulas may differ and still be the same


@dataclass(frozen=True, eq=False)
class Sight:
    """What is on the screen: the point, the curves in view, all partial derivatives there."""

    probe: Probe
    curves: Curves | None
    gradient: Mapping[str, float]


@dataclass(frozen=True)
class Question:
    """One question: what its button says, the question in full, and its answer."""

    name: str
    short: str
    full: str
    answer: Callable[[Sight], str]


def _derivative(sight: Sight) -> str:
    p = sight.probe
    x, h = format_number(p.x), format_number(p.h)
    between = (
        f"From {p.called} = {x} to {format_number(p.other_x)}, {p.output} changes by "
        f"{format_number(p.rise)}: the secant's slope is Δ{p.output}/Δ{p.called} = "
        f"{format_number(p.rise)} / {h} = {format_number(p.secant)}."
    )
    if not math.isfinite(p.secant):
        between = f"Between {p.called} = {x} and {format_number(p.other_x)} there is no secant."
    nature = None if p.errors is None else p.errors.nature
    if nature is not None and nature.smoothness is Smoothness.KINK:
        return (
            f"{between} As h → 0 it depends on the side: {format_number(nature.left)} from the "
            f"left, {format_number(nature.right)} from the right. There is no one tangent at "
            f"{x}, so no derivative; the backward pass takes {format_number(p.slope)}."
        )
    if not p.is_smooth:
        return f"{between} As h → 0 it settles nowhere: at {x} there is no derivative."
    return (
        f"{between} Let h go to 0 and the secant turns into the tangent. Its slope, "
        f"{format_number(p.slope)}, is the derivative {p.symbol} at {p.called} = {x}: how fast "
        f"{p.output} changes there."
    )


def _minima(sight: Sight) -> str:
    curves, p = sight.curves, sight.probe
    rule = (
        f"Where {p.output} falls its derivative is negative, where it rises positive. In between, "
        "at a minimum or a maximum, the tangent is level: the derivative is 0."
    )
    if curves is None:
        return rule
    turns = [turn for turn in curves.turns if turn.turn is not Turn.KINK or not turn.kinked]
    if not turns:
        return f"{rule} {_without_turns(curves, p)}"
    named = [_turn_named(turn.turn, turn.x, p.called, kinked=turn.kinked) for turn in turns]
    more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return f"{rule} In view: {'; '.join(named[:MOST_NAMED])}{more}."


def _turn_named(turn: Turn, x: float, axis: str, *, kinked: bool) -> str:
    where = f"at {axis} = {format_number(x)}"
    if kinked:
        return f"a {turn.value} {where}, where the slope jumps and is never 0"
    signs = {
        Turn.MINIMUM: "slope − before, + after",
        Turn.MAXIMUM: "slope + before, − after",
        Turn.FLAT: "slope 0 but the same sign on both sides, so neither",
    }
    return f"a {turn.value} {where} ({signs[turn]})"


def _without_turns(curves: Curves, p: Probe) -> str:
    slopes = curves.slopes[np.isfinite(curves.slopes)]
    if slopes.size and (slopes > 0).all():
        return f"In view it is always positive: {p.output} only rises and has no minimum here."
    if slopes.size and (slopes < 0).all():
        return f"In view it is always negative: {p.output} only falls and has no minimum here."
    return "In view it nowhere changes its sign."


def _gradient(sight: Sight) -> str:
    p = sight.probe
    number = format_number(p.slope)
    if len(p.cut.names) == 1:
        return (
            f"{p.output} has one parameter, so there is one derivative: {p.symbol} = {number}, a "
            f"number. With more parameters there is one for each (the others stay), and the "
            f"gradient collects them; here it is ∇{p.output} = ({number})."
        )
    fixed = [f"{written(n)} = {format_number(p.cut.at[n])}" for n in p.cut.names if n != p.axis]
    listed = ", ".join(fixed[:MOST_NAMED]) + (" …" if len(fixed) > MOST_NAMED else "")
    length = math.hypot(*sight.gradient.values())
    return (
        f"The curve is a slice: {listed} stays. Its derivative is the partial derivative "
        f"{p.symbol} = {number}, one number. The gradient collects the partial derivatives: "
        f"{gradient_text(p, sight.gradient)}, a vector. It points where {p.output} grows fastest "
        f"(by {format_number(length)} for each unit); gradient descent steps the other way."
    )


def _numbers(sight: Sight) -> str:
    p = sight.probe
    if not p.is_smooth:
        return (
            "There is no derivative here, so a difference quotient has nothing to be near to: it "
            "returns a number all the same. A formula at least shows that something is wrong."
        )
    size = format_number(abs(p.h))
    forward, central = (format_number(p.error_of(s), 2) for s in ("forward", "central"))
    text = (
        f"Numerically: with h = {size} the forward difference errs by {forward}, the central one "
        f"by {central}. A large h cuts off the curve; a small h subtracts nearly equal numbers, "
        "whose digits are lost."
    )
    best = [_best(p, scheme) for scheme in ("forward", "central")]
    said = " and ".join(b for b in best if b)
    best_text = f" Best here is h ≈ {said}." if said else ""
    return (
        f"{text}{best_text} Analytically there is no h, and one backward pass gives the slopes by "
        "all parameters at once, where differences need two values for each."
    )


def _best(p: Probe, scheme: str) -> str:
    model = None if p.errors is None else p.errors.schemes[scheme].model
    if model is None or model.best is None:
        return ""
    return f"{format_number(model.best, 2)} ({scheme})"


def _symbols(sight: Sight) -> str:
    p = sight.probe
    known = identity(sight)
    also = f" In view that equals {known}." if known else ""
    return (
        f"The rules of differentiation give a formula for every {p.called}.{also} At {p.called} = "
        f"{format_number(p.x)} it gives {format_number(p.slope)}."
    )


_IDENTITIES: tuple[tuple[Callable[[Array], Array], str], ...] = (
    (lambda v: v * (1.0 - v), "{0}(1 − {0})"),
    (lambda v: v, "{0} itself"),
    (lambda v: 1.0 - v * v, "1 − {0}²"),
)
"""Derivatives that are a formula of the function's own value: sigmoid, exponential, tanh."""


def identity(sight: Sight) -> str:
    """The derivative as a formula of the value, where one holds for the whole curve in view."""
    curves = sight.curves
    if curves is None:
        return ""
    known = np.isfinite(curves.values) & np.isfinite(curves.slopes)
    values, slopes = curves.values[known], curves.slopes[known]
    if len(values) < 2 or np.ptp(slopes) == 0:
        return ""
    for formula, words in _IDENTITIES:
        if np.allclose(formula(values), slopes, rtol=_SAME, atol=_SAME * np.abs(slopes).max()):
            return words.format(sight.probe.output)
    return ""


def gradient_text(p: Probe, gradient: Mapping[str, float]) -> str:
    """∇f = (∂f/∂x, ∂f/∂y) = (1, 2); long gradients are cut short."""
    names = list(gradient)[:MOST_NAMED]
    rest = ", …" if len(gradient) > MOST_NAMED else ""
    symbols = ", ".join(f"∂{p.output}/∂{written(name)}" for name in names)
    numbers = ", ".join(format_number(gradient[name]) for name in names)
    return f"∇{p.output} = ({symbols}{rest}) = ({numbers}{rest})"


QUESTIONS = (
    Question("derivative", "Derivative?", "What is a derivative?", _derivative),
    Question("minima", "Minima?", "How are derivative and minima connected?", _minima),
    Question(
        "gradient", "Gradient?", "What is the difference between gradient and derivative?",
        _gradient,
    ),
    Question("numbers", "Numerically?", "Why not simply take a small h?", _numbers),
    Question("symbols", "As a formula?", "What is the analytic derivative?", _symbols),
)  # fmt: skip
