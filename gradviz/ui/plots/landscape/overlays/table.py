"""The table of overlays, in the order in which they are offered."""

from __future__ import annotations

from gradviz.ui.plots.landscape.overlays.arrows import ArrowsOverlay
from gradviz.ui.plots.landscape.overlays.kept_starts import KeptStartsOverlay
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.overlays.rivals import RivalsOverlay

OVERLAYS: tuple[type[Overlay], ...] = (ArrowsOverlay, KeptStartsOverlay, RivalsOverlay)
