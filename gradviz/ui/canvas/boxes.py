"""What opens over the canvas to type in: made when it is first asked for, after the first frame."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from gradviz.ui.theme import Theme

if TYPE_CHECKING:
    from gradviz.ui.canvas.adding.add_box import AddBox
    from gradviz.ui.canvas.finding.finder import NodeFinder
    from gradviz.ui.canvas.panel import GraphPanel


class Boxes:
    """The box that adds a node and the one that finds one; a box not made yet needs no news."""

    def __init__(self, panel: GraphPanel, theme: Theme) -> None:
        self._panel = panel
        self._theme = theme

    @cached_property
    def add_box(self) -> AddBox:
        """Adds a node."""
        from gradviz.ui.canvas.adding.add_box import AddBox

        view = self._panel.view
        box = AddBox(view.graph_scene().ink, self._panel)
        box.chosen.connect(self._panel.add_offer)
        box.closed.connect(view.setFocus)
        box.show_theme(self._theme, view.graph_scene().ink)
        return box

    @cached_property
    def finder(self) -> NodeFinder:
        """Finds a node."""
        from gradviz.ui.canvas.finding.finder import NodeFinder

        finder = NodeFinder(self._panel.view, self._panel)
        finder.show_theme(self._theme)
        finder.place(self._panel.width(), self._panel.height())
        return finder

    def make(self) -> None:
        """Have both, so that the first key finds them ready."""
        _ = self.add_box, self.finder

    def leave(self) -> None:
        """Close the box that adds: what it was opened for is gone."""
        if self._has("add_box"):
            self.add_box.leave()

    def renew(self, *, structure: bool) -> None:
        """The canvas shows other numbers, or another graph."""
        if self._has("finder"):
            self.finder.renew(structure=structure)

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self._theme = theme
        if self._has("finder"):
            self.finder.show_theme(theme)
        if self._has("add_box"):
            self.add_box.show_theme(theme, self._panel.view.graph_scene().ink)

    def place(self, width: int, height: int) -> None:
        """Stand on a panel of this size."""
        if self._has("finder"):
            self.finder.place(width, height)

    def _has(self, box: str) -> bool:
        return box in vars(self)
