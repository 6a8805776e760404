"""What the gallery remembers: it comes back, and nonsense reads as the first time."""

from __future__ import annotations

import pytest

from gradviz.session import GalleryMemory, Settings, remember_gallery, remembered_gallery
from gradviz.session.gallery_memory import MOST_RECENT


def test_it_comes_back() -> None:
    settings = Settings.forgetful()
    memory = GalleryMemory("saddle", "constrained", "beale", (900, 600), ("beale", "booth"))
    remember_gallery(settings, memory)
    assert remembered_gallery(settings) == memory


@pytest.mark.parametrize("text", ["", "{", "[]", '{"size": "large"}', '{"recent": [1]}'])
def test_nonsense_reads_as_the_first_time(text: str) -> None:
    settings = Settings.forgetful()
    settings.keep("gallery", text)
    assert remembered_gallery(settings) == GalleryMemory()


def test_what_was_opened_last_comes_first_and_once() -> None:
    memory = GalleryMemory()
    for key in ("a", "b", "a", "c"):
        memory = memory.with_opened(key)
    assert memory.recent == ("c", "a", "b")
    for number in range(20):
        memory = memory.with_opened(str(number))
    assert len(memory.recent) == MOST_RECENT
