"""What is built and how one gets there: dependencies, resources, the command ``dev``."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from gradviz.resources import resource

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

DISTRIBUTIONS = {
    "PySide6": "PySide6_Essentials",
    "shiboken6": "PySide6_Essentials",
    "OpenGL": "PyOpenGL",
    "PIL": "Pillow",
}
"""Names of distributions that differ from the module one imports."""


def imported_libraries() -> set[str]:
    names = set()
    for path in (ROOT / "gradviz").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - {"gradviz"} - set(sys.stdlib_module_names)


def declared_libraries() -> set[str]:
    return {re.split(r"[><=;\s]", line, maxsplit=1)[0] for line in PROJECT["dependencies"]}


def test_every_imported_library_is_a_declared_dependency() -> None:
    imported = {DISTRIBUTIONS.get(name, name) for name in imported_libraries()}
    assert imported <= declared_libraries()


def test_the_qt_that_aborts_on_an_old_python_is_not_asked_for() -> None:
    assert "PySide6_Essentials>=6.8,<6.12; python_version<'3.12'" in PROJECT["dependencies"]


def test_resources_are_found() -> None:
    assert resource("examples").is_dir()


def dev(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROOT / "dev", *arguments], cwd=cwd, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="a bash script")
class TestDev:
    def test_says_what_it_can_do_from_any_directory(self, tmp_path: Path) -> None:
        said = dev("help", cwd=tmp_path)
        assert said.returncode == 0
        for command in ("run", "test", "check", "bench", "screenshots", "package"):
            assert f"\n  {command} " in said.stdout

    @pytest.mark.parametrize("arguments", [(), ("fly",), ("package", "windows"), ("package", "x")])
    def test_what_it_cannot_do_is_one_message_and_status_2(
        self, arguments: tuple[str, ...], tmp_path: Path
    ) -> None:
        said = dev(*arguments, cwd=tmp_path)
        assert (said.returncode, said.stdout) == (2, "")
        assert said.stderr
