"""Layered drawing of a graph from left to right: where each card stands and how edges run."""

from gradviz.graph.layout.arrange import Branch, EdgeKey, Layout, Point, Size, arrange, port_offset

__all__ = ["Branch", "EdgeKey", "Layout", "Point", "Size", "arrange", "port_offset"]
