"""The files that come along are found wherever GradViz runs from."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradviz import resources
from gradviz.resources import resource


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    resources._root.cache_clear()
    yield
    resources._root.cache_clear()


def test_finds_a_file_of_the_checkout() -> None:
    assert resource("functions.toml").is_file()


def test_the_root_itself_needs_no_parts() -> None:
    assert resource() == resource("functions.toml").parent


def test_an_installed_package_brings_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gradviz" / "_resources").mkdir(parents=True)
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "gradviz" / "resources.py"))
    assert resource("a") == tmp_path / "gradviz" / "_resources" / "a"


@pytest.mark.parametrize("place", ["gradviz/_resources", "resources"])
def test_a_bundle_unpacks_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / place).mkdir(parents=True)
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("a", "b") == tmp_path / place / "a" / "b"
