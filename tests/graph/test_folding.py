"""Blocks of nodes as one node each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError
from gradviz.graph import BLOCK, Graph, fold, obstacle, parse
from tests.graph.random_graphs import scalar_graphs


def test_a_block_takes_what_its_members_use_from_outside() -> None:
    graph = parse("d = 2b; e = a + d; L = c*e")
    d, e = graph.by_name["d"], graph.by_name["e"]
    folded = fold(graph, {"group:1": (d, e)})
    block = folded.nodes["group:1"]
    assert block.op == BLOCK
    assert {graph.labels.get(i, "2") for i in block.operands} == {"2", "a", "b"}
    assert folded.nodes[graph.by_name["L"]].operands == (graph.by_name["c"], "group:1")


def test_the_output_moves_into_its_block() -> None:
    graph = parse("L = a + b")
    assert fold(graph, {"group:1": (graph.output or "",)}).output == "group:1"


def test_a_way_out_and_in_again_is_an_obstacle() -> None:
    graph = parse("p = a b; q = sin(p); L = p q")
    p, q, last = (graph.by_name[name] for name in "pqL")
    assert obstacle(graph, {"group:1": (p, q, last)}) is None
    assert obstacle(graph, {"group:1": (p, last)}) is not None


def test_two_blocks_that_use_each_other_are_an_obstacle() -> None:
    graph = parse("p = a + 1; q = b + 1; r = p + 2; s = q + 2; L = r s")
    p, q, r, s = (graph.by_name[name] for name in "pqrs")
    blocks = {"group:1": (p, s), "group:2": (q, r)}
    assert all(obstacle(graph, {key: members}) is None for key, members in blocks.items())
    assert obstacle(graph, blocks) is not None


@given(scalar_graphs(), st.data())
def test_folding_keeps_every_other_edge(graph: Graph, data: st.DataObject) -> None:
    members = data.draw(st.sets(st.sampled_from(sorted(graph.nodes)), min_size=1))
    folded = fold(graph, {"group:1": tuple(members)})
    for node in graph.nodes.values():
        if node.id not in members:
            expected = ["group:1" if o in members else o for o in node.operands]
            assert list(folded.nodes[node.id].operands) == expected
    try:
        assert len(folded.order) == len(graph.nodes) - len(members) + 1
    except GraphError:
        assert obstacle(graph, {"group:1": members}) is not None
