"""What the data panel shows of an objective: points, and the prediction as a function of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np
import numpy.typing as npt

from gradviz.descent import Interval, Objective, Prediction, find_prediction
from gradviz.graph import Array
from gradviz.graph import compile as compile_graph
from gradviz.ui.plots.ranges import span_of

SAMPLES = 300
GRID = 64  # places along each side of the picture of two classes
CLASSES_UP_TO = 20_000  # rows
RESIDUALS_UP_TO = 300  # rows; more would be a solid block
PAIRS_UP_TO = 5_000  # rows that are predicted one by one


class Kind(StrEnum):
    """How data and prediction are laid out."""

    CURVE = "curve"  # the target over one column, the prediction (or chance) as a curve
    PAIRED = "paired"  # the prediction over the target, the diagonal is perfect
    CLASSES = "classes"  # a target of zeros and ones over two columns, how likely it is one
    POINTS = "points"  # no prediction was found


@dataclass(frozen=True, eq=False)
class Fit:
    """Points, axis names, and ``predict``: a point of all coordinates → heights over ``line_x``.

    ``rows`` are the positions in ``line_x`` of the points, where residuals can be drawn. Of a
    curve ``elsewhere`` makes the same function for other places on the axis. Where it is said how
    likely zeros and ones are to be ones, ``ones`` says which points are. Of classes the heights
    are those on the ``grid`` of x and y, row by row.
    """

    kind: Kind
    x: Array
    y: Array
    labels: tuple[str, str]
    total: int
    line_x: Array
    rows: npt.NDArray[np.intp] | None = None
    prediction: str = ""
    predict: Callable[[Array], Array] | None = None
    elsewhere: Callable[[Array], Callable[[Array], Array]] | None = None
    ones: npt.NDArray[np.bool_] | None = None
    grid: tuple[Array, Array] | None = None

    @cached_property
    def x_span(self) -> Interval | None:
        """From where to where the points lie; None without any finite."""
        return span_of(self.x)

    @cached_property
    def y_span(self) -> Interval | None:
        """The same, of their heights."""
        return span_of(self.y)

    @property
    def note(self) -> str:
        """What is not shown, in words."""
        if len(self.x) < self.total:
            return f"showing {len(self.x):,} of {self.total:,} points"
        return f"{self.total:,} points"


def fit_of(objective: Objective) -> Fit | None:
    """How to show the data of an objective; None when it reads none."""
    columns = {
        name: np.asarray(value, dtype=np.float64)
        for name, value in objective.inputs.items()
        if np.ndim(value) == 1 and np.size(value) > 1
    }
    if not columns:
        return None
    found = find_prediction(objective.graph, columns)
    target = None if found is None else found.target
    if found is None or target is None:
        return _points(columns)
    same_length = all(len(columns[name]) == len(columns[target]) for name in found.columns)
    lay_out = _paired
    if found.by_row and same_length:
        if len(found.columns) == 1:
            lay_out = _curve
        elif len({*found.columns, target}) == 3 and _ones(columns[target]) is not None:
            lay_out = _classes
    return lay_out(objective, found, target, columns)


def _ones(target: Array) -> npt.NDArray[np.bool_] | None:
    """Which numbers of a target are ones; None where others than ones and zeros are among them."""
    if len(target) > CLASSES_UP_TO or not np.isin(target, (0, 1)).all():
        return None
    return np.asarray(target == 1)


def _points(columns: Mapping[str, Array]) -> Fit | None:
    names = list(columns)
    pairs = [(a, b) for a in names for b in names if a < b and len(columns[a]) == len(columns[b])]
    if not pairs:
        return None
    x, y = pairs[0]
    return Fit(Kind.POINTS, columns[x], columns[y], (x, y), len(columns[x]), np.empty(0))


def _classes(
    objective: Objective, found: Prediction, target: str, columns: Mapping[str, Array]
) -> Fit:
    """A prediction by row of two columns, beside a column of zeros and ones."""
    first, second = found.columns
    x, y = columns[first], columns[second]
    grid = tuple(_spread(column) for column in (x, y))
    across, up = np.meshgrid(*grid)
    places = {first: across.ravel(), second: up.ravel()}
    return Fit(
        Kind.CLASSES,
        x,
        y,
        (first, second),
        len(x),
        across.ravel(),
        prediction=found.label,
        predict=_predictor(objective, found, places, across.size),
        ones=_ones(columns[target]),
        grid=(grid[0], grid[1]),
    )


def _spread(column: Array) -> Array:
    """Places from somewhat below a column's lowest number to somewhat above its highest."""
    low, high = float(column.min()), float(column.max())
    room = 0.25 * ((high - low) or 1.0)
    return np.linspace(low - room, high + room, GRID)


def _curve(
    objective: Objective, found: Prediction, target: str, columns: Mapping[str, Array]
) -> Fit:
    name = found.columns[0]
    x, y = columns[name], columns[target]
    low, high = float(x.min()), float(x.max())
    room = 0.15 * ((high - low) or 1.0)
    line_x = np.linspace(low - room, high + room, SAMPLES)
    rows = None
    if len(x) <= RESIDUALS_UP_TO:
        line_x = np.sort(np.concatenate((line_x, x)))
        rows = np.searchsorted(line_x, x)

    def elsewhere(places: Array) -> Callable[[Array], Array]:
        return _predictor(objective, found, {name: places}, len(places))

    predict = elsewhere(line_x)
    names, label = (name, target), found.label
    ones = _ones(y) if found.likely else None
    return Fit(Kind.CURVE, x, y, names, len(x), line_x, rows, label, predict, elsewhere, ones)


def _paired(
    objective: Objective, found: Prediction, target: str, columns: Mapping[str, Array]
) -> Fit:
    y = columns[target]
    total = len(y)
    shown = y
    replaced: dict[str, Array] = {}
    if total > PAIRS_UP_TO and found.by_row:
        chosen = np.linspace(0, total - 1, PAIRS_UP_TO).astype(np.intp)
        shown = y[chosen]
        replaced = {name: columns[name][chosen] for name in found.columns}
    predict = _predictor(objective, found, replaced, len(shown))
    names = (target, f"{found.label} (predicted)")
    return Fit(Kind.PAIRED, shown, np.empty(0), names, total, shown, None, found.label, predict)


def _predictor(
    objective: Objective, found: Prediction, replaced: Mapping[str, Array], length: int
) -> Callable[[Array], Array]:
    names = tuple(objective.parameters)
    inputs = {**objective.inputs, **replaced}
    graph = found.graph
    function = compile_graph(graph, wrt=names, inputs=inputs, target=graph.labels[found.node])

    def predict(point: Array) -> Array:
        values = function.value(*objective.arguments(point))
        return np.broadcast_to(np.asarray(values, dtype=np.float64).ravel(), (length,))

    return predict
