"""The data and the fit: the points, the prediction, the line dragged by hand, points edited."""

from gradviz.ui.plots.data.panel import DataPanel

__all__ = ["DataPanel"]
