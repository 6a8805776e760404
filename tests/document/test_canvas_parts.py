"""Groups and comments: kept with the document, and what is said of broken ones."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from gradviz.document import Comment, Document, Group, dumps, edits, loads
from gradviz.errors import DocumentError


def grouped() -> Document:
    document = edits.set_text(Document(), "d = 2b; e = a + d; L = c*e")
    members = tuple(document.graph.by_name[name] for name in "de")
    group = Group("group:1", "inner", members, collapsed=True)
    comment = Comment("1", "the lecture's example", (10.0, -40.0))
    positions = {"group:1": (3.0, 4.0)}
    return replace(document, groups=(group,), comments=(comment,), positions=positions)


def test_groups_and_comments_are_saved() -> None:
    assert loads(dumps(grouped())) == grouped()


def test_a_group_loses_the_members_that_go_and_goes_with_the_last() -> None:
    document = edits.set_text(grouped(), "e = a + b; L = c*e")
    assert document.groups[0].members == (document.graph.by_name["e"],)
    document = edits.set_text(document, "L = a")
    assert document.groups == ()
    assert "group:1" not in document.positions


def test_a_group_that_would_depend_on_itself_is_opened() -> None:
    document = grouped()
    d, e = (document.graph.by_name[name] for name in "de")
    document, sine = edits.add_operation(document, "sin")
    document = edits.insert(document, sine, e, 1)
    assert d in document.groups[0].members
    assert not document.groups[0].collapsed


@pytest.mark.parametrize(
    ("part", "change", "sentence"),
    [
        ("groups", {"members": ["nowhere"]}, "which does not exist"),
        ("groups", {"members": []}, "A group has no nodes"),
        ("groups", {"id": "7"}, "can't have the id 7"),
        ("comments", {"size": [0, 5]}, "no finite place and size"),
    ],
)
def test_what_is_broken_is_named(part: str, change: dict[str, object], sentence: str) -> None:
    record = json.loads(dumps(grouped()))
    record[part][0].update(change)
    with pytest.raises(DocumentError, match=sentence) as caught:
        loads(json.dumps(record).encode())
    assert (caught.value.place or "").startswith(f"{part}[0]")


def test_a_node_is_in_one_group_only() -> None:
    record = json.loads(dumps(grouped()))
    record["groups"].append({**record["groups"][0], "id": "group:2"})
    with pytest.raises(DocumentError, match="in two groups"):
        loads(json.dumps(record).encode())
