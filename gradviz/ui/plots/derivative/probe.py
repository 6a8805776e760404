"""What is looked at: a point of a curve, a second one h away, and the slopes found from them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from gradviz.descent import (
    SCHEMES,
    DifferenceErrors,
    Quotients,
    Slice,
    difference_errors,
    quotients,
)
from gradviz.graph import format_number
from gradviz.teaching import written


@dataclass(frozen=True, eq=False)
class Probe:
    """The point at ``x`` of a slice and the second one at ``x + h``; h may be negative.

    ``errors`` are those of all steps at x; None while they are being computed.
    """

    cut: Slice
    output: str
    x: float
    h: float
    value: float
    slope: float
    other_value: float
    found: Quotients
    errors: DifferenceErrors | None = None

    @property
    def axis(self) -> str:
        """The parameter along which is looked."""
        return self.cut.axis

    @property
    def called(self) -> str:
        """The same as it is written by hand."""
        return written(self.axis)

    @property
    def other_x(self) -> float:
        """Where the second point is."""
        return self.x + self.h

    @property
    def rise(self) -> float:
        """How much the value changes from the first to the second point."""
        return self.other_value - self.value

    @property
    def secant(self) -> float:
        """The slope of the line through both points."""
        return self.found.forward if self.h > 0 else self.found.backward

    @property
    def symbol(self) -> str:
        """What the derivative is called: ds/dz, or ∂f/∂x where there are other parameters."""
        d = "d" if len(self.cut.names) == 1 else "∂"
        return f"{d}{self.output}/{d}{self.called}"

    @property
    def is_smooth(self) -> bool:
        """Whether there is a derivative here, as far as is known."""
        return self.errors is None or self.errors.nature.is_smooth

    def error_of(self, scheme: str) -> float:
        """How far a difference quotient is from the analytic derivative."""
        return abs(self.found.of(scheme) - self.slope)

    @property
    def best_h(self) -> float:
        """The step at which a forward difference is best, else the smallest one that shows."""
        forward = None if self.errors is None else self.errors.schemes["forward"]
        best = None if forward is None or forward.model is None else forward.model.best
        return best if best is not None else 1e-8 * max(1.0, abs(self.x))


def probe_at(cut: Slice, output: str, x: float, h: float, known: Probe | None = None) -> Probe:
    """Look at a point; what is ``known`` of the same point is kept."""
    same = known is not None and known.x == x and cut.is_same(known.cut)
    with np.errstate(all="ignore"):
        values, slopes = cut(np.array([x, x + h]))
        found = quotients(cut, x, h)
    errors = known.errors if same and known is not None else None
    value, other = (float(v) for v in values)
    return Probe(cut, output, x, h, value, float(slopes[0]), other, found, errors)


def errors_at(cut: Slice, x: float) -> DifferenceErrors:
    """The errors of all steps; a pure function for any thread."""
    return difference_errors(cut, x)


def digits(value: float) -> str:
    """A number with the digits that tell it from a neighboring slope: seven."""
    return format_number(value, 7)


def spoken(probe: Probe) -> str:
    """The point, its value and its slope, for the status line."""
    x, value = format_number(probe.x), format_number(probe.value)
    return (
        f"{probe.called} = {x}:  {probe.output} = {value},  "
        f"{probe.symbol} = {format_number(probe.slope)},  secant with h = "
        f"{format_number(probe.h)}: {format_number(probe.secant)}"
    )


def errors_spoken(errors: DifferenceErrors, h: float) -> str:
    """The errors of the step nearest to ``h``, for the status line."""
    place = int(np.argmin(np.abs(np.log(errors.steps / h))))
    parts = [f"{name} {_error_text(float(errors.schemes[name].errors[place]))}" for name in SCHEMES]
    return f"h = {format_number(float(errors.steps[place]))}:  errors {', '.join(parts)}"


def best_spoken(errors: DifferenceErrors) -> str:
    """The best steps by theory, in words; that there is none where there is none."""
    models = {name: errors.schemes[name].model for name in ("forward", "central")}
    best = [
        f"{format_number(model.best, 2)} ({name})"
        for name, model in models.items()
        if model is not None and model.best is not None
    ]
    return f"Best h: {', '.join(best)}" if best else "No h is best here"


def _error_text(error: float) -> str:
    return "undefined" if math.isnan(error) else format_number(error)
