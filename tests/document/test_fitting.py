"""What would fit where: told at once for all ports, and the same as asking for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import Document, edits
from gradviz.document.fitting import (
    downstream,
    refused_operands,
    refused_ports,
    shapes_of,
    takes,
    upstream,
)
from gradviz.document.survey import survey
from gradviz.graph import OPS
from tests.document.test_structure import ACTIONS, acted

MATRICES = (
    "A = [[1, 2, 3], [4, 5, 6]]; B = [[1, 2], [3, 4]]; v = [1, 2]; P = A @ ?; q = B @ v; L = q + v"
)


def check(document: Document) -> None:
    """What is refused at once is refused when asked; the rest is refused for what comes after."""
    graph = document.graph
    for operand in graph.nodes:
        at_once = refused_ports(survey(document), operand)
        for node in graph.nodes.values():
            for port in range(len(node.operands)):
                reason = edits.refusal(document, operand, node.id, port)
                assert ((node.id, port) in at_once) == (
                    operand in refused_operands(survey(document), node.id, port)
                )
                if (node.id, port) in at_once:
                    assert reason is not None
                elif reason is not None:
                    assert "depend on itself" not in reason
                    assert graph.users[node.id], reason


def test_shapes_and_cycles_are_refused_at_once() -> None:
    document = edits.set_text(Document(), MATRICES)
    named = document.graph.by_name
    refused = refused_ports(survey(document), named["B"])
    assert (named["P"], 1) in refused  # 2×3 @ 2×2
    assert (named["q"], 1) not in refused
    assert (named["q"], 0) in refused_ports(survey(document), named["L"])
    check(document)


@given(st.data())
def test_it_agrees_with_asking_for_each_port(data: st.DataObject) -> None:
    document = edits.set_text(Document(), data.draw(st.sampled_from(["x", MATRICES])))
    for action in data.draw(st.lists(st.sampled_from(ACTIONS), max_size=8)):
        document = acted(document, action, data)
    check(document)


@pytest.mark.parametrize(
    ("op", "shape", "expected"),
    [
        ("matmul", (), False), ("matmul", (2, 3), True), ("dot", (3,), True), ("dot", (), False),
        ("det", (2, 2), True), ("det", (2, 3), False), ("add", (4, 5), True), ("sin", (), True),
    ],
)  # fmt: skip
def test_operations_take_what_they_can_work_on(
    op: str, shape: tuple[int, ...], expected: bool
) -> None:
    assert takes(OPS[op], shape) is expected


def test_upstream_and_downstream() -> None:
    graph = edits.set_text(Document(), "p = a b; q = sin(p); r = c^2").graph
    named = graph.by_name
    assert upstream(graph, [named["q"]]) == {named[name] for name in "pqab"}
    assert downstream(graph, [named["a"]]) == {named[name] for name in "apq"}


def test_a_node_that_waits_has_no_shape() -> None:
    document = edits.set_text(Document(), MATRICES)
    shapes = shapes_of(document)
    assert document.graph.by_name["P"] not in shapes
    assert shapes[document.graph.by_name["L"]] == (2,)
