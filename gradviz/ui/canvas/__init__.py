"""The graph on screen: cards, edges, and the gestures that move, read and change them."""

from gradviz.ui.canvas.panel import GraphPanel
from gradviz.ui.canvas.view import GraphView

__all__ = ["GraphPanel", "GraphView"]
