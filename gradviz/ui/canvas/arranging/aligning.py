"""Lining up cards and spreading them evenly, as pure geometry."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.graph import NodeId
from gradviz.graph.layout import Point, Size

Boxes = Mapping[NodeId, tuple[Point, Size]]
"""By card: its center, and its width and height."""


def aligned(boxes: Boxes, axis: int, part: int) -> dict[NodeId, Point]:
    """The centers with which the cards line up.

    ``axis`` 0 is across, 1 down; ``part`` −1 lines up the left or upper sides at the outermost
    one, 1 the right or lower sides, 0 the centers in the middle of all.
    """
    if not boxes:
        return {}
    low = min(place[axis] - size[axis] / 2 for place, size in boxes.values())
    high = max(place[axis] + size[axis] / 2 for place, size in boxes.values())
    line = {-1: low, 0: (low + high) / 2, 1: high}[part]
    return {
        node_id: _with(place, axis, line - part * size[axis] / 2)
        for node_id, (place, size) in boxes.items()
    }


def distributed(boxes: Boxes, axis: int) -> dict[NodeId, Point]:
    """The centers with which the gaps between the cards are equal; the outermost two stay."""
    ranked = sorted(boxes, key=lambda node_id: (boxes[node_id][0][axis], node_id))
    if len(ranked) < 3:
        return {node_id: place for node_id, (place, _) in boxes.items()}
    first, last = boxes[ranked[0]], boxes[ranked[-1]]
    start = first[0][axis] + first[1][axis] / 2
    end = last[0][axis] - last[1][axis] / 2
    inner = ranked[1:-1]
    gap = (end - start - sum(boxes[i][1][axis] for i in inner)) / (len(inner) + 1)
    result = {ranked[0]: first[0], ranked[-1]: last[0]}
    for node_id in inner:
        place, size = boxes[node_id]
        result[node_id] = _with(place, axis, start + gap + size[axis] / 2)
        start += gap + size[axis]
    return result


def _with(place: Point, axis: int, at: float) -> Point:
    return (at, place[1]) if axis == 0 else (place[0], at)
