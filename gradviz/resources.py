"""Where the files that come along with GradViz are found: checkout, wheel and bundle alike."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a file or folder below ``resources/``; the root itself without ``parts``."""
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's boot loader
    candidates = [package / "_resources", package.parent / "resources"]
    if bundle is not None:
        inside = Path(bundle)
        candidates = [inside / "gradviz" / "_resources", inside / "resources", *candidates]
    return next((path for path in candidates if path.is_dir()), candidates[-1])
