"""Made-up tables to fit: lines with noise and outliers, Anscombe's four, curves, two features."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.errors import SettingError
from gradviz.graph import Array

Columns: TypeAlias = Mapping[str, Array]
Maker: TypeAlias = Callable[[np.random.Generator, int, float], Columns]
"""From random numbers, the number of points and the noise to columns."""

MOST_POINTS = 1_000_000
LINE = "ŷ = m*x + b; L = mean((y - ŷ)^2)"
PARABOLA = "ŷ = a*x^2 + m*x + b; L = mean((y - ŷ)^2)"
WAVE = "ŷ = a*sin(w*x + p); L = mean((y - ŷ)^2)"
PLANE = "ŷ = w1*x1 + w2*x2 + b; L = mean((y - ŷ)^2)"
LOGISTIC = "z = w1*x1 + w2*x2 + b; ŷ = sigmoid(z); L = -mean(y*log(ŷ) + (1 - y)*log(1 - ŷ))"


@dataclass(frozen=True, eq=False)
class Preset:
    """A way to make a table, and the expression that goes with it.

    ``noise`` is the standard deviation of what is added to y by default, in units of y.
    ``make`` is None where the numbers are given in ``numbers`` and nothing is to be chosen.
    """

    title: str
    story: str
    expression: str
    lr: float
    epochs: int = 100
    points: int = 30
    noise: float = 1.0
    make: Maker | None = None
    numbers: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    start: Mapping[str, float] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def is_fixed(self) -> bool:
        """Whether its numbers are given, so that points, noise and seed have no meaning."""
        return self.make is None

    @property
    def most_noise(self) -> float:
        """As much noise as makes sense to ask for."""
        return 5 * self.noise if self.noise else 1.0


def made(name: str, points: int, noise: float, seed: int = 0) -> Dataset:
    """The table of a preset; the same numbers make the same table.

    Raises SettingError for an unknown preset and for numbers out of range.
    """
    preset = PRESETS.get(name)
    if preset is None:
        raise SettingError(f"There is no preset called {name}; choose {', '.join(PRESETS)}.", name)
    if preset.make is None:
        columns: Columns = {key: np.array(given) for key, given in preset.numbers.items()}
        return Dataset(preset.title, columns)
    if not 2 <= points <= MOST_POINTS:
        raise SettingError(f"The points must be between 2 and {MOST_POINTS:,}.", "points")
    if not (np.isfinite(noise) and noise >= 0):
        raise SettingError("The noise must be a number that is not negative.", "noise")
    return Dataset(preset.title, preset.make(np.random.default_rng(seed), points, noise))


def _line(random: np.random.Generator, points: int, noise: float) -> Columns:
    x = np.sort(random.uniform(0, 5, points))
    return {"x": x, "y": 1.8 * x + 2 + noise * random.normal(size=points)}


def _outliers(random: np.random.Generator, points: int, noise: float) -> Columns:
    """A line of which every tenth point, one at least, is far above."""
    columns = dict(_line(random, points, noise))
    far = random.choice(points, size=max(1, points // 10), replace=False)
    y = columns["y"].copy()
    y[far] += random.uniform(8, 14, len(far))
    return {"x": columns["x"], "y": y}


def _quadratic(random: np.random.Generator, points: int, noise: float) -> Columns:
    x = np.sort(random.uniform(-3, 3, points))
    return {"x": x, "y": 0.8 * x**2 - x + 1 + noise * random.normal(size=points)}


def _sine(random: np.random.Generator, points: int, noise: float) -> Columns:
    x = np.sort(random.uniform(0, 6, points))
    return {"x": x, "y": 2 * np.sin(1.5 * x + 0.5) + noise * random.normal(size=points)}


def _badly_scaled(random: np.random.Generator, points: int, noise: float) -> Columns:
    """Living space in square meters, price in thousands."""
    x = np.sort(random.uniform(40, 160, points))
    return {"x": x, "y": 3.2 * x + 45 + noise * random.normal(size=points)}


def _two_features(random: np.random.Generator, points: int, noise: float) -> Columns:
    x1, x2 = random.uniform(0, 4, points), random.uniform(-2, 2, points)
    y = 1.5 * x1 - 2 * x2 + 1 + noise * random.normal(size=points)
    return {"x1": x1, "x2": x2, "y": y}


def _two_classes(random: np.random.Generator, points: int, noise: float) -> Columns:
    """Two clouds about (-1.2, -1) and (1.2, 1), as wide as the noise."""
    y = (np.arange(points) % 2).astype(float)
    side = 2 * y - 1
    x1 = 1.2 * side + noise * random.normal(size=points)
    return {"x1": x1, "x2": side + noise * random.normal(size=points), "y": y}


_SAME_X = (10.0, 8.0, 13.0, 9.0, 11.0, 14.0, 6.0, 4.0, 12.0, 7.0, 5.0)
_LONE_X = (8.0,) * 7 + (19.0,) + (8.0,) * 3
_ANSCOMBE = (
    (_SAME_X, (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68)),
    (_SAME_X, (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74)),
    (_SAME_X, (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73)),
    (_LONE_X, (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89)),
)
"""F. J. Anscombe, Graphs in Statistical Analysis, The American Statistician 27 (1973)."""

_STORIES = (
    "A line with noise. The other three have the same mean, variance and best line: look at them.",
    "A smooth curve with the best line of the first. The numbers agree; the picture does not.",
    "A perfect line but for one point, which alone turns the best line away.",
    "All x are 8 but one. That one point decides the slope: without it any line would do.",
)
_BOWL = {"m": (-1.0, 2.0), "b": (-2.0, 8.0)}

PRESETS: Mapping[str, Preset] = {
    "line": Preset(
        "A line with noise",
        "The lecture's line: find m and b. The noise sets how low the error can go.",
        LINE,
        0.05,
        noise=0.8,
        make=_line,
        start={"m": 0.0, "b": 0.0},
        ranges={"m": (-1.0, 4.0), "b": (-2.0, 6.0)},
    ),
    "outliers": Preset(
        "Outliers",
        "A few points far off. Squares make them loud: watch how far they pull the line.",
        LINE,
        0.05,
        noise=0.5,
        make=_outliers,
        start={"m": 0.0, "b": 0.0},
        ranges={"m": (-1.0, 4.0), "b": (-2.0, 8.0)},
    ),
    **{
        f"anscombe_{number}": Preset(
            f"Anscombe {('I', 'II', 'III', 'IV')[number - 1]}",
            story,
            LINE,
            0.009,
            epochs=500,
            points=11,
            noise=0.0,
            numbers={"x": x, "y": y},
            start={"m": 0.0, "b": 0.0},
            ranges=_BOWL,
        )
        for number, (story, (x, y)) in enumerate(zip(_STORIES, _ANSCOMBE, strict=True), start=1)
    },
    "quadratic": Preset(
        "A parabola",
        "A line can't follow it; a·x² + m·x + b can, and is still linear in a, m and b.",
        PARABOLA,
        0.02,
        epochs=300,
        noise=0.6,
        make=_quadratic,
        start={"a": 0.0, "m": 0.0, "b": 0.0},
        ranges={"a": (-1.0, 2.0), "m": (-3.0, 2.0), "b": (-3.0, 5.0)},
    ),
    "sine": Preset(
        "A sine",
        "The frequency sits inside the sine: the landscape has many valleys. Try other starts.",
        WAVE,
        0.02,
        epochs=500,
        points=40,
        noise=0.3,
        make=_sine,
        start={"a": 1.0, "w": 1.2, "p": 0.0},
        ranges={"a": (-3.0, 3.0), "w": (0.0, 4.0), "p": (-3.0, 3.0)},
    ),
    "badly_scaled": Preset(
        "Badly scaled",
        "Square meters and prices: the valley is long and thin, and no rate is right for both. "
        "Standardize x and look again.",
        LINE,
        0.00005,
        epochs=500,
        noise=25.0,
        make=_badly_scaled,
        start={"m": 0.0, "b": 0.0},
        ranges={"m": (-1.0, 8.0), "b": (-300.0, 300.0)},
    ),
    "two_features": Preset(
        "Two features",
        "y depends on x1 and x2: three parameters, of which the landscape shows two.",
        PLANE,
        0.05,
        epochs=200,
        points=60,
        noise=0.5,
        make=_two_features,
        start={"w1": 0.0, "w2": 0.0, "b": 0.0},
        ranges={"w1": (-2.0, 4.0), "w2": (-5.0, 2.0), "b": (-3.0, 5.0)},
    ),
    "two_classes": Preset(
        "Two classes",
        "y is 0 or 1. The sigmoid of z says how likely it is 1; cross-entropy is its loss.",
        LOGISTIC,
        0.5,
        epochs=200,
        points=80,
        noise=0.9,
        make=_two_classes,
        start={"w1": 0.0, "w2": 0.0, "b": 0.0},
        ranges={"w1": (-2.0, 5.0), "w2": (-2.0, 5.0), "b": (-3.0, 3.0)},
    ),
}
"""By id, in the order of the menu."""
