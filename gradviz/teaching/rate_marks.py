"""What is marked on the scale of learning rates: the limits, the best rate, where paths zig-zag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from gradviz.graph import format_number
from gradviz.teaching.stability import Stability

Kind: TypeAlias = Literal["limit", "best", "plain"]

ZIGZAG = "Here the path zig-zags: each epoch overshoots, to the other side of the valley."


@dataclass(frozen=True)
class RateMark:
    """A learning rate with what it is: where the descent stops converging, or is fastest.

    ``plain`` is the limit as it would be without momentum. ``name`` is for a menu, ``reason``
    says in a sentence where the number is from.
    """

    rate: float
    kind: Kind
    name: str
    reason: str


@dataclass(frozen=True)
class RateMarks:
    """All marks in ascending order, and the rates between which the path zig-zags."""

    marks: tuple[RateMark, ...] = ()
    zigzag: tuple[float, float] | None = None

    @property
    def limit(self) -> float | None:
        """From which rate on the descent does not converge."""
        return next((mark.rate for mark in self.marks if mark.kind == "limit"), None)


def rate_marks(shown: Stability | None) -> RateMarks:
    """The marks for a method on an objective; none where nothing limits the rate."""
    if shown is None or shown.limit is None:
        return RateMarks()
    return RateMarks(tuple(sorted(_marks(shown, shown.limit), key=_rate)), shown.zigzag)


def _rate(mark: RateMark) -> float:
    return mark.rate


def _marks(shown: Stability, limit: float) -> Iterator[RateMark]:
    high = shown.lambda_max + shown.decay
    where = "" if shown.is_exact else " near this place"
    grows = f"At this rate and above the error grows in every epoch{where}."
    name = "Limit of a constant rate" if shown.has_schedule else "Limit"
    yield RateMark(limit, "limit", name, f"{grows} It is {_formula(shown, high)} = {_n(limit)}.")
    plain = shown.descent_limit
    if shown.momentum and plain is not None:
        yield RateMark(
            plain,
            "plain",
            "Limit without momentum",
            f"Without momentum the limit would be 2/λmax = 2/{_n(high)} = {_n(plain)}.",
        )
    elif shown.best is not None:
        low = shown.lambda_min + shown.decay
        yield RateMark(
            shown.best,
            "best",
            "Best rate",
            f"With this rate the descent is fastest{where}. It is 2/(λmin + λmax) = "
            f"2/({_n(low)} + {_n(high)}) = {_n(shown.best)}.",
        )


def _formula(shown: Stability, high: float) -> str:
    if not shown.momentum:
        return f"2/λmax = 2/{_n(high)}"
    μ = _n(shown.momentum)
    if shown.is_nesterov:
        return f"2(1 + μ)/((1 + 2μ)λmax) = 2(1 + {μ})/((1 + 2·{μ})·{_n(high)})"
    dampening = float(shown.settings.get("dampening", 0.0))
    if dampening:
        rest = f"(1 − {_n(dampening)})"
        return f"2(1 + μ)/((1 − τ)λmax) = 2(1 + {μ})/({rest}·{_n(high)})"
    return f"2(1 + μ)/λmax = 2(1 + {μ})/{_n(high)}"


def _n(number: float) -> str:
    return format_number(number)
