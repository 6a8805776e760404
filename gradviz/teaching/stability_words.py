"""The sentences on stability: what the step does to the error, what the limits are, and why."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gradviz.descent import Stop
from gradviz.descent.quadratic import LIMITS
from gradviz.graph import format_number
from gradviz.teaching.adapting import without_limit

if TYPE_CHECKING:
    from gradviz.teaching.stability import Stability

LARGEST = "1.8e308"  # the largest float
WIDE = 1.01  # a zone narrower than this ratio is not worth a sentence
_SAME = 1e-9  # a rate nearer to a limit is on it
_ASTRAY = (Stop.DIVERGED, Stop.NOT_FINITE)


def sentences(shown: Stability) -> tuple[str, ...]:
    """How the run ended, what a step does, the limits, the best rate; in this order."""
    if shown.optimizer not in LIMITS:
        return (*_run(shown), without_limit(shown))
    return (*_run(shown), *_step(shown), *_limits(shown), *_best(shown), *_schedule(shown))


def _run(shown: Stability) -> Iterator[str]:
    """At which epoch which value ended the run, and how it came there."""
    end, f = shown.ending, shown.output
    if end.stop is Stop.NOT_FINITE and end.epoch == 0:
        what = _not_finite(end.next_)
        yield f"{f} is {what} at the start already, so there is no step to take."
        return
    if end.stop is Stop.NOT_FINITE:
        what = "not finite any more" if end.next_ is None else _not_finite(end.next_)
        last = f"{_n(end.loss)} at epoch {end.loss_epoch:,}"
        beyond = "" if end.next_ is None else f": beyond {LARGEST}, the largest number there is"
        if end.next_ is not None and math.isnan(end.next_):
            beyond = ""
        yield f"At epoch {end.epoch:,} {f} is {what}{beyond}. The last finite value is {last}."
    elif end.stop is Stop.DIVERGED:
        yield f"The run diverges: {f} went from {_n(end.start)} to {_n(end.loss)}."
    else:
        return
    if end.since is not None and end.ratio is not None:
        grown = f", in the last by the factor {_n(end.ratio)}" if end.ratio > 1 else ""
        yield f"From epoch {end.since:,} on {f} grew in every epoch{grown}."


def _not_finite(value: float | None) -> str:
    return "not a number" if value is None or math.isnan(value) else "infinite"


def _step(shown: Stability) -> Iterator[str]:
    """By what an epoch multiplies the error along the steepest direction."""
    if shown.multiplier is None:
        return
    if shown.is_exact and shown.lambda_max == 0 and not shown.decay:
        yield f"{shown.output} has no curvature, so no learning rate is too large or too small."
        return
    if not shown.is_exact:
        yield _place(shown)
    z, size = shown.multiplier, abs(shown.multiplier)
    if not shown.momentum:
        product = f"1 − {_n(shown.lr)}·{_curvature(shown)}"
        yield (
            f"The step multiplies the error along the steepest direction by {product} = "
            f"{_n(z.real)}, {_what_follows(shown, z)}."
        )
        return
    yield (
        f"With momentum {_n(shown.momentum)} an epoch multiplies the error along the steepest "
        f"direction by {_n(size if z.imag else z.real)} in the long run, {_what_follows(shown, z)}."
    )


def _what_follows(shown: Stability, z: complex) -> str:
    """What comes of multiplying by this again and again."""
    size = abs(z)
    if math.isclose(size, 1.0, rel_tol=_SAME):
        return "so it neither shrinks nor grows"
    if size > 1 and not shown.is_exact and shown.ending.stop not in _ASTRAY:
        return "so it grows near here: the path cannot come to rest at this place"
    if z.imag:
        return f"swinging about the center: it {'grows' if size > 1 else 'shrinks'}"
    if size > 1:
        return "so it grows in every epoch" + (", on the other side each time" * (z.real < 0))
    if z.real < 0:
        return "so it shrinks, but changes sides in every epoch: the path zig-zags"
    return "so it shrinks in every epoch" if z.real else "so it is gone after one epoch"


def _place(shown: Stability) -> str:
    """Where the curvature was taken: it is another one elsewhere."""
    f, high = shown.output, _n(shown.lambda_max)
    if shown.epoch is None:
        where = "At this point"
    elif shown.ending.stop in _ASTRAY:
        where = f"At epoch {shown.epoch:,}, where it went wrong,"
        if shown.growth is not None and shown.growth <= 1:
            where = f"At epoch {shown.epoch:,}, its lowest,"
    else:
        where = f"Where the run ended, at epoch {shown.epoch:,},"
    return (
        f"{where} the largest curvature of {f} is λ = {high}; "
        "elsewhere it is another one, and so are the limits."
    )


def _limits(shown: Stability) -> Iterator[str]:
    """The limits of the learning rate, with the numbers they are made of."""
    if shown.limit is None or shown.descent_limit is None:
        if shown.lambda_min < 0 and shown.is_exact:
            yield (
                f"Along one direction {shown.output} curves downward "
                f"(λ = {_n(shown.lambda_min)}), so it falls for ever whatever the learning rate."
            )
        return
    high, μ = _curvature(shown), _n(shown.momentum)
    scope = "from every start" if shown.is_exact else "near this point"
    if not shown.momentum:
        formula = f"2/λ = 2/{high}"
    elif shown.is_nesterov:
        formula = f"2(1 + μ)/((1 + 2μ)λ) = 2(1 + {μ})/((1 + 2·{μ})·{high})"
    elif shown.settings.get("dampening"):
        rest = _n(float(shown.settings["dampening"]))
        formula = f"2(1 + μ)/((1 − d)λ) = 2(1 + {μ})/((1 − {rest})·{high})"
    else:
        formula = f"2(1 + μ)/λ = 2(1 + {μ})/{high}"
    yield f"The error shrinks {scope} for learning rates below {formula} = {_n(shown.limit)}."
    if shown.momentum and not shown.is_nesterov:
        yield f"Without momentum the limit would be 2/{high} = {_n(shown.descent_limit)}."
    if shown.zigzag is not None and shown.zigzag[1] > WIDE * shown.zigzag[0]:
        first, last = map(_n, shown.zigzag)
        yield f"Between {first} and {last} the path zig-zags."


def _best(shown: Stability) -> Iterator[str]:
    """The fastest rate, without momentum and with it."""
    if shown.best is None or shown.best_momentum is None:
        return
    low, high = (value + shown.decay for value in (shown.lambda_min, shown.lambda_max))
    left = (high - low) / (high + low)
    yield (
        f"Without momentum 2/(λmin + λmax) = 2/({_n(low)} + {_n(high)}) = {_n(shown.best)} is "
        f"fastest: {_n(left)} of the error is left after an epoch."
    )
    lr, μ = shown.best_momentum
    if low < high and shown.momentum:
        yield (
            f"With momentum the learning rate {_n(lr)} and μ = {_n(μ)} are fastest: "
            f"about {_n(math.sqrt(μ))} is left."
        )


def _schedule(shown: Stability) -> Iterator[str]:
    if shown.has_schedule:
        yield f"The schedule changes the learning rate; this is about {_n(shown.lr)}."


def _curvature(shown: Stability) -> str:
    """λ as it enters the formulas, with the weight decay where there is some."""
    high = _n(shown.lambda_max)
    return f"({high} + {_n(shown.decay)})" if shown.decay else high


def _n(number: float) -> str:
    return format_number(number)
