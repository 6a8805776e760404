"""Edits of where the data comes from: what is held out, what is standardized, another table."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from gradviz.descent.data.datasets import Dataset
from gradviz.document.data import set_dataset
from gradviz.document.model import DataSource, Document
from gradviz.document.sampling import descended_rows, split, taken_rows
from gradviz.errors import SettingError


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
    """The document whose table calls a column otherwise; the graph must do so too."""

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
    """The document about another table that was not made up; what is done to it stays."""
    old = source_of(document) or DataSource(table)
    still = tuple(name for name in old.standardized if name in table.columns)
    return with_source(document, replace(old, table=table, recipe=None, standardized=still))


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
    """The document with this share of its rows held out of the descent."""
    source = source_of(document)
    if source is None:
        return document
    return with_source(document, replace(source, held_out=held_out, split_seed=seed))
