"""Data in a document: which inputs are columns of the dataset, and what is opened for a table."""

from __future__ import annotations

from dataclasses import replace

from gradviz.descent.datasets import Dataset
from gradviz.document.examples import open_example
from gradviz.document.model import Document, LandscapeSettings
from gradviz.document.values import is_bound
from gradviz.errors import DataError, GraphError
from gradviz.graph import Graph, Node, Role, infer


def set_dataset(document: Document, dataset: Dataset | None) -> Document:
    """The document with another dataset; inputs called like a column become data (see ``bound``).

    Inputs that were data and have no column any more become constants.
    """
    changed = [
        replace(node, role=Role.CONSTANT)
        for node in document.graph.inputs
        if is_bound(document, node) and (dataset is None or node.name not in dataset.columns)
    ]
    graph = bound(document.graph.with_nodes(*changed), dataset)
    return with_landscape_of(replace(document, dataset=dataset, graph=graph), graph)


def bound(graph: Graph, dataset: Dataset | None) -> Graph:
    """The graph in which inputs that name a column are data, if the output then is one number.

    Only inputs that were given no value take part: ``y = m x + b`` alone is about numbers, and
    the same names are columns once a loss sums over them.
    """
    if dataset is None:
        return graph
    columns = [node for node in graph.inputs if node.value is None and node.name in dataset.columns]
    if not columns:
        return graph
    role = Role.DATA if _is_number(graph, columns, dataset.length) else Role.PARAMETER
    changed = [replace(node, role=role) for node in columns if node.role is not role]
    return graph.with_nodes(*changed) if changed else graph


def _is_number(graph: Graph, columns: list[Node], rows: int) -> bool:
    """Whether the output is a single number when ``columns`` are vectors of ``rows``."""
    try:
        shapes = infer(graph, {node.name: (rows,) for node in columns if node.name is not None})
    except GraphError:
        return False
    return graph.output is not None and shapes.get(graph.output) == ()


def open_data(document: Document, dataset: Dataset) -> Document:
    """The document about another table: its expression if it reads the columns, else a line fit.

    The line is fitted to the first two columns, which are then called x and y. Raises DataError
    when the table has fewer than two columns and the expression does not read them.
    """
    changed = set_dataset(document, dataset)
    if any(is_bound(changed, node) for node in changed.graph.inputs):
        return changed
    if len(dataset.columns) < 2:
        raise DataError(f"{dataset.name} has one column; a line needs two, x and y.")
    (_, x), (_, y) = list(dataset.columns.items())[:2]
    line = replace(open_example("line_fit"), dataset=None, landscape=LandscapeSettings())
    opened = set_dataset(line, Dataset(dataset.name, {"x": x, "y": y}))
    return replace(opened, title=dataset.name)


def with_landscape_of(document: Document, graph: Graph) -> Document:
    """The document with a landscape that speaks of the graph's parameters alone."""
    names = {node.name for node in graph.parameters}
    old = document.landscape
    new = LandscapeSettings(
        axes=tuple(name for name in old.axes if name in names),
        ranges={name: interval for name, interval in old.ranges.items() if name in names},
        minima=tuple(point for point in old.minima if set(point) <= names),
    )
    return document if new == old else replace(document, landscape=new)
