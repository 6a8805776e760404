"""The lessons dock: the list of lessons, their text, and tasks that check themselves."""

from gradviz.ui.lesson_dock.panel import LessonPanel
from gradviz.ui.lesson_dock.progress import Progress

__all__ = ["LessonPanel", "Progress"]
