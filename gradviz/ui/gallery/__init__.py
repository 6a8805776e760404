"""The gallery: every test function and example with its picture, to be searched and opened."""

from gradviz.ui.gallery.pictures import Painter, Wanted
from gradviz.ui.gallery.shelf import Chosen
from gradviz.ui.gallery.window import Gallery

__all__ = ["Chosen", "Gallery", "Painter", "Wanted"]
