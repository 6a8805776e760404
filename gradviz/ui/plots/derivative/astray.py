"""Why there is nothing to be seen: the point is far beyond the curve, as after a divergence."""

from __future__ import annotations

import math

from gradviz.descent import Interval, Stop, Trajectory
from gradviz.graph import format_number
from gradviz.ui.plots.derivative.probe import Probe

FAR = 50.0
"""Widths of what is shown: within them a tangent still points at the point."""


def astray(probe: Probe, interval: Interval, trajectory: Trajectory | None, epoch: int) -> str:
    """A sentence that says why the point is not near the curve, and what to do; empty if it is.

    ``epoch`` is that of the trajectory which the point follows, 0 where it follows none.
    """
    low, high = interval
    away = max(low - probe.x, probe.x - high)
    if away <= FAR * (high - low):
        return ""
    where = f"{probe.called} = {format_number(probe.x)}"
    has_diverged = trajectory is not None and trajectory.stop in (Stop.DIVERGED, Stop.NOT_FINITE)
    if has_diverged and epoch:
        far = f", far beyond {_range(interval)}" if math.isfinite(probe.x) else ""
        return (
            f"The descent has diverged: at epoch {epoch:,} {where}{far}. "
            "Choose an earlier epoch, or type a point above."
        )
    return f"{where} is far beyond {_range(interval)}. Type a point of it above."


def _range(interval: Interval) -> str:
    low, high = (format_number(side, 3) for side in interval)
    return f"the range from {low} to {high} that is shown"
