"""The losses on the rows that the descent never saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gradviz.document.descents import objective_of
from gradviz.document.model import Document
from gradviz.document.sourcing import held_out_rows
from gradviz.graph import Array

if TYPE_CHECKING:
    from gradviz.descent import Trajectory

_ASKED_EVERY = 256  # points


def held_out_losses(
    document: Document, path: Trajectory, cancel: Callable[[], bool] | None = None
) -> Array | None:
    """The output (epochs + 1,) along a trajectory, computed from the rows held out alone.

    None where no rows are held out, or ``cancel`` said so. Raises GradVizError as
    ``objective_of`` does.
    """
    held = held_out_rows(document)
    if held is None:
        return None
    target = objective_of(replace(document, dataset=held, source=None))
    with np.errstate(all="ignore"):
        if target.exact is not None:
            return np.atleast_1d(target.exact.value(*path.points.T))
        losses = np.empty(len(path.points))
        for row, point in enumerate(path.points):
            if row % _ASKED_EVERY == 0 and cancel is not None and cancel():
                return None
            losses[row] = float(np.asarray(target.function.value(*target.arguments(point))))
        return losses
