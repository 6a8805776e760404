"""The exports: each says the same as the document, in another language."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from gradviz.document import (
    EXPORTS,
    SCRIPTS,
    Document,
    descent_of,
    edits,
    examples,
    leaf_values,
    open_example,
)
from gradviz.errors import GradVizError

EVERY = pytest.mark.parametrize("key", list(examples()))


@EVERY
@pytest.mark.parametrize("kind", list(EXPORTS))
def test_every_example_can_be_exported(key: str, kind: str) -> None:
    document = open_example(key)
    if kind == "micrograd" and not all(
        isinstance(v, float) for v in leaf_values(document).values()
    ):
        with pytest.raises(GradVizError, match="is for numbers"):
            EXPORTS[kind](document)
        return
    text = EXPORTS[kind](document)
    assert text.strip()
    assert text.endswith("\n")


@EVERY
def test_the_table_is_the_trajectory(key: str) -> None:
    document = open_example(key)
    header, *rows = csv.reader(io.StringIO(EXPORTS["csv"](document)))
    path = descent_of(document)
    assert header == ["epoch", *path.parameters, "loss"]
    table = np.array(rows, dtype=float)
    np.testing.assert_array_equal(table[:, 0], np.arange(path.epochs + 1))
    np.testing.assert_array_equal(table[:, 1:-1], path.points)
    np.testing.assert_array_equal(table[:, -1], path.losses)


@EVERY
def test_the_expression_reads_back_as_the_same_graph(key: str) -> None:
    document = open_example(key)
    again = edits.set_text(document, EXPORTS["text"](document))
    assert again.graph == document.graph


@pytest.mark.skipif(find_spec("torch") is None, reason="torch is an optional oracle")
def test_the_script_runs_unchanged_and_finds_the_same_gradient() -> None:
    script = EXPORTS["torch"](open_example("line_fit"))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert "51.848" in done.stdout.decode()


@pytest.mark.parametrize("kind", list(EXPORTS))
def test_an_empty_document_is_not_written_but_an_error_in_words(kind: str) -> None:
    with pytest.raises(GradVizError, match=r"^There is nothing to .*expression\.$"):
        EXPORTS[kind](Document())


@pytest.mark.parametrize("kind", ["python", "micrograd"])
def test_scripts_without_packages_run_and_print_the_same_numbers(kind: str) -> None:
    script = SCRIPTS[kind](open_example("backprop")).text
    out = subprocess.run(
        [sys.executable, "-I", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout
    assert "L = 15.0" in out
    assert "= 6.0" in out


@pytest.mark.parametrize("kind", ["python", "micrograd"])
def test_scripts_without_packages_are_for_numbers(kind: str) -> None:
    with pytest.raises(GradVizError, match=r"is for numbers.*use PyTorch"):
        SCRIPTS[kind](open_example("line_fit"))
