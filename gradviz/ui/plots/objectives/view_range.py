"""Which part of the objective space is shown: plain computations, no widgets."""

from __future__ import annotations

import numpy as np

from gradviz.descent import Interval
from gradviz.graph import Array

ROOM = 0.08  # of the extent, left free on each side
BESIDE = 0.9  # of the front's extent that is shown of the image beyond it
NEAR = 2.5  # extents from the front up to which the path's ends are shown, too


def view_range(front: Array, image: Array, ends: Array) -> Interval:
    """The interval along one objective: the front, some of the image, and the path's ends.

    The image of a whole box may reach a thousand times farther than the front, which would be
    a dot in the corner. Without a front it is all that is shown.
    """
    front, image, ends = (part[np.isfinite(part)] for part in (front, image, ends))
    known = front if len(front) else image
    if not len(known):
        return (0.0, 1.0)
    low, high = float(known.min()), float(known.max())
    extent = (high - low) or max(abs(high), 1.0)
    if len(image):
        low = min(low, max(float(image.min()), low - BESIDE * extent))
        high = max(high, min(float(image.max()), high + BESIDE * extent))
    for end in ends:
        if low - NEAR * extent < end < high + NEAR * extent:
            low, high = min(low, float(end)), max(high, float(end))
    room = ROOM * ((high - low) or extent)
    return low - room, high + room
