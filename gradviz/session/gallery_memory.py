"""What the gallery remembers between starts: the last search, its size, what was opened last."""

from __future__ import annotations

import msgspec

from gradviz.session.settings import Settings

MOST_RECENT = 6

_NAME = "gallery"


class GalleryMemory(msgspec.Struct, frozen=True):
    """The state of the gallery; ``recent`` are keys, the newest first, ``size`` is in pixels."""

    search: str = ""
    category: str = ""
    key: str = ""
    size: tuple[int, int] | None = None
    recent: tuple[str, ...] = ()

    def with_opened(self, key: str) -> GalleryMemory:
        """With one more that was opened."""
        recent = (key, *(other for other in self.recent if other != key))
        return msgspec.structs.replace(self, key=key, recent=recent[:MOST_RECENT])


def remembered_gallery(settings: Settings) -> GalleryMemory:
    """What was kept; all is as at first if that makes no sense."""
    try:
        return msgspec.json.decode(settings.kept(_NAME), type=GalleryMemory)
    except msgspec.MsgspecError:
        return GalleryMemory()


def remember_gallery(settings: Settings, memory: GalleryMemory) -> None:
    """Keep it for the next start."""
    settings.keep(_NAME, msgspec.json.encode(memory).decode())
