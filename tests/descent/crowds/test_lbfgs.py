"""The pairs of many starts: each start's direction is that of its own last pairs."""

from __future__ import annotations

from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.crowds.lbfgs import SLACK, Pairs
from gradviz.descent.methods.lbfgs import LEAST_CURVATURE
from gradviz.graph import Array

SIZE = 3  # coordinates


class Alone:
    """The pairs of one start, by matrices: H⁻¹ after each pair as BFGS has it."""

    def __init__(self, history: int) -> None:
        self.pairs: deque[tuple[Array, Array]] = deque(maxlen=history)

    def add(self, s: Array, y: Array) -> None:
        if s @ y > LEAST_CURVATURE:
            self.pairs.append((s, y))

    def direction(self, g: Array) -> Array:
        inverse = np.eye(SIZE)
        if self.pairs:
            s, y = self.pairs[-1]
            inverse *= (s @ y) / (y @ y)
        for s, y in self.pairs:
            left = np.eye(SIZE) - np.outer(s, y) / (s @ y)
            inverse = left @ inverse @ left.T + np.outer(s, s) / (s @ y)
        return np.asarray(-inverse @ g)


@given(
    turns=st.lists(st.lists(st.booleans(), min_size=4, max_size=4), max_size=12),
    leaves=st.integers(0, 12),
    history=st.integers(1, 4),
    seed=st.integers(0, 99),
)
def test_every_start_has_its_own_last_pairs(
    turns: list[list[bool]], leaves: int, history: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    pairs, alone = Pairs(4, history), [Alone(history) for _ in range(4)]
    for number, keeps in enumerate(turns):
        s = random.uniform(-1, 1, (SIZE, len(alone)))
        y = s * random.uniform(0.5, 2, s.shape) * np.where(keeps[: len(alone)], 1, -1)
        pairs.add(s, y)
        for place, one in enumerate(alone):
            one.add(s[:, place], y[:, place])
        if number == leaves:  # the second start has arrived
            pairs.keep(np.array([True, False, True, True]))
            del alone[1]
        g = random.uniform(-1, 1, (SIZE, len(alone)))
        found = pairs.direction(g)
        for place, one in enumerate(alone):
            assert found[:, place] == pytest.approx(one.direction(g[:, place]), rel=1e-6, abs=1e-9)


def test_pairs_that_few_starts_keep_do_not_pile_up() -> None:
    pairs = Pairs(10, 5)
    for number in range(100):
        s = np.ones((SIZE, 10))
        y = -s
        y[:, number % 10] = 1.0
        pairs.add(s, y)
        assert len(pairs) <= 2 * 5


def test_there_are_hardly_more_slots_than_any_start_has_pairs() -> None:
    pairs = Pairs(10, 100)
    for number in range(100):
        s = np.ones((SIZE, 10))
        y = -s
        y[:, number % 10] = 1.0
        pairs.add(s, y)
    assert len(pairs) <= SLACK[0] * 10 + SLACK[1]
