"""The dock of the formulas: loss, gradient and normal equation with their numbers, row by row."""

from gradviz.ui.fit_dock.panel import FitPanel

__all__ = ["FitPanel"]
