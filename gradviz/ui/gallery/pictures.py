"""The pictures of the gallery: made one at a time in the background, those in sight first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtGui import QImage

from gradviz.session import JobRunner, PictureCache
from gradviz.ui.gallery.shelf import Chosen
from gradviz.ui.theme import Theme

MOST_HELD = 400
"""Pictures kept in memory; beyond, those made first go."""


class Wanted(NamedTuple):
    """A picture: of what, how large in pixels of the window, for which screen and theme."""

    chosen: Chosen
    size: tuple[int, int]
    ratio: float
    theme: Theme

    @property
    def extent(self) -> QSize:
        """The size as Qt has it."""
        return QSize(*self.size)


class Painter(NamedTuple):
    """Where pictures come from: the disk, or ``paint``, whose ``version`` names its hand.

    ``paint`` is called on a worker thread.
    """

    cache: PictureCache
    paint: Callable[[Wanted], QImage]
    version: str

    def picture(self, wanted: Wanted, source: str) -> QImage:
        """The picture; ``source`` is all that its content depends on, as text."""
        key = f"{self.version}\n{wanted!r}\n{source}"
        kept = self.cache.load(key)
        if kept is not None and kept.size() == wanted.extent * wanted.ratio:
            kept.setDevicePixelRatio(wanted.ratio)
            return kept
        made = self.paint(wanted)
        self.cache.keep(key, made)
        return made


class Pictures(QObject):
    """Makes what is wanted now and has not been made; asks again after each picture.

    ``wanted`` gives what may be missing, the most urgent first, each with its source.
    """

    made = Signal(object)  # Wanted

    def __init__(
        self,
        jobs: JobRunner,
        painter: Painter,
        wanted: Callable[[], Iterable[tuple[Wanted, str]]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._painter = painter
        self._wanted = wanted
        self._key: Hashable = ("gallery pictures", id(self))
        self._held: dict[Wanted, QImage] = {}

    def get(self, wanted: Wanted) -> QImage | None:
        """The picture, if it is there."""
        return self._held.get(wanted)

    def go(self) -> None:
        """Make the most urgent picture, unless one is being made."""
        if self._jobs.is_busy(self._key):
            return
        for wanted, source in self._wanted():
            if wanted not in self._held:
                self._jobs.submit(
                    self._key,
                    self._painter.picture,
                    wanted,
                    source,
                    on_done=partial(self._on_made, wanted),
                )
                return

    def rest(self) -> None:
        """Make nothing more for now."""
        self._jobs.cancel(self._key)

    def _on_made(self, wanted: Wanted, image: QImage) -> None:
        self._held[wanted] = image
        while len(self._held) > MOST_HELD:
            del self._held[next(iter(self._held))]
        self.made.emit(wanted)
        self.go()
