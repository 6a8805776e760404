"""The formulas of a fit: loss, gradient, rows and normal equation, with their numbers."""

from gradviz.teaching.regression.fit import Fit, fit_of
from gradviz.teaching.regression.normal import Normal, as_equation, normal_of
from gradviz.teaching.regression.sections import Column, Section
from gradviz.teaching.regression.shares import Shares
from gradviz.teaching.regression.single import as_row
from gradviz.teaching.regression.sums import as_sums
from gradviz.teaching.regression.table import table_of, total_title
from gradviz.teaching.regression.vectors import as_vectors

__all__ = [
    "Column",
    "Fit",
    "Normal",
    "Section",
    "Shares",
    "as_equation",
    "as_row",
    "as_sums",
    "as_vectors",
    "fit_of",
    "normal_of",
    "table_of",
    "total_title",
]
