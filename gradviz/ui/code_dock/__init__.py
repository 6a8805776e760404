"""The code dock: the same graph as a program, live, each line tied to its node."""

from gradviz.ui.code_dock.panel import CodePanel

__all__ = ["CodePanel"]
