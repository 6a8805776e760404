"""The overlays that are switched on, and the menu that switches them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gradviz.session.secret import HIDDEN
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.overlays.table import OVERLAYS
from gradviz.ui.plots.landscape.scene import Scene, Surroundings
from gradviz.ui.plots.landscape.surface.marking import SurfacePoint

Seen = Callable[[], Scene | None]


class OverlayStack(QObject):
    """Gives every overlay that is on the scene as it is seen; remembers which are on.

    What is seen follows the run: its panel says when (``update``).

    ``seen`` says what is seen now. ``notes_changed`` says that the legend may read differently,
    ``surface_changed`` that something else lies on the surface.
    """

    notes_changed = Signal()
    surface_changed = Signal()

    def __init__(
        self, canvas: PlotCanvas, around: Surroundings, seen: Seen, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._canvas, self._around, self._seen = canvas, around, seen
        self._made: dict[str, Overlay] = {}
        self._pointer: tuple[float, ...] = ()
        self._shown_last: Scene | None = None
        self._is_held = False
        self._notes: tuple[list[str], list[str]] = ([], [])
        self.menu = QMenu(parent)
        self.menu.setObjectName("landscape_show_menu")
        self.menu.setToolTipsVisible(True)
        self._actions = {kind: self._action(kind) for kind in OVERLAYS}
        self._refusals = dict.fromkeys(OVERLAYS, "")
        around.session.document_changed.connect(self.update)

    def _action(self, kind: type[Overlay]) -> QAction:
        action = self.menu.addAction(kind.title)
        action.setObjectName(f"show_{kind.name}")
        action.setToolTip(kind.tip)
        action.setCheckable(True)
        action.setChecked(self._around.settings.is_shown(kind.name, otherwise=kind.at_first))
        action.toggled.connect(partial(self._on_toggled, kind))
        return action

    @contextmanager
    def held(self) -> Iterator[None]:
        """Show nothing new meanwhile; whoever holds it says when there is something."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False

    def update(self, *_: object) -> None:
        """Show what is seen now."""
        if self._is_held:
            return
        scene = self._seen()
        if scene is not None and len(self._pointer) == len(scene.plane.axes):
            scene = replace(scene, pointer=self._pointer)
        # An edit is announced by the document and by the run: it is shown once.
        if not _same(scene, self._shown_last):
            self._shown_last = scene
            self._show(scene)

    def _show(self, scene: Scene | None) -> None:
        for kind, action in self._actions.items():
            refusal = self._refusal(kind, scene)
            if refusal != self._refusals[kind]:
                self._refusals[kind] = refusal
                action.setEnabled(not refusal)
                action.setToolTip(refusal or kind.tip)
            if scene is not None and not refusal and action.isChecked():
                self._overlay(kind).show(scene)
            elif kind.name in self._made:
                self._made[kind.name].show(None)
        self._on_note_changed()

    def _refusal(self, kind: type[Overlay], scene: Scene | None) -> str:
        """Why an overlay of a kind is not shown; empty where it can be."""
        if kind.tells_best and self._around.secret.on:
            return HIDDEN
        return "" if scene is None else kind.refusal(scene)

    def _on_note_changed(self) -> None:
        notes = self.notes(), self.explanations()
        if notes != self._notes:
            self._notes = notes
            self.notes_changed.emit()

    def restyle(self) -> None:
        """The theme is another one."""
        for overlay in self._shown():
            overlay.restyle()

    def notes(self) -> list[str]:
        """What the overlays shown have to say in the legend."""
        return [overlay.note for overlay in self._shown() if overlay.note]

    def explanations(self) -> list[str]:
        """The same in full sentences."""
        told = [overlay.explanation for overlay in self._shown() if overlay.explanation]
        return [*told, *([f"The minimum and the path: {HIDDEN}"] if self._around.secret.on else [])]

    def readout(self, point: dict[str, float]) -> str:
        """What the overlays shown have to say of a point."""
        words = (overlay.readout(point) for overlay in self._shown())
        return ",  ".join(word for word in words if word)

    def surface_points(self) -> list[SurfacePoint]:
        """What the overlays shown have on the surface, the lowest first."""
        shown = sorted(self._shown(), key=lambda overlay: overlay.level)
        return [point for overlay in shown for point in overlay.surface_points()]

    def _shown(self) -> list[Overlay]:
        return [overlay for overlay in self._made.values() if overlay.scene is not None]

    def _overlay(self, kind: type[Overlay]) -> Overlay:
        """The overlay of a kind, made when it is first needed."""
        if kind.name not in self._made:
            overlay = kind(self._canvas, self._around, self)
            overlay.note_changed.connect(self._on_note_changed)
            overlay.surface_changed.connect(self.surface_changed)
            self._made[kind.name] = overlay
        return self._made[kind.name]

    def _on_toggled(self, kind: type[Overlay], on: bool) -> None:
        self._around.settings.remember_shown(kind.name, on=on)
        self._show(self._shown_last)

    def point_at(self, at: Mapping[str, float] | None) -> None:
        """The mouse is there, by axis, or elsewhere."""
        pointer = () if at is None else tuple(at.values())
        if pointer != self._pointer:
            self._pointer = pointer
            self.update()


def _same(scene: Scene | None, other: Scene | None) -> bool:
    """Whether two scenes look alike: the parts are frozen, so the same ones hold the same."""
    if scene is None or other is None:
        return scene is other
    return (
        scene.plane is other.plane
        and scene.document is other.document
        and scene.trajectory is other.trajectory
        and scene.frame == other.frame
        and (scene.epoch, scene.pointer) == (other.epoch, other.pointer)
    )
