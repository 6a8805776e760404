"""Layered drawing of a graph from left to right: where each card stands and how edges run."""

from gradviz.graph.layout.arrange import Branch, Layout, Point, Size, arrange, port_offset
from gradviz.graph.layout.dodging import dodge
from gradviz.graph.model import EdgeKey

__all__ = ["Branch", "EdgeKey", "Layout", "Point", "Size", "arrange", "dodge", "port_offset"]
