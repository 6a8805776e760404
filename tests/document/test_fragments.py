"""Copying and pasting: what comes out is what went in, under names of its own."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.datasets import Dataset
from gradviz.document import Comment, Document, Group, dumps, edits, fragments, loads
from gradviz.document.fragments import Fragment, Pasted
from gradviz.errors import DocumentError, ExpressionError
from gradviz.graph import Graph, NodeId, Role, evaluate, to_text
from tests.document.strategies import groups_of, notes
from tests.graph.random_texts import written_graphs

LECTURE = "a = 1; b = 2; c = 3; d = 2b; e = a + d; L = c*e"


def text(source: str) -> Document:
    return edits.set_text(Document(), source)


def named(document: Document, *names: str) -> list[NodeId]:
    return [document.graph.named(name).id for name in names]


def in_order(graph: Graph, nodes: tuple[NodeId, ...]) -> list[NodeId]:
    chosen = set(nodes)
    return [node_id for node_id in graph.order if node_id in chosen]


@st.composite
def selections(draw: st.DrawFn) -> tuple[Document, list[NodeId]]:
    """A document and some of its nodes."""
    document = text(to_text(draw(written_graphs())))
    return document, draw(st.lists(st.sampled_from(sorted(document.graph.nodes)), unique=True))


def check_alike(old: Document, fragment: Fragment, pasted: Pasted) -> None:
    """What was pasted computes from its operands what the copied nodes did from theirs."""
    part, new = fragment.document.graph, pasted.document.graph
    inside = [i for i in part.order if i not in fragment.outside]
    assert len(inside) == len(pasted.nodes)
    pairs = dict(zip(inside, pasted.nodes, strict=True))
    for node_id, new_id in pairs.items():
        before, after = old.graph.nodes[node_id], new.nodes[new_id]
        kept = ("op", "value", "role", "attributes")
        assert [getattr(before, k) for k in kept] == [getattr(after, k) for k in kept]
        assert (before.name is None) == (after.name is None)
        expected = tuple(pairs.get(operand, operand) for operand in before.operands)
        assert expected == after.operands


@given(selections())
def test_a_duplicate_is_structurally_equal_and_connected_as_before(
    chosen: tuple[Document, list[NodeId]],
) -> None:
    document, nodes = chosen
    fragment = fragments.copy(document, nodes)
    pasted = fragments.paste(document, fragment, same=True)
    check_alike(document, fragment, pasted)
    names = [node.name for node in pasted.document.graph.nodes.values() if node.name]
    assert len(names) == len(set(names))
    for node_id in document.graph.nodes:
        assert pasted.document.graph.nodes[node_id].operands == (
            document.graph.nodes[node_id].operands
        )


@given(selections())
def test_a_document_with_a_copy_in_it_is_saved_and_read_from_its_text(
    chosen: tuple[Document, list[NodeId]],
) -> None:
    document, nodes = chosen
    pasted = fragments.paste(document, fragments.copy(document, nodes), same=True).document
    assert loads(dumps(pasted)) == pasted
    assert edits.set_text(pasted, pasted.text).graph.nodes.keys() == pasted.graph.nodes.keys()


@given(selections())
def test_the_clipboard_gives_back_what_was_copied(
    chosen: tuple[Document, list[NodeId]],
) -> None:
    fragment = fragments.copy(*chosen)
    assert fragments.decode(fragments.encode(fragment)) == fragment


@st.composite
def arranged(draw: st.DrawFn) -> Document:
    """A document with groups and comments."""
    document = text(to_text(draw(written_graphs())))
    return replace(document, groups=draw(groups_of(document.graph)), comments=draw(notes()))


@given(arranged(), arranged())
def test_any_document_can_be_copied_and_pasted_into_any_other(
    source: Document, target: Document
) -> None:
    places = {i: (float(k), 0.0) for k, i in enumerate(source.graph.nodes)}
    comments = [comment.id for comment in source.comments]
    fragment = fragments.copy(source, source.graph.nodes, comments, places)
    pasted = fragments.paste(target, fragment, (5.0, 7.0))
    assert loads(dumps(pasted.document)) == pasted.document
    assert len(pasted.document.groups) == len(target.groups) + len(fragment.document.groups)
    assert len(pasted.comments) == len(source.comments)
    for node_id in pasted.nodes:
        assert pasted.document.positions[node_id][1] == 7.0


def test_operands_that_are_not_copied_print_as_their_names() -> None:
    document = text(LECTURE)
    assert fragments.text_of(fragments.copy(document, named(document, "e", "L"))) == (
        "e = a + d; L = c e"
    )
    unnamed = text("L = c(a + 2b)")
    assert fragments.text_of(fragments.copy(unnamed, named(unnamed, "n2"))) == "a + n1"


def test_copies_have_names_of_their_own_and_numbers_come_along() -> None:
    document = text(LECTURE)
    pasted = fragments.paste(document, fragments.copy(document, named(document, "d", "e")))
    assert pasted.document.text == (
        "a = 1; b = 2; c = 3; d = 2b; e = a + d; L = c e; d_2 = 2b; e_2 = a + d_2; L"
    )
    assert len(pasted.nodes) == 3


def test_in_another_document_names_are_found_or_become_inputs() -> None:
    document = text(LECTURE)
    fragment = fragments.copy(document, named(document, "L"))
    target = text("c = 5; f = c + 1")
    pasted = fragments.paste(target, fragment).document
    assert pasted.graph.nodes[pasted.graph.by_name["L"]].operands[0] == target.graph.by_name["c"]
    assert evaluate(pasted.graph).values["L"] == 5.0
    assert "e" in pasted.graph.by_name


def test_a_pasted_expression_joins_the_names_that_are_there() -> None:
    document = text(LECTURE)
    pasted = fragments.paste(document, fragments.from_text("a = 7; g = a + b*h"))
    graph = pasted.document.graph
    assert graph.nodes[graph.by_name["a_2"]].value == 7.0
    inputs = {graph.nodes[i].name for i in graph.order if graph.nodes[i].is_input}
    assert {"a", "a_2", "b", "h"} <= inputs
    assert "b_2" not in graph.by_name
    assert in_order(graph, pasted.nodes)[-1] == graph.by_name["g"]
    assert graph.output == document.graph.output


def test_a_copy_into_an_empty_document_is_its_graph() -> None:
    document = text(LECTURE)
    pasted = fragments.paste(Document(), fragments.copy(document, document.graph.nodes)).document
    assert pasted.text == to_text(document.graph)
    assert evaluate(pasted.graph).value == 15.0


def test_a_column_of_the_dataset_is_never_doubled() -> None:
    table = Dataset("points", {"x": np.array([1.0, 2.0]), "y": np.array([2.0, 4.0])})
    document = edits.set_dataset(text("mean((y - m*x)^2)"), table)
    x = document.graph.named("x")
    assert x.role is Role.DATA
    pasted = fragments.paste(document, fragments.copy(document, document.graph.nodes)).document
    assert "x_2" not in pasted.graph.by_name
    assert "m_2" in pasted.graph.by_name


def test_a_closed_group_comes_along_with_its_card() -> None:
    document = text(LECTURE)
    members = tuple(named(document, "d", "e"))
    group = Group("group:1", "inner", members, collapsed=True)
    note = Comment("1", "look", (3.0, 4.0))
    document = replace(document, groups=(group,), comments=(note,))
    fragment = fragments.copy(document, members, ["1"], {"group:1": (10.0, 20.0)})
    assert fragment.count == 3  # the 2 of 2b comes along
    pasted = fragments.paste(document, fragment, (1.0, 1.0), same=True).document
    added = pasted.groups[1]
    assert (added.name, added.collapsed, len(added.members)) == ("inner", True, 2)
    assert pasted.positions[added.id] == (11.0, 21.0)
    assert pasted.comments[1].place == (4.0, 5.0)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"not json", "damaged"),
        (b"{}", "is missing"),
        (b'{"document": 3}', "was expected"),
    ],
)
def test_bad_data_is_refused_in_one_sentence(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason) as caught:
        fragments.decode(data)
    assert str(caught.value).startswith("The nodes on the clipboard can't be pasted")


def test_names_and_nodes_on_the_clipboard_are_checked() -> None:
    document = text(LECTURE)
    record = json.loads(fragments.encode(fragments.copy(document, named(document, "d"))))
    wrong = json.loads(json.dumps(record))
    wrong["outside"] = ["nowhere"]
    with pytest.raises(DocumentError, match="not in it"):
        fragments.decode(json.dumps(wrong).encode())
    record["document"]["nodes"][-1]["name"] = "2 + 2"
    with pytest.raises(DocumentError, match="can't be pasted"):
        fragments.decode(json.dumps(record).encode())


def test_a_text_that_is_no_expression_is_refused() -> None:
    with pytest.raises(ExpressionError):
        fragments.from_text("dear all, +* tomorrow")
    with pytest.raises(ExpressionError):
        fragments.from_text("  ")
