"""Small pictures of landscapes, painted without a window."""

from gradviz.ui.plots.thumbnails.painting import RENDERER_VERSION, painted
from gradviz.ui.plots.thumbnails.thumbnail import thumbnail

__all__ = ["RENDERER_VERSION", "painted", "thumbnail"]
