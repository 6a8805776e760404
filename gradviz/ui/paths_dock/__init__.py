"""The paths dock: how two nodes are connected, and what each path adds to the derivative."""

from gradviz.ui.paths_dock.panel import PathsPanel

__all__ = ["PathsPanel"]
