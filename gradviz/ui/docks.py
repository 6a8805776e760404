"""The docks around the graph: their titles, sides and shares of the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

Area = Qt.DockWidgetArea

RIGHT_SHARE = 0.42
"""The part of the window's width that the plots take."""

USUAL, TALL, EVEN = (50, 33), (68, 15), (38, 45)
"""Percent of the window's height for the landscape and the loss; tall for what has more to show."""

ALIKE = (47, 36)
"""The same where a picture of objectives stands beside the loss."""

DESCENT_HEIGHT = 80

LEAST_ROW = 180
"""Pixels for the row of the loss where the landscape leaves it little; its plots stay legible."""

IDLE_BELOW = 200
"""Pixels: a panel that wants less than this has nothing to show but a sentence."""

OBJECTIVE_SHARE = 0.6
"""The part of the row below the landscape that the objectives take."""


@dataclass(frozen=True)
class DockSpec:
    """A dock: its object name, title, side, whether it is open at first, and its key."""

    name: str
    title: str
    area: Qt.DockWidgetArea
    shown: bool = True
    key: str = ""  # without one, Alt and the number of the dock


DOCKS = (
    DockSpec("lesson_dock", "Lessons", Area.LeftDockWidgetArea, shown=False),
    DockSpec("paths_dock", "Paths", Area.LeftDockWidgetArea, shown=False),
    DockSpec("inspector_dock", "Node", Area.LeftDockWidgetArea, shown=False),
    DockSpec("palette_dock", "Add", Area.LeftDockWidgetArea, shown=False),
    DockSpec("table_dock", "Data", Area.LeftDockWidgetArea, shown=False, key="Alt+T"),
    DockSpec("landscape_dock", "Landscape", Area.RightDockWidgetArea),
    DockSpec("loss_dock", "Loss per epoch", Area.RightDockWidgetArea),
    DockSpec("data_dock", "Data and fit", Area.RightDockWidgetArea),
    DockSpec("descent_dock", "Descent", Area.RightDockWidgetArea),
    DockSpec("code_dock", "Code", Area.BottomDockWidgetArea, shown=False),
    DockSpec("race_dock", "Race", Area.BottomDockWidgetArea, shown=False),
    DockSpec("derivative_dock", "Derivative", Area.RightDockWidgetArea, shown=False, key="Alt+D"),
    DockSpec("update_dock", "Update step", Area.BottomDockWidgetArea, shown=False, key="Alt+U"),
    DockSpec("sweep_dock", "Rate sweep", Area.BottomDockWidgetArea, shown=False, key="Alt+Q"),
    DockSpec("experiment_dock", "Experiment", Area.RightDockWidgetArea, shown=False, key="Alt+X"),
    DockSpec("fit_dock", "Formulas", Area.RightDockWidgetArea, shown=False, key="Alt+N"),
    DockSpec("objective_dock", "Objectives", Area.RightDockWidgetArea, shown=False, key="Alt+O"),
)

TELL_BEST = frozenset(
    f"{subject}_dock"
    for subject in ("loss", "race", "derivative", "update", "sweep", "experiment", "objective")
)
"""Docks that would give the best fit away: they are veiled while that is a secret."""


class Dock(QDockWidget):
    """A dock that is not painted anew when only its panel is, which covers all but its title."""

    def paintEvent(self, event: QPaintEvent) -> None:
        panel = self.widget()
        is_below = isinstance(panel, QWidget) and panel.geometry().contains(event.rect())
        if not is_below or panel.isHidden():
            super().paintEvent(event)


def add(window: QMainWindow) -> dict[str, QDockWidget]:
    """Add every dock to the window, empty, and lay them out; returned by object name."""
    docks: dict[str, QDockWidget] = {}
    for spec in DOCKS:
        dock = Dock(spec.title, window)
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
    window.tabifyDockWidget(docks["data_dock"], docks["objective_dock"])
    docks["objective_dock"].toggleViewAction().triggered.connect(docks["objective_dock"].raise_)
    for area in (Area.LeftDockWidgetArea, Area.BottomDockWidgetArea):
        _stack_panels(window, docks, area)
    _stack_on_landscape(window, docks, "derivative_dock")
    _stack_on_landscape(window, docks, "experiment_dock")
    _stack_on_landscape(window, docks, "fit_dock")
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


