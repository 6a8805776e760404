"""Pictures as an animated GIF: pure functions for a worker, on Pillow."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from gradviz.document import write_atomically
from gradviz.session import CancelToken

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

COLORS = 256
Color: TypeAlias = tuple[int, int, int]


def palette_of(pixels: bytes, size: tuple[int, int], kept: Sequence[Color]) -> Image:
    """A picture whose palette fits this one best and has the colors ``kept`` as they are.

    Small marks have too few pixels to get a color of their own otherwise.
    """
    from PIL import Image

    # Of every ninth pixel: finding colors holds up all threads for as long as it takes.
    picture = Image.frombytes("RGB", size, pixels).reduce(3)
    found = picture.quantize(COLORS - len(kept), Image.Quantize.MEDIANCUT).getpalette() or []
    found = found[: 3 * (COLORS - len(kept))]
    palette = Image.new("P", (1, 1))
    palette.putpalette([*found, *(part for color in kept for part in color)])
    return palette


def reduced(pixels: bytes, size: tuple[int, int], palette: Image) -> Image:
    """An RGB picture in the colors of a palette."""
    from PIL import Image

    picture = Image.frombytes("RGB", size, pixels)
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def write(
    path: Path,
    frames: Sequence[Image],
    delays: Sequence[float],
    cancel: CancelToken | None = None,
    progress: Callable[[float], None] | None = None,
) -> int:
    """Write frames with their delays (milliseconds) as a GIF that runs for ever; its bytes.

    Raises DocumentError when the file can't be written.
    """
    buffer = io.BytesIO()

    def others() -> Iterator[Image]:
        for number, frame in enumerate(frames[1:], start=1):
            if cancel is not None:
                cancel.check()
            if progress is not None:
                progress(number / len(frames))
            yield frame

    frames[0].save(
        buffer,
        "GIF",
        save_all=True,
        append_images=others(),
        duration=[round(delay) for delay in delays],
        loop=0,
        optimize=False,
    )
    content = buffer.getvalue()
    write_atomically(path, content)
    return len(content)
