"""What the methods do with vectors: on lists of floats while they are short, else on arrays."""

from __future__ import annotations

from collections.abc import Callable
from operator import eq, mul
from typing import Any, NamedTuple, TypeAlias

import numpy as np

Vector: TypeAlias = Any
"""A list of floats or an array, as the Vectors in use have it."""


class Vectors(NamedTuple):
    """The operations of one kind of vector; every result is a new vector.

    ``moved(x, t, d)`` is x + t d, ``minus(a, b)`` is a − b, ``scaled(t, a)`` is t a; ``largest``
    and ``total`` are the largest and the sum of the absolute elements, ``same`` says that all
    elements are equal.
    """

    dot: Callable[[Vector, Vector], float]
    moved: Callable[[Vector, float, Vector], Vector]
    minus: Callable[[Vector, Vector], Vector]
    scaled: Callable[[float, Vector], Vector]
    largest: Callable[[Vector], float]
    total: Callable[[Vector], float]
    same: Callable[[Vector, Vector], bool]


LISTS = Vectors(
    dot=lambda a, b: sum(map(mul, a, b)),
    moved=lambda x, t, d: [p + t * q for p, q in zip(x, d, strict=True)],
    minus=lambda a, b: [p - q for p, q in zip(a, b, strict=True)],
    scaled=lambda t, a: [t * p for p in a],
    largest=lambda a: max(map(abs, a)),
    total=lambda a: sum(map(abs, a)),
    same=eq,
)
ARRAYS = Vectors(
    dot=lambda a, b: float(np.dot(a, b)),
    moved=lambda x, t, d: x + t * d,
    minus=lambda a, b: a - b,
    scaled=lambda t, a: t * a,
    largest=lambda a: float(np.max(np.abs(a))),
    total=lambda a: float(np.sum(np.abs(a))),
    same=np.array_equal,
)
