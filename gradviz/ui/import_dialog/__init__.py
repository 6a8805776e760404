"""The import of a table: what it looks like, which cells are no numbers, which columns are used."""

from gradviz.ui.import_dialog.dialog import ImportDialog

__all__ = ["ImportDialog"]
