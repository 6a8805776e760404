"""``gradviz``: the window, or one of the commands of the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from gradviz import cli


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with a document if one is named, or run a command; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given and (given[0] in cli.COMMANDS or given[0].startswith("-")):
        return cli.main(given)
    problem = _problem(given)
    if problem is not None:
        print(f"gradviz: {problem}", file=sys.stderr)
        return 2
    try:
        from gradviz import app

        return app.run(given[0] if given else None)
    except KeyboardInterrupt:
        return 130


def _problem(given: Sequence[str]) -> str | None:
    """Why no window can be opened for these words, if so."""
    if not given:
        return None
    similar = cli.similar_command(given[0])
    if similar is not None and not Path(given[0]).exists():
        return f"There is no command {given[0]}. Did you mean {similar}?"
    if len(given) > 1:
        return f"One document can be opened at a time, not {len(given)}."
    return None


if __name__ == "__main__":
    sys.exit(main())
