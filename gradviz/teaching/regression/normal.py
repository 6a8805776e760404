"""The normal equation of a linear fit: XᵀX θ = Xᵀy, its numbers, its solution, its condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from gradviz.graph import Array, NodeId, as_value, name_latex
from gradviz.graph.tangents import tangents
from gradviz.teaching.markup import VALUE, marked
from gradviz.teaching.plain import plain
from gradviz.teaching.regression.fit import Fit
from gradviz.teaching.regression.sections import Section
from gradviz.teaching.regression.shares import Shares
from gradviz.teaching.terms import number

if TYPE_CHECKING:
    from gradviz.graph.symbolic.slopes import Slope

MOST_SHOWN = 4
"""Parameters up to which the matrices are shown."""

_MOST_SYMBOLS = 3


@dataclass(frozen=True, eq=False)
class Normal:
    """The normal equation: ``gram`` θ = ``moments``, of the columns ∂ŷ/∂θ.

    ``names`` are LaTeX of the unknowns; ``solution`` is that of least squares, the shortest where
    there are many; ``loss`` what is left there. ``curvatures`` are the eigenvalues of the Hessian
    of the loss, ascending.
    """

    names: tuple[str, ...]
    gram: Array
    moments: Array
    solution: Array
    loss: float
    curvatures: Array
    rank: int
    is_shifted: bool

    @property
    def kappa(self) -> float:
        """The condition number of the Hessian: largest over smallest curvature."""
        if self.rank < len(self.names):
            return np.inf
        return float(self.curvatures[-1] / self.curvatures[0])


def normal_of(shares: Shares) -> Normal | None:
    """The normal equation; None where the loss is no squared error of a linear prediction."""
    fit, found = shares.fit, shares.fit.found
    prediction, target = found.prediction, found.target
    if prediction is None or target is None or not (found.is_squared_error and found.is_linear):
        return None
    if found.factor < 0 or fit.around is not None:
        return None
    design, rest = _design(shares, prediction)
    wanted = shares.column(shares.values[target]) - rest
    with np.errstate(all="ignore"):
        gram, moments = design.T @ design, design.T @ wanted
    if not (np.isfinite(gram).all() and np.isfinite(moments).all()):
        return None
    solution, rank = _solved(design, wanted)
    left = float(((wanted - design @ solution) ** 2).sum() * found.weight)
    sizes = np.asarray(np.linalg.svd(design, compute_uv=False)[::-1], dtype=np.float64)
    curvatures = sizes**2 * 2 * found.weight
    is_shifted = bool(np.any(rest))
    return Normal(_unknowns(shares), gram, moments, solution, left, curvatures, rank, is_shifted)


def _design(shares: Shares, prediction: NodeId) -> tuple[Array, Array]:
    """The columns ∂ŷ/∂θ, one for each number of the parameters, and what ŷ is at θ = 0."""
    fit, found = shares.fit, shares.fit.found
    inputs = {n.name: shares.values[n.id] for n in found.graph.inputs if n.name is not None}
    zeros = {name: np.zeros_like(shares.values[p]) for name, p in fit.parameters.items()}
    origin = {**inputs, **{name: as_value(zero) for name, zero in zeros.items()}}
    columns, rest = [], shares.column(0.0)
    for name, parameter in fit.parameters.items():
        for place in range(zeros[name].size):
            seed = np.zeros_like(zeros[name])
            seed.flat[place] = 1.0
            carried = tangents(found.graph, origin, parameter, as_value(seed))
            columns.append(shares.column(carried.node_tangents[prediction]))
            rest = shares.column(carried.node_values[prediction])
    return np.column_stack(columns), rest


def _unknowns(shares: Shares) -> tuple[str, ...]:
    """LaTeX of every number of the parameters."""
    names: list[str] = []
    for name, parameter in shares.fit.parameters.items():
        size = np.size(shares.values[parameter])
        is_one = not np.ndim(shares.values[parameter])
        numbered = [f"{name}_{place + 1}" for place in range(size)]
        names += map(name_latex, [name] if is_one else numbered)
    return tuple(names)


def _solved(design: Array, wanted: Array) -> tuple[Array, int]:
    """The solution of least squares and how many columns of ``design`` are independent.

    It is found from the columns themselves at one size, not from their products, which would
    lose half of the digits; where there are many solutions it is the shortest.
    """
    scales = np.sqrt((design**2).sum(axis=0))
    scales[scales == 0] = 1.0
    scaled, _, rank, _ = np.linalg.lstsq(design / scales, wanted, rcond=None)
    if rank < design.shape[1]:
        return np.asarray(np.linalg.lstsq(design, wanted, rcond=None)[0], dtype=np.float64), rank
    return np.asarray(scaled / scales, dtype=np.float64), int(rank)


def as_equation(fit: Fit, normal: Normal | None, hidden: str = "") -> Section:
    """The normal equation in symbols and in numbers with its solution, or why there is none.

    With a sentence in ``hidden`` that stands in place of the solution.
    """
    if normal is None:
        words = (
            "There is no normal equation: it needs a mean or sum of squared errors alone, and a "
            "prediction that is linear in its parameters."
        )
        return Section("Normal equation", (), words)
    formulas = [rf"X^{{\top}} X \, \theta = {_right(normal)}"]
    count = len(normal.names)
    if count <= _MOST_SYMBOLS and not normal.is_shifted and not fit.found.vectors:
        formulas.append(_in_symbols(fit, normal))
    if count <= MOST_SHOWN:
        formulas.append(_in_numbers(normal))
    if not hidden:
        formulas += _solution(fit, normal)
    formulas += _kappa(normal)
    words = f"{hidden} {_words(fit, normal)}".strip()
    return Section("Normal equation", tuple(formulas), words)


def _right(normal: Normal) -> str:
    wanted = r"\left(y - \hat{y}_{\theta=0}\right)" if normal.is_shifted else "y"
    return rf"X^{{\top}} {wanted}"


def _in_symbols(fit: Fit, normal: Normal) -> str:
    columns = [fit.slopes.inner[p] for p in fit.found.parameters]
    target = fit.row.name(fit.found.target or "")
    gram = [[_sum(one.times(other)) for other in columns] for one in columns]
    moments = [_sum(column, target) for column in columns]
    return f"{_matrix(gram)} {_vector([*normal.names])} = {_vector(moments)}"


def _sum(column: Slope, target: str = "") -> str:
    """Σ of a column, times the target where there is one; ones add up to n."""
    latex = column.latex()
    if latex == "1":
        return rf"\sum {target}" if target else "n"
    factor = rf"\left({latex}\right)" if column.is_sum or latex.startswith("-") else latex
    return rf"\sum {factor} {target}".rstrip()


def _in_numbers(normal: Normal) -> str:
    gram = [[number(float(entry)).latex for entry in row] for row in normal.gram]
    moments = [number(float(entry)).latex for entry in normal.moments]
    return f"{_matrix(gram)} {_vector([*normal.names])} = {_vector(moments)}"


def _solution(fit: Fit, normal: Normal) -> list[str]:
    found = [
        f"{name} = {number(float(value)).colored(VALUE).latex}"
        for name, value in zip(normal.names, normal.solution, strict=True)
    ]
    lines = [r", \quad ".join(found[i : i + MOST_SHOWN]) for i in range(0, len(found), MOST_SHOWN)]
    lines[-1] += rf", \quad {fit.output} = {number(normal.loss).colored(VALUE).latex}"
    return lines


def _kappa(normal: Normal) -> list[str]:
    low, high = (number(float(normal.curvatures[at])).latex for at in (0, -1))
    kappa = marked(VALUE, number(normal.kappa).latex)
    ratio = rf"\frac{{\lambda_{{max}}}}{{\lambda_{{min}}}} = \frac{{{high}}}{{{low}}}"
    return [rf"\kappa = {ratio} = {kappa}"] if np.isfinite(normal.kappa) else []


def _words(fit: Fit, normal: Normal) -> str:
    if normal.rank < len(normal.names):
        return (
            "The columns of X depend on one another, so many fits are equally good: this is the "
            "one with the smallest parameters, and κ is infinite."
        )
    limit = 2 / float(normal.curvatures[-1])
    return (
        f"X has a column for each parameter, ∂ŷ/∂θ. κ compares the largest and the smallest "
        f"curvature of {plain(fit.output)}: the larger, the slower is gradient descent, which "
        f"converges below a learning rate of {number(limit).plain}."
    )


def _matrix(rows: list[list[str]]) -> str:
    if len(rows) == len(rows[0]) == 1:
        return rf"{rows[0][0]} \,"
    inside = r" \\ ".join(" & ".join(row) for row in rows)
    return rf"\begin{{bmatrix}} {inside} \end{{bmatrix}}"


def _vector(entries: list[str]) -> str:
    return _matrix([[entry] for entry in entries])
