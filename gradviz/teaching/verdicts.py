"""What is said at once of a run that goes wrong or swings, and which learning rate would do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gradviz.descent import Stop, Trajectory, verdict_words
from gradviz.descent.quadratic import LIMITS
from gradviz.graph import format_number
from gradviz.teaching.stability import Stability

Kind: TypeAlias = Literal["bad", "swings"]

SAFE = 0.9
"""The part of a known limit that is suggested where no rate is known to be the best."""

LOCAL = 0.5
"""The same where the limit is that of one place, and may be lower elsewhere."""

_SAME = 1e-9  # a multiplier nearer to 1 is 1
_FAR = 0.1  # of the rate, where no limit is known


@dataclass(frozen=True)
class RunVerdict:
    """``title`` in a few words, ``sentence`` with the numbers (empty while they are not known).

    ``bad`` runs diverge, stop being finite, or would diverge with more epochs; ``swings`` is said
    of one that zig-zags or oscillates and still converges. ``rate`` is a learning rate that is
    suggested, and ``advice`` says so. ``about`` is what the explanation is made from.
    """

    kind: Kind
    title: str
    sentence: str = ""
    about: Stability | None = None
    rate: float | None = None
    advice: str = ""

    @property
    def brief(self) -> str:
        """The title where there is little room: what, but not since when."""
        return re.split(" (?:at|with) ", self.title)[0]

    @property
    def explanation(self) -> tuple[str, ...]:
        """All sentences; during a drag nobody reads them, so they are made when asked for."""
        return () if self.about is None else self.about.sentences()


_QUIET = (Stop.FINISHED, Stop.UNFINISHED)


def run_verdict(trajectory: Trajectory | None, shown: Stability | None) -> RunVerdict | None:
    """The verdict on a run; None where it just descends. ``shown`` may be missing or about it."""
    if trajectory is None:
        return None
    stop = trajectory.stop
    if stop is Stop.NOT_FINITE and trajectory.stop_epoch == 0:
        return RunVerdict(
            "bad",
            "Not finite at the start",
            about=shown,
            advice="Choose another start.",
        )
    if stop in (Stop.DIVERGED, Stop.NOT_FINITE):
        rate = None if shown is None else suggested_rate(shown)
        return RunVerdict(
            "bad",
            verdict_words(stop, trajectory.stop_epoch, trajectory.losses),
            "" if shown is None else _growth(shown),
            shown,
            rate,
            "" if shown is None or rate is None else _advice(shown),
        )
    return None if shown is None else _diverging_later(shown) or _swinging(shown)


def _diverging_later(shown: Stability) -> RunVerdict | None:
    """On a quadratic: the error grows already, too slowly yet for the loss to show it."""
    end, growth = shown.ending, shown.growth
    if not shown.is_exact or shown.has_schedule or end.stop not in _QUIET:
        return None
    if growth is None or growth <= 1.0 + _SAME:
        return None
    if shown.limit is None or end.steep is None or end.steep <= 1.0:
        return None
    return RunVerdict(
        "bad",
        "Diverges with more epochs",
        f"The loss does not show it yet: {_growth(shown)[:1].lower()}{_growth(shown)[1:]}",
        shown,
        suggested_rate(shown),
        _advice(shown),
    )


def _swinging(shown: Stability) -> RunVerdict | None:
    z = shown.multiplier
    if z is None or shown.optimizer not in LIMITS or abs(z) >= 1.0 or z == 0:
        return None
    if z.imag:
        title = "Oscillates"
        sentence = f"The error swings about the minimum and shrinks by {_n(abs(z))} in each epoch"
    elif z.real < 0:
        title, sentence = "Zig-zags", f"Each epoch multiplies the error by {_product(shown)}"
    else:
        return None
    rate = suggested_rate(shown) if not shown.momentum else None
    if rate is not None and rate >= shown.lr:
        rate = None
    advice = "" if rate is None else f"Fastest is {_n(rate)}."
    return RunVerdict("swings", title, sentence, shown, rate, advice)


def _growth(shown: Stability) -> str:
    z = shown.multiplier
    if z is None or abs(z) <= 1.0:
        return ""
    return f"Each epoch multiplies the error by {_product(shown)}"


def _product(shown: Stability) -> str:
    """The multiplier along the steepest direction, without momentum as it comes about."""
    z = shown.multiplier or 0j
    if shown.momentum:
        return _n(abs(z) if z.imag else z.real)
    bend = _n(shown.lambda_max + shown.decay)
    return f"1 − {_n(shown.lr)}·{bend} = {_n(z.real)}"


def suggested_rate(shown: Stability) -> float:
    """A learning rate that should do, in three digits, always below a known limit."""
    if shown.limit is None:
        return rounded_down(_FAR * shown.lr)
    if not shown.is_exact:
        return rounded_down(LOCAL * shown.limit)
    if shown.best is not None and not shown.momentum:
        return rounded_down(shown.best)
    return rounded_down(SAFE * shown.limit)


def _advice(shown: Stability) -> str:
    if shown.limit is None:
        return "Choose a smaller learning rate."
    near = "" if shown.is_exact else "well "
    return f"Choose a rate {near}below {_n(shown.limit)}."


def rounded_down(rate: float) -> float:
    """The rate in three digits, never above it."""
    near = float(f"{rate:.3g}")
    if near <= rate:
        return near
    unit = 10.0 ** (int(f"{near:e}".partition("e")[2]) - 2)
    return float(f"{near - unit:.3g}")


def _n(number: float) -> str:
    return format_number(number)
