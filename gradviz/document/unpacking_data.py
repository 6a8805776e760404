"""From the records of a file to where the data comes from and what is tried out with it."""

from __future__ import annotations

import math

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import DataSource, Experiment, Recipe
from gradviz.document.row_order import RowOrder
from gradviz.document.schema import ExperimentRecord, SourceRecord
from gradviz.document.unpacking_canvas import broken


def unpack_source(record: SourceRecord | None, table: Dataset | None) -> DataSource | None:
    """What is done to the table; raises DocumentError where there is no such table."""
    if record is None:
        return None
    if table is None:
        raise broken("There is no table to make the data from", "source")
    for name in record.standardized:
        if name not in table.columns:
            raise broken(f"There is no column {name} to be standardized", "source.standardized")
    made = record.recipe
    if made is not None and not math.isfinite(made.noise):
        raise broken("The noise is not finite", "source.recipe.noise")
    return DataSource(
        table,
        None if made is None else Recipe(made.preset, made.points, made.noise, made.seed),
        tuple(record.standardized),
        record.held_out or 0.0,
        record.split_seed,
        None if record.order is None else _order(record.order, table.length),
    )


def _order(rows: list[int], length: int) -> RowOrder:
    order = RowOrder.of(rows)
    if len(rows) != length or not order.is_whole:
        raise broken("The order of the rows does not name each row once", "source.order")
    return order


def unpack_experiment(record: ExperimentRecord | None) -> Experiment:
    """What is tried out one after the other."""
    if record is None:
        return Experiment()
    return Experiment(tuple(record.rates), tuple(record.epochs), record.remarks)
