"""The plots, the gallery and the import: what is not part of the first frame, built when due."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gradviz.ui import docks

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from gradviz.ui.gallery import Gallery
    from gradviz.ui.main_window import MainWindow
    from gradviz.ui.parts import Parts
    from gradviz.ui.plots import DataPanel, LossPanel, Surroundings


def build_plots(window: MainWindow) -> None:
    """Fill the docks that draw with pyqtgraph, all at once: in turns they would be alive later."""
    from gradviz.ui.descent_bar import DescentBar
    from gradviz.ui.plots import LandscapePanel

    parts = window.parts
    landscape = LandscapePanel(_around(parts))
    landscape.hovered.connect(window.say)
    derivative = window.docks["derivative_dock"]
    landscape.derivative_wanted.connect(lambda: docks.bring(derivative))
    loss = build_loss(window)
    data = build_data(window)
    bar = DescentBar(
        parts.session, parts.run, parts.themes, parts.settings, stability=parts.stability
    )
    bar.starts.set_visible_ranges(landscape.visible_ranges)
    panels = {"landscape": landscape, "loss": loss, "data": data, "descent": bar}
    for name, panel in panels.items():  # together, so that they are laid out and painted once
        window.fill(f"{name}_dock", panel)
    build_exports(window)
    window.share_space()
    window.side_panels.attend()


def build_loss(window: MainWindow) -> LossPanel:
    """The panel of the loss, with the verdict on the run and what it is compared with."""
    from gradviz.session import Ghosts, HeldOutWatch
    from gradviz.ui.plots import LossPanel, VerdictChip

    parts = window.parts
    loss = LossPanel(parts.session, parts.run, parts.themes)
    loss.hovered.connect(window.say)
    loss.show_race((), parts.race.racers)
    parts.race.changed.connect(loss.show_race)
    VerdictChip(loss.canvas, parts.session, parts.run, parts.stability, parts.themes)
    ghosts = Ghosts(parts.session, parts.run, window)
    loss.compare(ghosts, HeldOutWatch(parts.run, parts.jobs, window))
    return loss


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


def build_data(window: MainWindow) -> DataPanel:
    """The panel of the data; while one fits by hand the best is a secret."""
    from gradviz.ui.plots import DataPanel

    parts = window.parts
    data = DataPanel(parts.session, parts.run, parts.jobs, parts.themes)
    data.hovered.connect(window.say)
    data.work.best_hidden.connect(parts.secret.keep)
    data.work.opened.connect(partial(_make_room, window))
    settle = partial(docks.settle_data, window, window.docks)
    data.idle_changed.connect(lambda _on: settle())
    return data


def build_exports(window: MainWindow) -> None:
    """Let plots be taken out, as pictures and as an animation."""
    from gradviz.ui.plots.export import PlotMenus, RecordingDesk

    parts = window.parts
    window.plot_menus = PlotMenus(parts.session, parts.jobs, parts.themes, parts.settings, window)
    window.plot_menus.said.connect(window.say)
    window.plot_menus.adopt()
    window.recording = RecordingDesk(parts.session, parts.run, parts.jobs, window)
    window.recording.recorder.said.connect(window.say)


def _make_room(window: MainWindow, on: bool) -> None:  # a slot
    """Fitting by hand takes as much of the window as the landscape it moves on."""
    shares = docks.EVEN if on else docks.USUAL
    docks.share_height(window, window.docks, shares)


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


def open_import(window: MainWindow, name: str, raw: bytes) -> None:
    """Show what a table looks like, to be imported from there."""
    from gradviz.ui.import_dialog import ImportDialog

    window.say("")
    dialog = ImportDialog(name, raw, window.parts.jobs, window.parts.themes.current, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.imported.connect(window.files.take_data)
    dialog.open()
