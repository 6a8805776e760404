"""A race as a table for other programs: every racer's epochs, one row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradviz.document.model import Document
from gradviz.document.racing import racers_of
from gradviz.errors import GraphError

if TYPE_CHECKING:
    from gradviz.descent import Trajectory


def race_csv(document: Document, trajectories: Sequence[Trajectory | None]) -> str:
    """One row per racer and epoch at full precision: who, the rate, the point, the loss.

    ``trajectories`` are those of the document's racers, in order; None for one that could not
    run. The gradients computed up to an epoch are in the column ``gradient_calls``.
    """
    from gradviz.descent.review.standings import calls_until, racer_names

    methods = racers_of(document)
    names = racer_names(methods)
    known = [path for path in trajectories if path is not None]
    if not known:
        raise GraphError("There is no race to write out: no optimizer could run.")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["racer", "lr", "epoch", "gradient_calls", *known[0].parameters, "loss"])
    for name, method, path in zip(names, methods, trajectories, strict=True):
        if path is None:
            continue
        for epoch, (point, loss) in enumerate(zip(path.points, path.losses, strict=True)):
            calls = calls_until(path, epoch)
            writer.writerow([name, method.lr, epoch, calls, *map(float, point), float(loss)])
    return out.getvalue()
