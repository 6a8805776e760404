"""The panels drawn with pyqtgraph: landscape, loss per epoch, data and fit."""

from gradviz.ui.plots.data import DataPanel
from gradviz.ui.plots.landscape import LandscapePanel
from gradviz.ui.plots.landscape.scene import Surroundings
from gradviz.ui.plots.loss import LossPanel
from gradviz.ui.plots.verdict import VerdictChip

__all__ = ["DataPanel", "LandscapePanel", "LossPanel", "Surroundings", "VerdictChip"]
