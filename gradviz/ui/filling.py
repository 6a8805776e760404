"""What fills the docks: the panels that are not part of the first frame, each built when due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from gradviz.ui import docks

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from gradviz.ui.gallery import Gallery
    from gradviz.ui.main_window import MainWindow
    from gradviz.ui.parts import Parts
    from gradviz.ui.plots import Surroundings


def build_plots(window: MainWindow) -> None:
    """Fill the docks that draw with pyqtgraph."""
    from gradviz.session import Ghosts, HeldOutWatch
    from gradviz.ui.descent_bar import DescentBar
    from gradviz.ui.plots import LandscapePanel, LossPanel, VerdictChip
    from gradviz.ui.plots.export import PlotMenus, RecordingDesk

    parts = window.parts
    landscape = LandscapePanel(_around(parts))
    landscape.hovered.connect(window.say)
    loss = LossPanel(parts.session, parts.run, parts.themes)
    loss.hovered.connect(window.say)
    loss.show_race((), parts.race.racers)
    parts.race.changed.connect(loss.show_race)
    VerdictChip(loss.canvas, parts.session, parts.run, parts.stability, parts.themes)
    window.fill("landscape_dock", landscape)
    ghosts = Ghosts(parts.session, parts.run, window)
    loss.compare(ghosts, HeldOutWatch(parts.run, parts.jobs, window))
    window.fill("loss_dock", loss)
    build_data(window)
    bar = DescentBar(
        parts.session, parts.run, parts.themes, parts.settings, stability=parts.stability
    )
    bar.starts.set_visible_ranges(landscape.visible_ranges)
    window.fill("descent_dock", bar)
    window.plot_menus = PlotMenus(parts.session, parts.jobs, parts.themes, parts.settings, window)
    window.plot_menus.said.connect(window.say)
    window.plot_menus.adopt()
    window.recording = RecordingDesk(parts.session, parts.run, parts.jobs, window)
    window.recording.recorder.said.connect(window.say)


def _around(parts: Parts) -> Surroundings:
    """What the landscape stands on."""
    from gradviz.ui.plots import Surroundings

    return Surroundings(
        parts.session,
        parts.run,
        parts.passes,
        parts.jobs,
        parts.themes,
        parts.settings,
        parts.race,
        parts.secret,
    )


def build_data(window: MainWindow) -> None:
    """Fill the dock of the data; while one fits by hand the best is a secret."""
    from gradviz.ui.plots import DataPanel

    parts = window.parts
    data = DataPanel(parts.session, parts.run, parts.jobs, parts.themes)
    data.hovered.connect(window.say)
    data.work.best_hidden.connect(parts.secret.keep)
    data.work.opened.connect(partial(_make_room, window))
    window.fill("data_dock", data)
    settle = partial(docks.settle_data, window, window.docks)
    data.idle_changed.connect(lambda _on: settle())


def _make_room(window: MainWindow, on: bool) -> None:  # a slot
    """Fitting by hand takes as much of the window as the landscape it moves on."""
    shares = docks.EVEN if on else docks.USUAL
    docks.share_height(window, window.docks, shares)


def build_side_panels(window: MainWindow) -> None:
    """Fill the docks that are closed at first."""
    from gradviz.ui.code_dock import CodePanel
    from gradviz.ui.inspector import InspectorPanel
    from gradviz.ui.lesson_dock import LessonPanel
    from gradviz.ui.paths_dock import PathsPanel

    parts = window.parts
    code = CodePanel(
        parts.session, parts.focus, parts.jobs, parts.themes, parts.settings, window.say
    )
    lesson = LessonPanel(parts.session, parts.passes, parts.run, parts.themes, parts.settings)
    inspector = InspectorPanel(
        parts.passes, parts.focus, parts.overlays, parts.checks, parts.jobs, parts.themes
    )
    paths = PathsPanel(
        parts.session, parts.passes, parts.focus, parts.overlays, parts.jobs, parts.themes
    )
    for name, panel in (
        ("code_dock", code),
        ("lesson_dock", lesson),
        ("inspector_dock", inspector),
        ("paths_dock", paths),
    ):
        _fill_followed(window, name, panel)
    build_descent_panels(window)
    build_derivative(window)
    build_experiment(window)
    build_table(window)
    build_formulas(window)
    build_objectives(window)
    build_palette(window)
    if window.plot_menus is not None:
        window.plot_menus.adopt()


def open_gallery(window: MainWindow) -> None:
    """Show the gallery of test functions."""
    build_gallery(window).bring()


def build_gallery(window: MainWindow) -> Gallery:
    """The gallery of test functions, made when it is first asked for."""
    from gradviz.ui.gallery import Chosen, Gallery

    built = window.findChild(Gallery, "gallery")
    if built is not None:
        return built
    gallery = _gallery(window)

    def choose(chosen: Chosen) -> None:
        if window.files.choose(*chosen):
            gallery.opened(chosen.key)

    gallery.chosen.connect(choose)
    return gallery


def _gallery(window: MainWindow) -> Gallery:
    from gradviz.session import PictureCache
    from gradviz.ui.file_actions import document_for
    from gradviz.ui.gallery import Gallery, Painter, Wanted
    from gradviz.ui.plots.thumbnails import RENDERER_VERSION, thumbnail

    parts = window.parts

    def paint(wanted: Wanted) -> QImage:
        document = document_for(*wanted.chosen)
        return thumbnail(document, wanted.extent, wanted.ratio, wanted.theme)

    painter = Painter(PictureCache(), paint, RENDERER_VERSION)
    return Gallery(parts.jobs, parts.themes, parts.settings, painter, window)


def build_derivative(window: MainWindow) -> None:
    """Fill the dock of the derivative explorer; the landscape has a button that opens it."""
    from gradviz.ui.plots import LandscapePanel
    from gradviz.ui.plots.derivative import DerivativePanel

    parts = window.parts
    panel = DerivativePanel(
        parts.session, parts.run, parts.passes, parts.jobs, parts.themes, parts.settings
    )
    panel.hovered.connect(window.say)
    _fill_followed(window, "derivative_dock", panel)
    dock = window.docks["derivative_dock"]
    landscape = window.docks["landscape_dock"].widget()
    if isinstance(landscape, LandscapePanel):
        landscape.derivative_wanted.connect(lambda: docks.bring(dock))


def build_descent_panels(window: MainWindow) -> None:
    """Those about the descent: the race, the update step and the rate sweep."""
    from gradviz.ui.plots.race.panel import RacePanel
    from gradviz.ui.plots.sweep import SweepPanel
    from gradviz.ui.update_dock import UpdatePanel

    parts = window.parts
    race = RacePanel(parts.session, parts.run, parts.race, parts.themes, parts.settings)
    race.said.connect(window.say)
    sweep = SweepPanel(parts.session, parts.run, parts.stability, parts.jobs, parts.themes)
    sweep.hovered.connect(window.say)
    update = UpdatePanel(parts.run, parts.jobs, parts.themes, window.say)
    for name, panel in (("race_dock", race), ("sweep_dock", sweep), ("update_dock", update)):
        _fill_followed(window, name, panel)


def open_import(window: MainWindow, name: str, raw: bytes) -> None:
    """Show what a table looks like, to be imported from there."""
    from gradviz.ui.import_dialog import ImportDialog

    window.say("")
    dialog = ImportDialog(name, raw, window.parts.jobs, window.parts.themes.current, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.imported.connect(window.files.take_data)
    dialog.open()


def build_table(window: MainWindow) -> None:
    """Fill the dock of the data as a table."""
    from gradviz.ui.table_dock import TablePanel

    parts = window.parts
    panel = TablePanel(parts.session, parts.run, parts.jobs, parts.themes)
    panel.said.connect(window.say)
    panel.import_wanted.connect(window.files.ask_data)
    _fill_followed(window, "table_dock", panel)


def build_experiment(window: MainWindow) -> None:
    """Fill the dock of the experiment."""
    from gradviz.session import ExperimentRun
    from gradviz.ui.plots.experiments import ExperimentPanel

    parts = window.parts
    run = ExperimentRun(parts.session, parts.jobs, window)
    panel = ExperimentPanel(parts.session, run, parts.themes)
    panel.hovered.connect(window.say)
    panel.said.connect(window.say)
    _fill_followed(window, "experiment_dock", panel)


def build_formulas(window: MainWindow) -> None:
    """Fill the dock of the formulas."""
    from gradviz.ui.fit_dock import FitPanel

    parts = window.parts
    panel = FitPanel(parts.passes, parts.jobs, parts.themes, parts.secret, window.say)
    _fill_followed(window, "fit_dock", panel)


def _fill_followed(window: MainWindow, name: str, panel: Any) -> None:
    """Put a panel into its dock and tell it when it is in sight."""
    window.fill(name, panel)
    dock = window.docks[name]
    dock.visibilityChanged.connect(panel.show_in_sight)
    panel.show_in_sight(not dock.visibleRegion().isEmpty())  # a restored window has it open


def build_objectives(window: MainWindow) -> None:
    """Fill the dock of the objectives, which opens by itself where there are several."""
    from gradviz.ui.docks import share_row
    from gradviz.ui.objective_place import ObjectivePlace
    from gradviz.ui.plots.objectives.panel import ObjectivePanel

    parts = window.parts
    panel = ObjectivePanel(parts.session, parts.run, parts.passes, parts.jobs, parts.themes)
    panel.hovered.connect(window.say)
    window.fill("objective_dock", panel)
    share = partial(share_row, window, window.docks)
    ObjectivePlace(parts.session, window.docks, share, window)


def build_palette(window: MainWindow) -> None:
    """Fill the dock of what can be added, and make the boxes of the canvas that offer the same."""
    from gradviz.ui.palette import PalettePanel

    palette = PalettePanel()
    palette.chosen.connect(window.graph_panel.add_part)
    window.fill("palette_dock", palette)
    window.graph_panel.boxes.make()
