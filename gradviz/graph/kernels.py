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
    a = _align(a, rank, len(shape))
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


def column(g: Numbers) -> Numbers:
    """A number per point as a vector of one element per point."""
    return np.asarray(g)[..., None]


def block(g: Numbers) -> Numbers:
    """A number per point as a 1×1 matrix per point."""
    return np.asarray(g)[..., None, None]


def transpose(a: Numbers, shape: Shape) -> Numbers:
    """The last two axes exchanged; a vector or a number stays."""
    return a if len(shape) < 2 else np.swapaxes(a, -1, -2)


def _align(a: Numbers, rank: int, wanted: int) -> Numbers:
    """Axes of size 1 before the trailing ``rank`` axes, so that there are ``wanted`` of them."""
    a = np.asarray(a)
    if rank >= wanted:
        return a
    lead = a.ndim - rank
    return a.reshape(a.shape[:lead] + (1,) * (wanted - rank) + a.shape[lead:])


def _matrices(a: Numbers, b: Numbers, left: Shape, right: Shape) -> tuple[Numbers, Numbers]:
    """Both operands as matrices: a vector on the left is a row, on the right a column."""
    a = column(a).swapaxes(-1, -2) if len(left) == 1 else np.asarray(a)
    b = column(b) if len(right) == 1 else np.asarray(b)
    first, second = max(len(left), 2), max(len(right), 2)
    return _align(a, first, second), _align(b, second, first)


def matmul(a: Numbers, b: Numbers, left: Shape, right: Shape) -> Numbers:
    """Matrix product as torch.matmul, for operands of the given static shapes."""
    y = np.matmul(*_matrices(a, b, left, right))
    if len(right) == 1:
        y = y[..., 0]
    return y if len(left) > 1 else (y[..., 0] if len(right) == 1 else y[..., 0, :])


def _as_product(g: Numbers, left: Shape, right: Shape) -> Numbers:
    """The gradient of a matrix product with the axes that vectors dropped."""
    g = np.asarray(g)
    if len(right) == 1:
        g = g[..., None]
    return g if len(left) > 1 else (g[..., None, :])


def matmul_left(g: Numbers, b: Numbers, left: Shape, right: Shape) -> Numbers:
    """Contribution of a matrix product to its left operand, G Bᵀ."""
    b = column(b) if len(right) == 1 else np.asarray(b)
    b = _align(b, max(len(right), 2), max(len(left), 2))
    made = np.matmul(_as_product(g, left, right), np.swapaxes(b, -1, -2))
    made = _fold(made, left, right)
    return made if len(left) > 1 else made[..., 0, :]


def matmul_right(g: Numbers, a: Numbers, left: Shape, right: Shape) -> Numbers:
    """Contribution of a matrix product to its right operand, Aᵀ G."""
    a = column(a) if len(left) == 1 else np.swapaxes(a, -1, -2)
    a = _align(a, max(len(left), 2), max(len(right), 2))
    made = np.matmul(a, _as_product(g, left, right))
    made = _fold(made, right, left)
    return made if len(right) > 1 else made[..., 0]


def _fold(made: Numbers, shape: Shape, other: Shape) -> Numbers:
    """Sum a contribution over the stacked axes along which the operand was repeated."""
    stacked, own = max(len(shape), len(other)) - 2, max(len(shape) - 2, 0)
    missing = max(stacked - own, 0)
    if missing:
        made = made.sum(axis=tuple(range(-2 - stacked, -2 - own)))
    axes = [-2 - own + i for i in range(own) if shape[i] == 1 and made.shape[-2 - own + i] != 1]
    return made.sum(axis=tuple(axes), keepdims=True) if axes else made


def dot(a: Numbers, b: Numbers) -> Numbers:
    """Dot product of vectors."""
    return np.add.reduce(a * b, axis=-1)


def trace(a: Numbers) -> Numbers:
    """Sum of the diagonal."""
    return np.trace(a, axis1=-2, axis2=-1)


def inv(a: Numbers) -> Numbers:
    """Inverse matrix; LinAlgError for one singular matrix, NaN for the singular of many."""
    try:
        return np.linalg.inv(a)
    except np.linalg.LinAlgError:
        if np.ndim(a) == 2:
            raise
    regular = np.linalg.det(a) != 0.0
    safe = np.where(block(regular), a, np.eye(a.shape[-1]))
    return np.where(block(regular), np.linalg.inv(safe), np.nan)


def inv_vjp(g: Numbers, y: Numbers) -> Numbers:
    """Contribution of the inverse, −A⁻ᵀ G A⁻ᵀ."""
    turned = np.swapaxes(y, -1, -2)
    return -np.matmul(np.matmul(turned, g), turned)


def det(a: Numbers) -> Numbers:
    """Determinant."""
    return np.linalg.det(a)


def cofactors(a: Numbers) -> Numbers:
    """The derivative of the determinant, right for singular matrices too.

    With A = U S Vᵀ the cofactor matrix is det(U) det(V) U C Vᵀ, where C holds on its diagonal
    the products of all other singular values.
    """
    a = np.asarray(a)
    finite = np.isfinite(a).all(axis=(-2, -1), keepdims=True)
    u, s, vt = np.linalg.svd(np.where(finite, a, 0.0))
    n = s.shape[-1]
    others = np.where(np.eye(n, dtype=bool), 1.0, s[..., None, :]).prod(axis=-1)
    sign = block(np.rint(np.linalg.det(u) * np.linalg.det(vt)))
    return np.where(finite, sign * np.matmul(u * others[..., None, :], vt), np.nan)


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
                *(total, mean, smallest, largest, extreme_vjp, norm, norm_vjp),
                *(softmax, softmax_vjp, column, block, transpose),
                *(reduced, expanded),
                *(matmul, matmul_left, matmul_right, dot, trace, inv, inv_vjp, det, cofactors),
            )
        },
    }
)
"""Names in formulas for arrays. Call under ``np.errstate(all="ignore")``."""
