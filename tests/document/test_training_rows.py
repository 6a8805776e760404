"""The PyTorch program of a fit learns from the rows that the window learns from, in that order."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import Dataset, find_prediction
from gradviz.document import Document, descent_of, edits, open_example, sourcing
from gradviz.document.descent_edits import set_batches, set_stopping
from gradviz.document.descent_script import descent_script
from gradviz.document.held_out import held_out_losses
from gradviz.errors import SettingError
from tests.document.fake_torch import fake_torch

BEYOND_THE_LINE = ("polynomial", "wave", "two_features", "logistic", "network")


def run(document: Document, torch: Any = None) -> tuple[dict[str, Any], str]:
    """The names that the program of a document leaves, and what it prints."""
    names: dict[str, Any] = {}
    out = io.StringIO()
    program = compile(descent_script(document), "<program>", "exec")
    with patch.dict(sys.modules, {"torch": torch or fake_torch()}), contextlib.redirect_stdout(out):
        exec(program, names)  # noqa: S102
    return names, out.getvalue()


def check(document: Document, torch: Any = None) -> dict[str, Any]:
    """The program has the path, the losses, and the losses on rows held out of the document."""
    names, printed = run(document, torch)
    path = descent_of(document)
    np.testing.assert_allclose(names["path"], path.points, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(names["losses"], path.losses, rtol=1e-9, atol=1e-12)
    held = held_out_losses(document, path)
    assert ("held_out_losses" in names) == (held is not None)
    if held is not None:
        np.testing.assert_allclose(names["held_out_losses"], held, rtol=1e-9, atol=1e-12)
    lines = [line for line in descent_script(document).splitlines() if "# -> " in line]
    for line, shown in zip(lines, printed.splitlines(), strict=True):
        assert float(shown.split(" = ")[1]) == pytest.approx(
            float(line.split("# -> ")[1]), rel=1e-8, abs=1e-12
        )
    return names


@pytest.mark.parametrize("name", BEYOND_THE_LINE)
def test_an_example_descends_over_its_own_epochs(name: str) -> None:
    document = open_example(name)
    assert document.dataset is not None
    path = descent_of(document)
    assert path.epochs == document.descent.epochs
    assert np.isfinite(path.losses).all()
    assert path.losses[-1] < 0.7 * path.losses[0]
    found = find_prediction(document.graph, document.dataset.columns)
    assert found is not None
    assert (found.label, found.target, found.by_row) == ("ŷ", "y", True)


@pytest.mark.parametrize("name", BEYOND_THE_LINE)
def test_the_program_of_an_example_has_its_losses(name: str) -> None:
    check(open_example(name))


@pytest.mark.parametrize("name", BEYOND_THE_LINE)
def test_with_torch_the_program_of_an_example_has_its_losses(name: str) -> None:
    check(open_example(name), pytest.importorskip("torch"))


LOGITS = "z = m*x + b; L = mean(softplus(z) - y*z)"


@st.composite
def fits(draw: st.DrawFn) -> Document:
    """Fits that learn from some rows only, in mini-batches, and stop at rest."""
    name = draw(st.sampled_from(["line_fit", "logistic", "logits"]))
    if name == "logits":
        x = np.linspace(-2, 3, 11)
        table = Dataset("made", {"x": x, "y": (x + np.sin(9 * x) > 0).astype(float)})
        document = edits.set_dataset(edits.set_text(Document(), LOGITS), table)
    else:
        document = open_example(name)
    optimizer = draw(st.sampled_from(["sgd", "momentum", "nesterov", "adam", "lion"]))
    schedule = draw(st.sampled_from(["constant", "step", "cosine"]))
    rate = {"sgd": 0.02, "adam": 0.1}.get(optimizer, 0.005)
    document = sourcing.with_split(document, draw(st.sampled_from([0.0, 0.25, 0.5])), 7)
    if draw(st.booleans()):
        assert document.dataset is not None
        features = [column for column in document.dataset.columns if column != "y"]
        document = sourcing.with_standardized(document, features[:1])
    document = edits.set_descent(
        document, optimizer=optimizer, lr=rate, epochs=12, schedule=schedule, in_box=False
    )
    size = draw(st.one_of(st.none(), st.integers(1, 30)))
    document = set_batches(document, size, draw(st.integers(0, 2**32 - 1)))
    return set_stopping(document, draw(st.sampled_from([0.0, 0.01, 0.3])), draw(st.integers(1, 4)))


@given(fits())
def test_the_program_learns_as_the_document_says(document: Document) -> None:
    check(document)


@pytest.fixture
def line() -> Document:
    return edits.set_descent(open_example("line_fit"), lr=0.02, epochs=40)


def test_mini_batches_are_those_of_the_seed(line: Document) -> None:
    paths = [check(set_batches(line, 4, seed))["path"] for seed in (1, 2)]
    assert not np.allclose(*paths)
    assert "shuffled anew for each" in descent_script(set_batches(line, 4, 1))
    assert "default_rng(1)" in descent_script(set_batches(line, 4, 1))


def test_mini_batches_stay_in_the_box(line: Document) -> None:
    box = {"m": (-1.0, 0.7), "b": (0.2, 3.0)}
    document = replace(line, landscape=replace(line.landscape, box=box))
    for optimizer in ("sgd", "lion"):
        names = check(set_batches(edits.set_descent(document, optimizer=optimizer, in_box=True), 4))
        m, b = np.transpose(names["path"][1:])
        assert (m <= 0.7).all()
        assert (b >= 0.2).all()


def test_rows_held_out_are_measured_only(line: Document) -> None:
    split = sourcing.with_split(line, 0.3, 2)
    names = check(split)
    assert len(names["x"].tolist()) == 9
    assert "9 rows; 4 others are held out" in descent_script(split)
    assert not np.allclose(names["losses"], names["held_out_losses"])
    assert "held_out" not in descent_script(line)


def test_what_is_standardized_is_told(line: Document) -> None:
    text = descent_script(sourcing.with_standardized(line, ["x"]))
    assert "# x is standardized: it was (x - 2.66" in text
    assert "standardized" not in descent_script(line)


@pytest.mark.parametrize("optimizer", ["sgd", "armijo", "annealing"])
def test_the_stop_rule_ends_the_program_where_it_ends_the_descent(
    line: Document, optimizer: str
) -> None:
    long = edits.set_descent(line, optimizer=optimizer, lr=0.05, epochs=400)
    document = set_stopping(long, 0.01, 3)
    names = check(document)
    assert 3 < len(names["losses"]) < 300
    assert "rests" not in descent_script(long)


def test_a_method_that_needs_all_rows_says_so(line: Document) -> None:
    document = set_batches(edits.set_descent(line, optimizer="cg"), 4)
    with pytest.raises(SettingError, match="needs all data"):
        descent_script(document)


def test_rows_held_out_that_can_not_be_measured_are_told() -> None:
    x = np.arange(8.0)
    document = edits.set_text(Document(), "w = [1, 2, 3, 4, 5, 6]; L = mean(w*(y - m*x)^2)")
    document = edits.set_dataset(document, Dataset("made", {"x": x[:6], "y": x[:6] ** 2}))
    source = sourcing.source_of(edits.set_dataset(document, Dataset("all", {"x": x, "y": x**2})))
    assert source is not None
    document = sourcing.with_split(sourcing.with_table(document, source.table), 0.25)
    document = edits.set_descent(document, lr=0.001, epochs=5)
    script = descent_script(document)
    assert "On the rows held out there is no loss." in script
    names, _ = run(document)
    np.testing.assert_allclose(names["losses"], descent_of(document).losses, rtol=1e-9)


@pytest.mark.parametrize("name", ["rows", "random", "losses", "order", "np", "held_out"])
def test_names_of_the_program_are_not_taken_by_the_students(name: str) -> None:
    x = np.arange(1.0, 9.0)
    text = f"L = mean((y - {name}*x)^2)"
    document = edits.set_dataset(
        edits.set_text(Document(), text), Dataset("made", {"x": x, "y": 2 * x})
    )
    document = edits.set_descent(sourcing.with_split(document, 0.25), lr=0.001, epochs=5)
    check(set_batches(document, 2, 3))


def test_words_in_comments_are_left_to_the_student() -> None:
    script = descent_script(open_example("polynomial"))
    assert "def loss(a, m, b):" in script


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with np.errstate(all="ignore"):
        yield
