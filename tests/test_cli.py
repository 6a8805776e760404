"""The command line: what it writes, and that every mistake ends in one line and status 2."""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

import gradviz
from gradviz.__main__ import main
from gradviz.descent import OPTIMIZERS, catalog
from gradviz.document import Document, save
from gradviz.graph import parse

LINE = [(1, 2.2), (2, 2.8), (3, 4.5), (4, 3.7), (5, 5.5)]
ROOT = Path(gradviz.__file__).parent.parent


class Result(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: object) -> Result:
        status = main([str(argument) for argument in arguments])
        return Result(status, *capsys.readouterr())

    return call


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "points.csv"
    path.write_text("hours,score\n" + "".join(f"{x},{y}\n" for x, y in LINE))
    return path


@pytest.fixture
def document(tmp_path: Path) -> Path:
    text = "a = 1; b = 2; L = (a + 2b)^2"
    path = tmp_path / "lesson.gradviz"
    save(Document(text=text, graph=parse(text)), path)
    return path


def program(*arguments: str | bytes, **more: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "gradviz", *arguments]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False, **more)


# eval


def test_eval_writes_values_and_gradients_as_a_table(run: Any) -> None:
    result = run("eval", "d = 2b; e = a + d; L = c*e", "a=1", "b=2", "c=3")
    rows = [line.split() for line in result.out.splitlines()]
    assert rows[0] == ["node", "computes", "value", "∂L/∂node"]
    assert ["b", "2", "6"] in rows
    assert ["e", "a", "+", "d", "5", "3"] in rows
    assert rows[-1] == ["L", "c", "e", "15", "1"]


def test_eval_json_is_the_contract(run: Any) -> None:
    found = run("eval", "d = 2b; e = a + d; L = c*e", "a=1", "b=2", "c=3", "--json").json
    assert list(found) == ["output", "value", "values", "gradients", "forward", "backward"]
    assert (found["output"], found["value"]) == ("L", 15)
    assert found["values"] == {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5, "L": 15}
    assert found["gradients"] == {"a": 3, "b": 6, "c": 5, "d": 3, "e": 3, "L": 1}
    assert [step["node"] for step in found["forward"]] == ["d", "e", "L"]
    assert found["backward"][0]["node"] == "L"
    assert sum(s["contribution"] for s in found["backward"] if s["node"] == "b") == 6


def test_unnamed_nodes_are_called_n1_n2(run: Any) -> None:
    found = run("eval", "sin((x + y)z)", "x=0", "y=0", "z=1", "--json").json
    assert found["output"] == "n3"
    assert found["values"].keys() == {"x", "y", "z", "n1", "n2", "n3"}


def test_an_expression_and_a_value_may_begin_with_a_minus(run: Any) -> None:
    assert run("eval", "-x^2", "x=-3", "--json").json["value"] == -9
    assert run("eval", "x^2", "x=−3", "--json").json["value"] == 9


def test_values_may_be_arrays(run: Any) -> None:
    found = run("eval", "L = sum(A @ v)", "A=[[1,2],[3,4]]", "v=[1, -1]", "--json").json
    assert found["value"] == -2
    assert found["gradients"]["A"] == [[1, -1], [1, -1]]


def test_infinities_and_nan_are_strings(run: Any) -> None:
    found = run("eval", "L = 1/x + log(y)", "x=0", "y=-1", "--json").json
    assert (found["value"], found["values"]["n1"]) == ("nan", "inf")
    assert found["gradients"]["x"] == "-inf"


