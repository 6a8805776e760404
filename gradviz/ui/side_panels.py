"""The panels that are closed at first, and what fills their docks."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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
    rows = [Turn(name, partial(build, window), modules) for name, build, modules in SIDE]
    return Turns(rows, window.docks, window.parts.jobs, window)


def build_code(window: MainWindow) -> Steps:
    """Fill the dock of the code."""
    from gradviz.ui.code_dock import CodePanel

    p = window.parts
    panel = CodePanel(p.session, p.focus, p.jobs, p.themes, p.settings, window.say)
    yield
    _place(window, "code_dock", panel)


def build_lesson(window: MainWindow) -> Steps:
    """Fill the dock of the lessons."""
    from gradviz.ui.lesson_dock import LessonPanel

    p = window.parts
    panel = LessonPanel(p.session, p.passes, p.run, p.themes, p.settings)
    yield
    _place(window, "lesson_dock", panel)


def build_inspector(window: MainWindow) -> Steps:
    """Fill the dock of the node that is selected."""
    from gradviz.ui.inspector import InspectorPanel

    p = window.parts
    panel = InspectorPanel(p.passes, p.focus, p.overlays, p.checks, p.jobs, p.themes)
    yield
    _place(window, "inspector_dock", panel)


def build_paths(window: MainWindow) -> Steps:
    """Fill the dock of the paths."""
    from gradviz.ui.paths_dock import PathsPanel

    p = window.parts
    panel = PathsPanel(p.session, p.passes, p.focus, p.overlays, p.jobs, p.themes)
    yield
    _place(window, "paths_dock", panel)


def build_derivative(window: MainWindow) -> Steps:
    """Fill the dock of the derivative explorer."""
    from gradviz.ui.plots.derivative import DerivativePanel

    p = window.parts
    panel = DerivativePanel(p.session, p.run, p.passes, p.jobs, p.themes, p.settings)
    panel.hovered.connect(window.say)
    yield
    _place(window, "derivative_dock", panel)


def build_race(window: MainWindow) -> Steps:
    """Fill the dock of the race."""
    from gradviz.ui.plots.race.panel import RacePanel

    p = window.parts
    panel = RacePanel(p.session, p.run, p.race, p.themes, p.settings)
    panel.said.connect(window.say)
    yield
    _place(window, "race_dock", panel)


def build_sweep(window: MainWindow) -> Steps:
    """Fill the dock of the rate sweep."""
    from gradviz.ui.plots.sweep import SweepPanel

    p = window.parts
    panel = SweepPanel(p.session, p.run, p.stability, p.jobs, p.themes)
    panel.hovered.connect(window.say)
    yield
    _place(window, "sweep_dock", panel)


def build_update(window: MainWindow) -> Steps:
    """Fill the dock of the update step."""
    from gradviz.ui.update_dock import UpdatePanel

    p = window.parts
    panel = UpdatePanel(p.run, p.jobs, p.themes, window.say)
    yield
    _place(window, "update_dock", panel)


def build_table(window: MainWindow) -> Steps:
    """Fill the dock of the data as a table."""
    from gradviz.ui.table_dock import TablePanel

    p = window.parts
    panel = TablePanel(p.session, p.run, p.jobs, p.themes)
    panel.said.connect(window.say)
    panel.import_wanted.connect(window.files.ask_data)
    yield
    _place(window, "table_dock", panel)


def build_experiment(window: MainWindow) -> Steps:
    """Fill the dock of the experiment."""
    from gradviz.session import ExperimentRun
    from gradviz.ui.plots.experiments import ExperimentPanel

    p = window.parts
    panel = ExperimentPanel(p.session, ExperimentRun(p.session, p.jobs, window), p.themes)
    panel.hovered.connect(window.say)
    panel.said.connect(window.say)
    yield
    _place(window, "experiment_dock", panel)


def build_formulas(window: MainWindow) -> Steps:
    """Fill the dock of the formulas."""
    from gradviz.ui.fit_dock import FitPanel

    p = window.parts
    panel = FitPanel(p.passes, p.jobs, p.themes, p.secret, window.say)
    yield
    _place(window, "fit_dock", panel)


def build_objectives(window: MainWindow) -> Steps:
    """Fill the dock of the objectives, which opens by itself where there are several."""
    from gradviz.ui.objective_place import ObjectivePlace
    from gradviz.ui.plots.objectives.panel import ObjectivePanel

    p = window.parts
    panel = ObjectivePanel(p.session, p.run, p.passes, p.jobs, p.themes)
    panel.hovered.connect(window.say)
    yield
    _place(window, "objective_dock", panel)
    share = partial(docks.share_row, window, window.docks)
    ObjectivePlace(p.session, window.docks, share, window)


def build_palette(window: MainWindow) -> Steps:
    """Fill the dock of what can be added, and make the boxes of the canvas that offer the same."""
    from gradviz.ui.palette import PalettePanel

    palette = PalettePanel()
    palette.chosen.connect(window.graph_panel.add_part)
    yield
    _place(window, "palette_dock", palette)
    yield
    window.graph_panel.boxes.make()


_BOXES = ("gradviz.ui.canvas.adding.add_box", "gradviz.ui.canvas.finding.finder")

SIDE: tuple[tuple[str, Callable[[MainWindow], Steps], tuple[str, ...]], ...] = (
    ("code_dock", build_code, ("gradviz.ui.code_dock",)),
    ("lesson_dock", build_lesson, ("gradviz.ui.lesson_dock",)),
    ("inspector_dock", build_inspector, ("gradviz.ui.inspector",)),
    ("paths_dock", build_paths, ("gradviz.ui.paths_dock",)),
    ("race_dock", build_race, ("gradviz.ui.plots.race.panel",)),
    ("sweep_dock", build_sweep, ("gradviz.ui.plots.sweep",)),
    ("update_dock", build_update, ("gradviz.ui.update_dock",)),
    ("derivative_dock", build_derivative, ("gradviz.ui.plots.derivative",)),
    ("experiment_dock", build_experiment, ("gradviz.ui.plots.experiments",)),
    ("table_dock", build_table, ("gradviz.ui.table_dock",)),
    ("fit_dock", build_formulas, ("gradviz.ui.fit_dock",)),
    (
        "objective_dock",
        build_objectives,
        ("gradviz.ui.plots.objectives.panel", "gradviz.ui.objective_place"),
    ),
    ("palette_dock", build_palette, ("gradviz.ui.palette", *_BOXES)),
)
"""The docks that are closed at first, what fills them, and the modules that takes."""


def _place(window: MainWindow, name: str, panel: QWidget) -> None:
    """Put a panel into its dock, tell it when it is in sight, and give its plots their menus."""
    window.fill(name, panel)
    dock = window.docks[name]
    if isinstance(panel, _Follower):
        dock.visibilityChanged.connect(panel.show_in_sight)
        panel.show_in_sight(window.side_panels.is_seen(name))  # opened before its turn, or restored
    if window.plot_menus is not None:
        window.plot_menus.adopt()
