"""Running a program in a Python of its own, and reading what it prints."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any


def printed(code: str, folder: Path, *options: str) -> dict[str, Any]:
    """What the program in a file prints, by the text before the equals sign."""
    path = folder / "program.py"
    path.write_text(code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *options, str(path)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    pairs = (line.split(" = ", 1) for line in done.stdout.splitlines())
    return {key: ast.literal_eval(text) for key, text in pairs}


def promised(code: str) -> dict[str, Any]:
    """What the comments say that a program prints; shapes stand for many numbers."""
    pairs = re.findall(r'^print\("(.*) =", .*\)  # -> (.*)$', code, re.MULTILINE)
    return {key: ast.literal_eval(text) for key, text in pairs if not re.search("×|vector", text)}
