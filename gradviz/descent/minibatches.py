"""Mini-batches: the gradient on a few shuffled rows of the data at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from gradviz.descent.objectives import Objective
from gradviz.errors import SettingError
from gradviz.graph import CompiledFunction, Value, compile  # noqa: A004

_SIZES_KEPT = 2  # a full batch, and the smaller last one


class Batches:
    """Passes over the rows of an objective's data, shuffled anew for each pass.

    ``rows`` are the names of the inputs that are cut into batches; ``count`` is how many
    batches make one pass.
    """

    def __init__(self, target: Objective, rows: Sequence[str], size: int, seed: int) -> None:
        self._target = target
        self.rows = rows
        self._size = size
        self._columns = [np.asarray(target.inputs[name]) for name in rows]
        self._length = len(self._columns[0])
        self._order = self._orders(seed)
        self._compiled = lru_cache(maxsize=_SIZES_KEPT)(self._compile)
        self.count = -(-self._length // size)

    def next_gradient(self, *arguments: Value) -> tuple[Value, Sequence[Value]]:
        """Loss and gradient on the next batch."""
        chosen = next(self._order)
        function = self._compiled(len(chosen))
        value, gradients = function(*arguments, *(column[chosen] for column in self._columns))
        return value, gradients[: len(arguments)]

    def _orders(self, seed: int) -> Iterator[npt.NDArray[np.intp]]:
        random = np.random.default_rng(seed)
        while True:
            order = random.permutation(self._length)
            for first in range(0, self._length, self._size):
                yield order[first : first + self._size]

    def _compile(self, length: int) -> CompiledFunction:
        """The objective for batches of one length, with the rows as further arguments."""
        cut = {name: column[:length] for name, column in zip(self.rows, self._columns, strict=True)}
        inputs: dict[str, Value] = {**self._target.inputs, **cut}
        return compile(self._target.graph, (*self._target.parameters, *self.rows), inputs)


def batches(target: Objective, size: int, seed: int) -> Batches | None:
    """The mini-batches of an objective; None when one batch holds all rows.

    The data are all inputs with as many rows as the longest. Raises SettingError for a size
    below 1 and for an objective without data.
    """
    if isinstance(size, bool) or not isinstance(size, (int, np.integer)) or size < 1:
        raise SettingError(f"batch_size must be a whole number above 0, not {size}.", "batch_size")
    lengths = {name: _length(value) for name, value in target.inputs.items()}
    longest = max(lengths.values(), default=0)
    if longest == 0:
        raise SettingError("batch_size needs data: give the inputs columns of it.", "batch_size")
    if size >= longest:
        return None
    rows = [name for name, length in lengths.items() if length == longest]
    return Batches(target, rows, int(size), seed)


def _length(value: Value) -> int:
    return 0 if isinstance(value, float) else len(value)
