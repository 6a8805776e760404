"""What the formulas of the op table call: math for floats, NumPy and own kernels for arrays.

Own kernels work on the trailing axes and leave any leading axes alone, so that the compiler can
evaluate many points at once. ``shape`` is always the static shape, without those leading axes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

import numpy as np

from gradviz.graph.kernels_matrix import (
    align,
    block,
    cofactors,
    column,
    det,
    dot,
    inv,
    inv_vjp,
    matmul,
    matmul_left,
    matmul_right,
    trace,
    transpose,
)

Shape: TypeAlias = tuple[int, ...]
Numbers: TypeAlias = Any
"""A float, a NumPy scalar or a float64 array: kernels take and return any of them."""


def anywhere(condition: Numbers) -> bool:
    """Whether a condition holds for a number or for at least one element."""
    return bool(np.any(condition))


def tied(a: Numbers, result: Numbers, shape: Shape, dim: int | None) -> bool:
    """Whether an extreme value occurs more than once along the reduced axes."""
    same = a == spread(result, shape, dim)
    return anywhere(np.sum(same, axis=_axes(shape, dim)) > 1)


def _axes(shape: Shape, dim: int | None) -> tuple[int, ...]:
    """The reduced axes, counted from the end."""
    rank = len(shape)
    if dim is None or rank == 0:
        return tuple(range(-rank, 0))
    return (dim % rank - rank,)


def spread(g: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Give a reduced array its reduced axes back, with size 1."""
    axes = _axes(shape, dim)
    return np.expand_dims(np.asarray(g), axes) if axes else g


def sign(a: Numbers) -> Numbers:
    """−1, 0 or 1; 0 for NaN, as PyTorch has it."""
    return np.nan_to_num(np.sign(a))


def ratio(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Quotient with 0 where the denominator is 0."""
    zero = denominator == 0.0
    return np.where(zero, 0.0, numerator / np.where(zero, 1.0, denominator))


def chosen(g: Numbers, loser: Numbers, winner: Numbers) -> Numbers:
    """The gradient where ``loser`` is not below ``winner``, half of it where they tie."""
    return np.where(loser < winner, 0.0, np.where(loser == winner, 0.5 * g, g))


def power_base(g: Numbers, base: Numbers, exponent: Numbers) -> Numbers:
    """Contribution of a power to its base; the zeroth power has none."""
    return np.where(exponent == 0.0, 0.0, g * (exponent * np.power(base, exponent - 1.0)))


def power_exponent(g: Numbers, base: Numbers, exponent: Numbers, result: Numbers) -> Numbers:
    """Contribution of a power to its exponent; 0 to a power that is not negative has none."""
    masked = (base == 0.0) & (exponent >= 0.0)
    return np.where(masked, 0.0, g * (result * np.log(base)))


def reduced(a: Numbers, axes: tuple[int, ...], rank: int, shape: Shape) -> Numbers:
    """Sum the trailing axes named and give the ``rank`` trailing axes the static ``shape``."""
    lead = a.shape[: a.ndim - rank]
    return np.add.reduce(a, axis=axes).reshape(lead + shape)


def expanded(a: Numbers, rank: int, shape: Shape) -> Numbers:
    """Repeat an array whose ``rank`` trailing axes are static until they have ``shape``."""
    a = align(a, rank, len(shape))
    return np.broadcast_to(a, a.shape[: a.ndim - len(shape)] + shape)


def total(a: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Sum over one axis or all."""
    return np.add.reduce(np.asarray(a), axis=_axes(shape, dim))


def mean(a: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Mean over one axis or all."""
    axes = _axes(shape, dim)
    return total(a, shape, dim) / math.prod(shape[axis] for axis in axes)


def smallest(a: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Smallest element over one axis or all."""
    return np.min(a, axis=_axes(shape, dim))


def largest(a: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Largest element over one axis or all."""
    return np.max(a, axis=_axes(shape, dim))


def extreme_vjp(g: Numbers, a: Numbers, y: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Contribution of a minimum or maximum: shared equally among the elements that tie."""
    same = np.asarray(a == spread(y, shape, dim))
    count = np.sum(same, axis=_axes(shape, dim), keepdims=True)
    return np.where(same, spread(g, shape, dim) / count, 0.0)


def extreme_jvp(t: Numbers, a: Numbers, y: Numbers, shape: Shape, dim: int | None) -> Numbers:
    """Tangent of a minimum or maximum: the mean of those of the elements that tie."""
    same = np.asarray(a == spread(y, shape, dim))
    chosen_ones = np.where(same, t, 0.0)
    return total(chosen_ones, shape, dim) / np.sum(same, axis=_axes(shape, dim))


def norm(a: Numbers, shape: Shape) -> Numbers:
    """Euclidean norm over all axes."""
    return np.sqrt(total(np.square(a), shape, None))


def norm_vjp(g: Numbers, a: Numbers, y: Numbers, shape: Shape) -> Numbers:
    """Contribution of the norm; 0 at the zero vector."""
    return a * spread(ratio(g, y), shape, None)


def softmax(a: Numbers, dim: int | None) -> Numbers:
    """Softmax along an axis counted from the end, shifted by the maximum against overflow."""
    if np.ndim(a) == 0 or dim is None:
        return a * 0.0 + 1.0
    raised = np.exp(a - np.max(a, axis=dim, keepdims=True))
    return raised / np.sum(raised, axis=dim, keepdims=True)


def softmax_vjp(g: Numbers, y: Numbers, dim: int | None) -> Numbers:
    """Contribution of a softmax."""
    if np.ndim(y) == 0 or dim is None:
        return y * 0.0 * g
    return y * (g - np.sum(g * y, axis=dim, keepdims=True))


FLOATS: Mapping[str, Any] = MappingProxyType(
    {
        name: getattr(math, name)
        for name in (
            *("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh"),
            *("exp", "log", "log10", "log1p", "sqrt", "pow"),
        )
    }
)
"""Names in formulas for floats. They raise where the result is infinite or not a number."""

ARRAYS: Mapping[str, Any] = MappingProxyType(
    {
        **{
            name: getattr(np, name)
            for name in (
                *("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "log10", "log1p"),
                *("sqrt", "absolute", "minimum", "maximum", "where", "rint", "eye"),
            )
        },
        **{name: getattr(np, f"arc{name[1:]}") for name in ("asin", "acos", "atan", "atan2")},
        "pow": np.power,
        **{
            kernel.__name__: kernel
            for kernel in (
                *(anywhere, tied, sign, ratio, chosen, power_base, power_exponent),
                *(total, mean, smallest, largest, extreme_vjp, extreme_jvp, norm, norm_vjp),
                *(softmax, softmax_vjp, column, block, transpose),
                *(reduced, expanded),
                *(matmul, matmul_left, matmul_right, dot, trace, inv, inv_vjp, det, cofactors),
            )
        },
    }
)
"""Names in formulas for arrays. Call under ``np.errstate(all="ignore")``."""
