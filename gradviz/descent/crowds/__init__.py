"""The methods for many starts at once: the same numbers as for each start alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from gradviz.descent.crowds.annealing import annealing
from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.crowds.lbfgs import lbfgs
from gradviz.descent.crowds.newton import newton
from gradviz.descent.crowds.searching import armijo, cg
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array

CrowdMethod: TypeAlias = Callable[
    [Crowd, Array, Iterable[Array], Mapping[str, Setting]], Iterator[Visits]
]
"""From a crowd, the starts (P, n), rates (n,) for each update and the settings to the visits."""

CROWD_METHODS: Mapping[str, CrowdMethod] = MappingProxyType(
    {"armijo": armijo, "cg": cg, "newton": newton, "lbfgs": lbfgs, "annealing": annealing}
)
"""As METHODS, by id."""
