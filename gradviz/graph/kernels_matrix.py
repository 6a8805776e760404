"""Kernels of matrix operations: products, transposes, traces, inverses and determinants."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

Shape: TypeAlias = tuple[int, ...]
Numbers: TypeAlias = Any


def column(g: Numbers) -> Numbers:
    """A number per point as a vector of one element per point."""
    return np.asarray(g)[..., None]


def block(g: Numbers) -> Numbers:
    """A number per point as a 1×1 matrix per point."""
    return np.asarray(g)[..., None, None]


def transpose(a: Numbers, shape: Shape) -> Numbers:
    """The last two axes exchanged; a vector or a number stays."""
    return a if len(shape) < 2 else np.swapaxes(a, -1, -2)


def align(a: Numbers, rank: int, wanted: int) -> Numbers:
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
    return align(a, first, second), align(b, second, first)


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
    b = align(b, max(len(right), 2), max(len(left), 2))
    made = np.matmul(_as_product(g, left, right), np.swapaxes(b, -1, -2))
    made = _fold(made, left, right)
    return made if len(left) > 1 else made[..., 0, :]


def matmul_right(g: Numbers, a: Numbers, left: Shape, right: Shape) -> Numbers:
    """Contribution of a matrix product to its right operand, Aᵀ G."""
    a = column(a) if len(left) == 1 else np.swapaxes(a, -1, -2)
    a = align(a, max(len(left), 2), max(len(right), 2))
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
