"""The typesetter: LaTeX set by ziamath, loaded when first used and cached as SVG."""

from __future__ import annotations

import importlib
import logging
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Typeset:
    """A formula as SVG with its natural size; ``ascent`` is the height above the baseline."""

    svg: bytes
    width: float
    height: float
    ascent: float


def is_ready() -> bool:
    """Whether the typesetter has been loaded (its first use takes about 0.2 s)."""
    return load_typesetter.cache_info().currsize > 0


_LONGEST = 1_000
"""Characters of LaTeX beyond which it would take too long to set, and not fit a line anyway."""


@lru_cache(maxsize=1)
def load_typesetter() -> Any:
    """The typesetter, loaded at the first call; may be called from any thread."""
    with warnings.catch_warnings():
        # It finds its fonts by a function Python 3.11 calls deprecated (and 3.13 no longer does).
        warnings.simplefilter("ignore", DeprecationWarning)
        ziamath = importlib.import_module("ziamath")
    ziamath.config.svg2 = False  # QSvgRenderer draws nothing but fraction bars of SVG 2
    return ziamath


_one_at_a_time = Lock()
"""The typesetter reads letters from one place in a font's file, and keeps what it has read: two
threads at once would get one another's, for good."""

_KEPT = 1024
_set: dict[tuple[str, float, str], Typeset | None] = {}


def is_kept(tex: str, size: float, color: str) -> bool:
    """Whether the formula was set before, so that to set it again takes no time."""
    return (tex, size, color) in _set


def typeset(tex: str, size: float, color: str) -> Typeset | None:
    """``tex`` set at ``size`` pixels in ``color``, or None when it is no LaTeX that can be set.

    May be called from any thread; the last formulas are kept.
    """
    key = (tex, size, color)
    with suppress(KeyError):
        return _set[key]
    result = _set[key] = _typeset(tex, size, color)
    if len(_set) > _KEPT:  # all at once: threads that look for one in turn would need a lock
        _set.clear()
    return result


def _typeset(tex: str, size: float, color: str) -> Typeset | None:
    """``tex`` set at ``size`` pixels in ``color``, or None when it is no LaTeX that can be set."""
    if len(tex) > _LONGEST:
        return None
    with _one_at_a_time:
        return _typeset_alone(tex, size, color)


def _typeset_alone(tex: str, size: float, color: str) -> Typeset | None:
    setter = load_typesetter()
    try:
        formula = setter.Latex(tex, size=size, color=color)
        if any("\\" in text for text in formula.mathml.itertext()):
            _log.info("Unknown command in formula: %s", tex)
            return None
        svg: str = formula.svg()
        _, top, width, height = (float(part) for part in formula.svgxml().get("viewBox").split())
    except Exception as error:  # noqa: BLE001  # the typesetter raises whatever it stumbles over
        _log.info("Formula not set: %s (%r)", tex, error)
        return None
    return Typeset(svg.encode(), width, height, -top)
