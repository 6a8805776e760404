"""Moving the eye smoothly over the graph: to all of it, to the selection, to 100 %."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QVariantAnimation

from gradviz.ui.canvas.drawing.motion import TRAVEL_MS, Tween
from gradviz.ui.canvas.zooming import Look

if TYPE_CHECKING:
    from gradviz.ui.canvas.showing import CardView


class Glide:
    """Takes a view from one look to another; any input stops it where it is."""

    def __init__(self, view: CardView) -> None:
        self._view = view
        self._tween = Tween(TRAVEL_MS, view)

    @property
    def runs(self) -> bool:
        """Whether the view is on its way."""
        return self._tween.state() == QVariantAnimation.State.Running

    def fit(self) -> None:
        """Show the whole graph, and go on fitting it."""
        view = self._view
        if not view.moves:
            view.fit()
            return
        self._run(view.look_for(view.graph_scene().cards_rect()), follows=True)

    def to(self, area: QRectF) -> None:
        """Show a part of the scene as large as it fits."""
        self._run(self._view.look_for(area), follows=False)

    def to_full_size(self) -> None:
        """Show everything at 100 %; the middle stays."""
        self._run(Look(1.0, self._view.look().center), follows=False)

    def halt(self) -> None:
        """Stop where it is."""
        if self.runs:
            self._tween.stop()

    def finish(self) -> None:
        """Be there at once."""
        self._tween.finish()

    def _run(self, end: Look, *, follows: bool) -> None:
        self._tween.stop()
        view, start = self._view, self._view.look()
        view.stay()
        view.reach()
        if view.moves:
            self._tween.run(lambda share: self._show(start, end, share, follows=follows))
        else:
            self._show(start, end, 1.0, follows=follows)

    def _show(self, start: Look, end: Look, share: float, *, follows: bool) -> None:
        if share >= 1.0:
            self._view.look_at(end)
            if follows:
                self._view.fit()
        else:
            self._view.look_at(between(start, end, share))


def between(start: Look, end: Look, share: float) -> Look:
    """The look at a share of the way: the zoom grows evenly and one point of the scene rests."""
    zoom = exp(log(start.zoom) + share * (log(end.zoom) - log(start.zoom)))
    wide, narrow = 1 / start.zoom, 1 / end.zoom
    way = share if abs(wide - narrow) < 1e-9 else (wide - 1 / zoom) / (wide - narrow)
    return Look(zoom, start.center + (end.center - start.center) * way)