def test_an_output_with_a_shape_has_values_and_a_reason_for_no_gradients(run: Any) -> None:
    result = run("eval", "A.T", "A=[[1,2],[3,4]]")
    assert "[[1, 3], [2, 4]]" in result.out
    assert "use sum or mean" in result.out
    result = run("eval", "A.T", "A=[[1,2]]", "--json")
    assert (result.status, result.json["gradients"]) == (0, {})
    assert "use sum or mean" in result.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["a + b", "a=1"], "b has no value"),
        (["foo(3)"], "foo has no value"),
        (["sgmoid(x)", "x=1"], 'column 1, at "sgmoid": There is no function sgmoid. Did you mean'),
        (["a\nb +", "a=1"], 'line 2, column 3, at "+": Something is missing after +.'),
        (["a\x1b[2Jb"], "column 2: The character U+001B cannot be read here."),
        (["(a", "a=1"], "column 3: A ) is missing here."),
        (["a", "a=1", "q=2"], "There is no input called q"),
        (["d = 2b", "b=1", "d=2"], "d is computed"),
        (["a", "a=one"], "a=one is neither a number"),
        (["a", "a=[[1,2],[3]]"], "a=[[1,2],[3]] is neither"),
        (["a", "a=[1,"], "a=[1, is neither"),
        (["a", 'a=["x"]'], "is neither"),
        (["a", "a=[true]"], "is neither"),
        (["a", "a=[]"], "is neither"),
        (["a", "a=1_000"], "is neither"),
        (["a", f"a=[1{'0' * 400}]"], "is neither"),
        (["a", "a=" + "[" * 100_000], "is neither"),
        (["a", "a"], "a is not of the form name=value"),
        (["a", "=1"], "=1 is not of the form"),
        (["a", "a=1", "a=2"], "a is given twice"),
        (["A @ B", "A=[[1,2]]", "B=[[1,2]]"], "inner sizes 2 and 1 differ"),
        ([""], "Write an expression"),
        ([], "required"),
        (["a", "a=1", "--yaml"], "--yaml"),
    ],
)
def test_mistakes_in_eval_end_in_one_line_that_names_the_place(
    run: Any, arguments: list[str], named: str
) -> None:
    result = run("eval", *arguments)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("gradviz: ")
    assert named in result.err
    assert result.err.count("\n") == 1


@given(st.text(max_size=30), st.lists(st.text(max_size=10), max_size=3))
def test_whatever_is_typed_there_is_an_answer_or_one_line(
    expression: str, values: list[str]
) -> None:
    given_values = [value for value in values if value not in {"-h", "--help"}]
    assert main(["eval", "--json", "--", expression, *given_values]) in {0, 2}


# descend


def test_descend_json_is_the_contract(run: Any) -> None:
    words = ["--start", "x=-1.2,y=1", "--optimizer", "adam", "--lr", "0.01", "--epochs", "20"]
    found = run("descend", "rosenbrock", *words, "--json").json
    assert found["parameters"] == ["x", "y"]
    assert found["points"][0] == [-1.2, 1]
    assert len(found["points"]) == len(found["losses"]) == 21
    assert (found["stop"], found["stop_epoch"], found["lr_limit"]) == ("finished", 20, None)


def test_descend_takes_an_expression_and_knows_its_limit(run: Any) -> None:
    found = run("descend", "x^2", "--start", "x=1", "--lr", "0.25", "--epochs", "2", "--json").json
    assert found["points"] == [[1], [0.5], [0.25]]
    assert found["lr_limit"] == pytest.approx(1)


def test_descend_takes_settings_arrays_and_stated_data(run: Any) -> None:
    text = "X = [[1,2],[3,4]]; mean((X @ w - t)^2)"
    words = ["--start", "w=[1,-1],t=[0,0]", "--set", "beta1=0.5", "beta2=0.9"]
    found = run("descend", text, *words, "--optimizer", "adam", "--epochs", "1", "--json").json
    assert found["parameters"] == ["w[0]", "w[1]", "t[0]", "t[1]"]


@pytest.mark.parametrize("pair", ["0.5,0.9", "[.5, .9]", "(0.5, 0.9)"])
def test_pairs_of_settings_are_written_as_in_torch_or_one_by_one(run: Any, pair: str) -> None:
    words = ["descend", "rosenbrock", "--optimizer", "adam", "--json", "--set"]
    assert run(*words, f"betas={pair}").json == run(*words, "beta1=0.5", "beta2=0.9").json


