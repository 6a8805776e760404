"""The data as a table: presets and how they are made, cells to edit, columns to standardize."""

from gradviz.ui.table_dock.panel import TablePanel

__all__ = ["TablePanel"]
