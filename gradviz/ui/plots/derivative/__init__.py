"""The derivative explorer: a curve, a point, its tangent, a secant, and the error of the secant."""

from gradviz.ui.plots.derivative.panel import DerivativePanel

__all__ = ["DerivativePanel"]
