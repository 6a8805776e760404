"""The updates of Armijo's line search and of conjugate gradients, trial by trial."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from gradviz.descent.methods.searching import MOST_TRIALS
from gradviz.graph import Array
from gradviz.teaching.terms import number
from gradviz.teaching.updates.lines import UpdateLine
from gradviz.teaching.updates.scene import G, Scene, Told, gradient_line, step_line

Cancel: TypeAlias = Callable[[], bool]

_MOST_SHOWN = 5
"""Of more trials the first ones and the last are shown."""


def tell_armijo(scene: Scene, epoch: int, _cancel: Cancel | None) -> Told:
    """Down the gradient, with steps that are shortened until one is low enough."""
    g = scene.gradient(epoch)
    t, trials = _searched(scene, epoch, g, -g)

    def lines(i: int) -> tuple[UpdateLine, ...]:
        x = float(scene.point(epoch)[i])
        down = number(-float(g[i])).latex
        return (
            gradient_line(scene.output, float(g[i])),
            UpdateLine("d", rf"d = -{G}", "", down, -float(g[i]), ("d", "g")),
            step_line(x, t, -float(g[i])),
        )

    before = scene.point(epoch)
    return Told(tuple(trials), lines, before, before + t * -g, _words(len(trials) - 1))


def tell_cg(scene: Scene, epoch: int, cancel: Cancel | None) -> Told | None:
    """Along a direction that keeps a share of the one before."""
    found = _direction(scene, epoch, cancel)
    if found is None:
        return None
    d, before, beta, starts_anew = found
    g = scene.gradient(epoch)
    t, trials = _searched(scene, epoch, g, d)
    common: list[UpdateLine] = []
    if before is not None:
        common.append(_beta_line(scene, g, before[1], beta))
    fresh = before is None or starts_anew

    def lines(i: int) -> tuple[UpdateLine, ...]:
        gi, di = float(g[i]), float(d[i])
        minus = number(-gi)
        if fresh or before is None:
            turned = UpdateLine("d", rf"d = -{G}", "", number(di).latex, di, ("d", "g"))
        else:
            old = float(before[0][i])
            numbers = (
                f"{minus.latex} + {number(beta).within(2)} \\cdot "
                f"{number(old).within(2, first=False)}"
            )
            symbols = rf"d \leftarrow -{G} + \beta\,d"
            names = ("d", "g", "beta")
            turned = UpdateLine("d", symbols, numbers, number(di).latex, di, names)
        return (
            gradient_line(scene.output, gi),
            turned,
            step_line(float(scene.point(epoch)[i]), t, di),
        )

    words = _words(len(trials) - 1)
    if starts_anew:
        words = f"The new direction would not lead down, so it starts anew from −g. {words}"
    start = scene.point(epoch)
    return Told((*common, *trials), lines, start, start + t * d, words)


def _beta_line(scene: Scene, g: Array, old: Array, beta: float) -> UpdateLine:
    size = float(old @ old)
    below = r"g_{\mathrm{old}} \cdot g_{\mathrm{old}}"
    if scene.settings["fletcher_reeves"]:
        symbols = rf"\beta = \frac{{{G} \cdot {G}}}{{{below}}}"
        numbers = rf"\frac{{{_n(float(g @ g))}}}{{{_n(size)}}}"
    else:
        above = rf"{G} \cdot ({G} - g_{{\mathrm{{old}}}})"
        symbols = rf"\beta = \max\left(0, \frac{{{above}}}{{{below}}}\right)"
        inner = rf"\frac{{{_n(float(g @ (g - old)))}}}{{{_n(size)}}}"
        numbers = rf"\max\left(0, {inner}\right)"
    return UpdateLine("beta", symbols, numbers, _n(beta), beta, ("beta", "g"))


Known: TypeAlias = tuple[Array, Array]
"""A direction with the gradient it was found at."""


def _direction(
    scene: Scene, epoch: int, cancel: Cancel | None
) -> tuple[Array, Known | None, float, bool] | None:
    """The direction of an epoch, the one before, its share, and whether it starts anew."""
    now = max((known for known in scene.kept if known <= epoch), default=0)
    known: Known | None = None
    if now in scene.kept and now < epoch:
        known, now = scene.kept[now], now + 1
    elif now and now - 1 in scene.kept:
        known = scene.kept[now - 1]
    else:
        now = 0
    while True:
        if cancel is not None and cancel():
            return None
        g = scene.gradient(now)
        d, beta, anew = _turned(scene, g, known)
        if now % scene.stride < 2:  # two in a row: the second is told from the first
            scene.kept[now] = (d, g)
        if now == epoch:
            return d, known, beta, anew
        known, now = (d, g), now + 1


def _turned(scene: Scene, g: Array, before: Known | None) -> tuple[Array, float, bool]:
    if before is None:
        return -g, 0.0, False
    d, old = before
    size = float(old @ old)
    beta = 0.0
    if size:
        by_ratio = bool(scene.settings["fletcher_reeves"])
        beta = float(g @ g) / size if by_ratio else max(0.0, float(g @ (g - old)) / size)
    turned = -g + beta * d
    if float(g @ turned) >= 0.0:
        return -g, beta, True
    return turned, beta, False


def _searched(scene: Scene, epoch: int, g: Array, d: Array) -> tuple[float, list[UpdateLine]]:
    """The step length that the line search takes, and a line for the test and each trial."""
    c1, rho = float(scene.settings["c1"]), float(scene.settings["rho"])
    x, t = scene.point(epoch), float(scene.rates[epoch])
    loss, slope = scene.value(x), float(g @ d)
    f = scene.output
    test = rf"{f}(x + t\,d) \le {f} + c_1\,t\,{G} \cdot d"
    lines = [UpdateLine("test", test, names=("t", "d", "c1", "g"))]
    for trial in range(MOST_TRIALS):
        candidate = x + t * d
        fall = t * slope
        if scene.box is not None:
            candidate = scene.box.inside(candidate)
            fall = float(g @ (candidate - x))
        value, bound = scene.value(candidate), loss + c1 * fall
        low = value <= bound
        lines.append(_trial(trial, t, value, bound, low=low))
        if low:
            break
        t *= rho
    return t, _shortened(lines)


def _trial(trial: int, t: float, value: float, bound: float, *, low: bool) -> UpdateLine:
    factor = {0: r"\eta", 1: r"\rho\,\eta"}.get(trial, rf"\rho^{{{trial}}}\,\eta")
    verdict = r"\le" if low else ">" if value > bound else r"\not\le"  # NaN is neither
    compared = f"{_n(value)} {verdict} {_n(bound)}"
    text = rf"t = {factor} = {_n(t)}: \quad {compared}"
    return UpdateLine("t", text, value=t, names=("t", "rho", "lr"))


def _shortened(lines: list[UpdateLine]) -> list[UpdateLine]:
    if len(lines) <= _MOST_SHOWN + 1:
        return lines
    between = UpdateLine("t", r"\ldots")
    return [*lines[: _MOST_SHOWN - 1], between, lines[-1]]


def _words(trials: int) -> str:
    """How the line search went."""
    if trials == 1:
        return "The first step length is low enough."
    return "The step is shortened until the value is low enough."


def _n(value: float) -> str:
    return number(value).latex
