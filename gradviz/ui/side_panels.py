"""The panels that are closed at first, and what fills their docks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from gradviz.ui import docks
from gradviz.ui.turns import Steps, Turn, Turns

if TYPE_CHECKING:
    from gradviz.ui.main_window import MainWindow


@runtime_checkable
class _Follower(Protocol):
    """A panel that follows the document only while it can be seen."""

    def show_in_sight(self, on: bool) -> None: ...  # a slot


def side_panels(window: MainWindow) -> Turns:
    """The docks that are closed at first, each to be filled when its turn comes."""
    rows = [Turn(row[0], partial(filled, window, *row)) for row in SIDE]
    return Turns(rows, window.docks, window)


def _code(window: MainWindow) -> QWidget:
    """What is in the dock of the code."""
    from gradviz.ui.code_dock import CodePanel

    p = window.parts
    return CodePanel(p.session, p.focus, p.jobs, p.themes, p.settings, window.say)


def _lesson(window: MainWindow) -> QWidget:
    """What is in the dock of the lessons."""
    from gradviz.ui.lesson_dock import LessonPanel

    p = window.parts
    return LessonPanel(p.session, p.passes, p.run, p.themes, p.settings)


def _inspector(window: MainWindow) -> QWidget:
    """What is in the dock of the node that is selected."""
    from gradviz.ui.inspector import InspectorPanel

    p = window.parts
    return InspectorPanel(p.passes, p.focus, p.overlays, p.checks, p.jobs, p.themes)


def _paths(window: MainWindow) -> QWidget:
    """What is in the dock of the paths."""
    from gradviz.ui.paths_dock import PathsPanel

    p = window.parts
    return PathsPanel(p.session, p.passes, p.focus, p.overlays, p.jobs, p.themes)


def _derivative(window: MainWindow) -> QWidget:
    """What is in the dock of the derivative explorer."""
    from gradviz.ui.plots.derivative import DerivativePanel

    p = window.parts
    panel = DerivativePanel(p.session, p.run, p.passes, p.jobs, p.themes, p.settings)
    panel.hovered.connect(window.say)
    return panel


def _race(window: MainWindow) -> QWidget:
    """What is in the dock of the race."""
    from gradviz.ui.plots.race.panel import RacePanel

    p = window.parts
    panel = RacePanel(p.session, p.run, p.race, p.themes, p.settings)
    panel.said.connect(window.say)
    return panel


def _sweep(window: MainWindow) -> QWidget:
    """What is in the dock of the rate sweep."""
    from gradviz.ui.plots.sweep import SweepPanel

    p = window.parts
    panel = SweepPanel(p.session, p.run, p.stability, p.jobs, p.themes)
    panel.hovered.connect(window.say)
    return panel


def _update(window: MainWindow) -> QWidget:
    """What is in the dock of the update step."""
    from gradviz.ui.update_dock import UpdatePanel

    p = window.parts
    return UpdatePanel(p.run, p.jobs, p.themes, window.say)


def _table(window: MainWindow) -> QWidget:
    """What is in the dock of the data as a table."""
    from gradviz.ui.table_dock import TablePanel

    p = window.parts
    panel = TablePanel(p.session, p.run, p.jobs, p.themes)
    panel.said.connect(window.say)
    panel.import_wanted.connect(window.files.ask_data)
    return panel


def _experiment(window: MainWindow) -> QWidget:
    """What is in the dock of the experiment."""
    from gradviz.session import ExperimentRun
    from gradviz.ui.plots.experiments import ExperimentPanel

    p = window.parts
    panel = ExperimentPanel(p.session, ExperimentRun(p.session, p.jobs, window), p.themes)
    panel.hovered.connect(window.say)
    panel.said.connect(window.say)
    return panel


def _formulas(window: MainWindow) -> QWidget:
    """What is in the dock of the formulas."""
    from gradviz.ui.fit_dock import FitPanel

    p = window.parts
    return FitPanel(p.passes, p.jobs, p.themes, p.secret, window.say)


def _objectives(window: MainWindow) -> QWidget:
    """What is in the dock of the objectives."""
    from gradviz.ui.plots.objectives.panel import ObjectivePanel

    p = window.parts
    panel = ObjectivePanel(p.session, p.run, p.passes, p.jobs, p.themes)
    panel.hovered.connect(window.say)
    return panel


def _place_objectives(window: MainWindow) -> None:
    """Let the dock of the objectives open by itself where there are several."""
    from gradviz.ui.objective_place import ObjectivePlace

    share = partial(docks.share_row, window, window.docks)
    ObjectivePlace(window.parts.session, window.docks, share, window)


def _palette(window: MainWindow) -> QWidget:
    """What is in the dock of what can be added."""
    from gradviz.ui.palette import PalettePanel

    palette = PalettePanel()
    palette.chosen.connect(window.graph_panel.add_part)
    return palette


def _make_boxes(window: MainWindow) -> None:
    """Make the boxes of the canvas that offer the same as the palette."""
    window.graph_panel.boxes.make()


_BOXES = ("gradviz.ui.canvas.adding.add_box", "gradviz.ui.canvas.finding.finder")

SIDE: tuple[tuple[str, Callable[[MainWindow], QWidget], tuple[str, ...]], ...] = (
    ("code_dock", _code, ("gradviz.ui.code_dock",)),
    ("lesson_dock", _lesson, ("gradviz.ui.lesson_dock",)),
    ("inspector_dock", _inspector, ("gradviz.ui.inspector",)),
    ("paths_dock", _paths, ("gradviz.ui.paths_dock",)),
    ("race_dock", _race, ("gradviz.ui.plots.race.panel",)),
    ("sweep_dock", _sweep, ("gradviz.ui.plots.sweep",)),
    ("update_dock", _update, ("gradviz.ui.update_dock",)),
    ("derivative_dock", _derivative, ("gradviz.ui.plots.derivative",)),
    ("experiment_dock", _experiment, ("gradviz.ui.plots.experiments",)),
    ("table_dock", _table, ("gradviz.ui.table_dock",)),
    ("fit_dock", _formulas, ("gradviz.ui.fit_dock",)),
    (
        "objective_dock",
        _objectives,
        ("gradviz.ui.plots.objectives.panel", "gradviz.ui.objective_place"),
    ),
    ("palette_dock", _palette, ("gradviz.ui.palette", *_BOXES)),
)
"""The docks that are closed at first, what makes their panels, and the modules that takes."""

_AFTERWARDS: Mapping[str, Callable[[MainWindow], None]] = {
    "objective_dock": _place_objectives,
    "palette_dock": _make_boxes,
}
"""What follows once a panel is in its dock."""


def filled(
    window: MainWindow,
    name: str,
    make: Callable[[MainWindow], QWidget],
    modules: tuple[str, ...],
) -> Steps:
    """Load the modules of a panel, make it, place it, and do what follows: each is a step."""
    for module in modules:
        import_module(module)
    yield
    panel = make(window)
    yield
    _place(window, name, panel)
    if name in _AFTERWARDS:
        yield
        _AFTERWARDS[name](window)


def _place(window: MainWindow, name: str, panel: QWidget) -> None:
    """Put a panel into its dock, tell it when it is in sight, and give its plots their menus."""
    window.fill(name, panel)
    dock = window.docks[name]
    if isinstance(panel, _Follower):
        dock.visibilityChanged.connect(panel.show_in_sight)
        panel.show_in_sight(window.side_panels.is_seen(name))  # opened before its turn, or restored
    if window.plot_menus is not None:
        window.plot_menus.adopt()
