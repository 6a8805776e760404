"""The docks around the graph: their titles, sides and shares of the window."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget

Area = Qt.DockWidgetArea

RIGHT_SHARE = 0.42
"""The part of the window's width that the plots take."""


@dataclass(frozen=True)
class DockSpec:
    """A dock: its object name, title, side, and whether it is open at first."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    shown: bool = True


DOCKS = (
    DockSpec("lesson_dock", "Lessons", Area.LeftDockWidgetArea, shown=False),
    DockSpec("paths_dock", "Paths", Area.LeftDockWidgetArea, shown=False),
    DockSpec("inspector_dock", "Node", Area.LeftDockWidgetArea, shown=False),
    DockSpec("palette_dock", "Add", Area.LeftDockWidgetArea, shown=False),
    DockSpec("landscape_dock", "Landscape", Area.RightDockWidgetArea),
    DockSpec("loss_dock", "Loss per epoch", Area.RightDockWidgetArea),
    DockSpec("data_dock", "Data and fit", Area.RightDockWidgetArea),
    DockSpec("descent_dock", "Descent", Area.RightDockWidgetArea),
    DockSpec("code_dock", "Code", Area.BottomDockWidgetArea, shown=False),
    DockSpec("race_dock", "Race", Area.BottomDockWidgetArea, shown=False),
)


def add(window: QMainWindow) -> dict[str, QDockWidget]:
    """Add every dock to the window, empty, and lay them out; returned by object name."""
    docks: dict[str, QDockWidget] = {}
    for spec in DOCKS:
        dock = QDockWidget(spec.title, window)
        dock.setObjectName(spec.name)
        window.addDockWidget(spec.area, dock)
        dock.setVisible(spec.shown)
        docks[spec.name] = dock
    window.setCorner(Qt.Corner.BottomRightCorner, Area.RightDockWidgetArea)
    window.setCorner(Qt.Corner.BottomLeftCorner, Area.LeftDockWidgetArea)
    vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
    window.splitDockWidget(docks["landscape_dock"], docks["loss_dock"], vertical)
    window.splitDockWidget(docks["loss_dock"], docks["descent_dock"], vertical)
    window.splitDockWidget(docks["loss_dock"], docks["data_dock"], horizontal)
    for area in (Area.LeftDockWidgetArea, Area.BottomDockWidgetArea):
        _stack_panels(window, docks, area)
    return docks


def _stack_panels(
    window: QMainWindow, docks: dict[str, QDockWidget], area: Qt.DockWidgetArea
) -> None:
    """The panels of a side share one place, as tabs; the one just opened comes to the front."""
    names = [spec.name for spec in DOCKS if spec.area is area]
    for below, above in pairwise(names):
        window.tabifyDockWidget(docks[below], docks[above])
    for name in names:
        docks[name].toggleViewAction().triggered.connect(docks[name].raise_)
    window.setTabPosition(area, QTabWidget.TabPosition.North)


def bring(dock: QDockWidget) -> None:
    """Open a dock and bring it before the others in its place."""
    dock.show()
    dock.raise_()


def share_space(window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
    """The graph, which grows to the right, takes more than half; the landscape most of the rest."""
    vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal
    width, height = window.width(), window.height()
    plot = round(width * RIGHT_SHARE / 2)
    window.resizeDocks([docks["landscape_dock"]], [round(width * RIGHT_SHARE)], horizontal)
    window.resizeDocks([docks["loss_dock"], docks["data_dock"]], [plot] * 2, horizontal)
    column = [docks[name] for name in ("landscape_dock", "loss_dock", "descent_dock")]
    window.resizeDocks(column, [height // 2, height // 3, 80], vertical)
    window.resizeDocks([docks["lesson_dock"], docks["inspector_dock"]], [320, 340], horizontal)
    window.resizeDocks([docks["palette_dock"]], [300], horizontal)
