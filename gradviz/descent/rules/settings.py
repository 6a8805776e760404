"""Hyperparameters as a person gives them: names and ranges checked, defaults filled in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradviz.descent.rules.optimizer import Optimizer, Setting
from gradviz.descent.rules.optimizers import OPTIMIZERS
from gradviz.descent.rules.ranges import checked, unknown
from gradviz.errors import SettingError

PAIRS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "betas": ("beta1", "beta2"),
        "etas": ("etaminus", "etaplus"),
        "step_sizes": ("step_size_min", "step_size_max"),
    }
)
"""The settings that torch takes as a pair, and what the two are called here."""


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
            raise unknown(optimizer.label, name, optimizer.defaults)
    complete = dict(optimizer.defaults)
    for name, value in given.items():
        is_switch = isinstance(optimizer.defaults[name], bool)
        complete[name] = _switch(name, value) if is_switch else checked(name, value, optimizer.id)
    if complete.get("nesterov") and (not complete["momentum"] or complete["dampening"]):
        raise SettingError("nesterov needs a momentum above 0 and a dampening of 0.", "nesterov")
    return complete


def learning_rate(
    optimizer: Optimizer, lr: object, settings: Mapping[str, object] | None
) -> tuple[float, dict[str, object]]:
    """The learning rate, and the settings without it.

    Where the rate has another name (t0, sigma) it may stand among the settings under that name,
    but not with another value than ``lr``. Raises SettingError.
    """
    rest = dict(settings or {})
    other = optimizer.lr_name
    if not other or other not in rest:
        return checked("lr", optimizer.lr if lr is None else lr), rest
    found = checked("lr", rest.pop(other), shown=other)
    if lr is not None and checked("lr", lr) != found:
        raise SettingError(
            f"{other} is the learning rate of {optimizer.label}; give it only once.", other
        )
    return found, rest


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