def test_descend_writes_a_row_per_epoch(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "path.csv"
    result = run("descend", "x^2", "--start", "x=1", "--lr", "0.1", "--epochs", "3", "--csv", path)
    rows = list(csv.reader(path.read_text().splitlines()))
    assert (result.status, result.out) == (0, "")
    assert rows[0] == ["epoch", "x", "loss"]
    assert [row[0] for row in rows[1:]] == ["0", "1", "2", "3"]
    assert float(rows[2][1]) == 0.8


def test_a_descent_that_leaves_the_numbers_says_so(run: Any) -> None:
    words = ["--start", "x=1", "--lr", "2", "--epochs", "5000"]
    assert run("descend", "x^2", *words, "--json").json["stop"] == "not_finite"
    assert "not a finite number" in run("descend", "x^2", *words).out


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_descends(run: Any, optimizer: str) -> None:
    words = ["--lr", "0.001", "--epochs", "3", "--optimizer", optimizer]
    found = run("descend", "himmelblau", *words, "--json").json
    assert len(found["points"]) == 4
    assert found["gradient_calls"] + found["value_calls"] >= 3


def test_a_schedule_has_its_settings(run: Any) -> None:
    words = ["--start", "x=1", "--lr", "0.2", "--epochs", "4", "--schedule", "step"]
    more = ["--schedule-set", "gamma=0.5", "step_size=2"]
    found = run("descend", "x^2", *words, *more, "--json").json
    assert found["rates"] == [0.2, 0.2, 0.1, 0.1]
    x = 1.0
    for rate, (point,) in zip([*found["rates"], 0], found["points"], strict=True):
        assert point == pytest.approx(x)
        x -= rate * 2 * x


def test_bounds_keep_a_parameter_in_its_interval(run: Any) -> None:
    words = ["--start", "x=3,y=1", "--lr", "1", "--epochs", "2", "--bounds", "x=[-1,2]"]
    found = run("descend", "x^2 + 0.1y", *words, "--json").json
    assert [x for x, _ in found["points"]] == [3, -1, 1]


def test_bounds_are_written_like_starts(run: Any) -> None:
    words = ["--start", "x=3,y=-3", "--lr", "1", "--epochs", "3"]
    apart = run("descend", "x^2 + y^2", *words, "--bounds", "x=[-1,2]", "y=[0,1]", "--json").json
    found = run("descend", "x^2 + y^2", *words, "--bounds", "x=[-1,2],y=[0,1]", "--json").json
    assert found["points"][1:] == [[-1, 1], [1, 0], [-1, 0]]
    assert apart == found


def test_bounds_may_be_infinite_on_one_side(run: Any) -> None:
    words = ["--start", "x=3,y=-3", "--lr", "1", "--epochs", "2", "--bounds", "x=[-inf,2],y=[-1,∞]"]
    found = run("descend", "x^2 + y^2", *words, "--json").json
    assert found["points"][1:] == [[-3, 3], [2, -1]]


@pytest.mark.parametrize("words", [[], ["--penalty", 10], ["--optimizer", "newton"]])
def test_in_its_box_a_function_is_descended_where_it_is_defined(run: Any, words: Any) -> None:
    domain = catalog()["townsend"].domain
    arguments = ("townsend", "--lr", 50, "--epochs", 40, "--json", *words)
    found = run("descend", *arguments, "--in-box").json
    for x, y in found["points"]:
        assert domain["x"][0] <= x <= domain["x"][1]
        assert domain["y"][0] <= y <= domain["y"][1]
    bounds = ",".join(f"{name}=[{low},{high}]" for name, (low, high) in domain.items())
    assert found == run("descend", *arguments, "--bounds", bounds).json
    narrow = run("descend", *arguments, "--in-box", "--bounds", "x=[0,0.5]").json
    assert all(0 <= x <= 0.5 for x, _ in narrow["points"][1:])
    assert all(domain["y"][0] <= y <= domain["y"][1] for _, y in narrow["points"])


def test_a_box_has_as_many_sides_as_the_function_has_variables(run: Any) -> None:
    words = ("--size", 4, "--lr", 3, "--epochs", 5, "--in-box", "--json")
    found = run("descend", "sphere", *words).json
    low, high = catalog()["sphere"].with_size(4).domain["x_4"]
    assert len(found["points"][-1]) == 4
    assert all(low <= x <= high for point in found["points"] for x in point)


def test_the_box_of_an_expression_are_its_bounds(run: Any) -> None:
    words = ["x^2", "--start", "x=3", "--lr", "1", "--epochs", "2", "--json", "--in-box"]
    assert "--bounds x=[-2,2]" in run("descend", *words).err
    found = run("descend", *words, "--bounds", "x=[-1,2]").json
    assert found["points"] == [[3], [-1], [1]]


def test_above_the_limit_a_fit_that_still_falls_is_told_so(run: Any) -> None:
    words = ["x^2 + 0.01y^2", "--start", "x=0.001,y=1", "--epochs", "20", "--lr"]
    assert "The rate 1.01 is above that." in run("descend", *words, "1.01").out
    assert "is above that" not in run("descend", *words, "0.99").out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["himmelblu"], "Did you mean himmelblau?"),
        (["x^2"], "x has no value"),
        (["x^2", "--start", "x=1", "--schedule", "steps"], "no schedule called steps"),
        (["x^2", "--start", "x=1", "--schedule-set", "gamma=1"], "constant has no settings"),
        (["x^2", "--start", "x=1", "--schedule", "step", "--schedule-set", "gamma"], "gamma"),
        (["x^2", "--start", "x=1", "--bounds", "x=2"], "x=[-2,2]"),
        (["x^2", "--start", "x=1", "--bounds", "x=[nan,2]"], "lower one first"),
        (["x^2", "--start", "x=1", "--lr", "inf"], "lr must be finite, not inf"),
        (["x^2", "--start", "x=1", "--bounds", "x=[2,1]"], "lower one first"),
        (["x^2", "--start", "x=1", "--bounds", "y=[1,2]"], "y is not descended"),
        (["x^2 + k", "--start", "x=1"], "k has no value"),
        (["x^2", "--start", "x"], "x is not of the form"),
        (["x^2", "--start", "q=1"], "q"),
        (["rosenbrock", "--start", "q=1"], "q"),
        (["rosenbrok("], "missing"),
        (["x^2", "--start", "x=1", "--lr", "fast"], "fast is not a number"),
        (["x^2", "--start", "x=1", "--lr", "-1"], "lr must be"),
        (["x^2", "--start", "x=1", "--lr", "nan"], "lr must be"),
        (["x^2", "--start", "x=1", "--epochs", "1.5"], "1.5 is not a whole number"),
        (["x^2", "--start", "x=1", "--epochs", "-3"], "-3 is below 0"),
        (["x^2", "--start", "x=1", "--epochs", "99999999999"], "epochs must be"),
        (["x^2", "--start", "x=1", "--optimizer", "magic"], "magic"),
        (["x^2", "--start", "x=1", "--set", "beta9=1"], "beta9"),
        (["x^2", "--start", "x=1", "--set", "momentum=much"], "momentum must be"),
        (["x^2", "--start", "x=1", "--set", "momentum=true"], "momentum must be"),
        (["x^2", "--optimizer", "adam", "--start", "x=1", "--set", "betas=1,2,3"], "two numbers"),
        (["x^2", "--start", "x=1", "--json", "--csv", "a.csv"], "--csv"),
        (["x^2", "--start", "x=1", "--csv", "no/such/folder/a.csv"], "a.csv"),
        (["x @ x", "--start", "x=[[1,2]]"], "inner sizes"),
        (["x.T", "--start", "x=[[1,2]]"], "one number"),
    ],
)
def test_mistakes_in_descend_end_in_one_line(run: Any, arguments: list[str], named: str) -> None:
    result = run("descend", *arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err
    assert result.err.count("\n") == 1


# fit


def test_fit_starts_at_zero_and_knows_the_best_line(run: Any, data: Path) -> None:
    found = run("fit", data, "--lr", "0.05", "--epochs", "1", "--json").json
    assert found["parameters"] == ["m", "b"]
    assert found["points"][0] == [0, 0]
    assert found["points"][1] == pytest.approx([1.272, 0.374])
    assert found["lr_limit"] == pytest.approx(0.08452405257734978)
    assert found["best"] == pytest.approx({"m": 0.75, "b": 1.49, "mse": 0.2614})


@pytest.mark.parametrize("offset", [1e6, 1e9, 1e12])
def test_the_best_line_is_found_far_from_the_origin(
    run: Any, tmp_path: Path, offset: float
) -> None:
    path = tmp_path / "far.csv"
    path.write_text("x,y\n" + "".join(f"{offset + x!r},{y}\n" for x, y in LINE))
    best = run("fit", path, "--epochs", "1", "--json").json["best"]
    assert best["m"] == pytest.approx(0.75)
    assert best["b"] == pytest.approx(1.49 - 0.75 * offset)
    assert best["mse"] == pytest.approx(0.2614)


def test_the_best_line_is_known_where_no_descent_is_possible(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    path.write_text("x,y\n1e200,1\n2e200,2\n3e200,3\n")
    found = run("fit", path, "--json").json
    assert found["stop"] == "not_finite"
    assert found["best"]["m"] == pytest.approx(1e-200)


LIMIT = 0.08452405257734978  # 2/(12 + √136)


def test_the_limit_of_the_learning_rate_is_exact(run: Any, data: Path) -> None:
    found = run("fit", data, "--lr", "0.05", "--epochs", "1", "--json").json
    assert found["lr_limit"] == pytest.approx(LIMIT, rel=1e-12)


@pytest.mark.parametrize("epochs", [1, 2, 3, 7, 30, 200, 5000])
def test_just_above_the_limit_a_fit_diverges_and_just_below_it_does_not(
    run: Any, data: Path, epochs: int
) -> None:
    words = ["--epochs", epochs, "--json", "--lr"]
    below, above = (
        run("fit", data, *words, share * LIMIT).json["stop"] for share in (0.999, 1.001)
    )
    assert above == "diverged"
    assert below == ("converged" if epochs == 5000 else "finished")


def test_fit_chooses_columns_start_and_optimizer(run: Any, data: Path) -> None:
    words = ["--x", "score", "--y", "hours", "--start", "m=1,b=-1", "--optimizer", "adam"]
    found = run("fit", data, *words, "--json").json
    assert found["points"][0] == [1, -1]
    assert found["losses"][0] == pytest.approx(sum((y - 1 - x) ** 2 for x, y in LINE) / 5)


def test_mini_batches_are_repeated_by_their_seed(run: Any, data: Path) -> None:
    words = ["fit", data, "--lr", "0.01", "--epochs", "3", "--batch-size", "2", "--json"]
    first, again, other = (run(*words, "--seed", seed).out for seed in (1, 1, 2))
    assert first == again != other


@pytest.mark.parametrize(
    ("text", "arguments", "named"),
    [
        ("x,y\n1,2\n3,4\n", ["--x", "z"], "no column z; it has x, y"),
        ("x,y\n1,2\n3,4\n", ["--batch-size", "0"], "0 is below 1"),
        ("x,y\n1,2\n3,4\n", ["--start", "q=1"], "q is not fitted"),
        ("x,y\n1,2\n3,four\n", [], "Row 3, column y"),
        ("x\n1\n3\n", [], "one column only"),
        ("", [], "is empty"),
    ],
)
def test_mistakes_in_fit_end_in_one_line(
    run: Any, tmp_path: Path, text: str, arguments: list[str], named: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    result = run("fit", path, *arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err
    assert result.err.count("\n") == 1


def test_data_that_is_not_there_is_named(run: Any) -> None:
    result = run("fit", "nowhere.csv")
    assert result.status == 2
    assert "nowhere.csv" in result.err


# functions, export, the program


def test_functions_are_those_of_the_catalog(run: Any) -> None:
    found = run("functions", "--json").json
    assert [entry["id"] for entry in found] == list(gradviz.catalog())
    assert len(run("functions").out.splitlines()) == len(found) + 1


def test_functions_say_all_that_is_known(run: Any) -> None:
    by_id = {entry["id"]: entry for entry in run("functions", "--json").json}
    townsend, zdt = by_id["townsend"], by_id["zdt1_2d"]
    assert townsend["constraints"] == list(gradviz.catalog()["townsend"].constraints)
    assert (townsend["penalty"], zdt["sizes"], zdt["minimum"]) == (20.0, [2, 30], None)
    assert zdt["front"][0]["at"] == {"x": "t", "y": "0"}
    assert by_id["shekel"]["choices"] == [5, 7, 10]
    assert all(by_id[key]["differentiability"] for key in by_id)


@pytest.mark.parametrize("key", list(gradviz.catalog()))
def test_every_function_descends(run: Any, key: str) -> None:
    function = gradviz.catalog()[key]
    rate = min(function.lr, 1e-3)
    found = run("descend", key, "--lr", rate, "--epochs", 20, "--json").json
    assert found["parameters"] == list(function.parameters)
    assert found["losses"][-1] <= found["losses"][0]


def test_a_function_descends_with_a_size_a_choice_and_a_penalty(run: Any) -> None:
    wide = run("descend", "sphere", "--size", 4, "--epochs", 2, "--json").json
    assert wide["parameters"] == ["x_1", "x_2", "x_3", "x_4"]
    seven = run("descend", "shekel", "--choice", 7, "--epochs", 0, "--json").json
    assert seven["losses"] != run("descend", "shekel", "--epochs", 0, "--json").json["losses"]
    arguments = ("descend", "townsend", "--start", "x=2,y=-2", "--epochs", 0, "--json")
    (bare,) = run(*arguments).json["losses"]
    (penalized,) = run(*arguments, "--penalty", 20).json["losses"]
    assert penalized > bare


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["sphere", "--size", "99"], "1 to 30 variables"),
        (["sphere", "--penalty", "2"], "no constraints"),
        (["shekel", "--choice", "6"], "5, 7, 10"),
        (["beale", "--choice", "6"], "Beale has nothing to choose."),
        (["x^2", "--start", "x=1", "--size", "3"], "--size"),
        (["townsend", "--penalty", "-1"], "positive"),
    ],
)
def test_what_a_function_does_not_have_is_said(run: Any, arguments: list[str], named: str) -> None:
    result = run("descend", *arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    "kind", ["torch", "descent", "micrograd", "latex", "derivation", "csv", "text"]
)
def test_a_document_is_exported_to_a_file_or_here(
    run: Any, document: Path, tmp_path: Path, kind: str
) -> None:
    out = tmp_path / "out"
    here = run("export", document, "--to", kind)
    there = run("export", document, "--to", kind, "-o", out)
    assert (here.status, there.status, there.out) == (0, 0, "")
    assert out.read_text() == here.out


@pytest.mark.parametrize(
    ("kind", "start"),
    [("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG"), ("html", b"<!DOCTYPE html>")],
)
def test_a_picture_is_exported_to_a_file_or_here(
    document: Path, tmp_path: Path, kind: str, start: bytes
) -> None:
    out = tmp_path / "out"
    there = program("export", str(document), "--to", kind, "-o", str(out))
    assert (there.returncode, there.stdout) == (0, "")
    assert out.read_bytes().startswith(start)
    command = [sys.executable, "-m", "gradviz", "export", str(document), "--to", kind]
    here = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    assert here.stdout.startswith(start)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["export", "nowhere.gradviz", "--to", "torch"], "nowhere.gradviz"),
        (["export", "nowhere.gradviz"], "--to"),
        (["export", "nowhere.gradviz", "--to", "gif"], "gif"),
        (["screenshot", "a.png", "--size", "0x0"], "0x0 is not a size"),
        (["screenshot", "a.png", "--view", "globe"], "globe"),
        (["screenshot", "a.png", "--size", "99999x1"], "99999x1 is not a size"),
        (["evla", "x"], "Did you mean eval?"),
        (["one.gradviz", "two.gradviz"], "One document"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_other_mistakes_end_in_one_line(run: Any, arguments: list[str], named: str) -> None:
    result = run(*arguments)
    assert (result.status, result.out) == (2, "")
    assert named in result.err
    assert result.err.count("\n") == 1


def test_a_folder_cannot_be_written_over(run: Any, document: Path, tmp_path: Path) -> None:
    result = run("export", document, "--to", "text", "-o", tmp_path)
    assert result.status == 2
    assert result.err.count("\n") == 1


def test_help_and_version(run: Any) -> None:
    assert run("--version").out == f"GradViz {gradviz.__version__}\n"
    assert "descend" in run("--help").out
    for command in ("eval", "descend", "fit", "functions", "export", "screenshot"):
        result = run(command, "--help")
        assert (result.status, result.err) == (0, "")
        assert f"gradviz {command}" in result.out


def test_the_version_is_that_of_the_project() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{gradviz.__version__}"' in project


def test_the_program_runs_and_reports() -> None:
    good = program("eval", "ŷ = m x", "m=2", "x=3", "--json")
    assert (good.returncode, json.loads(good.stdout)["values"]["ŷ"]) == (0, 6)
    bad = program("eval", "m x", "m=2")
    assert (bad.returncode, bad.stdout) == (2, "")
    assert bad.stderr == "gradviz: x has no value. Give it one, as in x=1.\n"


ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}


