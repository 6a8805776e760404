"""The examples that come along and the test functions, as documents ready to open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np

from gradviz.descent.data.datasets import Dataset
from gradviz.document.format import SUFFIX, load
from gradviz.document.model import DescentSettings, Document, LandscapeSettings, Range
from gradviz.errors import DocumentError
from gradviz.graph import Graph, Node, Role, literal, parse
from gradviz.resources import resource

FOLDER = "examples"


@dataclass(frozen=True)
class Example:
    """One entry of the list of examples; ``build_example`` makes its document."""

    id: str
    title: str
    story: str
    expression: str
    values: Mapping[str, object] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    optimizer: str = "sgd"
    lr: float = 0.1
    epochs: int = 100
    data: Mapping[str, Any] | None = None


@cache
def examples() -> Mapping[str, Example]:
    """The examples by id, in the order in which they are offered."""
    import tomllib  # the first start opens a file and needs no list

    with resource(FOLDER, "examples.toml").open("rb") as file:
        table = tomllib.load(file)
    return MappingProxyType({key: Example(id=key, **entry) for key, entry in table.items()})


def open_example(example_id: str) -> Document:
    """The document of an example, from its file: no parser is needed. Raises DocumentError."""
    path = resource(FOLDER, f"{example_id}{SUFFIX}")
    if not example_id.isidentifier() or not path.is_file():
        raise DocumentError(f"There is no example called {example_id}.", example_id)
    return load(path)


def open_function(function_id: str, size: int | None = None, choice: int | None = None) -> Document:
    """The document of a test function of the catalog.

    ``size`` is the number of variables and ``choice`` what else there is to choose, where the
    function leaves that open. Constraints and objectives are nodes of the graph, and the output
    is what is descended: the weighted sum of the objectives, with the penalty for violated
    constraints. Raises DocumentError for an unknown id, SettingError for a size or a choice
    that it does not have.
    """
    from gradviz.descent import catalog  # the first start opens an example

    entry = catalog().get(function_id)
    if entry is None:
        raise DocumentError(f"There is no test function called {function_id}.", function_id)
    entry = entry if choice is None else entry.with_choice(choice)
    entry = entry if size is None else entry.with_size(size)
    text, names = entry.program(entry.penalty), entry.formulas
    fixed = dict.fromkeys(entry.constants, Role.CONSTANT.value)
    graph = _with_inputs(_beginning_with(parse(text), entry.parameters), entry.start, fixed)
    return Document(
        text=text,
        graph=graph,
        title=entry.name,
        landscape=LandscapeSettings(
            entry.parameters[:2],
            dict(entry.ranges),
            entry.minima,
            box=dict(entry.domain),
            objectives=names.objective_names if names.weight_names else (),
            constraints=names.constraint_names,
        ),
        descent=DescentSettings(
            entry.optimizer, entry.lr, epochs=entry.epochs, in_box=entry.in_box
        ),
    )


def build_example(example: Example) -> Document:
    """The document that an entry of the list describes."""
    graph = _with_inputs(parse(example.expression), example.values, example.roles)
    dataset = None
    if example.data is not None:
        columns = {k: np.array(v, dtype=float) for k, v in example.data.items() if k != "name"}
        dataset = Dataset(str(example.data["name"]), columns)
        graph = _with_inputs(graph, {}, dict.fromkeys(columns, Role.DATA.value))
    ranges = {name: (float(low), float(high)) for name, (low, high) in example.ranges.items()}
    return Document(
        text=example.expression,
        graph=graph,
        title=example.title,
        landscape=LandscapeSettings(ranges=ranges),
        descent=DescentSettings(example.optimizer, float(example.lr), epochs=example.epochs),
        dataset=dataset,
    )


def _beginning_with(graph: Graph, names: Iterable[str]) -> Graph:
    """The graph whose inputs come in this order: 100(y − x²)² names y before x."""
    first = {graph.by_name[name]: graph.named(name) for name in names}
    return replace(graph, nodes={**first, **graph.nodes})


def _with_inputs(graph: Graph, values: Mapping[str, object], roles: Mapping[str, str]) -> Graph:
    changed: dict[str, Node] = {}
    for name, value in values.items():
        changed[name] = replace(graph.named(name), value=literal(value))
    for name, role in roles.items():
        changed[name] = replace(changed.get(name, graph.named(name)), role=Role(role))
    return graph.with_nodes(*changed.values())
