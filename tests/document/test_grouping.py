"""Groups: framed, named, shown as one card, and never one that would depend on itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import Document, dumps, edits, grouping, loads
from gradviz.errors import GraphError
from gradviz.graph import NodeId, fold, to_text
from tests.graph.random_texts import written_graphs

LECTURE = "d = 2b; e = a + d; L = c*e"


def text(source: str) -> Document:
    return edits.set_text(Document(), source)


def named(document: Document, *names: str) -> list[NodeId]:
    return [document.graph.named(name).id for name in names]


@st.composite
def histories(draw: st.DrawFn) -> Document:
    """A document after some grouping, closing, opening and dissolving."""
    document = text(to_text(draw(written_graphs())))
    nodes = sorted(document.graph.nodes)
    for _ in range(draw(st.integers(1, 6))):
        kind = draw(st.sampled_from(["group", "collapse", "expand", "ungroup"]))
        if kind == "group" or not document.groups:
            chosen = draw(st.lists(st.sampled_from(nodes), min_size=1, unique=True))
            document, _ = grouping.group(document, chosen)
            continue
        found = draw(st.sampled_from(document.groups))
        if kind == "collapse" and grouping.obstacle_to(document, found) is None:
            document = grouping.collapse(document, found.id, (1.0, 2.0))
        elif kind == "expand":
            document = grouping.expand(document, found.id)
        elif kind == "ungroup":
            document = grouping.ungroup(document, [found.id])
    return document


@given(histories())
def test_whatever_is_grouped_the_document_is_whole(document: Document) -> None:
    members = [member for group in document.groups for member in group.members]
    assert len(members) == len(set(members))
    assert all(group.members for group in document.groups)
    closed = {group.id: group.members for group in document.groups if group.collapsed}
    assert len(fold(document.graph, closed).order) == (
        len(document.graph.nodes) - sum(map(len, closed.values())) + len(closed)
    )
    assert document.positions.keys() <= document.graph.nodes.keys() | closed.keys()
    assert loads(dumps(document)) == document


@given(histories())
def test_grouping_changes_no_number_and_no_text(document: Document) -> None:
    again = edits.set_text(Document(), document.text)
    assert again.text == document.text


def test_a_group_is_named_and_its_numbers_come_along() -> None:
    document, group_id = grouping.group(text(LECTURE), named(text(LECTURE), "d", "e"))
    group = grouping.group_of(document, group_id)
    assert (group.name, group.collapsed, len(group.members)) == ("Group 1", False, 3)
    document = grouping.rename_group(document, group_id, "  the   inner part ")
    assert grouping.group_of(document, group_id).name == "the inner part"
    with pytest.raises(GraphError, match="needs a name"):
        grouping.rename_group(document, group_id, " ")


def test_a_node_leaves_the_group_it_was_in() -> None:
    document = text(LECTURE)
    document, first = grouping.group(document, named(document, "d", "e"))
    document, second = grouping.group(document, named(document, "e", "L"), "the rest")
    e = document.graph.by_name["e"]
    assert e not in grouping.group_of(document, first).members
    assert e in grouping.group_of(document, second).members
    document, third = grouping.group(document, document.graph.nodes)
    assert [group.id for group in document.groups] == [third]


def test_a_group_that_would_depend_on_itself_is_refused_with_the_reason() -> None:
    document = text(LECTURE)
    document, group_id = grouping.group(document, named(document, "d", "L"))
    with pytest.raises(GraphError, match="depend on itself through e, which is not in it"):
        grouping.collapse(document, group_id)


def test_regrouping_opens_what_can_not_be_one_card_any_more() -> None:
    document = text(LECTURE)
    document, group_id = grouping.group(document, named(document, "d", "e", "L"))
    document = grouping.collapse(document, group_id)
    document, _ = grouping.group(document, named(document, "e"))
    assert not grouping.group_of(document, group_id).collapsed


def test_a_closed_group_has_a_place_until_it_is_opened() -> None:
    document = text(LECTURE)
    document, group_id = grouping.group(document, named(document, "d", "e"))
    document = grouping.collapse(document, group_id, (5.0, 6.0))
    assert document.positions == {group_id: (5.0, 6.0)}
    assert grouping.expand(document, group_id).positions == {}


def test_members_placed_by_hand_go_with_the_card() -> None:
    document = text(LECTURE)
    d, e = named(document, "d", "e")
    document = edits.move_nodes(document, {d: (1.0, 1.0)})
    document, group_id = grouping.group(document, [d, e])
    document = grouping.collapse(document, group_id, (0.0, 0.0))
    places = grouping.carried(document, {group_id: (10.0, 5.0)}, {group_id: (0.0, 0.0)})
    assert places == {group_id: (10.0, 5.0), d: (11.0, 6.0)}


def test_what_is_gone_is_said() -> None:
    with pytest.raises(GraphError, match="not in the document any more"):
        grouping.ungroup(Document(), ["group:1"])
    with pytest.raises(GraphError, match="Select the nodes"):
        grouping.group(Document(), [])
