"""Writes the known numbers anew: ``python -m tests.graph.code.write_numbers``."""

from __future__ import annotations

import json
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gradviz.graph import to_torch
from tests.graph.code import exact
from tests.graph.code.cases import CASES, NUMBERS, TIES, Case, stored
from tests.graph.code.running import printed


def by_torch(case: Case, folder: Path) -> dict[str, Any]:
    """What the exported script prints: the value, and the gradients by the inputs."""
    found = printed(to_torch(case.graph, case.values), folder)
    label, value = next(iter(found.items()))
    wanted = [name for name in case.values if name not in case.data]
    return {"value": value, "gradients": {name: found[f"d{label}/d{name}"] for name in wanted}}


def main() -> None:
    """Compute and write; the numbers of PyTorch stay as they are where it is missing."""
    found = {"differences": {key: exact.numbers(key) for key in CASES}}
    if find_spec("torch") is None:
        found |= {kind: numbers for kind, numbers in stored().items() if kind != "differences"}
    else:
        with tempfile.TemporaryDirectory() as folder:
            found["torch"] = {key: by_torch(case, Path(folder)) for key, case in CASES.items()}
            found["torch at ties"] = {k: by_torch(case, Path(folder)) for k, case in TIES.items()}
    NUMBERS.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
