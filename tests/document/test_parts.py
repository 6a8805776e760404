"""Parts: what is added by hand, where it goes, and how it travels as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import Document, edits
from gradviz.document.parts import (
    Part,
    Spot,
    input_called,
    number,
    operation,
    part_from_text,
    part_to_text,
    put,
)
from gradviz.errors import GraphError
from gradviz.graph import OPS, Role

parts = st.one_of(
    st.sampled_from(sorted(OPS)).map(operation),
    st.builds(input_called, st.sampled_from(["x", "ŷ", "w_1"]), st.sampled_from(Role)),
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.lists(st.floats(-9, 9), min_size=1, max_size=3).map(tuple),
    ).map(number),
)


def text(source: str) -> Document:
    return edits.set_text(Document(), source)


@given(parts)
def test_a_part_survives_as_text(part: Part) -> None:
    assert part_from_text(part_to_text(part)) == part


@pytest.mark.parametrize(
    "bad", ["", "[]", "{}", '["nope", "", null, "parameter"]', '["add", "", "x", "parameter"]',
            '["add", "", null, "king"]', "[" * 5000],
)  # fmt: skip
def test_other_text_is_refused(bad: str) -> None:
    with pytest.raises(GraphError):
        part_from_text(bad)


@given(parts)
def test_a_part_is_added_at_its_place(part: Part) -> None:
    document, node = put(text("L = a b"), part, Spot((3.0, 4.0)))
    assert document.positions == {node: (3.0, 4.0)}
    assert len(document.graph.nodes) == 4
    assert part.title


def test_a_spot_wires_what_is_put_on_it() -> None:
    document = text("L = a * ?")
    named = document.graph.by_name
    after, _ = put(document, operation("sin"), Spot(operand=named["L"]))
    assert after.text == "L = a * ?; sin(L)"
    after, _ = put(document, number(7.0), Spot(port=(named["L"], 1)))
    assert after.text == "L = a * 7"
    after, _ = put(document, operation("exp"), Spot(wire=(named["L"], 0)))
    assert after.text == "L = exp(a) * ?"


def test_what_does_not_fit_is_refused_or_stays_loose() -> None:
    document = text("A = [[1, 2, 3], [4, 5, 6]]; s = sum(A)")
    spot = Spot(operand=document.graph.by_name["A"])
    with pytest.raises(GraphError):
        put(document, operation("det"), spot)
    after, node = put(document, operation("det"), Spot(operand=spot.operand, loose=True))
    assert not any(after.graph.nodes[node].operands)
