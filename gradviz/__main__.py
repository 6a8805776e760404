"""``gradviz``: the window, or one of the commands of the command line."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, with a document if one is named, or run a command; the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given:  # a window without arguments needs no command line
        from gradviz import cli

        if given[0] in cli.COMMANDS or given[0].startswith("-"):
            return cli.main(given)
    problem = _problem(given)
    if problem is not None:
        print(f"gradviz: {problem}", file=sys.stderr)
        return 2
    pause_collector()
    try:
        from gradviz import app

        return app.run(given[0] if given else None)
    except KeyboardInterrupt:
        return 130


def pause_collector() -> None:
    """No garbage collection while the program is loaded: a sixth of the time to the first frame.

    ``gradviz.app`` turns it on again once everything is built.
    """
    gc.disable()


def _problem(given: Sequence[str]) -> str | None:
    """Why no window can be opened for these words, if so."""
    if not given:
        return None
    from gradviz import cli

    similar = cli.similar_command(given[0])
    if similar is not None and not Path(given[0]).exists():
        return f"There is no command {given[0]}. Did you mean {similar}?"
    if len(given) > 1:
        return f"One document can be opened at a time, not {len(given)}."
    return None


if __name__ == "__main__":
    sys.exit(main())
