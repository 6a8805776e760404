"""The updates of simulated annealing: the candidate, its chance, and what came of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import islice
from typing import TypeAlias

import numpy as np

from gradviz.descent.methods.annealing import accepts, mulberry32
from gradviz.teaching.markup import VALUE
from gradviz.teaching.terms import number
from gradviz.teaching.updates.lines import UpdateLine
from gradviz.teaching.updates.scene import Scene, Told, X

Cancel: TypeAlias = Callable[[], bool]

_INCREMENT = 0x6D2B79F5  # of the generator's state, for each number drawn


def tell_annealing(scene: Scene, epoch: int, _cancel: Cancel | None) -> Told:
    """A candidate by chance; a worse one is taken the less the colder it is."""
    x, rate = scene.point(epoch), float(scene.rates[epoch])
    size = len(x)
    # The state of the generator grows by the same amount each time, so it can be set ahead.
    drawn = epoch * (size + 1)
    numbers = list(islice(mulberry32(int(scene.settings["seed"]) + drawn * _INCREMENT), size + 1))
    u, chance = np.array(numbers[:size]), numbers[size]
    start, alpha = float(scene.settings["T0"]), float(scene.settings["alpha"])
    temperature = start
    for _ in range(epoch):  # as the run did it, to the last digit
        temperature *= alpha
    offsets = 2.0 * u - 1.0
    candidate = x + rate * offsets
    if scene.box is not None:
        candidate = scene.box.inside(candidate)
    rise = scene.value(candidate) - scene.value(x)
    taken = accepts(rise, chance, temperature)
    common = (
        _temperature(start, alpha, epoch, temperature),
        *_chance(scene, rise, chance, temperature, taken=taken),
    )

    def lines(i: int) -> tuple[UpdateLine, ...]:
        before, after = float(x[i]), float(candidate[i])
        offset = rf"\left(2 \cdot {_n(float(u[i]))} - 1\right)"
        tried = UpdateLine(
            "candidate",
            rf"x' = {X} + \eta\,(2u - 1)",
            rf"{number(before).colored(VALUE).latex} + {number(rate).within(2)} \cdot {offset}",
            _n(after),
            after,
            ("candidate", "x", "lr", "u"),
        )
        end = after if taken else before
        result = number(end).colored(VALUE).latex
        symbols = rf"{X} \leftarrow x'" if taken else rf"{X} \leftarrow {X}"
        return tried, UpdateLine("x", symbols, "", result, end, ("x", "candidate"))

    return Told(common, lines, x, candidate if taken else x, _words(rise, taken=taken))


def _temperature(start: float, alpha: float, epoch: int, temperature: float) -> UpdateLine:
    numbers = rf"{_n(start)} \cdot {number(alpha).within(5)}^{{{epoch}}}"
    return UpdateLine(
        "T", r"T = T_0\,\alpha^k", numbers, _n(temperature), temperature, ("T", "T0", "alpha")
    )


def _chance(
    scene: Scene, rise: float, chance: float, temperature: float, *, taken: bool
) -> tuple[UpdateLine, ...]:
    """By how much the candidate is higher, and how probable it is that it is taken."""
    f = scene.output
    higher = UpdateLine("rise", rf"\Delta = {f}(x') - {f}(x)", "", _n(rise), rise, ("rise",))
    if rise <= 0.0:
        return (higher,)
    probable = math.exp(-rise / temperature) if temperature > 0.0 else 0.0
    likely = UpdateLine(
        "probability",
        r"P = e^{-\Delta/T}",
        rf"e^{{-{number(rise).within(2)} / {number(temperature).within(4)}}}",
        _n(probable),
        probable,
        ("probability", "rise", "T"),
    )
    sign = "<" if taken else r"\ge"
    drawn = UpdateLine("draw", rf"u' = {_n(chance)} {sign} P", value=chance, names=("draw",))
    return higher, likely, drawn


def _words(rise: float, *, taken: bool) -> str:
    if rise <= 0.0:
        return "The candidate is not higher, so it is taken."
    if taken:
        return "The candidate is higher, but chance takes it."
    return "The candidate is higher, and chance leaves it: the point stays."


def _n(value: float) -> str:
    return number(value).latex
