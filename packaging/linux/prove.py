"""Proves that a built GradViz works: it computes, and it paints its window, with nothing around it.

Usage: ``prove.py PROGRAM``; ends with a sentence, or with the reason why not.
"""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZE = (1440, 900)
LEAST_BYTES = 20_000
"""An empty window of this size compresses to a few thousand bytes; one with panels does not."""


def outcome(program: str, *arguments: str, home: str) -> str:
    """What the program prints when it has only a home, a path and no display."""
    bare = {"HOME": home, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    done = subprocess.run(
        [program, *arguments],
        env={**bare, "QT_QPA_PLATFORM": "offscreen"},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if done.returncode or "Traceback" in done.stderr:
        raise SystemExit(f"{program} {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def proven_numbers(program: str, home: str) -> None:
    """The lecture's example has the lecture's result."""
    arguments = ("eval", "L = c(a + 2b)", "a=1", "b=2", "c=3", "--json")
    result = json.loads(outcome(program, *arguments, home=home))
    gradients = {name: result["gradients"][name] for name in "abc"}
    if result["value"] != 15 or gradients != {"a": 3, "b": 6, "c": 5}:
        raise SystemExit(f"{program} computes {result}")


def proven_picture(program: str, home: str) -> float:
    """The window is painted, in the size asked for and not empty; seconds it took."""
    picture = Path(home, "window.png")
    start = time.monotonic()
    outcome(program, "screenshot", str(picture), "--size", "{}x{}".format(*SIZE), home=home)
    seconds = time.monotonic() - start
    data = picture.read_bytes()
    if data[:8] != b"\x89PNG\r\n\x1a\n" or struct.unpack(">II", data[16:24]) != SIZE:
        raise SystemExit(f"{program} wrote no PNG of {SIZE}")
    if len(data) < LEAST_BYTES:
        raise SystemExit(f"{program} painted an empty window ({len(data)} bytes)")
    return seconds


def main() -> None:
    """Try the program given as the only argument."""
    program = str(Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as home:
        proven_numbers(program, home)
        seconds = proven_picture(program, home)
    print(f"{program} computes and paints (a picture of its window in {seconds:.2f} s)")


if __name__ == "__main__":
    main()
