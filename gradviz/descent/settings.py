"""Hyperparameters as a person gives them: names and ranges checked, defaults filled in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from gradviz.descent.optimizer import Optimizer, Setting
from gradviz.descent.optimizers import OPTIMIZERS
from gradviz.errors import SettingError

PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "betas": ("beta1", "beta2"),
        "etas": ("etaminus", "etaplus"),
        "step_sizes": ("step_size_min", "step_size_max"),
    }
)
"""The settings that torch takes as a pair, and what the two are called here."""

_NOT_NEGATIVE = (0.0, math.inf, "at least 0")
_FRACTION = (0.0, math.nextafter(1.0, 0.0), "at least 0 and below 1")
_SHARE = (0.0, 1.0, "between 0 and 1")
_RANGES: Mapping[str, tuple[float, float, str]] = MappingProxyType(
    {
        "lr": _NOT_NEGATIVE,
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
        "etaminus": (math.ulp(0.0), math.nextafter(1.0, 0.0), "above 0 and below 1"),
        "etaplus": (math.nextafter(1.0, 2.0), math.inf, "above 1"),
    }
)
_ANY = (-math.inf, math.inf, "a finite number")


def find_optimizer(id_: str) -> Optimizer:
    """The optimizer with this id; SettingError that lists the valid ones."""
    found = OPTIMIZERS.get(id_)
    if found is None:
        raise SettingError(
            f"There is no optimizer called {id_}; choose one of {', '.join(OPTIMIZERS)}.", id_
        )
    return found


def complete_settings(
    optimizer: Optimizer, settings: Mapping[str, object] | None = None
) -> dict[str, Setting]:
    """All settings of ``optimizer`` (without lr), the given ones over the defaults.

    Accepts torch's pairs (``betas=(0.9, 0.999)``). Raises SettingError for a name the optimizer
    does not have and for a value out of range.
    """
    given = _without_pairs(settings or {})
    for name in given:
        if name not in optimizer.defaults:
            raise SettingError(_unknown(optimizer, name), name)
    complete = dict(optimizer.defaults)
    for name, value in given.items():
        is_switch = isinstance(optimizer.defaults[name], bool)
        complete[name] = _switch(name, value) if is_switch else checked(name, value)
    if complete.get("nesterov") and (not complete["momentum"] or complete["dampening"]):
        raise SettingError("nesterov needs a momentum above 0 and a dampening of 0.", "nesterov")
    return complete


def checked(name: str, value: object) -> float:
    """A number within the range of the setting ``name``; SettingError says what is allowed."""
    low, high, words = _RANGES.get(name, _ANY)
    try:
        number = float(value)  # type: ignore[arg-type]  # the error is what we are after
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or not low <= number <= high:
        raise SettingError(f"{name} must be {words}, not {value}.", name)
    return number


def _switch(name: str, value: object) -> bool:
    words = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
    found = words.get(str(value).lower())
    if found is None:
        raise SettingError(f"{name} must be true or false, not {value}.", name)
    return found


def _without_pairs(settings: Mapping[str, object]) -> dict[str, object]:
    result: dict[str, object] = {}
    for name, value in settings.items():
        if name not in PAIRS:
            result[name] = value
        elif isinstance(value, (list, tuple)) and len(value) == 2:
            result.update(zip(PAIRS[name], value, strict=True))
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
            raise SettingError(f"{name} must be two numbers, not {shown}.", name)
    return result


def _unknown(optimizer: Optimizer, name: str) -> str:
    names = ", ".join(optimizer.defaults)
    close = get_close_matches(name, optimizer.defaults, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    return f"{optimizer.label} has no setting called {name}; it has {names}.{hint}"
