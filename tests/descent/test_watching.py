"""A path that grows is looked at now and then, and it ends early where it has come to rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Stop, Trajectory, descend, watching
from gradviz.descent.plan import Path
from gradviz.descent.watching import FIRST, SHARE, Glimpses

DATA = {"a": np.linspace(-1, 1, 12), "b": np.linspace(-1, 1, 12) ** 3 + 0.5}
LOSS = "mean((b - tanh(m*a + c))^2)"
START = {"m": 0.2, "c": -1.0}


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "FIRST", 0.0)
    monkeypatch.setattr(watching, "GAP", 0.0)


class Clock:
    """A clock that somebody sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.lists(st.floats(1e-4, 1.0), min_size=1, max_size=200), st.floats(0, 0.5))
def test_looking_takes_a_small_part_of_the_time(steps: list[float], cost: float) -> None:
    clock = Clock()
    looks: list[float] = []

    def look(_path: Path) -> None:
        looks.append(clock.now)
        clock.now += cost

    glimpses = Glimpses(look, clock)
    path = Path(np.zeros((1, 1)), np.zeros(1))
    for step in steps:
        clock.now += step
        glimpses(lambda: path)
    assert all(moment >= FIRST for moment in looks)
    assert cost * max(0, len(looks) - 1) <= clock.now / SHARE + 1e-9


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize(
    "how",
    [
        {},
        {"optimizer": "adam"},
        {"optimizer": "lbfgs"},
        {"optimizer": "annealing"},
        {"batch_size": 5, "seed": 3},
        {"schedule": "cosine"},
    ],
)
def test_what_is_seen_is_the_beginning_of_the_whole(how: dict[str, object]) -> None:
    seen: list[Trajectory] = []
    path = descend(
        LOSS,
        START,
        DATA,
        lr=0.05,
        epochs=400,
        watch=seen.append,
        **how,  # type: ignore[arg-type]
    )
    assert seen
    for part in seen:
        rows = len(part.losses)
        np.testing.assert_array_equal(part.points, path.points[:rows])
        np.testing.assert_array_equal(part.losses, path.losses[:rows])
        np.testing.assert_array_equal(part.calls, path.calls[:rows])
        if rows < len(path.losses):
            assert part.stop is Stop.UNFINISHED


@pytest.mark.usefixtures("often")
@pytest.mark.parametrize("how", [{}, {"batch_size": 4}])
def test_a_path_at_rest_is_not_computed_to_its_end(how: dict[str, int]) -> None:
    done: list[float] = []
    path = descend(
        "x^4 + x^2" if not how else LOSS,
        {"x": 1.0} if not how else START,
        DATA if how else None,
        lr=0.1,
        epochs=10**7,
        tolerance=1e-4,
        patience=5,
        progress=done.append,
        **how,  # type: ignore[arg-type]
    )
    assert path.epochs < 10**5
    assert done[-1] < 0.5


def test_a_path_cut_short_is_unfinished() -> None:
    path = descend("rosenbrock", lr=1e-4, epochs=10**6, cancel=lambda: True)
    assert path.epochs < 10**6
    assert path.stop is Stop.UNFINISHED
