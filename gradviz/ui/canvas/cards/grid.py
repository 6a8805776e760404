"""Which card is where, without asking the scene: its exact tests of long edges take too long."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from gradviz.graph import NodeId
from gradviz.ui.canvas.cards.card import NodeItem

_CELL = 160.0


class CardGrid:
    """Cards by the squares they lie in; made anew at the first question after cards moved."""

    def __init__(self, cards: Mapping[NodeId, NodeItem]) -> None:
        self._cards = cards
        self._cells: defaultdict[tuple[int, int], list[NodeItem]] | None = None

    def forget(self) -> None:
        """Cards came, went or moved."""
        self._cells = None

    def near(self, x: float, y: float, reach: float = 0.0) -> list[NodeItem]:
        """The cards within reach of a point of the scene, the uppermost last."""
        cells = self._cells if self._cells is not None else self._sorted()
        found: dict[NodeItem, None] = {}
        for cell in _cells_over(x, y, reach, reach):
            for card in cells.get(cell, ()):
                px, py = card.pos().toTuple()
                width, height = card.size
                if abs(px - x) <= width / 2 + reach and abs(py - y) <= height / 2 + reach:
                    found[card] = None
        return list(found)

    def at(self, x: float, y: float) -> NodeItem | None:
        """The uppermost card at a point of the scene."""
        found = self.near(x, y)
        return found[-1] if found else None

    def _sorted(self) -> defaultdict[tuple[int, int], list[NodeItem]]:
        cells: defaultdict[tuple[int, int], list[NodeItem]] = defaultdict(list)
        for card in self._cards.values():
            x, y = card.pos().toTuple()
            width, height = card.size
            for cell in _cells_over(x, y, width / 2, height / 2):
                cells[cell].append(card)
        self._cells = cells
        return cells


def _cells_over(x: float, y: float, across: float, down: float) -> Iterator[tuple[int, int]]:
    """The squares within so much of a point."""
    for column in range(int((x - across) // _CELL), int((x + across) // _CELL) + 1):
        for row in range(int((y - down) // _CELL), int((y + down) // _CELL) + 1):
            yield column, row
