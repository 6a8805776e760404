"""Edits of the columns of the table: added, renamed together with the graph's input, removed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.data import set_dataset
from gradviz.document.edits import rename
from gradviz.document.model import Document
from gradviz.document.restructuring import free_name
from gradviz.document.sourcing import table_source, with_renamed_column, with_table
from gradviz.document.values import is_bound
from gradviz.errors import DataError
from gradviz.graph import Node, Role, name_problem
from gradviz.graph.lexicon import normal

_NEW = "x"


def add_column(document: Document) -> Document:
    """The document with a further column, 0 in every row, called x, x_2, x_3 ….

    It has the first of these names that neither the table nor the graph knows. Raises DataError
    where there is no table.
    """
    table = table_source(document).table
    name = free_name(table.columns.keys() | document.graph.by_name.keys(), _NEW)
    wider = {**table.columns, name: np.zeros(table.length)}
    return with_table(document, Dataset(table.name, wider))


def rename_column(document: Document, old: str, new: str) -> Document:
    """The document whose table calls a column otherwise; the input that reads it is renamed too.

    An input that waits for a column of the new name takes it. Raises DataError for a column that
    is not there and for a name that can't be given.
    """
    table = table_source(document).table
    new = normal(new.strip())
    if old not in table.columns:
        raise DataError(f"There is no column {old}.", column=old)
    if new == old:
        return document
    problem = renaming_problem(document, new)
    if problem:
        raise DataError(problem, column=old)
    node = _reader(document, old)
    if node is not None:
        return rename(document, node.id, new)
    changed = with_renamed_column(document, old, new)
    return replace(set_dataset(changed, changed.dataset), source=changed.source)


def renaming_problem(document: Document, name: str) -> str:
    """Why no column can be given this name, as a sentence; empty when one can."""
    if not name:
        return "A column needs a name."
    if name in table_source(document).table.columns:
        return f"There is already a column {name}."
    node_id = document.graph.by_name.get(name)
    if node_id is not None and not _is_waiting(document.graph.nodes[node_id]):
        return f"The graph has something else called {name}."
    return name_problem(name) or ""


def remove_column(document: Document, name: str) -> Document:
    """The document without a column; DataError where the graph reads it, or it is the last."""
    table = table_source(document).table
    if name not in table.columns:
        raise DataError(f"There is no column {name}.", column=name)
    if _reader(document, name) is not None:
        raise DataError(
            f"The graph reads {name}: take it out of the expression first.", column=name
        )
    if len(table.columns) == 1:
        raise DataError("A table keeps at least one column.", column=name)
    narrower = {key: column for key, column in table.columns.items() if key != name}
    return with_table(document, Dataset(table.name, narrower))


def _reader(document: Document, column: str) -> Node | None:
    """The input that holds a column."""
    node_id = document.graph.by_name.get(column)
    if node_id is None:
        return None
    node = document.graph.nodes[node_id]
    return node if is_bound(document, node) else None


def _is_waiting(node: Node) -> bool:
    """Whether this is an input that would hold a column if there were one of its name."""
    return node.is_input and node.role is Role.CONSTANT and node.value is None
