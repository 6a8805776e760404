"""Makes the example files anew from their list: ``python -m gradviz.document.write_examples``."""

from __future__ import annotations

from pathlib import Path

from gradviz.document.examples import FOLDER, build_example, examples
from gradviz.document.format import SUFFIX, dumps
from gradviz.resources import resource


def write_examples(folder: Path) -> None:
    """Write the file of every example into ``folder``."""
    for example in examples().values():
        data = dumps(build_example(example), readable=True)
        (folder / f"{example.id}{SUFFIX}").write_bytes(data)


if __name__ == "__main__":
    write_examples(resource(FOLDER))
