"""Cards that make way for those that were placed by hand: the nearest free place, up or down."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from gradviz.graph.layout.arrange import Point, Size
from gradviz.graph.model import NodeId

GAP = 16.0
"""Room between a card that made way and the next."""

_CELL = 256.0
_MOST_STEPS = 10_000


def dodge(
    wanted: Mapping[NodeId, Point],
    sizes: Mapping[NodeId, Size],
    fixed: Mapping[NodeId, Point],
) -> dict[NodeId, Point]:
    """Where the ``wanted`` cards can stand so that no card overlaps another or a ``fixed`` one.

    A card keeps its column and goes up or down as little as it can; those that come first in
    ``wanted`` choose first. Places that overlap nothing fixed and nothing before stay as they are.
    """
    taken = _Taken()
    for node_id, place in fixed.items():
        taken.add(place, sizes[node_id])
    result: dict[NodeId, Point] = {}
    for node_id, (x, y) in wanted.items():
        size = sizes[node_id]
        free = next(level for level in taken.levels(x, y, size) if not taken.at(x, level, size))
        result[node_id] = (x, free)
        taken.add((x, free), size)
    return result


class _Taken:
    """The boxes that are taken, found by the squares of a grid they touch."""

    def __init__(self) -> None:
        self._cells: defaultdict[tuple[int, int], list[tuple[Point, Size]]] = defaultdict(list)

    def add(self, place: Point, size: Size) -> None:
        for cell in _cells_of(place[0], place[1], size):
            self._cells[cell].append((place, size))

    def at(self, x: float, y: float, size: Size) -> list[tuple[Point, Size]]:
        """The boxes that one at this place would overlap."""
        return [
            (place, other)
            for cell in _cells_of(x, y, size)
            for place, other in self._cells.get(cell, ())
            if abs(place[0] - x) * 2 < size[0] + other[0]
            and abs(place[1] - y) * 2 < size[1] + other[1]
        ]

    def levels(self, x: float, y: float, size: Size) -> Iterator[float]:
        """Heights to try: as wanted, then past what is in the way, the nearer side first."""
        yield y
        up = down = y
        for _ in range(_MOST_STEPS):
            above = [p[1] - (o[1] + size[1]) / 2 - GAP for p, o in self.at(x, up, size)]
            below = [p[1] + (o[1] + size[1]) / 2 + GAP for p, o in self.at(x, down, size)]
            up, down = min(above, default=up), max(below, default=down)
            yield from (up, down) if y - up < down - y else (down, up)


def _cells_of(x: float, y: float, size: Size) -> list[tuple[int, int]]:
    half_w, half_h = size[0] / 2, size[1] / 2
    columns = range(int((x - half_w) // _CELL), int((x + half_w) // _CELL) + 1)
    rows = range(int((y - half_h) // _CELL), int((y + half_h) // _CELL) + 1)
    return [(i, j) for i in columns for j in rows]
