"""The update of one epoch: every line of an optimizer in symbols, with its numbers, and solved."""

from gradviz.teaching.updates.lines import CoordinateLines, Update, UpdateLine
from gradviz.teaching.updates.narrators import Narrator, narrator_of
from gradviz.teaching.updates.rows import update_of

__all__ = [
    "CoordinateLines",
    "Narrator",
    "Update",
    "UpdateLine",
    "narrator_of",
    "update_of",
]