def _stack_on_landscape(window: QMainWindow, docks: dict[str, QDockWidget], name: str) -> None:
    """A panel that shares the place of the landscape, as a tab; while it is open, a taller one."""
    window.tabifyDockWidget(docks["landscape_dock"], docks[name])
    action = docks[name].toggleViewAction()
    action.triggered.connect(docks[name].raise_)

    def on_opened_by_hand(on: bool) -> None:  # a signal's; a restored window has its own heights
        if on:
            share_height(window, docks, TALL)

    def on_shown(on: bool) -> None:
        if not on:
            share_height(window, docks, USUAL)

    action.triggered.connect(on_opened_by_hand)
    action.toggled.connect(on_shown)
    window.setTabPosition(Area.RightDockWidgetArea, QTabWidget.TabPosition.North)


def share_height(
    window: QMainWindow, docks: Mapping[str, QDockWidget], shares: tuple[int, int]
) -> None:
    """Give the landscape and the loss their shares of the window's height.

    In a low window the row of the loss has what its plots need, and the landscape the rest.
    """
    names = ("landscape_dock", "loss_dock", "descent_dock")
    column = [docks[name] for name in names]
    height = window.height()
    landscape, row = (height * share // 100 for share in shares)
    if row < LEAST_ROW:
        descent = max(DESCENT_HEIGHT, column[2].minimumSizeHint().height())
        head = window.menuWidget()
        around = window.statusBar().height() + (0 if head is None else head.height())
        landscape, row = height - around - descent - LEAST_ROW, LEAST_ROW
    window.resizeDocks(column, [landscape, row, DESCENT_HEIGHT], Qt.Orientation.Vertical)


def bring(dock: QDockWidget) -> None:
    """Open a dock, as by its menu entry, and bring it before the others in its place."""
    if dock.isHidden():
        dock.toggleViewAction().trigger()
    dock.raise_()


def show_titles(docks: Mapping[str, QDockWidget], *, on: bool) -> None:
    """Show or spare the titles of docks: for an audience their place belongs to what is in them.

    One that floats keeps its title, by which it is moved.
    """
    for dock in docks.values():
        bar = dock.titleBarWidget()
        is_spared = isinstance(bar, QWidget)  # Qt has None for the usual one
        if on and is_spared:
            dock.setTitleBarWidget(None)  # type: ignore[arg-type]  # the usual one
            bar.deleteLater()
        elif not on and not is_spared and not dock.isFloating():
            dock.setTitleBarWidget(QWidget(dock))


def share_space(window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
    """The graph, which grows to the right, takes more than half; the landscape most of the rest."""
    horizontal = Qt.Orientation.Horizontal
    width = window.width()
    window.resizeDocks([docks["landscape_dock"]], [round(width * RIGHT_SHARE)], horizontal)
    share_row(window, docks)
    window.resizeDocks([docks["lesson_dock"], docks["inspector_dock"]], [320, 340], horizontal)
    window.resizeDocks([docks["palette_dock"]], [300], horizontal)


def share_row(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Give the row of the loss its widths, and the rows their heights."""
    share_width(window, docks)
    has_objectives = not docks["objective_dock"].isHidden()
    share_height(window, docks, ALIKE if has_objectives else USUAL)


def share_width(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """The loss and the data have the same room; the objectives, a picture, take more of it.

    Data that there is none of takes no more than its sentence.
    """
    has_objectives = not docks["objective_dock"].isHidden()
    beside = docks["objective_dock" if has_objectives else "data_dock"]
    width = window.width() * RIGHT_SHARE
    share = OBJECTIVE_SHARE if has_objectives else 0.5
    taken = width * share
    if not has_objectives and _is_idle(beside):
        taken = _wanted(beside)
    sizes = [round(width - taken), round(taken)]
    window.resizeDocks([docks["loss_dock"], beside], sizes, Qt.Orientation.Horizontal)


def settle_data(window: QMainWindow, docks: Mapping[str, QDockWidget]) -> None:
    """Share the row anew where the data has come or gone since it was shared last.

    A width that a person gave stays: what has something to show is only not left with the room
    of a sentence, and a sentence not with that of a plot.
    """
    data = docks["data_dock"]
    is_beside = not (data.isHidden() or data.isFloating())
    if is_beside and data.widget() is not None and (data.width() < IDLE_BELOW) != _is_idle(data):
        share_width(window, docks)


def _is_idle(dock: QDockWidget) -> bool:
    return dock.widget() is not None and _wanted(dock) < IDLE_BELOW


def _wanted(dock: QDockWidget) -> int:
    panel = dock.widget()
    return 0 if panel is None else panel.sizeHint().width()
