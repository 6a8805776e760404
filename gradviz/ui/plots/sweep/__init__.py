"""The rate sweep: how the descent ends for every learning rate."""

from gradviz.ui.plots.sweep.panel import SweepPanel

__all__ = ["SweepPanel"]
