"""What the menu of the landscape offers besides its overlays."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from gradviz.ui.plots.landscape.ranges_popup import RangesPopup
from gradviz.ui.plots.landscape.scale_choice import ScaleChoice
from gradviz.ui.plots.landscape.stage import Stage


def fill_menu(menu: QMenu, stage: Stage, scale: ScaleChoice, ranges: RangesPopup) -> None:
    """Offer the scale, OpenGL where there is a choice, and the ranges."""
    menu.addSeparator()
    menu.addMenu(scale.menu)
    menu.addAction(stage.opengl)
    for name, title, act in (
        ("ask_ranges", "Ranges…", lambda: ranges.open_on(stage, "bottom", is_high=False)),
        ("keep_view", "Keep this view", ranges.keep),
        ("reset_ranges", "Reset ranges", ranges.reset),
    ):
        action = menu.addAction(title)
        action.setObjectName(f"landscape_{name}")
        action.triggered.connect(act)
