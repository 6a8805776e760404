"""The dock of the update step: every line of the optimizer with the numbers of the epoch."""

from gradviz.ui.update_dock.panel import UpdatePanel

__all__ = ["UpdatePanel"]
