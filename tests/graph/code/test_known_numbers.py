"""Programs and engine against numbers that were found in other ways, to twelve digits."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradviz.graph import evaluate, to_micrograd, to_python, to_torch
from tests.graph.code import exact
from tests.graph.code.cases import CASES, TIES, Case, stored
from tests.graph.code.running import printed, promised

EVERY = pytest.mark.parametrize("key", list(CASES))
NUMBERS = pytest.mark.parametrize("key", [key for key, case in CASES.items() if case.is_scalar])
needs_torch = pytest.mark.skipif(find_spec("torch") is None, reason="torch is an optional oracle")


def same(found: Any, known: Any) -> None:
    np.testing.assert_allclose(found, known, rtol=1e-12, atol=1e-12)


def check_engine(case: Case, known: dict[str, Any]) -> None:
    found = evaluate(case.graph, case.values)
    same(found.value, known["value"])
    for name, gradient in known["gradients"].items():
        same(found.gradients[name], gradient)


def check_program(output: dict[str, Any], known: dict[str, Any], between: str) -> None:
    label = next(iter(output))
    same(output[label], known["value"])
    for name, gradient in known["gradients"].items():
        # Python compares identifiers after normalization, so x₁ is x1 in names.
        key = f"d{label}{between}d{name}"
        same(output.get(key, output.get(key.replace("₁", "1").replace("₂", "2"))), gradient)


@EVERY
@pytest.mark.parametrize("method", ["differences", "torch"])
def test_the_engine_finds_the_known_numbers(key: str, method: str) -> None:
    check_engine(CASES[key], stored()[method][key])


@pytest.mark.parametrize("key", list(TIES))
def test_the_engine_follows_pytorch_where_there_is_no_derivative(key: str) -> None:
    check_engine(TIES[key], stored()["torch at ties"][key])


@EVERY
def test_the_stored_differences_are_those_of_fifty_digits(key: str) -> None:
    assert exact.check_complete()
    assert stored()["differences"][key] == exact.numbers(key)


@EVERY
def test_a_torch_script_promises_the_known_numbers(key: str) -> None:
    known = stored()["torch"][key]
    code = to_torch(CASES[key].graph, CASES[key].values)
    for text, value in promised(code).items():
        name = text.rpartition("/d")[2]
        expected = known["gradients"].get(name) if "/d" in text else known["value"]
        if expected is not None:
            np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-9)
    assert promised(code)


@needs_torch
@EVERY
def test_a_torch_script_prints_the_known_numbers(key: str, tmp_path: Path) -> None:
    output = printed(to_torch(CASES[key].graph, CASES[key].values), tmp_path)
    check_program(output, stored()["differences"][key], "/")


@needs_torch
@pytest.mark.parametrize("key", list(TIES))
def test_a_torch_script_prints_what_is_stored_of_ties(key: str, tmp_path: Path) -> None:
    output = printed(to_torch(TIES[key].graph, TIES[key].values), tmp_path)
    check_program(output, stored()["torch at ties"][key], "/")


@NUMBERS
@pytest.mark.parametrize("method", ["differences", "torch"])
def test_the_micrograd_version_prints_the_known_numbers(
    key: str, method: str, tmp_path: Path
) -> None:
    code = to_micrograd(CASES[key].graph, CASES[key].values)
    output = printed(code, tmp_path, "-I")
    check_program(output, stored()[method][key], "/")
    for text, value in promised(code).items():
        np.testing.assert_allclose(value, output[text], rtol=1e-9)


@NUMBERS
def test_the_chain_rule_prints_the_known_numbers(key: str, tmp_path: Path) -> None:
    code = to_python(CASES[key].graph, CASES[key].values)
    check_program(printed(code, tmp_path, "-I"), stored()["differences"][key], "_")


def test_scripts_of_numbers_follow_pytorch_at_ties(tmp_path: Path) -> None:
    case, known = TIES["numbers"], stored()["torch at ties"]["numbers"]
    check_program(printed(to_micrograd(case.graph, case.values), tmp_path, "-I"), known, "/")
    check_program(printed(to_python(case.graph, case.values), tmp_path, "-I"), known, "_")


def test_most_cases_are_told_in_three_languages() -> None:
    assert len(CASES) >= 12
    assert sum(case.is_scalar for case in CASES.values()) >= 6
