"""The updates of Newton's method and of L-BFGS, which learns the curvature from its steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from gradviz.descent.methods.lbfgs import LEAST_CURVATURE, Pair, direction
from gradviz.descent.methods.newton import eliminated, solved
from gradviz.graph import Array
from gradviz.teaching.markup import GRADIENT, VALUE
from gradviz.teaching.terms import number, value_term
from gradviz.teaching.updates.lines import UpdateLine
from gradviz.teaching.updates.scene import G, Scene, Told, X, gradient_line, step_line

Cancel: TypeAlias = Callable[[], bool]

_MOST = 2  # coordinates whose matrix is shown


def tell_newton(scene: Scene, epoch: int, _cancel: Cancel | None) -> Told:
    """The system H p = g, and the step −η p."""
    x, g, rate = scene.point(epoch), scene.gradient(epoch), float(scene.rates[epoch])
    hessian = scene.space.hessian(scene.space.vector(x))
    found = eliminated(hessian, g.tolist()) if isinstance(hessian, list) else None
    matrix = np.asarray(hessian)
    p = np.asarray(found) if found is not None else solved(matrix, g)
    curvatures = np.linalg.eigvalsh(matrix) if np.isfinite(matrix).all() else np.zeros(1)
    words = "The step goes to where the quadratic with this gradient and curvature is level."
    if curvatures[0] < 0:
        words += (
            f" Its smallest curvature is {number(float(curvatures[0])).plain}, below 0: "
            "that place is no minimum."
        )

    def lines(i: int) -> tuple[UpdateLine, ...]:
        before, step = float(x[i]), float(p[i])
        after = before - rate * step
        numbers = (
            f"{number(before).colored(VALUE).latex} - {number(rate).within(2)} \\cdot "
            f"{number(step).within(2, first=False)}"
        )
        result = number(after).colored(VALUE).latex
        return (
            gradient_line(scene.output, float(g[i])),
            UpdateLine("p", "p", "", number(step).latex, step, ("p",)),
            UpdateLine(
                "x",
                rf"{X} \leftarrow {X} - \eta\,p",
                numbers,
                result,
                after,
                ("x", "lr", "p"),
            ),
        )

    return Told(_system(matrix, g, p), lines, x, x - rate * p, words)


def _system(matrix: Array, g: Array, p: Array) -> tuple[UpdateLine, ...]:
    """The system in symbols and as far as it can be shown in numbers."""
    symbols = rf"p = H^{{-1}} {G}"
    if len(g) > _MOST:
        size = value_term(matrix).latex
        return (UpdateLine("p", rf"{symbols}, \quad H: {size}", names=("p", "H", "g")),)
    column = value_term(g[:, None]).colored(GRADIENT).latex
    numbers = rf"{{{value_term(matrix).latex}}}^{{-1}} {column}"
    result = value_term(p[:, None]).latex
    return (UpdateLine("p", symbols, numbers, result, None, ("p", "H", "g")),)


def tell_lbfgs(scene: Scene, epoch: int, _cancel: Cancel | None) -> Told:
    """The direction from the latest pairs of steps and changes of the gradient."""
    x, g, rate = scene.point(epoch), scene.gradient(epoch), float(scene.rates[epoch])
    space, vectors = scene.space, scene.space.vectors
    epoch = min(epoch, scene.arrival)  # while it stays it learns nothing
    if vectors.largest(space.vector(g)) <= float(scene.settings["tolerance_grad"]):
        return _stays(scene, epoch, g, "every gradient is within the tolerance")
    pairs, scale, common = _pairs(scene, epoch, g)
    if epoch == 0:
        d, t = -g, min(1.0, 1.0 / float(np.abs(g).sum())) * rate
        common.append(_first_length(g, rate, t))
        words = "Nothing is known of the curvature yet, so the first step goes down the gradient."
    else:
        d, t = np.asarray(direction(vectors, space.vector(g), pairs, scale)), rate
        count = len(pairs)
        words = (
            f"The direction is −H̃⁻¹g. What is known of the curvature comes from "
            f"{'the latest step' if count == 1 else f'the latest {count} steps'} and how the "
            "gradient changed along "
            f"{'it' if count == 1 else 'them'}."
        )
    if float(g @ d) > -float(scene.settings["tolerance_change"]):
        return _stays(scene, epoch, g, "the direction leads down by less than the tolerance")

    def lines(i: int) -> tuple[UpdateLine, ...]:
        di = float(d[i])
        symbols = rf"d = -{G}" if epoch == 0 else rf"d = -\tilde{{H}}^{{-1}} {G}"
        return (
            gradient_line(scene.output, float(g[i])),
            UpdateLine("d", symbols, "", number(di).latex, di, ("d", "g")),
            step_line(float(x[i]), t, di),
        )

    return Told(tuple(common), lines, x, x + t * d, words)


def _stays(scene: Scene, epoch: int, g: Array, why: str) -> Told:
    x = scene.point(epoch)

    def lines(i: int) -> tuple[UpdateLine, ...]:
        shown = number(float(x[i])).colored(VALUE).latex
        return (
            gradient_line(scene.output, float(g[i])),
            UpdateLine("x", rf"{X} \leftarrow {X}", "", shown, float(x[i]), ("x",)),
        )

    return Told((), lines, x, x, f"It has arrived and stays: {why}.")


def _first_length(g: Array, rate: float, t: float) -> UpdateLine:
    total = number(float(np.abs(g).sum())).latex
    return UpdateLine(
        "t",
        rf"t = \min\left(1, \frac{{1}}{{\sum |{G}|}}\right) \eta",
        rf"\min\left(1, \frac{{1}}{{{total}}}\right) \cdot {number(rate).within(2, first=False)}",
        number(t).latex,
        t,
        ("t", "g", "lr"),
    )


def _pairs(scene: Scene, epoch: int, g: Array) -> tuple[list[Pair], float, list[UpdateLine]]:
    """The latest pairs, the scale of the first guess, and the lines that say where it is from."""
    space = scene.space
    most = int(scene.settings["history_size"])
    pairs: list[Pair] = []
    scale, later, told = 1.0, g, False
    lines: list[UpdateLine] = []
    steps = None if space.is_open else _uncut_steps(scene, epoch)
    for before in range(epoch - 1, -1, -1):
        if len(pairs) == most and told:
            break
        earlier = scene.gradient(before)
        s = scene.point(before + 1) - scene.point(before) if steps is None else steps[before]
        y = later - earlier
        later = earlier
        curvature = float(y @ s)
        if curvature <= LEAST_CURVATURE:
            continue
        if len(pairs) < most:
            pairs.append(Pair(space.vector(s), space.vector(y), 1.0 / curvature))
        if not told:
            scale, told = curvature / float(y @ y), True
            lines.append(_scale_line(curvature, float(y @ y), scale))
    return pairs[::-1], scale, lines


def _uncut_steps(scene: Scene, epoch: int) -> list[Array]:
    """The steps before ``epoch`` as the method knows them, from before the box cut them short."""
    space, vectors = scene.space, scene.space.vectors
    pairs: deque[Pair] = deque(maxlen=int(scene.settings["history_size"]))
    steps: list[Array] = []
    scale, before = 1.0, scene.gradient(0)
    for at in range(epoch):
        g, rate = scene.gradient(at), float(scene.rates[at])
        if at == 0:
            d, t = -g, min(1.0, 1.0 / float(np.abs(g).sum())) * rate
        else:
            s, y = steps[-1], g - before
            curvature = float(y @ s)
            if curvature > LEAST_CURVATURE:
                pairs.append(Pair(space.vector(s), space.vector(y), 1.0 / curvature))
                scale = curvature / float(y @ y)
            d, t = np.asarray(direction(vectors, space.vector(g), pairs, scale)), rate
        steps.append(t * d)
        before = g
    return steps


def _scale_line(curvature: float, size: float, scale: float) -> UpdateLine:
    return UpdateLine(
        "gamma",
        r"\gamma = \frac{s \cdot y}{y \cdot y}",
        rf"\frac{{{number(curvature).latex}}}{{{number(size).latex}}}",
        number(scale).latex,
        scale,
        ("gamma", "s", "y"),
    )
