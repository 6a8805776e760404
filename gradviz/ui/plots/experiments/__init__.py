"""The experiment: rates and epochs tried one after the other, their curves and their table."""

from gradviz.ui.plots.experiments.panel import ExperimentPanel

__all__ = ["ExperimentPanel"]
