"""Documents made up by Hypothesis."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.rules.method import Method
from gradviz.document import (
    GROUP,
    Comment,
    DataSource,
    DescentSettings,
    Document,
    Experiment,
    Group,
    LandscapeSettings,
    Recipe,
)
from gradviz.document.row_order import RowOrder
from gradviz.document.sampling import descended_rows
from gradviz.graph import INPUT, OPEN, OPS, Graph, Literal, Node, Role

finite = st.floats(allow_nan=False, allow_infinity=False)
numbers = st.floats(allow_nan=False)  # NaN is not equal to itself and has tests of its own
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)


@st.composite
def literals(draw: st.DrawFn) -> Literal:
    shape = draw(st.sampled_from([(), (1,), (3,), (2, 2), (1, 2, 3)]))
    if not shape:
        return draw(numbers)
    size = int(np.prod(shape))
    flat = draw(st.lists(numbers, min_size=size, max_size=size))
    return _nested(np.array(flat).reshape(shape).tolist())


def _nested(value: object) -> Literal:
    if isinstance(value, list):
        return tuple(_nested(item) for item in value)
    assert isinstance(value, float)
    return value


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Graphs in topological order; ports may be open, values of any shape."""
    ids = draw(st.lists(names, unique=True, max_size=8))
    free_names = iter(draw(st.lists(names, unique=True, min_size=8, max_size=8)))
    nodes: dict[str, Node] = {}
    for node_id in ids:
        name = next(free_names) if draw(st.booleans()) else None
        earlier = list(nodes)
        if not earlier or draw(st.booleans()):
            value = draw(literals()) if name is None else draw(st.none() | literals())
            role = draw(st.sampled_from(Role))
            stated = name is not None and value is not None and draw(st.booleans())
            nodes[node_id] = Node(node_id, INPUT, (), name, value, role, stated)
            continue
        op = OPS[draw(st.sampled_from(sorted(OPS)))]
        operands = tuple(draw(st.sampled_from([OPEN, *earlier])) for _ in range(op.arity))
        attributes = tuple((a, draw(st.integers(-2, 2))) for a in op.attributes)
        nodes[node_id] = Node(node_id, op.name, operands, name, attributes=attributes)
    return Graph(nodes, draw(st.sampled_from(list(nodes))) if nodes else None)


@st.composite
def datasets(draw: st.DrawFn) -> Dataset:
    length = draw(st.integers(1, 4))
    columns = st.lists(numbers, min_size=length, max_size=length)
    table = draw(st.dictionaries(names, columns, min_size=1, max_size=3))
    return Dataset(draw(texts), {name: np.array(column) for name, column in table.items()})


@st.composite
def groups_of(draw: st.DrawFn, graph: Graph) -> tuple[Group, ...]:
    """Open groups: which may be closed depends on the whole graph and has tests of its own."""
    groups: list[Group] = []
    left = sorted(graph.nodes)
    count: int = draw(st.integers(0, min(len(left), 2)))
    for _ in range(count):
        if not left:
            break
        members = draw(st.lists(st.sampled_from(left), unique=True, min_size=1, max_size=3))
        left = [node_id for node_id in left if node_id not in members]
        groups.append(Group(f"{GROUP}{len(groups) + 1}", draw(texts), tuple(members)))
    ids = graph.nodes.keys()
    return tuple(group for group in groups if group.id not in ids)


@st.composite
def notes(draw: st.DrawFn) -> tuple[Comment, ...]:
    sides = st.floats(1, 1e6)
    return tuple(
        Comment(name, draw(texts), draw(st.tuples(finite, finite)), draw(st.tuples(sides, sides)))
        for name in draw(st.lists(names, unique=True, max_size=3))
    )


@st.composite
def method_fields(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "optimizer": draw(names),
        "lr": draw(numbers),
        "settings": draw(st.dictionaries(names, st.booleans() | numbers, max_size=3)),
        "schedule": draw(names),
        "schedule_settings": draw(st.dictionaries(names, numbers, max_size=2)),
    }


seeds = st.integers(0, 2**32 - 1)


@st.composite
def sources(draw: st.DrawFn, table: Dataset) -> DataSource:
    recipes = st.builds(Recipe, names, st.integers(1, 1_000), st.floats(0, 10), seeds)
    tame = [name for name, column in table.columns.items() if np.abs(column).max() < 1e100]
    chosen = draw(st.sets(st.sampled_from(tame))) if tame else set()
    return DataSource(
        table,
        draw(st.none() | recipes),
        tuple(name for name in table.columns if name in chosen),
        draw(st.floats(0, 1, exclude_max=True)),
        draw(seeds),
        draw(st.none() | st.permutations(range(table.length)).map(RowOrder.of)),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    graph = draw(graphs())
    dataset = draw(st.none() | datasets())
    source = None if dataset is None else draw(st.none() | sources(dataset))
    intervals = st.tuples(finite, finite).filter(lambda pair: pair[0] < pair[1])
    return Document(
        text=draw(texts),
        graph=graph,
        title=draw(texts),
        positions={i: draw(st.tuples(finite, finite)) for i in graph.nodes if draw(st.booleans())},
        landscape=LandscapeSettings(
            axes=tuple(draw(st.lists(names, max_size=2))),
            ranges=draw(st.dictionaries(names, intervals, max_size=2)),
            minima=tuple(draw(st.lists(st.dictionaries(names, numbers, max_size=2), max_size=2))),
            view=draw(st.sampled_from(("", "map", "surface", "curve"))),
            box=draw(st.dictionaries(names, intervals, max_size=2)),
            objectives=tuple(draw(st.lists(names, max_size=2))),
            constraints=tuple(draw(st.lists(names, max_size=2))),
            along=draw(names | st.just("")),
        ),
        descent=DescentSettings(
            **draw(method_fields()),
            epochs=draw(st.integers(0, 1_000_000)),
            in_box=draw(st.booleans()),
            batch_size=draw(st.none() | st.integers(1, 1_000)),
            seed=draw(seeds),
            tolerance=draw(st.floats(0, 1)),
            patience=draw(st.integers(1, 100)),
        ),
        dataset=dataset if source is None else descended_rows(source),
        source=source,
        experiment=Experiment(
            tuple(draw(st.lists(st.floats(0, 10), max_size=3))),
            tuple(draw(st.lists(st.integers(0, 1_000), max_size=3))),
            draw(texts),
        ),
        groups=draw(groups_of(graph)),
        comments=draw(notes()),
        rivals=tuple(Method(**fields) for fields in draw(st.lists(method_fields(), max_size=2))),
        starts=tuple(draw(st.lists(st.dictionaries(names, finite, max_size=2), max_size=2))),
    )
