"""What each test function is an example of and where it comes from: resources/traits.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec

from gradviz.descent.library.functions import TestFunction
from gradviz.errors import DocumentError
from gradviz.resources import resource

LISTED = "The formula is the one in Wikipedia's list of test functions for optimization."

CONSTRAINED, MULTI, ROUGH, SMOOTH = "constrained", "multi-objective", "not differentiable", "smooth"


class Background(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the file says of one function: its traits, whose it is, and whether it is listed."""

    shows: tuple[str, ...] = ()
    source: str = ""
    listed: bool = True


class Traits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file: traits with their meanings, other words for them, and the functions."""

    meanings: Mapping[str, str]
    also: Mapping[str, str]
    functions: Mapping[str, Background]


@cache
def traits() -> Traits:
    """The file, read once; DocumentError if it cannot be."""
    path = resource("traits.toml")
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Traits)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DocumentError(f"The traits cannot be read: {error}.", path=str(path)) from error


def traits_of(function: TestFunction) -> tuple[str, ...]:
    """What the function is an example of; the words are explained by ``traits().meanings``."""
    shows = traits().functions.get(function.id, Background()).shows
    told = (
        (CONSTRAINED, bool(function.constraints)),
        (MULTI, len(function.objectives) > 1),
        ("several minima", len(function.minima) > 1),
        (SMOOTH, ROUGH not in shows),
        ("one variable", len(function.parameters) == 1),
        ("n variables", function.sizes is not None),
    )
    return (*shows, *(trait for trait, holds in told if holds))


def source_of(function: TestFunction) -> str:
    """Where the function comes from, in a sentence or two."""
    background = traits().functions.get(function.id, Background())
    return " ".join(filter(None, (background.source, LISTED if background.listed else "")))
