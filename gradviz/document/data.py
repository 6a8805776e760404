"""Data in a document: which inputs are columns of the dataset, and what is opened for a table."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import replace

from gradviz.descent.data.datasets import Dataset
from gradviz.document.examples import open_example
from gradviz.document.model import Document, LandscapeSettings, Range
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
    other = replace(document, dataset=dataset, source=None, graph=graph)
    return with_landscape_of(other, graph)


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
    new = replace(
        old,
        axes=tuple(name for name in old.axes if name.partition("[")[0] in names),
        ranges=_known(old.ranges, names),
        minima=tuple(point for point in old.minima if _speaks_of(point, names)),
        box=_known(old.box, names),
        objectives=tuple(name for name in old.objectives if name in graph.by_name),
        constraints=tuple(name for name in old.constraints if name in graph.by_name),
        along=old.along if old.along.partition("[")[0] in names else "",
    )
    starts = tuple(start for start in document.starts if _speaks_of(start, names))
    if new == old and starts == document.starts:
        return document
    return replace(document, landscape=new, starts=starts)


def _speaks_of(point: Mapping[str, float], names: Container[str | None]) -> bool:
    """Whether all coordinates (m, W[0,1]) belong to these parameters."""
    return all(name.partition("[")[0] in names for name in point)


def _known(ranges: Mapping[str, Range], names: Container[str | None]) -> dict[str, Range]:
    return {name: span for name, span in ranges.items() if name.partition("[")[0] in names}
