"""The landscape: a map, a surface or a curve of the output, and what is drawn over it."""

from gradviz.ui.plots.landscape.panel import LandscapePanel

__all__ = ["LandscapePanel"]
