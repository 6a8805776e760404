"""The bar with the optimizer, the learning rate, the epochs and the epoch shown."""

from gradviz.ui.descent_bar.bar import DescentBar

__all__ = ["DescentBar"]
