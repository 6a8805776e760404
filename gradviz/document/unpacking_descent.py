"""From the records of a file to what a document says of its landscape and its descent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from gradviz.descent.rules.method import Method, Setting
from gradviz.document.model import DescentSettings, LandscapeSettings, Range
from gradviz.document.schema import DescentRecord, LandscapeRecord, MethodRecord, Number
from gradviz.document.unpacking_canvas import broken


def unpack_landscape(record: LandscapeRecord) -> LandscapeSettings:
    """What the landscape shows; raises DocumentError for an empty range."""
    return LandscapeSettings(
        axes=tuple(record.axes),
        ranges=_ranges(record.ranges, "ranges"),
        minima=tuple(_point(point) for point in record.minima),
        view=record.view,
        box=_ranges(record.box, "box"),
        objectives=tuple(record.objectives),
        constraints=tuple(record.constraints),
        along=record.along,
    )


def unpack_descent(record: DescentRecord) -> DescentSettings:
    """How the descent runs."""
    return DescentSettings(
        record.optimizer,
        float(record.lr),
        _settings(record),
        record.schedule,
        _point(record.schedule_settings),
        record.epochs,
        record.in_box,
        record.batch_size,
        record.seed,
        record.tolerance or 0.0,
        record.patience,
    )


def unpack_method(record: MethodRecord) -> Method:
    """An optimizer with its numbers."""
    return Method(
        record.optimizer,
        float(record.lr),
        _settings(record),
        record.schedule,
        _point(record.schedule_settings),
    )


def unpack_starts(records: Iterable[Mapping[str, Number]]) -> tuple[Mapping[str, float], ...]:
    """The points kept to start from; raises DocumentError for one that is not finite."""
    starts = tuple(_point(record) for record in records)
    for index, start in enumerate(starts):
        if not all(map(math.isfinite, start.values())):
            raise broken("A start is not finite", f"starts[{index}]")
    return starts


def _settings(record: MethodRecord) -> dict[str, Setting]:
    return {
        name: value if isinstance(value, bool) else float(value)
        for name, value in record.settings.items()
    }


def _ranges(record: Mapping[str, tuple[Number, Number]], place: str) -> dict[str, Range]:
    ranges: dict[str, Range] = {}
    for name, (low, high) in record.items():
        interval = float(low), float(high)
        if not (all(map(math.isfinite, interval)) and interval[0] < interval[1]):
            raise broken(f"The range of {name} is empty", f"landscape.{place}.{name}")
        ranges[name] = interval
    return ranges


def _point(record: Mapping[str, Number]) -> dict[str, float]:
    return {name: float(number) for name, number in record.items()}
