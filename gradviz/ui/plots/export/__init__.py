"""Taking plots out: pictures of each, by menu and keys, and the descent as an animation."""

from gradviz.ui.plots.export.plot_menu import PlotMenus
from gradviz.ui.plots.export.recording import RecordingDesk

__all__ = ["PlotMenus", "RecordingDesk"]
