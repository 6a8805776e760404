"""The choice of the color scale: by the spread of the values, linear or logarithmic."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from gradviz.descent import ScaleKind
from gradviz.session import Settings

NAME = "color_scale"  # in the settings
KINDS: tuple[tuple[ScaleKind, str, str], ...] = (
    ("automatic", "By the spread of the values", "Logarithmic where a few values tower over all"),
    ("linear", "Linear", "Equal steps of color and height are equal steps of the value"),
    ("logarithmic", "Logarithmic", "What is near the lowest value is spread out"),
)


class ScaleChoice(QObject):
    """A menu of the kinds of scale; the one chosen is remembered."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.menu = QMenu("Color scale", parent)
        self.menu.setObjectName("landscape_scale_menu")
        self.menu.setToolTipsVisible(True)
        group = QActionGroup(self)
        for kind, title, tip in KINDS:
            action = self.menu.addAction(title)
            action.setObjectName(f"scale_{kind}")
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setChecked(kind == self.kind)
            action.triggered.connect(partial(self._on_chosen, kind))
            group.addAction(action)

    @property
    def kind(self) -> ScaleKind:
        """The kind chosen; by the spread at first."""
        kept = self._settings.kept(NAME)
        return next((kind for kind, *_ in KINDS if kind == kept), KINDS[0][0])

    def open_on(self, place: QWidget) -> None:
        """Open the menu over a widget."""
        self.menu.popup(place.mapToGlobal(place.rect().center()))

    def _on_chosen(self, kind: ScaleKind, *_: object) -> None:
        if kind != self.kind:
            self._settings.keep(NAME, kind)
            self.changed.emit()
