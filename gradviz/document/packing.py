"""From a document to the records of a file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import msgspec
import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.rules.method import Method
from gradviz.document.model import DataSource, Document, Experiment, LandscapeSettings, Range
from gradviz.document.schema import (
    FORMAT,
    VERSION,
    CommentRecord,
    DatasetRecord,
    DescentRecord,
    DocumentRecord,
    ExperimentRecord,
    GroupRecord,
    LandscapeRecord,
    MethodRecord,
    NodeRecord,
    Number,
    RecipeRecord,
    SourceRecord,
)
from gradviz.document.values import table_of
from gradviz.graph import Array, Literal, Node

_PIECE = 2_000  # numbers


def pack(document: Document, *, with_table: bool = True) -> DocumentRecord:
    """The records that describe the document, with its table or without."""
    descent, source = document.descent, document.source
    table = table_of(document) if with_table else None
    return DocumentRecord(
        format=FORMAT,
        version=VERSION,
        title=document.title,
        text=document.text,
        nodes=[_node(node) for node in document.graph.nodes.values()],
        output=document.graph.output,
        descent=DescentRecord(
            **_method_fields(descent),
            epochs=descent.epochs,
            in_box=descent.in_box,
            batch_size=descent.batch_size,
            seed=descent.seed,
            tolerance=descent.tolerance or None,
            patience=descent.patience,
        ),
        positions=dict(document.positions),
        landscape=_landscape(document.landscape),
        dataset=None if table is None else pack_table(table),
        source=None if source is None else _source(source),
        experiment=_experiment(document.experiment),
        groups=[GroupRecord(g.id, g.name, list(g.members), g.collapsed) for g in document.groups],
        comments=[CommentRecord(c.id, c.text, c.place, c.size) for c in document.comments],
        rivals=[MethodRecord(**_method_fields(rival)) for rival in document.rivals],
        starts=[_point(start) for start in document.starts],
    )


def _node(node: Node) -> NodeRecord:
    return NodeRecord(
        id=node.id,
        op=node.op,
        operands=list(node.operands),
        name=node.name,
        value=None if node.value is None else _literal(node.value),
        role=node.role,
        stated=node.stated,
        attributes=dict(node.attributes),
    )


def _method_fields(method: Method) -> dict[str, Any]:
    """The fields that every record of a method has."""
    return {
        "optimizer": method.optimizer,
        "lr": _number(method.lr),
        "settings": {
            name: value if isinstance(value, bool) else _number(value)
            for name, value in method.settings.items()
        },
        "schedule": method.schedule,
        "schedule_settings": _point(method.schedule_settings),
    }


def _landscape(landscape: LandscapeSettings) -> LandscapeRecord:
    return LandscapeRecord(
        axes=list(landscape.axes),
        ranges=_ranges(landscape.ranges),
        minima=[_point(point) for point in landscape.minima],
        view=landscape.view,
        box=_ranges(landscape.box),
        objectives=list(landscape.objectives),
        constraints=list(landscape.constraints),
        along=landscape.along,
    )


def _ranges(ranges: Mapping[str, Range]) -> dict[str, tuple[Number, Number]]:
    return {name: (_number(low), _number(high)) for name, (low, high) in ranges.items()}


def _point(point: Mapping[str, float]) -> dict[str, Number]:
    return {name: _number(value) for name, value in point.items()}


def _number(number: float) -> Number:
    if math.isfinite(number):
        return float(number)
    if math.isnan(number):
        return "nan"
    return "inf" if number > 0 else "-inf"


def _literal(value: Literal) -> object:
    return [_literal(item) for item in value] if isinstance(value, tuple) else _number(value)


def pack_table(dataset: Dataset) -> DatasetRecord:
    """The record of a table."""
    return DatasetRecord(dataset.name, {name: _column(c) for name, c in dataset.columns.items()})


def _source(source: DataSource) -> SourceRecord:
    made = source.recipe
    return SourceRecord(
        recipe=None
        if made is None
        else RecipeRecord(made.preset, made.points, made.noise, made.seed),
        standardized=list(source.standardized),
        held_out=source.held_out or None,
        split_seed=source.split_seed,
        order=None if source.order is None else source.order.rows.tolist(),
    )


def _experiment(experiment: Experiment) -> ExperimentRecord | None:
    if experiment == Experiment():
        return None
    return ExperimentRecord(list(experiment.rates), list(experiment.epochs), experiment.remarks)


def _column(column: Array) -> list[Number]:
    """The numbers of a column; many of them are written already, by pieces.

    To write a million at once would keep the interpreter from the window for a quarter second.
    """
    if len(column) <= _PIECE:
        return _listed(column)
    pieces = (column[first : first + _PIECE] for first in range(0, len(column), _PIECE))
    text = b",".join(msgspec.json.encode(_listed(piece))[1:-1] for piece in pieces)
    return cast("list[Number]", msgspec.Raw(b"[" + text + b"]"))  # which is encoded as it is


def _listed(column: Array) -> list[Number]:
    numbers: list[Number] = column.tolist()
    if np.isfinite(column).all():
        return numbers
    return [_number(float(number)) for number in numbers]
