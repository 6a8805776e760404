"""The library menu: the examples and the test functions, each one click away."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from gradviz.document import examples

GALLERY_KEY = "Ctrl+Shift+L"

CATEGORY_TITLES = {
    "single-objective": "Test functions",
    "constrained": "Constrained test functions",
    "multi-objective": "Multi-objective test functions",
}


class LibraryButton(QToolButton):
    """Opens the menu of examples and test functions; ``choose`` is called with the id taken."""

    gallery_wanted = Signal()  # all of them, with pictures

    def __init__(self, choose: Callable[[str], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choose = choose
        self.setObjectName("library_button")
        self.setText("Library")
        self.setAccessibleName("Library")
        self.setToolTip("Examples and test functions (Ctrl+L)")
        self.setShortcut("Ctrl+L")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setObjectName("library_menu")
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def _fill(self) -> None:
        """Build the menu when it is first opened; the catalog is not read before."""
        if not self._menu.isEmpty():
            return
        from gradviz.descent import catalog

        gallery = self._menu.addAction(f"Test functions…\t{GALLERY_KEY}")
        gallery.setObjectName("library_gallery")
        gallery.setToolTip("Search all test functions and examples, with pictures")
        gallery.triggered.connect(lambda _checked=False: self.gallery_wanted.emit())
        self._menu.addSeparator()
        for key, example in examples().items():
            self._add(self._menu, key, example.title, example.story)
        self._menu.addSeparator()
        by_category: dict[str, QMenu] = {}
        for key, function in catalog().items():
            title = CATEGORY_TITLES.get(function.category, function.category.capitalize())
            if title not in by_category:
                by_category[title] = self._menu.addMenu(title)
                by_category[title].setToolTipsVisible(True)
            self._add(by_category[title], key, function.name, function.expression)

    def _add(self, menu: QMenu, key: str, title: str, tip: str) -> None:
        action = menu.addAction(title.replace("&", "&&"))
        action.setObjectName(f"library_{key}")
        action.setData(key)
        action.setToolTip(tip)
        action.triggered.connect(lambda _checked=False, chosen=key: self._choose(chosen))
