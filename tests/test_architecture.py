"""The house rules a machine can see: who imports whom, what is loaded when, what is long."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "gradviz"

GRAPH = {"errors", "resources"}
DESCENT = GRAPH | {"graph"}
TEACHING = DESCENT | {"descent"}
DOCUMENT = TEACHING | {"teaching"}
SESSION = DOCUMENT | {"document"}
UI = SESSION | {"session"}
TOP = UI | {"ui", "app", "cli"}

MAY_IMPORT = {
    "errors": set[str](),
    "resources": {"errors"},
    "graph": GRAPH,
    "descent": DESCENT,
    "teaching": TEACHING,
    "document": DOCUMENT,
    "session": SESSION,
    "ui": UI,
    "cli": SESSION | {"app"},
    "app": TOP,
    "__main__": TOP,
    "__init__": SESSION,
}
"""By folder or single file of the package: what else of the package it may import."""

DESCENT_ROOMS = {
    "rules": set[str](),
    "data": set[str](),
    "methods": {"rules", "top"},
    "crowds": {"rules", "methods", "top"},
    "top": {"rules", "methods", "crowds", "library"},
    "library": {"top"},
    "cuts": {"top"},
    "landscape": {"top"},
    "outcomes": {"rules", "landscape", "top"},
    "review": {"rules", "top"},
}
"""By folder of ``descent``, or its top: what else of it may be imported there."""

FREE_OF_QT = ("errors", "resources", "graph", "descent", "teaching", "document", "cli", "__init__")

SHARED_UI = {
    "theme",
    "style",
    "icons",
    "formula",
    "typesetter",
    "pictures",
    "keys",
    "methods",
    "elided",
}
"""Modules of ui that are not panels; every panel may import them."""

UI_WIRING = {"main_window", "growing", "filling", "side_panels", "menus", "top_bar"}
"""Modules of ui that put others together and so may import them."""

HEAVY = {"sympy", "OpenGL", "PIL", "ziamath", "lark", "contourpy", "pyqtgraph"}
"""Imported inside the function that needs them, for a window that opens at once."""

HEAVY_AT_TOP = {
    "gradviz/ui/plots/": {"pyqtgraph"},
    "gradviz/graph/symbolic/": {"sympy"},
    "gradviz/graph/builder.py": {"lark"},
    "gradviz/graph/mistakes.py": {"lark"},
    "gradviz/graph/tokens.py": {"lark"},
}
"""Folders and files that are themselves imported late, and what they may import at the top."""

UNLOADED_BY_IMPORT = (*sorted(HEAVY), "PySide6", "scipy", "torch", "matplotlib")

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "core"}

FILE_LINES = 300
FUNCTION_LINES = 40
LONG_FILES = {"gradviz/graph/ops.py": "one table; a row per op is found in one place"}
LONG_FUNCTIONS: dict[str, str] = {}
"""What is longer, and why that is better than taking it apart."""


LATE = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Import(NamedTuple):
    """One imported module and where: ``late`` is in a function, or for the type checker alone."""

    module: str
    line: int
    late: bool


@cache
def modules() -> tuple[Path, ...]:
    return tuple(sorted(PACKAGE.rglob("*.py")))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=place(path))


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def within(path: Path) -> tuple[str, ...]:
    """The module's dotted name below ``gradviz``, in parts; a package's ``__init__`` counts."""
    return path.relative_to(PACKAGE).with_suffix("").parts


def for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imports(path: Path) -> Iterator[Import]:
    pending: list[tuple[ast.AST, bool]] = [(tree(path), False)]
    while pending:
        node, late = pending.pop()
        match node:
            case ast.Import():
                yield from (Import(alias.name, node.lineno, late) for alias in node.names)
            case ast.ImportFrom():
                assert node.level == 0, f"{place(path)}:{node.lineno} imports relatively"
                assert node.module is not None
                yield from (
                    Import(f"{node.module}.{alias.name}", node.lineno, late) for alias in node.names
                )
        inside = late or isinstance(node, LATE) or for_types_only(node)
        pending += [(child, inside) for child in ast.iter_child_nodes(node)]


def own_imports(path: Path) -> Iterator[tuple[tuple[str, ...], Import]]:
    """The imports from the package itself, each with its parts below ``gradviz``."""
    for found in imports(path):
        first, *rest = found.module.split(".")
        if first == "gradviz":
            yield tuple(rest), found


def none(offenders: Iterator[str]) -> None:
    found = list(offenders)
    assert not found, "\n" + "\n".join(found)


def test_imports_run_downward_only() -> None:
    none(
        f"{place(path)}:{found.line} may not import gradviz.{'.'.join(target)}"
        for path in modules()
        for target, found in own_imports(path)
        if target and target[0] != (home := within(path)[0])
        if (PACKAGE / target[0]).exists() or (PACKAGE / f"{target[0]}.py").exists()
        if target[0] not in MAY_IMPORT[home]
    )


def test_every_part_of_the_package_has_its_place_in_the_order() -> None:
    assert {within(path)[0] for path in modules()} <= set(MAY_IMPORT)


def room_of(parts: tuple[str, ...]) -> str:
    """Which part of ``descent`` a module is in; ``parts`` are its name below that folder."""
    return parts[0] if parts and (PACKAGE / "descent" / parts[0]).is_dir() else "top"


def test_the_rooms_of_descent_know_only_what_they_need() -> None:
    none(
        f"{place(path)}:{found.line} may not import gradviz.{'.'.join(target)}"
        for path in modules()
        if (home := within(path))[0] == "descent" and home != ("descent", "__init__")
        for target, found in own_imports(path)
        if target[0] == "descent" and (room := room_of(target[1:])) != room_of(home[1:])
        if room not in DESCENT_ROOMS[room_of(home[1:])]
    )


def test_what_is_below_the_session_is_free_of_qt() -> None:
    none(
        f"{place(path)}:{found.line} imports {found.module}"
        for path in modules()
        for found in imports(path)
        if within(path)[0] in FREE_OF_QT and found.module.split(".")[0] in {"PySide6", "pyqtgraph"}
    )


def test_the_session_is_free_of_widgets() -> None:
    none(
        f"{place(path)}:{found.line} imports {found.module}"
        for path in modules()
        for found in imports(path)
        if within(path)[0] == "session" and "QtWidgets" in found.module.split(".")
    )


def test_panels_never_import_one_another() -> None:
    none(
        f"{place(path)}:{found.line} imports the panel {target[1]}"
        for path in modules()
        for target, found in own_imports(path)
        if (home := within(path))[0] == "ui" and home[1] not in UI_WIRING
        if target[0] == "ui" and len(target) > 1 and target[1] not in {home[1], *SHARED_UI}
    )


def test_names_say_what_is_in_a_module() -> None:
    none(place(path) for path in modules() if VAGUE_NAMES & set(within(path)))


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    none(
        f"{place(path)}:{found.line} imports {found.module} at the top"
        for path in modules()
        for found in imports(path)
        if not found.late and (library := found.module.split(".")[0]) in HEAVY
        if not any(
            place(path).startswith(where) and library in allowed
            for where, allowed in HEAVY_AT_TOP.items()
        )
    )


@pytest.mark.parametrize("module", ["gradviz", "gradviz.cli"])
def test_importing_loads_nothing_that_is_not_needed_yet(module: str) -> None:
    code = f"import {module}, sys; print(*(set(sys.modules) & set({UNLOADED_BY_IMPORT!r})))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert loaded.returncode == 0, loaded.stderr
    assert not loaded.stdout.split()


def line_counts() -> Iterator[tuple[str, int]]:
    for path in modules():
        yield place(path), path.read_text(encoding="utf-8").count("\n")


def function_lengths() -> Iterator[tuple[str, int]]:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                assert node.end_lineno is not None
                yield f"{place(path)}:{node.name}", node.end_lineno - node.lineno + 1


def test_files_are_short_or_say_why_not() -> None:
    long = {name: count for name, count in line_counts() if count > FILE_LINES}
    assert long.keys() == LONG_FILES.keys(), f"over {FILE_LINES} lines: {long}"


def test_functions_are_short_or_say_why_not() -> None:
    long = {name: count for name, count in function_lengths() if count > FUNCTION_LINES}
    assert long.keys() == LONG_FUNCTIONS.keys(), f"over {FUNCTION_LINES} lines: {long}"


def test_every_module_says_in_one_sentence_what_lives_there() -> None:
    none(
        place(path)
        for path in modules()
        if path.read_text(encoding="utf-8").strip()
        if not (ast.get_docstring(tree(path)) or "").partition("\n")[0].endswith(".")
    )


def tracked_files() -> list[Path]:
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    homes = "|".join(("root", "work", r"home/\w+", r"Users/\w+"))
    machine_path = re.compile(rf"(?<![\w.*{{}}])/(?:{homes})/|[A-Z]:\\Users\\".encode())
    none(
        f"{place(path)}: {found[0].decode()}"
        for path in tracked_files()
        if (found := machine_path.search(path.read_bytes()))
    )
