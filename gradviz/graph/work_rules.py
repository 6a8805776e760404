"""What one derivative of an operation takes that is not elementwise, counted from its shapes.

Each rule gives the multiplications (and divisions), and the terms that are summed: making n
numbers out of k terms takes k − n additions, in forward mode as in reverse mode. A derivative is
linear, so both modes meet each of its factors once: the counts are the same for both.
"""

from __future__ import annotations

import math

from gradviz.graph.shape_rules import axis

Shape = tuple[int, ...]
Shapes = tuple[Shape, ...]


def products(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """Rows times columns: one product for each element of the result and each inner index."""
    del dim
    count = math.prod(result) * shapes[0][-1]
    return count, count


def moved(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """Elements change their places only."""
    del shapes, dim
    return 0, math.prod(result)


def trace(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """The diagonal is added up."""
    del result, dim
    return 0, shapes[0][-1]


def inverse(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """Two products of n×n matrices one after the other: −A⁻¹ T A⁻¹."""
    del dim
    count = math.prod(result) * shapes[0][-1]
    return 2 * count, 2 * count - math.prod(result)


def every_element(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """Each element of the operand has a factor of its own, and the products are added up."""
    del result, dim
    count = math.prod(shapes[0])
    return count, count


def added(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """A sum: no factor, every element is a term."""
    del result, dim
    return 0, math.prod(shapes[0])


def averaged(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """A sum, and one division for each sum."""
    del dim
    return math.prod(result), math.prod(shapes[0])


def chosen(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """The element that was chosen is handed on as it is; nothing is multiplied or added."""
    del shapes, dim
    return 0, math.prod(result)


def softmax(shapes: Shapes, result: Shape, dim: int | None) -> tuple[int, int]:
    """Two products per element, a sum per line, a difference per element: y (t − Σ t y)."""
    del result
    (shape,) = shapes
    count = math.prod(shape)
    length = shape[axis(shape, dim)] if shape and dim is not None else 1
    return 2 * count, 3 * count - count // max(length, 1)
