"""Functions of x as profiles: values and slopes from an expression."""

from __future__ import annotations

from functools import cache
from typing import cast

from gradviz.descent import Slice, Surface, objective
from gradviz.graph import parse


@cache
def profile(text: str) -> Slice:
    """The expression as a function of x: what is typed, not the same parabola about its vertex."""
    target = objective(parse(f"f = {text} + 0*x"), start={"x": 1.0})
    return Slice(cast("Surface", target.function), ("x",), "x", {"x": 1.0})
