"""Runs the benchmarks, each subject in a process of its own, and prints one table."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.benchmarks.row import Goal, Row

HEADINGS = ("work", "ours", "peer", "ratio", "goal", "met")


def subjects() -> list[str]:
    """The names of the modules ``bench_*`` beside this one, without the prefix."""
    return sorted(p.stem.removeprefix("bench_") for p in Path(__file__).parent.glob("bench_*.py"))


def rows_of(subject: str) -> list[Row]:
    """The rows of one subject, measured in this process."""
    module = importlib.import_module(f"tests.benchmarks.bench_{subject}")
    found: Iterable[Row] = module.rows()
    return list(found)


def rows_apart(subject: str) -> list[Row]:
    """The rows of one subject, measured in a process of its own; one that fails says so."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", subject, "--json"],
        env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    if done.returncode not in (0, 1):
        raise SystemExit(f"the benchmarks of {subject} ended with status {done.returncode}")
    return [
        Row(**{name: value for name, value in line.items() if name not in ("goal", "ratio", "met")},
            goal=Goal(**line["goal"]))
        for line in json.loads(done.stdout)
    ]  # fmt: skip


def as_json(rows: Sequence[Row]) -> str:
    """The rows with their ratios and verdicts."""
    lines = [{**asdict(row), "ratio": row.ratio, "met": row.met} for row in rows]
    return json.dumps(lines, indent=2, ensure_ascii=False)


def as_table(rows: Sequence[Row]) -> str:
    """The rows in aligned columns."""
    table = [HEADINGS]
    for row in rows:
        peer = "" if row.peer is None else f"{row.peer:.3g} {row.unit} ({row.peer_name})"
        ratio = "" if row.ratio is None else f"{row.ratio:.3g}×"
        verdict = "yes" if row.met else "NO"
        table.append((row.work, f"{row.ours:.3g} {row.unit}", peer, ratio, str(row.goal), verdict))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in table
    )


def main() -> int:
    """Measure and print; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(subjects())}")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args()
    if unknown := set(options.names) - set(subjects()):
        parser.error(f"no such benchmarks: {', '.join(sorted(unknown))}")
    names = options.names or subjects()
    if len(names) == 1:
        rows = rows_of(names[0])
    else:
        rows = [row for name in names for row in rows_apart(name)]
    print(as_json(rows) if options.json else as_table(rows))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
