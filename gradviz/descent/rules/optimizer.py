"""What an optimizer is: one row of the table, its update as lines of code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from gradviz.descent.rules.method import Setting as Setting

Line: TypeAlias = tuple[str, str]
"""When it applies and the code, as in ("centered !momentum", "…"): settings that must be on
or, after an exclamation mark, off (0 or False). No words: always."""


@dataclass(frozen=True, eq=False)
class Optimizer:
    """One optimizer, with the equations and defaults of ``torch.optim``.

    The lines see ``x`` and ``g`` (one parameter and its gradient), ``t`` (the step, from 1),
    ``lr``, the settings and ``state`` (name → initial value, one per parameter). ``setup`` runs
    once, ``shared`` once per step, ``update`` once per step and parameter. The same lines run on
    floats and on arrays, so they call only sqrt, absolute, sign, larger, smaller and where.
    ``fixed`` are settings that are part of what this optimizer is.

    Optimizers that look for their steps have no lines: they are functions, found in ``methods``.
    ``lr_words`` say what the learning rate is to this optimizer, ``lr_name`` is another name under
    which it may be given. One that goes ``by_chance`` may rest and move again, so a path that ends
    at rest has not converged. ``torch_class`` is what it is called in ``torch.optim``, if there.
    """

    id: str
    label: str
    lr: float
    defaults: Mapping[str, Setting]
    update: tuple[Line, ...]
    equation: str
    state: Mapping[str, str] = field(default_factory=dict)
    shared: tuple[Line, ...] = ()
    setup: tuple[Line, ...] = ()
    fixed: Mapping[str, Setting] = field(default_factory=dict)
    lr_words: str = "how far each update goes"
    lr_name: str = ""
    by_chance: bool = False
    torch_class: str = ""

    @property
    def has_lines(self) -> bool:
        """Whether the update is a few lines of code, and not a method."""
        return bool(self.update)

    def lines(self, lines: tuple[Line, ...], active: frozenset[str]) -> list[str]:
        """The code of those lines that apply when exactly the ``active`` settings are on."""
        return [code for words, code in lines if _applies(words, active)]


def _applies(words: str, active: frozenset[str]) -> bool:
    return all((word.lstrip("!") in active) != word.startswith("!") for word in words.split())


DECAY: Line = ("weight_decay !decoupled_weight_decay", "g = g + weight_decay*x")
DECOUPLED: Line = ("weight_decay decoupled_weight_decay", "x = x*(1 - lr*weight_decay)")