def test_a_terminal_without_our_letters_gets_its_answer() -> None:
    result = program("eval", b"\xc5\xb7 = x", "x=-1", env=ASCII)
    assert result.returncode == 0
    assert "\\u0177" in result.stdout
    assert program("--help", env=ASCII).returncode == 0


def test_json_can_be_read_whatever_the_terminal_knows() -> None:
    result = program("eval", "𝑥 + ŷ".encode(), "𝑥=1".encode(), "ŷ=2".encode(), "--json", env=ASCII)
    assert json.loads(result.stdout)["values"] == {"𝑥": 1, "ŷ": 2, "n1": 3}


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes the output")
@pytest.mark.parametrize("command", ["functions", "export $FILE --to png", "fit nowhere.csv"])
def test_a_closed_output_is_one_line(document: Path, command: str) -> None:
    line = f'"{sys.executable}" -m gradviz {command} >&-'
    environment = {**os.environ, "FILE": str(document)}
    result = subprocess.run(
        ["sh", "-c", line], cwd=ROOT, env=environment, text=True, capture_output=True, check=False
    )
    assert (result.returncode, result.stderr.count("\n")) == (2, 1)


def test_a_reader_that_has_left_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "gradviz", "functions"]
    result = subprocess.run(command, cwd=ROOT, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (result.returncode, result.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full disk to lend")
@pytest.mark.parametrize("words", ["functions", "descend --help", "--version"])
def test_an_output_that_cannot_be_written_is_named(words: str) -> None:
    command = [sys.executable, "-m", "gradviz", *words.split()]
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 2
    assert result.stderr.startswith(b"gradviz: The output cannot be written")
    assert result.stderr.count(b"\n") == 1


# gv


def test_the_interface_is_the_contract() -> None:
    graph = gradviz.parse("d = 2b; e = a + d; L = c*e")
    assert gradviz.evaluate(graph, {"a": 1, "b": 2, "c": 3}).value == 15
    f = gradviz.compile(graph, wrt=("a", "b"), inputs={"c": 3})
    value, gradients = f(1.0, 2.0)
    assert (value, tuple(gradients)) == (15, (3, 6))
    start = {"x": -1.2, "y": 1}
    path = gradviz.descend("rosenbrock", start=start, optimizer="adam", lr=0.01, epochs=10)
    assert path.points.shape == (11, 2)
    assert math.isclose(path.losses[0], 24.2)
    assert set(gradviz.__all__) <= set(dir(gradviz))
    with pytest.raises(AttributeError, match="nothing"):
        _ = gradviz.nothing
