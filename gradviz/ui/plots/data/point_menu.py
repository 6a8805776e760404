"""What the menu of the data plot offers about the points: add one here, remove this one."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from gradviz.ui.plots.data.point_hand import PointHand
from gradviz.ui.plots.frame import Frame


def offer_points(menu: QMenu, hand: PointHand, x: float, y: float, frame: Frame) -> None:
    """Add the entries for a place on the plot; nothing where the points can't be edited."""
    if not hand.can_edit:
        return
    row = hand.near(x, y, frame)
    add = menu.addAction("Add a point here")
    add.setObjectName("point_add")
    add.triggered.connect(lambda: hand.add(x, y, frame))
    remove = menu.addAction("Remove this point" if row is not None else "Remove the chosen point")
    remove.setObjectName("point_remove")
    chosen = row if row is not None else hand.chosen
    remove.setEnabled(chosen is not None)
    remove.triggered.connect(lambda: hand.remove(chosen))
    menu.addSeparator()
