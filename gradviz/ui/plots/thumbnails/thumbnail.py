"""The small picture of a document: its landscape, sketched and painted."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from gradviz.document import Document, Sketch, sketch_of
from gradviz.document.constraining import without_penalty
from gradviz.errors import GradVizError
from gradviz.ui.plots.thumbnails.painting import painted
from gradviz.ui.theme import Theme

LARGEST_GRID = 240


def thumbnail(document: Document, size: QSize, ratio: float, theme: Theme) -> QImage:
    """The landscape of a document, without the penalty for violated constraints.

    The bare ground where there is no landscape. May be called on any thread.
    """
    grid = min(LARGEST_GRID, round(size.width() * ratio))
    try:
        sketch = sketch_of(without_penalty(document), grid)  # what is forbidden is hatched
    except GradVizError:  # then there is nothing to be seen
        sketch = Sketch()
    return painted(sketch, size, ratio, theme)
