"""Learning-rate schedules: how the rate changes from epoch to epoch, as torch.optim has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from gradviz.descent.rules.ranges import checked, unknown
from gradviz.errors import SettingError
from gradviz.graph import Array

Rate: TypeAlias = Callable[[Array, Array, int, Mapping[str, float]], Array]
"""From the base rate, the epoch from 0, the number of epochs and the settings."""


@dataclass(frozen=True, eq=False)
class Schedule:
    """One schedule: ``equation`` is LaTeX for the rate at epoch t, ``words`` a sentence about it.

    ``torch_class`` is its name in ``torch.optim.lr_scheduler``, empty for the constant rate; the
    settings have torch's names and, where torch has one, its default.
    """

    id: str
    label: str
    defaults: Mapping[str, float]
    equation: str
    words: str
    torch_class: str
    rate: Rate

    @property
    def is_constant(self) -> bool:
        """Whether the rate never changes."""
        return not self.torch_class

    def rates(
        self, lr: float | Array, epochs: int, settings: Mapping[str, object] | None = None
    ) -> Array:
        """The rate of the update after each of the epochs 0 … ``epochs``, shape (epochs + 1,).

        For rates of shape (N,) it has shape (epochs + 1, N). Raises SettingError.
        """
        base = np.asarray(lr, dtype=np.float64)
        if self.is_constant:
            complete_schedule(self, settings)
            return np.broadcast_to(base, (epochs + 1, *base.shape))
        t = np.arange(epochs + 1.0).reshape(-1, *(1,) * base.ndim)
        with np.errstate(all="ignore"):
            found = self.rate(base, t, epochs, complete_schedule(self, settings))
        return np.asarray(np.broadcast_to(found, (epochs + 1, *base.shape)))


def _constant(lr: Array, _t: Array, _epochs: int, _settings: Mapping[str, float]) -> Array:
    return lr


def _step(lr: Array, t: Array, _epochs: int, settings: Mapping[str, float]) -> Array:
    return np.asarray(lr * settings["gamma"] ** (t // settings["step_size"]))


def _exponential(lr: Array, t: Array, _epochs: int, settings: Mapping[str, float]) -> Array:
    return np.asarray(lr * settings["gamma"] ** t)


def _cosine(lr: Array, t: Array, epochs: int, settings: Mapping[str, float]) -> Array:
    half = settings["T_max"] or max(1, epochs)
    low = settings["eta_min"]
    return np.asarray(low + (lr - low) * 0.5 * (1.0 + np.cos(np.pi * t / half)))


def _warmup(lr: Array, t: Array, _epochs: int, settings: Mapping[str, float]) -> Array:
    first, last = settings["start_factor"], settings["end_factor"]
    length = settings["total_iters"]
    return np.asarray(lr * (first + (last - first) * np.minimum(t, length) / length))


_ROWS = (
    Schedule(
        "constant",
        "Constant",
        {},
        r"\eta_t = \eta",
        "The learning rate is the same in every epoch.",
        "",
        _constant,
    ),
    Schedule(
        "step",
        "Step",
        {"step_size": 30.0, "gamma": 0.1},
        r"\eta_t = \eta\,\gamma^{\lfloor t/\mathrm{step\_size} \rfloor}",
        "After every step_size epochs the learning rate is multiplied by gamma.",
        "StepLR",
        _step,
    ),
    Schedule(
        "exponential",
        "Exponential",
        {"gamma": 0.99},
        r"\eta_t = \eta\,\gamma^t",
        "After every epoch the learning rate is multiplied by gamma.",
        "ExponentialLR",
        _exponential,
    ),
    Schedule(
        "cosine",
        "Cosine",
        {"T_max": 0.0, "eta_min": 0.0},
        r"\eta_t = \eta_{\min} + \frac{1}{2}(\eta - \eta_{\min})"
        r"\left(1 + \cos\frac{\pi t}{T_{\max}}\right)",
        "The learning rate falls to eta_min along half a cosine, in T_max epochs (0: in all).",
        "CosineAnnealingLR",
        _cosine,
    ),
    Schedule(
        "warmup",
        "Warm-up",
        {"start_factor": 1.0 / 3.0, "end_factor": 1.0, "total_iters": 5.0},
        r"\eta_t = \eta\left(s + (e - s)\,\frac{\min(t, n)}{n}\right)",
        "The learning rate rises in total_iters epochs from start_factor to end_factor of itself.",
        "LinearLR",
        _warmup,
    ),
)

SCHEDULES: Mapping[str, Schedule] = MappingProxyType({row.id: row for row in _ROWS})
"""Every schedule by id, in the order in which they are offered."""


def find_schedule(id_: str) -> Schedule:
    """The schedule with this id; SettingError that lists the valid ones."""
    found = SCHEDULES.get(id_)
    if found is None:
        listed = ", ".join(SCHEDULES)
        raise SettingError(f"There is no schedule called {id_}; choose one of {listed}.", id_)
    return found


def complete_schedule(
    schedule: Schedule, settings: Mapping[str, object] | None = None
) -> dict[str, float]:
    """All settings of a schedule, the given ones over the defaults; SettingError as for others."""
    complete = dict(schedule.defaults)
    for name, value in (settings or {}).items():
        if name not in complete:
            raise unknown(f"The schedule {schedule.id}", name, complete)
        complete[name] = checked(name, value, schedule.id)
    return complete
