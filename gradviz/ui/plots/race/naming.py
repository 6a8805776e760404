"""What racers are called in a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from gradviz.descent import Stop
from gradviz.session import Racer
from gradviz.ui.plots.race.legend import Line
from gradviz.ui.plots.race.looks import look_of

_ENDS: Mapping[Stop, str] = MappingProxyType(
    {Stop.DIVERGED: " · diverged", Stop.NOT_FINITE: " · not finite"}
)


def legend_lines(racers: Sequence[Racer]) -> list[Line]:
    """A line for each racer; who got lost is said."""
    return [Line(look_of(racer.place), racer.name + _end(racer)) for racer in racers]


def _end(racer: Racer) -> str:
    if racer.trajectory is None:
        return " · no path"
    return _ENDS.get(racer.trajectory.stop, "")
