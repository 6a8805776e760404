"""How to descend: an optimizer with its numbers, as a document holds it and a run takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Setting: TypeAlias = float | bool


@dataclass(frozen=True)
class Method:
    """An optimizer id, its learning rate and hyperparameters, and the schedule of the rate.

    Hyperparameters that are not named have their defaults; ``schedule`` is an id of SCHEDULES.
    """

    optimizer: str = "sgd"
    lr: float = 0.1
    settings: Mapping[str, Setting] = field(default_factory=dict)
    schedule: str = "constant"
    schedule_settings: Mapping[str, float] = field(default_factory=dict)
