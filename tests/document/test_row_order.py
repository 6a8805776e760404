"""Rows held out stay held out while others come and go, as far as their share allows."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Dataset
from gradviz.document import Document, cells, edits, open_example, points, sampling, sourcing
from gradviz.document.format import dumps, loads
from gradviz.document.row_order import RowOrder, held_count, shuffled
from gradviz.errors import DocumentError

sizes = st.integers(2, 30)
shares = st.floats(0.01, 0.95)
seeds = st.integers(0, 2**32 - 1)


def split_line(rows: int, share: float, seed: int) -> Document:
    x = np.arange(float(rows))
    document = edits.set_dataset(open_example("line_fit"), Dataset("made", {"x": x, "y": x / 3}))
    return sourcing.with_split(document, share, seed)


def held(document: Document) -> set[float]:
    """Who is held out: the column x tells rows apart."""
    found = sourcing.held_out_rows(document)
    return set() if found is None else set(found.columns["x"])


def lengths(document: Document) -> tuple[int, int]:
    kept, out = sampling.split(sourcing.table_source(document))
    return len(kept), len(out)


@given(st.floats(0, 1, exclude_max=True), st.integers(0, 200))
def test_with_each_row_none_or_one_more_is_held_out(share: float, rows: int) -> None:
    counts = [held_count(share, n) for n in range(rows, rows + 4)]
    assert {later - earlier for earlier, later in pairwise(counts)} <= {0, 1}


@given(sizes, shares, seeds)
def test_an_added_point_is_descended_on_and_moves_one_other_at_most(
    rows: int, share: float, seed: int
) -> None:
    before = split_line(rows, share, seed)
    after = points.add_point(before, {"x": 1000.0, "y": 0.0})
    assert 1000.0 not in held(after)
    assert held(before) <= held(after)
    missing = held_count(share, rows + 1) - held_count(share, rows)
    assert len(held(after) - held(before)) == missing


@given(sizes, shares, seeds, st.data())
def test_a_removed_row_moves_another_only_to_keep_the_share(
    rows: int, share: float, seed: int, data: st.DataObject
) -> None:
    before = split_line(rows + 1, share, seed)
    gone = data.draw(st.integers(0, rows))
    after = cells.remove_rows(before, {gone})
    left = held(before) - {float(gone)}
    count = held_count(share, rows)
    assert len(held(after)) == count
    assert held(after) <= left or left <= held(after)
    assert len(held(after) ^ left) == abs(count - len(left))


@given(sizes, shares, seeds, st.data())
def test_a_row_inserted_and_removed_leaves_all_as_it_was(
    rows: int, share: float, seed: int, data: st.DataObject
) -> None:
    before = split_line(rows, share, seed)
    at = data.draw(st.integers(0, rows))
    after = cells.remove_rows(cells.insert_row(before, at), {at})
    assert held(after) == held(before)
    assert sampling.order_of(sourcing.table_source(after)) == shuffled(rows, seed)


@given(sizes, st.integers(2, 30), shares, seeds)
def test_of_several_new_rows_as_many_are_held_out_as_are_missing(
    rows: int, count: int, share: float, seed: int
) -> None:
    before = split_line(rows, share, seed)
    new = {"x": 1000 + np.arange(float(count)), "y": np.zeros(count)}
    after = sourcing.with_rows(before, rows // 2, new)
    assert {x for x in held(after) if x < 1000} == held(before)
    assert len(held(after)) == held_count(share, rows + count)


@given(st.integers(2, 12), shares, seeds, st.lists(st.tuples(st.booleans(), seeds), max_size=12))
def test_after_any_edits_every_row_has_its_turn_once(
    rows: int, share: float, seed: int, changes: list[tuple[bool, int]]
) -> None:
    document = split_line(rows, share, seed)
    for is_new, number in changes:
        length = sourcing.table_source(document).table.length
        if is_new:
            document = cells.insert_row(document, number % (length + 1))
        elif length > 2:
            document = cells.remove_rows(document, {number % length})
    source = sourcing.table_source(document)
    order = sampling.order_of(source)
    assert order.is_whole
    assert len(order.rows) == source.table.length
    assert lengths(document)[1] == held_count(share, source.table.length)


@given(st.integers(4, 30), shares, shares, seeds)
def test_a_larger_share_holds_out_the_same_rows_and_more(
    rows: int, one: float, other: float, seed: int
) -> None:
    edited = cells.insert_row(split_line(rows, one, seed), 1)
    low, high = sorted((one, other))
    fewer, more = (held(sourcing.with_split(edited, share, seed)) for share in (low, high))
    assert fewer <= more


def test_another_seed_shares_the_rows_out_anew() -> None:
    edited = cells.insert_row(split_line(10, 0.4, seed=1), 3)
    fresh = sourcing.table_source(sourcing.with_split(edited, 0.4, seed=2))
    assert sampling.order_of(fresh) == shuffled(11, 2)


def test_a_cell_that_is_written_moves_no_row() -> None:
    edited = cells.insert_row(split_line(10, 0.4, seed=1), 3)
    written = cells.set_cell(edited, 0, "y", 7.0)
    assert held(written) == held(edited)


def test_a_file_keeps_who_is_held_out() -> None:
    edited = cells.remove_rows(split_line(10, 0.4, seed=1), {0, 5})
    assert loads(dumps(edited)) == edited


def test_a_file_from_before_has_the_same_rows_held_out() -> None:
    document = split_line(10, 0.4, seed=1)
    raw = dumps(document)
    assert b'"order"' not in raw
    assert held(loads(raw)) == set(np.random.default_rng(1).permutation(10)[:4])


@pytest.mark.parametrize("order", [b"[0,0,1]", b"[0,1]", b"[0,1,3]"])
def test_an_order_that_is_none_is_refused(order: bytes) -> None:
    raw = dumps(cells.remove_rows(split_line(4, 0.5, seed=1), {0}))
    written = str(sampling.order_of(loads(raw).source).rows.tolist())  # type: ignore[arg-type]
    raw = raw.replace(b" ", b"").replace(b"\n", b"")
    broken = raw.replace(b'"order":' + written.replace(" ", "").encode(), b'"order":' + order)
    assert broken != raw
    with pytest.raises(DocumentError, match="order of the rows"):
        loads(broken)


def test_orders_are_compared_by_their_rows() -> None:
    assert RowOrder.of([1, 0]) == RowOrder.of([1, 0])
    assert RowOrder.of([1, 0]) != RowOrder.of([0, 1])
