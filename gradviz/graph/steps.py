"""The records of the passes: one per value found, per contribution and per sum of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from gradviz.graph.model import NodeId, Value

FLOAT_ERRORS = (OverflowError, ZeroDivisionError, ValueError)
"""What ``math`` and float division raise where NumPy has an infinity or NaN."""

new: Callable[..., Any] = tuple.__new__
"""Makes a NamedTuple at half the price of its own constructor, which counts in the passes."""


class ForwardStep(NamedTuple):
    """An operation got its value; ``note`` says why it is infinite or not a number."""

    node: NodeId
    value: Value
    note: str | None


class BackwardStep(NamedTuple):
    """``node`` got a contribution from ``user``, which uses it as operand number ``port``.

    contribution = upstream · local, and ``total`` is the sum of the contributions so far, of
    which this is number ``part`` of ``parts``. ``local`` is None where the derivative is not
    one factor per element (matrix products …). The seed at the output has no user.
    """

    node: NodeId
    user: NodeId | None
    port: int
    upstream: Value
    local: Value | None
    contribution: Value
    total: Value
    part: int
    parts: int
    note: str | None


class SumStep(NamedTuple):
    """``node`` is used several times: the contributions to its gradient add up to ``total``."""

    node: NodeId
    contributions: tuple[Value, ...]
    total: Value


Step: TypeAlias = ForwardStep | BackwardStep | SumStep
"""Whatever a pass is made of, as it is shown."""
