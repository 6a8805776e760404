"""The presets: the same recipe makes the same table, and each can be fitted as it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import best_line, descend, objective
from gradviz.descent.data.presets import MOST_POINTS, PRESETS, made
from gradviz.errors import SettingError
from gradviz.graph import parse

MADE = [name for name, preset in PRESETS.items() if not preset.is_fixed]


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_can_be_fitted_from_its_start_at_its_rate(name: str) -> None:
    preset = PRESETS[name]
    columns = made(name, preset.points, preset.noise).columns
    target = objective(parse(preset.expression), columns, tuple(preset.start), preset.start)
    path = descend(target, lr=preset.lr, epochs=preset.epochs)
    assert path.stop not in ("diverged", "not_finite")
    assert path.losses[-1] < 0.9 * path.losses[0]
    assert set(preset.ranges) == set(preset.start)
    assert preset.story.endswith(".")


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_anscombe_s_four_agree_in_what_he_says(number: int) -> None:
    """Means 9 and 7.5, variances 11 and 4.12, y = 3 + 0.5 x, a correlation of 0.816."""
    columns = made(f"anscombe_{number}", 2, 0.0).columns
    x, y = columns["x"], columns["y"]
    assert len(x) == 11
    assert (x.mean(), x.var(ddof=1)) == (9.0, 11.0)
    assert y.mean() == pytest.approx(7.5, abs=1e-3)
    assert y.var(ddof=1) == pytest.approx(4.12, abs=1e-2)
    line = best_line(x, y)
    assert line.m == pytest.approx(0.5, abs=1e-3)
    assert line.b == pytest.approx(3.0, abs=3e-3)
    assert np.corrcoef(x, y)[0, 1] == pytest.approx(0.816, abs=1e-3)


@given(st.sampled_from(MADE), st.integers(2, 300), st.floats(0, 3), st.integers(0, 2**32 - 1))
def test_a_recipe_makes_the_same_table_again(
    name: str, points: int, noise: float, seed: int
) -> None:
    table = made(name, points, noise, seed)
    assert table == made(name, points, noise, seed)
    assert table.length == points
    assert all(np.isfinite(column).all() for column in table.columns.values())


def test_without_noise_the_line_is_exact() -> None:
    columns = made("line", 20, 0.0, 3).columns
    line = best_line(columns["x"], columns["y"])
    assert line.m == pytest.approx(1.8)
    assert line.b == pytest.approx(2)
    assert line.mse == pytest.approx(0, abs=1e-25)


def test_outliers_pull_the_best_line_up() -> None:
    plain, pulled = (made(name, 50, 0.5, 4).columns for name in ("line", "outliers"))
    far = pulled["y"] - plain["y"]
    assert np.count_nonzero(far) == 5
    assert best_line(pulled["x"], pulled["y"]).mse > 10 * best_line(plain["x"], plain["y"]).mse


@pytest.mark.parametrize(
    ("name", "points", "noise", "word"),
    [
        ("nothing", 9, 1.0, "no preset"),
        ("line", 1, 1.0, "between 2"),
        ("line", MOST_POINTS + 1, 1.0, "between 2"),
        ("line", 9, -1.0, "not negative"),
        ("line", 9, float("nan"), "not negative"),
    ],
)
def test_what_makes_no_table_is_refused(name: str, points: int, noise: float, word: str) -> None:
    with pytest.raises(SettingError, match=word):
        made(name, points, noise)
