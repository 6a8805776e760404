"""Color marks in the LaTeX of explanations: named by meaning, turned into colors by the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping

VALUE = "value"
GRADIENT = "gradient"

_MARK = re.compile(r"\\textcolor\{(\w+)\}\{")


def marked(meaning: str, latex: str) -> str:
    """``latex`` in the color of values or of gradients."""
    return rf"\textcolor{{{meaning}}}{{{latex}}}"


def in_colors(latex: str, colors: Mapping[str, str]) -> str:
    """Every mark with its meaning replaced by ``colors[meaning]``, a #RRGGBB."""
    return _MARK.sub(lambda match: rf"\textcolor{{{colors[match[1]]}}}{{", latex)


def without_colors(latex: str) -> str:
    r"""``latex`` as a student pastes it elsewhere: the marks gone, what they held kept."""
    result: list[str] = []
    closing: list[bool] = []  # for each open brace: whether its end is kept
    position = 0
    while position < len(latex):
        mark = _MARK.match(latex, position)
        if mark:
            closing.append(False)
            position = mark.end()
            continue
        character = latex[position]
        escaped = position > 0 and latex[position - 1] == "\\"
        if character == "{" and not escaped:
            closing.append(True)
        elif character == "}" and not escaped and not closing.pop():
            character = ""
        result.append(character)
        position += 1
    return "".join(result)
