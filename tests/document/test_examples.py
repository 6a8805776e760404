"""The examples: files that agree with their list, and a first start without a parser."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gradviz.descent import TestFunction, catalog
from gradviz.document import (
    Example,
    build_example,
    dumps,
    edits,
    examples,
    inputs_of,
    loads,
    open_example,
)
from gradviz.document.write_examples import write_examples
from gradviz.errors import DocumentError, SettingError
from gradviz.graph import Role, evaluate, parse
from gradviz.resources import resource

ALL = pytest.mark.parametrize("example", examples().values(), ids=list(examples()))


@ALL
def test_the_file_is_what_the_list_describes(example: Example) -> None:
    assert open_example(example.id) == build_example(example)


@ALL
def test_the_text_describes_the_nodes(example: Example) -> None:
    document = open_example(example.id)
    assert edits.set_text(document, document.text) == document


@ALL
def test_every_example_has_values_and_gradients(example: Example) -> None:
    document = open_example(example.id)
    evaluation = evaluate(document.graph, inputs_of(document))
    assert evaluation.note is None
    assert evaluation.missing == ()
    assert all(np.isfinite(value).all() for value in evaluation.gradients.values())


@ALL
def test_the_start_lies_inside_the_landscape(example: Example) -> None:
    document = open_example(example.id)
    values = inputs_of(document)
    for name, (low, high) in document.landscape.ranges.items():
        assert low < values[name] < high


@ALL
def test_every_example_says_what_it_is_for(example: Example) -> None:
    assert example.title
    assert example.story.endswith((".", "?"))


def test_the_files_can_be_made_anew(tmp_path: Path) -> None:
    write_examples(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in resource("examples").glob("*.gradviz")}


def test_a_name_that_is_no_example_is_said() -> None:
    for name in ("nobody", "../examples/line_fit", ""):
        with pytest.raises(DocumentError, match="no example called"):
            open_example(name)


def test_the_first_example_opens_without_the_parser() -> None:
    program = (
        "import sys; from gradviz.document import open_example; open_example('line_fit');"
        "print([n for n in ('lark', 'sympy', 'PySide6') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_the_line_fit_descends_from_zero_on_its_data() -> None:
    document = open_example("line_fit")
    assert document.text == "ŷ = m*x + b; L = mean((y - ŷ)^2)"
    assert [n.name for n in document.graph.parameters] == ["m", "b"]
    assert [n.name for n in document.graph.inputs if n.role is Role.DATA] == ["x", "y"]
    assert dumps(document) == dumps(open_example("line_fit"))


def test_the_best_line_lies_well_inside_the_landscape() -> None:
    document = open_example("line_fit")
    assert document.dataset is not None
    x, y = (document.dataset.columns[name] for name in "xy")
    best = dict(zip("mb", np.polyfit(x, y, 1), strict=True))
    for name, (low, high) in document.landscape.ranges.items():
        margin = (high - low) / 5
        assert low + margin / 2 < best[name] < high - margin


def test_the_lecture_example_is_written_as_in_the_lecture() -> None:
    assert open_example("backprop").graph.output == parse("d = 2b; e = a + d; L = c*e").output


@pytest.mark.parametrize("function", catalog().values(), ids=list(catalog()))
def test_a_test_function_opens_where_its_descent_is_alive(function: TestFunction) -> None:
    document = edits.open_function(function.id)
    assert document.text == function.program(function.penalty)
    assert edits.set_text(document, document.text) == document
    assert document.title == function.name
    values = inputs_of(document)
    assert {name: values[name] for name in function.parameters} == function.start
    assert tuple(n.name for n in document.graph.parameters) == function.parameters
    landscape = document.landscape
    assert landscape.axes == function.parameters[:2]
    assert (landscape.minima, landscape.box) == (function.minima, function.domain)
    assert landscape.ranges == function.ranges
    assert loads(dumps(document)) == document


def test_a_test_function_with_one_objective_is_called_f() -> None:
    assert edits.open_function("booth").text == "f = (x + 2y - 7)^2 + (2x + y - 5)^2"


@pytest.mark.parametrize("size", [2, 3, 10])
def test_a_test_function_opens_with_any_number_of_variables(size: int) -> None:
    document = edits.open_function("rosenbrock", size=size)
    assert len(document.graph.parameters) == size
    assert len(document.landscape.axes) == 2
    assert document.landscape.minima == (dict.fromkeys(document.landscape.box, 1.0),)
    assert edits.set_text(document, document.text) == document
    assert loads(dumps(document)) == document


def test_a_test_function_opens_with_another_choice() -> None:
    five, ten = (edits.open_function("shekel", choice=choice) for choice in (5, 10))
    assert len(ten.graph.nodes) > len(five.graph.nodes)
    with pytest.raises(SettingError, match="m must be one of 5, 7, 10"):
        edits.open_function("shekel", choice=6)
    with pytest.raises(SettingError, match="Booth has 2 variables only"):
        edits.open_function("booth", size=4)


def test_a_name_that_is_no_test_function_is_said() -> None:
    with pytest.raises(DocumentError, match="no test function called nobody"):
        edits.open_function("nobody")
