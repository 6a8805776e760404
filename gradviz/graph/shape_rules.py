"""Shape rules that rows of the op table share; a misfit is told by its reason alone."""

from __future__ import annotations


class MisfitError(Exception):
    """Shapes that an operation cannot combine; the message is the reason, without a period."""


def broadcast(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The common shape as in NumPy and PyTorch: trailing sizes are equal or 1."""
    if len(shapes) == 1:
        return shapes[0]
    first, second = shapes
    if first == second:
        return first
    rank = max(len(first), len(second))
    left = (1,) * (rank - len(first)) + first
    right = (1,) * (rank - len(second)) + second
    result = []
    for m, n in zip(left, right, strict=True):
        if m != n and 1 not in (m, n):
            raise MisfitError(f"sizes {m} and {n} differ and neither is 1")
        result.append(n if m == 1 else m)
    return tuple(result)


def axis(shape: tuple[int, ...], dim: int) -> int:
    """``dim`` counted from the front."""
    rank = max(len(shape), 1)
    if not -rank <= dim < rank:
        raise MisfitError(f"dim={dim} is outside its {len(shape)} dimensions")
    return dim % rank


def reduced(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """The shape after a reduction over one dimension, or over all without ``dim``."""
    (shape,) = shapes
    if 0 in shape:
        raise MisfitError("there is nothing in it")
    if dim is None:
        return ()
    at = axis(shape, dim)  # a number may be reduced over dimension 0, as in torch
    return shape[:at] + shape[at + 1 :]


def kept(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """The same shape, with ``dim`` one of its dimensions."""
    (shape,) = shapes
    if dim is not None:
        axis(shape, dim)
    return shape


def transposed(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """The last two sizes exchanged; a vector or a number stays."""
    del dim
    (shape,) = shapes
    return shape if len(shape) < 2 else (*shape[:-2], shape[-1], shape[-2])


def product(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """The shape of a matrix product as torch.matmul defines it."""
    del dim
    left, right = shapes
    if not left or not right:
        raise MisfitError("a matrix product needs vectors or matrices, not a single number")
    inner = right[-2] if len(right) > 1 else right[0]
    if left[-1] != inner:
        raise MisfitError(f"inner sizes {left[-1]} and {inner} differ")
    batch = broadcast(left[:-2], right[:-2])
    return batch + left[-2:-1] + (right[-1:] if len(right) > 1 else ())


def inner(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """The dot product of two vectors is one number."""
    del dim
    left, right = shapes
    if len(left) != 1 or len(right) != 1:
        raise MisfitError("dot needs two vectors")
    if left != right:
        raise MisfitError(f"sizes {left[0]} and {right[0]} differ")
    return ()


def _square(shape: tuple[int, ...]) -> None:
    if len(shape) < 2:
        raise MisfitError("a square matrix is needed")
    if shape[-1] != shape[-2]:
        raise MisfitError(f"a square matrix is needed and sizes {shape[-2]} and {shape[-1]} differ")


def square(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """A square matrix gives one of the same size."""
    del dim
    _square(shapes[0])
    return shapes[0]


def number_of_square(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """A square matrix gives one number."""
    del dim
    _square(shapes[0])
    return shapes[0][:-2]


def number_of_matrix(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """One square matrix gives one number."""
    if len(shapes[0]) > 2:
        raise MisfitError("a square matrix is needed")
    return number_of_square(shapes, dim)


def whole(shapes: tuple[tuple[int, ...], ...], dim: int | None) -> tuple[int, ...]:
    """Anything gives one number."""
    del shapes, dim
    return ()
