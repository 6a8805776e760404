"""Where a document's data comes from: rows held out, columns standardized, a table replaced."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Dataset
from gradviz.document import (
    DataSource,
    Document,
    edits,
    inputs_of,
    objective_of,
    open_example,
    sampling,
    sourcing,
)
from gradviz.errors import SettingError

shares = st.floats(0, 1, exclude_max=True)
seeds = st.integers(0, 2**32 - 1)


def table(rows: int) -> Dataset:
    x = np.arange(float(rows))
    return Dataset("made", {"x": x, "y": 3 * x + 1})


def line(rows: int = 10) -> Document:
    return edits.set_dataset(open_example("line_fit"), table(rows))


@given(st.integers(2, 40), shares, seeds)
def test_every_row_is_descended_on_or_held_out(rows: int, share: float, seed: int) -> None:
    kept, held = sampling.split(DataSource(table(rows), held_out=share, split_seed=seed))
    assert sorted([*kept, *held]) == list(range(rows))
    assert len(kept) >= 2
    assert len(held) == min(round(share * rows), rows - 2)


def test_the_graph_reads_the_rows_that_are_not_held_out() -> None:
    document = sourcing.with_split(line(), 0.3, seed=5)
    held = sourcing.held_out_rows(document)
    assert held is not None
    assert held.length == 3
    seen = np.concatenate((inputs_of(document)["x"], held.columns["x"]))
    np.testing.assert_array_equal(np.sort(seen), np.arange(10.0))
    assert sourcing.with_split(document, 0.0) == line()


def test_standardized_columns_are_scaled_by_the_rows_descended_on() -> None:
    document = sourcing.with_split(sourcing.with_standardized(line(), {"x"}), 0.4, seed=1)
    held = sourcing.held_out_rows(document)
    assert document.dataset is not None
    assert held is not None
    x = document.dataset.columns["x"]
    assert x.mean() == pytest.approx(0, abs=1e-12)
    assert x.std() == pytest.approx(1)
    scale = sampling.scales(document.source)["x"] if document.source else None
    assert scale is not None
    back = np.concatenate((x, held.columns["x"])) * scale.deviation + scale.mean
    np.testing.assert_allclose(np.sort(back), np.arange(10.0), atol=1e-12)
    y = 3 * (x * scale.deviation + scale.mean) + 1
    np.testing.assert_allclose(document.dataset.columns["y"], y, rtol=1e-12)


def test_standardizing_makes_the_bowl_round() -> None:
    plain, scaled = (
        objective_of(d).exact for d in (line(), sourcing.with_standardized(line(), "x"))
    )
    assert plain is not None
    assert scaled is not None
    assert np.linalg.cond(plain.hessian) > 30
    assert np.linalg.cond(scaled.hessian) == pytest.approx(1)


def test_a_constant_column_is_moved_but_not_scaled() -> None:
    flat = Dataset("flat", {"x": np.full(4, 7.0), "y": np.arange(4.0)})
    document = sourcing.with_standardized(edits.set_dataset(open_example("line_fit"), flat), "x")
    np.testing.assert_array_equal(inputs_of(document)["x"], np.zeros(4))


def test_another_table_keeps_what_is_done_to_it() -> None:
    document = sourcing.with_standardized(line(), {"x", "y"})
    document = sourcing.with_table(document, Dataset("other", {"x": np.array([1.0, 5.0, 9.0])}))
    assert document.source is not None
    assert document.source.standardized == ("x",)


def test_a_renamed_input_takes_its_column_along() -> None:
    document = sourcing.with_standardized(line(), {"x"})
    document = edits.rename(document, document.graph.by_name["x"], "hours")
    assert document.source is not None
    assert document.source.standardized == ("hours",)
    assert "hours" in document.source.table.columns
    assert document.dataset == sampling.descended_rows(document.source)


@pytest.mark.parametrize("share", [-0.1, 1.0, 2.0])
def test_a_share_that_leaves_nothing_is_refused(share: float) -> None:
    with pytest.raises(SettingError, match="held out"):
        sourcing.with_split(line(), share)


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(SettingError, match="no column z"):
        sourcing.with_standardized(line(), {"z"})
