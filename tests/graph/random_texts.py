"""Expressions for tests: random graphs as the language can write them, and random texts."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from gradviz.graph import INPUT, OPEN, OPS, Graph, Literal, Node, Role, literal

NAMES = (
    *("a", "b", "c", "x", "y", "e", "e5", "E1", "m", "T", "dim", "n1", "n2", "x1", "x_i", "loss"),
    *("ŷ", "σ", "∂L", "x₁", "x̂", "mix", "sine", "mx", "sgmoid", "tanx", "ж", "_k", "W_out"),
)
numbers = st.one_of(
    st.integers(-12, 12).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([math.pi, -math.pi, 0.1, 1e-300, 1e22, -0.0, 2e-5]),
)
_sizes = st.tuples(st.integers(1, 3), st.integers(1, 3))
matrices = _sizes.flatmap(
    lambda size: st.lists(
        st.lists(numbers, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0]
    )
).map(literal)
values: st.SearchStrategy[Literal] = st.one_of(
    numbers, st.lists(numbers, min_size=1, max_size=4).map(literal), matrices
)

PIECES = (
    *"abcxyzeTLσŷπ√²³⁻+-−*/^@=;,()[]#.0123456789 \n\t",
    *("sin", "max", "sum(", "dim=", "**", "·", "×", "2", "1e5", "3.5", ".T", "sgmoid(", "pi"),
    *(" + ", "(", ")", "[[1, 2], [3, 4]]", "L = ", "; ", "x", "\u2028", "½", "|", "\ud800", "ⁿ"),
)
texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES)).map("".join))


@st.composite
def written_graphs(draw: st.DrawFn, shared: bool = False) -> Graph:
    """Graphs of every operation. Unless ``shared``, what is used twice has a name."""
    names = iter(draw(st.permutations(NAMES)))
    nodes: dict[str, Node] = {}
    for index in range(draw(st.integers(1, 4))):
        stated = draw(st.booleans())
        value = draw(values) if stated else None
        nodes[f"i{index}"] = Node(f"i{index}", INPUT, (), next(names), value, stated=stated)
    free = set(nodes)
    for index in range(draw(st.integers(0, 9))):
        row = OPS[draw(st.sampled_from(list(OPS)))]
        operands = []
        for port in range(row.arity):
            if draw(st.integers(0, 3)) == 0:
                made = f"k{index}.{port}"
                nodes[made] = Node(made, INPUT, (), None, draw(values))
            else:
                made = draw(st.sampled_from(sorted(free)))
                if not shared and nodes[made].name is None:
                    free.discard(made)
            operands.append(made)
        attributes = (("dim", draw(st.integers(-2, 1))),)
        stated_dim = bool(row.attributes) and draw(st.booleans())
        name = next(names) if draw(st.integers(0, 2)) == 0 or not free else None
        nodes[f"o{index}"] = Node(
            f"o{index}", row.name, tuple(operands), name, attributes=attributes * stated_dim
        )
        free.add(f"o{index}")
    return Graph(nodes, draw(st.sampled_from(sorted(free))))


def structure(graph: Graph) -> Any:
    """What a graph computes, whatever its ids and the order of its nodes."""
    seen: dict[str, Any] = {OPEN: OPEN}
    own: dict[str, Any] = {}
    for node_id in graph.order:
        node = graph.nodes[node_id]
        leaf = (repr(node.value), node.stated) if node.is_input else None
        operands = tuple(seen[operand] for operand in node.operands)
        own[node_id] = (node.op, node.attributes, leaf, operands)
        seen[node_id] = node.name if node.name is not None else own[node_id]
    named = {graph.nodes[i].name: form for i, form in own.items() if graph.nodes[i].name}
    loose = Counter(
        repr(seen[i]) for i in graph.nodes if not graph.users[i] and graph.nodes[i].name is None
    )
    return named, loose, None if graph.output is None else seen[graph.output]


def with_roles(graph: Graph, role: Role, value: float) -> Graph:
    """The graph with this role and value on every input that states none."""
    return graph.with_nodes(
        *(replace(n, role=role, value=value) for n in graph.inputs if not n.stated)
    )
