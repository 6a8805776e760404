"""The optimizers that look for their steps: line searches, curvature, chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from gradviz.descent.methods.annealing import annealing
from gradviz.descent.methods.lbfgs import lbfgs
from gradviz.descent.methods.newton import newton
from gradviz.descent.methods.searching import armijo, cg
from gradviz.descent.methods.space import Space, Visit
from gradviz.descent.methods.vectors import Vector
from gradviz.descent.rules.optimizer import Setting

Search: TypeAlias = Callable[
    [Space, Vector, Iterable[float], Mapping[str, Setting]], Iterator[Visit]
]
"""From a space, the start, a learning rate for each update and the settings to the visits.

A visit is made before the update that follows it; a search that ends early has arrived.
"""

METHODS: Mapping[str, Search] = MappingProxyType(
    {"armijo": armijo, "cg": cg, "newton": newton, "lbfgs": lbfgs, "annealing": annealing}
)
"""The optimizers without lines, by id."""
