"""Edges that stand out by hand: the chosen one, one to put a card on, one that is picked up."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from gradviz.graph import NodeId
from gradviz.ui.canvas.scene import GraphScene

EdgeKey = tuple[NodeId, int]


class EdgeMarks(QObject):
    """Gives edges of a scene another pen; an edge that has gone has none."""

    chosen_changed = Signal()

    def __init__(self, scene: GraphScene, parent: QObject) -> None:
        super().__init__(parent)
        self._scene = scene
        self._chosen: EdgeKey | None = None
        self._aimed: EdgeKey | None = None
        self._picked: EdgeKey | None = None

    @property
    def chosen(self) -> EdgeKey | None:
        """The edge that is selected, as (user, port)."""
        return self._chosen if self._chosen in self._scene.edges else None

    @property
    def aimed(self) -> EdgeKey | None:
        """The edge a card or a part would be put on."""
        return self._aimed

    def choose(self, key: EdgeKey | None) -> None:
        """Select an edge or none."""
        changed, self._chosen = key != self._chosen, key
        self._show(changed=changed)
        if changed:
            self.chosen_changed.emit()

    def aim(self, key: EdgeKey | None) -> None:
        """Mark the edge that something would be put on."""
        changed, self._aimed = key != self._aimed, key
        self._show(changed=changed)

    def pick_up(self, key: EdgeKey | None) -> None:
        """Show an edge faintly: its end is in the hand."""
        changed, self._picked = key != self._picked, key
        self._show(changed=changed)

    def renew(self) -> None:
        """The scene has other colors or other edges."""
        self._show(changed=True)
        self.chosen_changed.emit()

    def _show(self, *, changed: bool) -> None:
        if not changed:
            return
        wanted = (
            (self._chosen, "edge_chosen", 0.9),
            (self._aimed, "edge_aimed", 0.95),
            (self._picked, "edge_faint", 0.1),
        )
        special = {key: (pen, level) for key, pen, level in wanted if key is not None}
        if special or self._scene.special:
            self._scene.special = special
            self._scene.show_edges()
