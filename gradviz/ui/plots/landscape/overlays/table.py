"""The table of overlays, in the order in which they are offered."""

from __future__ import annotations

from gradviz.ui.plots.landscape.overlays.arrows import ArrowsOverlay, UphillOverlay
from gradviz.ui.plots.landscape.overlays.basins import BasinsOverlay
from gradviz.ui.plots.landscape.overlays.constraints import ConstraintsOverlay
from gradviz.ui.plots.landscape.overlays.kept_starts import KeptStartsOverlay
from gradviz.ui.plots.landscape.overlays.models import BowlOverlay, PlaneOverlay
from gradviz.ui.plots.landscape.overlays.objectives import ObjectivesOverlay
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.overlays.rivals import RivalsOverlay
from gradviz.ui.plots.landscape.overlays.stationary import StationaryOverlay
from gradviz.ui.plots.landscape.overlays.streams import StreamlinesOverlay

OVERLAYS: tuple[type[Overlay], ...] = (
    ArrowsOverlay,
    UphillOverlay,
    StreamlinesOverlay,
    StationaryOverlay,
    PlaneOverlay,
    BowlOverlay,
    BasinsOverlay,
    KeptStartsOverlay,
    RivalsOverlay,
    ConstraintsOverlay,
    ObjectivesOverlay,
)
