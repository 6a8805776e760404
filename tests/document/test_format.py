"""The file format: what is saved is what is loaded, and no damaged file passes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent.data.datasets import Dataset
from gradviz.document import Document, dumps, load, loads, save
from gradviz.errors import DocumentError
from gradviz.graph import INPUT, Graph, Node
from tests.document.strategies import documents


def small() -> Document:
    """L = 2a, with a position and a small dataset."""
    nodes = (
        Node("1", INPUT, name="a", value=3.0),
        Node("2", INPUT, value=2.0),
        Node("3", "mul", ("2", "1"), name="L"),
    )
    return Document(
        text="L = 2a",
        graph=Graph({node.id: node for node in nodes}, "3"),
        title="Twice",
        positions={"1": (0.0, 1.5)},
        dataset=Dataset("pair", {"x": np.array([1.0, 2.0])}),
    )


def complaint(data: bytes) -> DocumentError:
    """The error that loading the data raises: always one whole sentence."""
    with pytest.raises(DocumentError) as caught:
        loads(data)
    sentence = str(caught.value)
    assert sentence[0].isupper() or sentence.startswith("“")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "`" not in sentence
    return caught.value


def damaged(change: Callable[[dict[str, Any]], object]) -> DocumentError:
    """The error after one change to the JSON of the small document."""
    record = json.loads(dumps(small()))
    change(record)
    return complaint(json.dumps(record).encode())


@given(documents())
def test_what_is_dumped_is_what_is_loaded(document: Document) -> None:
    assert loads(dumps(document)) == document


@given(documents())
def test_the_readable_form_is_the_same_document(document: Document) -> None:
    assert loads(dumps(document, readable=True)) == document


@given(documents())
def test_dumping_what_was_loaded_gives_the_same_bytes(document: Document) -> None:
    data = dumps(document)
    assert dumps(loads(data)) == data


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf"), -0.0, 5e-324])
def test_numbers_json_does_not_know_survive(number: float) -> None:
    node = Node("1", INPUT, name="a", value=((number, 1.0),))
    dataset = Dataset("odd", {"x": np.array([number, 1.0])})
    found = loads(dumps(Document(graph=Graph({"1": node}, "1"), dataset=dataset)))
    assert repr(found.graph.nodes["1"].value) == repr(node.value)
    assert found.dataset is not None
    np.testing.assert_array_equal(found.dataset.columns["x"], dataset.columns["x"])


def test_a_file_cut_off_anywhere_is_refused() -> None:
    data = dumps(small())
    for length in range(len(data)):
        complaint(data[:length])


@given(st.data())
def test_a_flipped_byte_is_refused_or_still_a_document(data: st.DataObject) -> None:
    raw = bytearray(dumps(small()))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = loads(bytes(raw))
    except DocumentError:
        return
    assert loads(dumps(found)) == found


@given(st.binary(max_size=200))
def test_bytes_that_are_no_document_are_refused(data: bytes) -> None:
    complaint(data)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)


@given(st.data())
def test_any_value_in_any_place_is_refused_or_still_a_document(data: st.DataObject) -> None:
    record = json.loads(dumps(small()))
    places = list(_places(record))
    holder, key = data.draw(st.sampled_from(places))
    holder[key] = data.draw(values)
    raw = json.dumps(record).encode()
    try:
        found = loads(raw)
    except DocumentError:
        complaint(raw)
        return
    assert dumps(loads(dumps(found))) == dumps(found)


def _places(value: Any) -> Any:
    keys = list(value) if isinstance(value, dict) else list(range(len(value)))
    for key in keys:
        yield value, key
        if isinstance(value[key], (dict, list)):
            yield from _places(value[key])


def test_a_newer_version_is_named_as_such_whatever_else_it_holds() -> None:
    error = complaint(b'{"format": "gradviz", "version": 2, "nodes": "elsewhere"}')
    assert "newer GradViz" in str(error)
    assert error.place == "version"


@pytest.mark.parametrize("version", [0, -1])
def test_versions_that_never_were_are_refused(version: int) -> None:
    assert "There is no format" in str(damaged(lambda r: r.update(version=version)))


def test_other_json_is_not_a_document() -> None:
    assert "not a GradViz document" in str(complaint(b'{"format": "other", "version": 1}'))


def test_fields_of_a_later_minor_version_are_ignored() -> None:
    record = {**json.loads(dumps(small())), "remark": "later"}
    assert loads(json.dumps(record).encode()) == small()


RULES: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("dangling edge", lambda r: r["nodes"][2].update(operands=["2", "9"]), "does not exist"),
    ("cycle", lambda r: r["nodes"][2].update(operands=["2", "3"]), "depend on itself"),
    ("two ids", lambda r: r["nodes"][1].update(id="1"), "Two nodes have the id 1"),
    ("two names", lambda r: r["nodes"][2].update(name="a"), "Two nodes are called a"),
    ("unknown op", lambda r: r["nodes"][2].update(op="mull"), "no operation called mull"),
    ("arity", lambda r: r["nodes"][2].update(operands=["1"]), "takes 2 operands, not 1"),
    ("attribute", lambda r: r["nodes"][2].update(attributes={"dim": 0}), "no attribute dim"),
    ("input with operands", lambda r: r["nodes"][0].update(operands=["2"]), "An input has"),
    ("operation with value", lambda r: r["nodes"][2].update(value=1), "value of its own"),
    ("literal without value", lambda r: r["nodes"][1].pop("value"), "has no value"),
    ("ragged rows", lambda r: r["nodes"][0].update(value=[[1], [1, 2]]), "differ in length"),
    ("empty value", lambda r: r["nodes"][0].update(value=[]), "no numbers"),
    ("value of text", lambda r: r["nodes"][0].update(value="3"), "not a number"),
    ("huge number", lambda r: r["nodes"][0].update(value=10**400), "too large"),
    ("no output", lambda r: r.update(output=None), "output"),
    ("other output", lambda r: r.update(output="9"), "output"),
    ("stray position", lambda r: r["positions"].update({"9": [0, 0]}), "belongs to no node"),
    ("empty range", lambda r: r.update(landscape={"ranges": {"a": [2, 1]}}), "range of a"),
    ("too many epochs", lambda r: r["descent"].update(epochs=10**9), "descent.epochs"),
    ("uneven columns", lambda r: r["dataset"]["columns"].update(y=[1]), "1 value"),
    ("text for a number", lambda r: r["descent"].update(lr="fast"), "descent.lr"),
    ("missing part", lambda r: r.pop("nodes"), "“nodes” is missing"),
    ("unknown role", lambda r: r["nodes"][0].update(role="king"), "nodes[0].role"),
]


@pytest.mark.parametrize(("change", "said"), [r[1:] for r in RULES], ids=[r[0] for r in RULES])
def test_broken_rules_are_said_with_their_place(
    change: Callable[[dict[str, Any]], object], said: str
) -> None:
    assert said in str(damaged(change))


def test_lists_nested_without_end_are_refused() -> None:
    record = dumps(small()).replace(b"3.0", b"[" * 200_000 + b"3" + b"]" * 200_000)
    assert "nested too deep" in str(complaint(record))


def test_half_a_character_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "half.gradviz"
    with pytest.raises(DocumentError, match="half of a character"):
        save(replace(small(), title="\ud800"), path)
    assert not path.exists()


def test_the_error_of_a_file_names_it(tmp_path: Path) -> None:
    path = tmp_path / "notes.gradviz"
    path.write_bytes(b"{}")
    with pytest.raises(DocumentError, match=r"^notes\.gradviz can't be opened\.") as caught:
        load(path)
    assert caught.value.path == str(path)


def test_a_saved_file_loads_again(tmp_path: Path) -> None:
    path = tmp_path / "twice.gradviz"
    save(small(), path)
    assert load(path) == small()


def test_ten_thousand_nodes_survive() -> None:
    nodes = {"0": Node("0", INPUT, name="x", value=1.0)}
    nodes |= {str(i): Node(str(i), "sin", (str(i - 1),)) for i in range(1, 10_001)}
    document = Document(graph=Graph(nodes, "10000"))
    assert loads(dumps(document)) == document


@pytest.mark.parametrize("rows", [9_999, 10_000, 10_001, 25_000])
@pytest.mark.parametrize("odd", [None, np.nan, -np.inf])
def test_a_long_table_is_written_by_pieces_as_in_one(rows: int, odd: float | None) -> None:
    x = np.random.default_rng(rows).normal(size=rows)
    if odd is not None:
        x[-1] = odd
    document = replace(small(), dataset=Dataset("long", {"x": x, "y": x[::-1].copy()}))
    data = dumps(document)
    columns = json.loads(data)["dataset"]["columns"]
    assert [len(column) for column in columns.values()] == [rows, rows]
    again = loads(data).dataset
    assert again is not None
    np.testing.assert_array_equal(again.columns["x"], x)
    assert dumps(loads(data)) == data
