"""Edits of where the data comes from: what is held out, what is standardized, another table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.data import set_dataset
from gradviz.document.model import DataSource, Document
from gradviz.document.row_order import LEAST
from gradviz.document.sampling import descended_rows, order_of, split, taken_rows
from gradviz.document.values import table_of
from gradviz.errors import DataError, SettingError
from gradviz.graph import Array


def source_of(document: Document) -> DataSource | None:
    """Where the data comes from: the dataset as it is, where nothing else is said."""
    if document.source is not None or document.dataset is None:
        return document.source
    return DataSource(document.dataset)


def with_source(document: Document, source: DataSource) -> Document:
    """The document with its data from there; inputs called like a column become data."""
    is_plain = source == DataSource(source.table)
    dataset = source.table if is_plain else descended_rows(source)
    if document.dataset is not None and dataset == document.dataset:
        dataset = document.dataset  # the same numbers: nothing is to be computed anew
    changed = document if dataset is document.dataset else set_dataset(document, dataset)
    return replace(changed, source=None if is_plain else source)


def held_out_rows(document: Document) -> Dataset | None:
    """The dataset kept from the descent, scaled like the rest; None where nothing is held out."""
    source = document.source
    if source is None:
        return None
    _, held = split(source)
    return taken_rows(source, held) if len(held) else None


def with_renamed_column(document: Document, old: str, new: str) -> Document:
    """The document whose table calls a column otherwise; the graph must do so too.

    Raises DataError where there is another column of that name.
    """
    table = table_of(document)
    if table is not None and new != old and new in table.columns:
        raise DataError(f"There is already a column {new}.", column=old)

    def renamed(dataset: Dataset) -> Dataset:
        columns = {new if key == old else key: column for key, column in dataset.columns.items()}
        return Dataset(dataset.name, columns)

    if document.dataset is None:
        return document
    source = document.source
    if source is not None:
        names = tuple(new if name == old else name for name in source.standardized)
        source = replace(source, table=renamed(source.table), standardized=names)
    return replace(document, dataset=renamed(document.dataset), source=source)


def with_table(document: Document, table: Dataset) -> Document:
    """The document about another table that was not made up; what is done to it stays.

    Rows are taken for the same as before where there are as many.
    """
    old = source_of(document) or DataSource(table)
    still = tuple(name for name in old.standardized if name in table.columns)
    order = old.order if table.length == old.table.length else None
    changed = replace(old, table=table, recipe=None, standardized=still, order=order)
    return with_source(document, changed)


def table_source(document: Document) -> DataSource:
    """Where the data comes from; DataError where there is no table."""
    source = source_of(document)
    if source is None:
        raise DataError("There is no table yet. Open one or choose a preset.")
    return source


def with_rows(document: Document, at: int, columns: Mapping[str, Array]) -> Document:
    """The document with further rows before the row ``at``; each other row stays where it is.

    That is: in the descent or held out of it, as far as the share allows (``RowOrder.with_rows``).
    """
    source = table_source(document)
    table = source.table
    wider = {name: np.insert(c, at, columns[name]) for name, c in table.columns.items()}
    order = None
    if source.held_out:
        count = len(next(iter(columns.values())))
        order = order_of(source).with_rows(at, count, source.held_out, source.split_seed)
    longer = Dataset(table.name, wider)
    return with_source(document, replace(source, table=longer, recipe=None, order=order))


def without_rows(document: Document, rows: Collection[int]) -> Document:
    """The document without these rows of the table; the others stay held out, or not.

    Raises DataError when fewer than two would be left.
    """
    source = table_source(document)
    table = source.table
    places = sorted({row for row in rows if 0 <= row < table.length})
    if not places:
        return document
    if table.length - len(places) < LEAST:
        raise DataError("A table keeps at least two rows.")
    order = order_of(source).without(places) if source.held_out else None
    fewer = Dataset(table.name, {n: np.delete(c, places) for n, c in table.columns.items()})
    return with_source(document, replace(source, table=fewer, recipe=None, order=order))


def with_standardized(document: Document, names: Collection[str]) -> Document:
    """The document with just these columns standardized; SettingError for an unknown one."""
    source = source_of(document)
    for name in names:
        if source is None or name not in source.table.columns:
            raise SettingError(f"There is no column {name}.", "standardized")
    if source is None:
        return document
    chosen = tuple(name for name in source.table.columns if name in names)
    return with_source(document, replace(source, standardized=chosen))


def with_split(document: Document, held_out: float, seed: int = 0) -> Document:
    """The document with this share of its rows held out of the descent.

    With the same seed it is some rows more or fewer; another seed, or holding out none, lets all
    rows be shared out anew.
    """
    source = source_of(document)
    if source is None:
        return document
    order = source.order if held_out and seed == source.split_seed else None
    changed = replace(source, held_out=held_out, split_seed=seed, order=order)
    return with_source(document, changed)
