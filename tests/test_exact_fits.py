"""``gradviz fit`` goes through the iterates of exact fractions, and those of torch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradviz.__main__ import main
from tests.exact_fits import CASES, EPOCHS, STORED, TABLE, rounded, torch_path

EVERY = pytest.mark.parametrize("key", CASES)


def known(key: str) -> Any:
    return json.loads(STORED.read_text(encoding="utf-8"))["exact"][key]


def fitted(key: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    path = folder / "data.csv"
    path.write_text(TABLE)
    assert main(["fit", str(path), "--json", *CASES[key].options]) == 0
    return json.loads(capsys.readouterr().out)


@EVERY
def test_the_stored_numbers_are_the_exact_ones(key: str) -> None:
    assert known(key) == rounded(CASES[key])


@EVERY
def test_the_iterates_and_losses_are_the_stored_ones(
    key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, exact = fitted(key, tmp_path, capsys), known(key)
    assert len(found["points"]) == EPOCHS + 1
    np.testing.assert_allclose(found["points"], exact["points"], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found["losses"], exact["losses"], rtol=1e-9, atol=1e-12)


def test_every_setting_leads_elsewhere() -> None:
    ends = {tuple(known(key)["points"][-1]) for key in CASES}
    assert len(ends) == len(CASES)


@EVERY
def test_torch_goes_through_the_stored_numbers(key: str) -> None:
    pytest.importorskip("torch")
    np.testing.assert_allclose(torch_path(CASES[key]), known(key)["points"], rtol=1e-9, atol=1e-12)
