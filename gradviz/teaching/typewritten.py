"""Sentences as LaTeX text: special characters escaped, mathematical ones set as mathematics."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from itertools import groupby

from gradviz.graph import name_latex

_ESCAPED: Mapping[str, str] = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%",
    "&": r"\&", "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "<": "$<$", ">": "$>$", "|": "$|$",
}  # fmt: skip
_SIGNS: Mapping[str, str] = {
    "−": "-", "×": r"\times", "·": r"\cdot", "⊙": r"\odot", "∂": r"\partial", "√": r"\surd",
    "∞": r"\infty", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "→": r"\to",
    "∈": r"\in", "∇": r"\nabla", "∏": r"\prod", "…": r"\ldots", "‖": r"\|", "ᵀ": r"{}^{\top}",
    "′": "'", "\u2003": r"\quad",
}  # fmt: skip
_TOUCHING = re.compile(r"(?<!\\)\$\$")
_CLUSTER = re.compile(r".[\u0300-\u036f\u20d0-\u20ff]*", re.DOTALL)


def text_latex(sentence: str) -> str:
    """A sentence for the text of a LaTeX document; letters LaTeX has no command for stay."""
    clusters = _CLUSTER.findall(unicodedata.normalize("NFD", sentence))
    written = []
    for shift, run in groupby(clusters, _shift):
        if shift:
            plain = unicodedata.normalize("NFKC", "".join(run)).replace("−", "-")
            written.append(f"${{}}{shift}{{{plain}}}$")
        else:
            written += map(_cluster, run)
    return _TOUCHING.sub("", "".join(written))


def _shift(cluster: str) -> str:
    """The mark for a raised or lowered character, else nothing."""
    kind = unicodedata.decomposition(cluster[0]).partition(" ")[0]
    return {"<super>": "^", "<sub>": "_"}.get(kind, "") if cluster not in _SIGNS else ""


def _cluster(cluster: str) -> str:
    if cluster.isascii():
        return _ESCAPED.get(cluster, cluster)
    if cluster in _SIGNS:
        return f"${_SIGNS[cluster]}$"
    made = name_latex(unicodedata.normalize("NFC", cluster))
    return f"${made}$" if made.isascii() else unicodedata.normalize("NFC", cluster)
