"""The expression bar: one line of lecture notation, read as it is typed."""

from gradviz.ui.expression_bar.edit import ExpressionEdit

__all__ = ["ExpressionEdit"]
