"""What numbers a learning rate, a hyperparameter or a setting of a schedule may be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import NamedTuple

from gradviz.errors import SettingError


class Range(NamedTuple):
    """The numbers from ``low`` to ``high``, in words; ``whole`` ones alone."""

    low: float
    high: float
    words: str
    whole: bool = False


_ABOVE_0 = math.ulp(0.0)
_BELOW_1 = math.nextafter(1.0, 0.0)
_NOT_NEGATIVE = Range(0.0, math.inf, "at least 0")
_FRACTION = Range(0.0, _BELOW_1, "at least 0 and below 1")
_INSIDE = Range(_ABOVE_0, _BELOW_1, "above 0 and below 1")
_SHARE = Range(0.0, 1.0, "between 0 and 1")
_COUNT = Range(1.0, math.inf, "a whole number above 0", whole=True)
_ANY = Range(-math.inf, math.inf, "a finite number")

RANGES: Mapping[str, Range] = MappingProxyType(
    {
        "lr": _NOT_NEGATIVE,
        "penalty": _NOT_NEGATIVE,
        "momentum": _NOT_NEGATIVE,
        "weight_decay": _NOT_NEGATIVE,
        "eps": _NOT_NEGATIVE,
        "lr_decay": _NOT_NEGATIVE,
        "initial_accumulator_value": _NOT_NEGATIVE,
        "momentum_decay": _NOT_NEGATIVE,
        "step_size_min": _NOT_NEGATIVE,
        "step_size_max": _NOT_NEGATIVE,
        "alpha": _SHARE,
        "rho": _SHARE,
        "beta1": _FRACTION,
        "beta2": _FRACTION,
        "etaminus": _INSIDE,
        "etaplus": Range(math.nextafter(1.0, 2.0), math.inf, "above 1"),
        "c1": _FRACTION,
        "armijo.rho": _INSIDE,
        "cg.rho": _INSIDE,
        "tolerance_grad": _NOT_NEGATIVE,
        "tolerance_change": _NOT_NEGATIVE,
        "history_size": _COUNT,
        "T0": _NOT_NEGATIVE,
        "seed": Range(0.0, 2.0**32 - 1, "a whole number between 0 and 4,294,967,295", whole=True),
        "step_size": _COUNT,
        "gamma": _NOT_NEGATIVE,
        "T_max": Range(0.0, math.inf, "a whole number, or 0 for all epochs", whole=True),
        "eta_min": _NOT_NEGATIVE,
        "start_factor": Range(_ABOVE_0, 1.0, "above 0 and at most 1"),
        "end_factor": _SHARE,
        "total_iters": _COUNT,
    }
)
"""By name, or by owner and name where several owners call different things the same."""


def range_of(name: str, owner: str = "") -> Range:
    """The range of the setting ``name`` of the optimizer or schedule ``owner``."""
    return RANGES.get(f"{owner}.{name}") or RANGES.get(name, _ANY)


def checked(name: str, value: object, owner: str = "", shown: str = "") -> float:
    """A number within the range of a setting; SettingError says what is allowed.

    ``shown`` is what the setting is called in the sentence, if not ``name``.
    """
    low, high, words, whole = range_of(name, owner)
    try:
        number = float(value)  # type: ignore[arg-type]  # the error is what we are after
    except (TypeError, ValueError):
        number = math.nan
    fits = math.isfinite(number) and low <= number <= high
    if not fits or (whole and not number.is_integer()):
        if number == math.inf:
            words = "finite"
        raise SettingError(f"{shown or name} must be {words}, not {value}.", name)
    return number


def unknown(label: str, name: str, known: Mapping[str, object]) -> SettingError:
    """The error for a setting that ``label`` does not have."""
    if not known:
        return SettingError(f"{label} has no settings, so {name} cannot be set.", name)
    close = get_close_matches(name, known, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    return SettingError(
        f"{label} has no setting called {name}; it has {', '.join(known)}.{hint}", name
    )
