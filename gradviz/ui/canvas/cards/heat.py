"""The heat strip: the numbers of a vector or matrix as a few colored cells."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QImage

from gradviz.graph import Array

MOST_CELLS = 12


def heat_image(values: Array, low: QColor, high: QColor) -> QImage:
    """One pixel a cell, from ``low`` (smallest) to ``high``; cells that are no number are clear.

    At most 12 rows and columns, taken evenly from larger arrays. The caller scales it up.
    """
    rows = np.atleast_2d(values.reshape(-1, values.shape[-1]) if values.ndim > 2 else values)
    rows = rows[np.ix_(*(_even(count) for count in rows.shape))]
    finite = np.isfinite(rows)
    known = rows[finite]
    span = float(np.ptp(known)) if known.size else 0.0
    base = float(known.min()) if known.size else 0.0
    share = np.where(finite, (rows - base) / span if span else 0.5, 0.0)[..., None]
    ends = np.array([low.getRgb(), high.getRgb()], dtype=np.float64)
    colors = np.ascontiguousarray(ends[0] + (ends[1] - ends[0]) * (0.15 + 0.85 * share))
    colors[~finite] = 0
    data = colors.astype(np.uint8)
    height, width = rows.shape
    image = QImage(data.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.copy()  # the copy owns its pixels; ``data`` is freed


def _even(count: int) -> np.ndarray:
    taken = min(count, MOST_CELLS)
    return np.round(np.linspace(0, count - 1, taken)).astype(int)
