"""Python identifiers for the names of an expression."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable


class Identifiers:
    """Hands out identifiers, each once; Python compares them after normalization, so do we."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._taken = {*reserved, *keyword.kwlist, *keyword.softkwlist}

    def new(self, name: str) -> str:
        """An identifier as near to ``name`` as can be: ŷ stays, x₁ is x1, lambda is lambda_."""
        plain = unicodedata.normalize("NFKC", name)
        if not plain.isidentifier():
            plain = re.sub(r"\W", "_", plain)
            plain = plain if plain.isidentifier() else f"v{plain}"
        while plain in self._taken:
            plain += "_"
        self._taken.add(plain)
        return plain
