"""The wave under the characters an error is about."""

from __future__ import annotations

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument


class Underline(QSyntaxHighlighter):
    """Draws a wave under the span an error is about."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._span: tuple[int, int] | None = None
        self._format = QTextCharFormat()
        self._format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)

    @property
    def span(self) -> tuple[int, int] | None:
        return self._span

    def set_color(self, color: str) -> None:
        self._format.setUnderlineColor(QColor(color))
        self._format.setForeground(QColor(color))
        self.rehighlight()

    def mark(self, span: tuple[int, int] | None) -> None:
        if span != self._span:
            self._span = span
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if self._span is None:
            return
        offset = self.currentBlock().position()
        start = max(self._span[0] - offset, 0)
        end = min(self._span[1] - offset, len(text))
        if start >= len(text) > 0:  # the error is that something is missing at the end
            start = len(text) - 1
            end = len(text)
        self.setFormat(start, max(end - start, 1), self._format)
