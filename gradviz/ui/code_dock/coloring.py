"""The colors of code: keywords, strings, numbers, comments and the results in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from gradviz.ui.theme import Theme

COLORS: Mapping[str, str] = MappingProxyType(
    {
        "keyword": "accent",
        "string": "good",
        "number": "value",
        "comment": "muted",
        "value": "value",
        "gradient": "gradient",
    }
)
"""The color of the theme for each kind of word."""

_GRADIENT_LINE = re.compile(r'print\("d[^" ]*[/_]d[^" ]* =",')
_MARKED_SHARE = 0.1


class Coloring(QSyntaxHighlighter):
    """Colors the words of a document by a pattern whose groups are the kinds of words."""

    def __init__(self, document: QTextDocument, theme: Theme, pattern: str) -> None:
        super().__init__(document)
        self._pattern = re.compile(pattern)
        self._formats = _formats(theme)

    def show_theme(self, theme: Theme) -> None:
        """Color in the colors of another theme."""
        self._formats = _formats(theme)
        self.rehighlight()

    def show_pattern(self, pattern: str) -> None:
        """Color what follows as another language."""
        self._pattern = re.compile(pattern)

    def highlightBlock(self, text: str) -> None:
        """Color one line."""
        is_gradient = _GRADIENT_LINE.match(text) is not None
        for match in self._pattern.finditer(text):
            kind = str(match.lastgroup)
            start, end = match.span(kind)
            if kind == "value" and is_gradient:
                kind = "gradient"
            self.setFormat(start, end - start, self._formats[kind])


def _formats(theme: Theme) -> dict[str, QTextCharFormat]:
    found = {}
    for kind, color in COLORS.items():
        found[kind] = QTextCharFormat()
        found[kind].setForeground(QColor(getattr(theme, color)))
    found["keyword"].setFontWeight(QFont.Weight.DemiBold)
    return found


def marked_ground(theme: Theme) -> QColor:
    """The ground of the lines about the selected node: the surface with a breath of accent."""
    surface, accent = QColor(theme.surface), QColor(theme.accent)
    share = _MARKED_SHARE
    return QColor.fromRgbF(
        surface.redF() * (1 - share) + accent.redF() * share,
        surface.greenF() * (1 - share) + accent.greenF() * share,
        surface.blueF() * (1 - share) + accent.blueF() * share,
    )
