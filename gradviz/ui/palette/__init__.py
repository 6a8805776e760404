"""The palette: everything that can be added to a graph, to be dragged or double-clicked."""

from __future__ import annotations

from gradviz.ui.palette.panel import PalettePanel

__all__ = ["PalettePanel"]
