"""The inspector: all there is to know of the one selected node."""

from gradviz.ui.inspector.panel import InspectorPanel

__all__ = ["InspectorPanel"]
