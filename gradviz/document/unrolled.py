"""Unrolling the data of a document: one sub-graph for every sample; undo folds it back."""

from __future__ import annotations

from gradviz.document.around import reprinted, with_graph
from gradviz.document.model import Document
from gradviz.document.values import inputs_of
from gradviz.graph.unrolling import data_columns, unroll


def unroll_data(document: Document) -> Document:
    """The document whose graph has a sub-graph of numbers for each sample.

    Data are the columns of the dataset and the constants that are vectors or matrices. Value and
    gradients of the parameters stay the same. Raises GraphError for more than MOST_SAMPLES
    samples and for what can't be unrolled.
    """
    columns = data_columns(document.graph, inputs_of(document))
    return reprinted(with_graph(document, unroll(document.graph, columns)))
