"""From the records of a file to a document, with the rules that a schema can't say."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.model import Document
from gradviz.document.sampling import descended_rows
from gradviz.document.schema import (
    DatasetRecord,
    DocumentRecord,
    NodeRecord,
)
from gradviz.document.unpacking_canvas import broken, unpack_comments, unpack_groups
from gradviz.document.unpacking_data import unpack_experiment, unpack_source
from gradviz.document.unpacking_descent import (
    unpack_descent,
    unpack_landscape,
    unpack_method,
    unpack_starts,
)
from gradviz.errors import DataError, GraphError
from gradviz.graph import INPUT, OPEN, OPS, Graph, Literal, Node, NodeId

_SPECIAL = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_DEEPEST = 8  # ranks of a value; NumPy and the eye stop long before


def unpack(record: DocumentRecord) -> Document:
    """The document that the records describe; raises DocumentError."""
    graph = _graph(record)
    groups, comments = unpack_groups(record, graph), unpack_comments(record)
    placed = graph.nodes.keys() | {group.id for group in groups}
    for node_id, place in record.positions.items():
        if node_id not in placed:
            raise broken("A position belongs to no node", f"positions.{node_id}")
        if not all(map(math.isfinite, place)):
            raise broken("A position is not finite", f"positions.{node_id}")
    table = None if record.dataset is None else _dataset(record.dataset)
    source = unpack_source(record.source, table)
    dataset = table if source is None else descended_rows(source)
    return Document(
        text=record.text,
        graph=graph,
        title=record.title,
        positions=record.positions,
        landscape=unpack_landscape(record.landscape),
        descent=unpack_descent(record.descent),
        dataset=dataset,
        source=source,
        experiment=unpack_experiment(record.experiment),
        groups=groups,
        comments=comments,
        rivals=tuple(unpack_method(rival) for rival in record.rivals),
        starts=unpack_starts(record.starts),
    )


def _graph(record: DocumentRecord) -> Graph:
    nodes: dict[NodeId, Node] = {}
    names: set[str] = set()
    for index, node_record in enumerate(record.nodes):
        place = f"nodes[{index}]"
        node = _node(node_record, place)
        if node.id in nodes:
            raise broken(f"Two nodes have the id {node.id}", f"{place}.id")
        if node.name in names:
            raise broken(f"Two nodes are called {node.name}", f"{place}.name")
        nodes[node.id] = node
        names |= set() if node.name is None else {node.name}
    _check_edges(nodes)
    if (record.output is None) != (not nodes) or (nodes and record.output not in nodes):
        raise broken("The output is not one of the nodes", "output")
    graph = Graph(nodes, record.output)
    try:
        _ = graph.order
    except GraphError as error:
        raise broken(str(error).rstrip("."), "nodes") from error
    return graph


def _check_edges(nodes: Mapping[NodeId, Node]) -> None:
    for index, node in enumerate(nodes.values()):
        for port, operand in enumerate(node.operands):
            if operand != OPEN and operand not in nodes:
                raise broken(
                    f"An edge comes from the node {operand}, which does not exist",
                    f"nodes[{index}].operands[{port}]",
                )


def _node(record: NodeRecord, place: str) -> Node:
    if record.op == INPUT:
        if record.operands or record.attributes:
            raise broken("An input has operands or attributes", place)
        if record.name is None and record.value is None:
            raise broken("A number without a name has no value", f"{place}.value")
        if record.stated and (record.name is None or record.value is None):
            raise broken("Only a name with a value is stated", f"{place}.stated")
    else:
        _check_operation(record, place)
    return Node(
        id=record.id,
        op=record.op,
        operands=tuple(record.operands),
        name=record.name,
        value=None if record.value is None else _literal(record.value, f"{place}.value"),
        role=record.role,
        stated=record.stated,
        attributes=tuple(record.attributes.items()),
    )


def _check_operation(record: NodeRecord, place: str) -> None:
    op = OPS.get(record.op)
    if op is None:
        raise broken(f"There is no operation called {record.op}", f"{place}.op")
    if len(record.operands) != op.arity:
        raise broken(
            f"The operation {record.op} takes {op.arity} operands, not {len(record.operands)}",
            f"{place}.operands",
        )
    for name in record.attributes:
        if name not in op.attributes:
            raise broken(
                f"The operation {record.op} has no attribute {name}", f"{place}.attributes"
            )
    if record.value is not None or record.stated:
        raise broken("An operation has a value of its own", f"{place}.value")


def _literal(value: object, place: str) -> Literal:
    result = _nested(value, place, _DEEPEST)
    if isinstance(result, tuple):
        try:
            size = np.array(result, dtype=np.float64).size
        except ValueError as error:
            raise broken("Rows of a value differ in length", place) from error
        if size == 0:
            raise broken("A value has no numbers", place)
    return result


def _nested(value: object, place: str, depth: int) -> Literal:
    if isinstance(value, list) and depth:
        return tuple(_nested(item, place, depth - 1) for item in value)
    if isinstance(value, str) and value in _SPECIAL:
        return _SPECIAL[value]
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise broken("A value is not a number", place)
    try:
        return float(value)
    except OverflowError as error:
        raise broken("A number is too large", place) from error


def _dataset(record: DatasetRecord) -> Dataset:
    columns = {
        name: np.array(numbers, dtype=np.float64)  # float64 reads "nan" and "inf" as well
        for name, numbers in record.columns.items()
    }
    try:
        return Dataset(record.name, columns)
    except DataError as error:
        raise broken(str(error).rstrip("."), "dataset.columns") from error
