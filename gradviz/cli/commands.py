"""The commands themselves, and how errors leave the command line: one line and a status."""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from gradviz.cli.leaving import complain, drop_output, refused, unwritten
from gradviz.cli.options import UsageError, options, shielded
from gradviz.errors import ExpressionError, GradVizError

if TYPE_CHECKING:
    from gradviz.descent import Objective, TestFunction, Trajectory
    from gradviz.graph import Array, Graph, Value

_LINE = "ŷ = m x + b; MSE = mean((y - ŷ)^2)"
_NO_BOX: Mapping[str, tuple[float, float]] = MappingProxyType({})
_LONGEST_PLACE = 24
_BROKEN_PIPE = 141  # as a shell reports a program that SIGPIPE ended
_INTERRUPTED = 130


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit status. Errors a user can cause end in one line and status 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A terminal without our letters still gets its answer.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        chosen = options().parse_args(shielded(arguments))
        if chosen.command is None:
            raise UsageError("Name a command. See gradviz --help.")
        _ACTS[chosen.command](chosen)
    except SystemExit as leaving:  # argparse leaves so after --help and --version
        return _shown(leaving)
    except GradVizError as error:
        return refused(str(error))
    except BrokenPipeError:
        drop_output()
        return _BROKEN_PIPE
    except OSError as error:  # files answer for themselves; this is the output
        return unwritten(error)
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 0


def _shown(leaving: SystemExit) -> int:
    """The status after a help text; argparse does not mind that it can't be written."""
    try:
        _write("")
    except OSError as error:
        return unwritten(error)
    return leaving.code if isinstance(leaving.code, int) else 0


def _eval(chosen: argparse.Namespace) -> None:
    from gradviz.cli import report
    from gradviz.cli.values import check_values, values_of
    from gradviz.graph import evaluate

    graph = _graph(chosen.expression)
    values = values_of(chosen.values)
    check_values(graph, values)
    evaluation = evaluate(graph, values)
    if chosen.json:
        _write_json(report.evaluation_object(evaluation))
        if evaluation.note:
            complain(evaluation.note)
    else:
        _write(report.evaluation_table(evaluation))


def _descend(chosen: argparse.Namespace) -> None:
    from gradviz.cli.values import check_values, start_of
    from gradviz.descent import catalog, objective

    start = start_of(chosen.start)
    function = catalog().get(chosen.objective.strip())
    if function is not None:
        function = _as_asked(function, chosen)
        box = function.domain if chosen.in_box else {}
        penalized = None if chosen.penalty is None else function.penalized(chosen.penalty)
        _report(chosen, _path(chosen, penalized or function, start, box))
        return
    for option in ("size", "choice", "penalty"):
        if getattr(chosen, option) is not None:
            raise UsageError(f"--{option} is for the test functions of the catalog.")
    if chosen.in_box and not chosen.bounds:
        raise UsageError("An expression has no box of its own; say it, as in --bounds x=[-2,2].")
    graph = _graph(chosen.objective)
    target = objective(graph, start=start)
    _check_id(chosen.objective.strip(), graph)
    check_values(graph, start)
    _report(chosen, _path(chosen, target))


def _check_id(text: str, graph: Graph) -> None:
    """UsageError for a name alone that is nearly that of a test function."""
    from gradviz.descent import catalog

    if [node.name for node in graph.nodes.values()] == [text]:
        close = get_close_matches(text, catalog(), n=1)
        if close:
            raise UsageError(f"There is no test function called {text}. Did you mean {close[0]}?")


def _as_asked(function: TestFunction, chosen: argparse.Namespace) -> TestFunction:
    """The test function of the size and the choice asked for."""
    if chosen.choice is not None:
        function = function.with_choice(chosen.choice)
    return function if chosen.size is None else function.with_size(chosen.size)


def _fit(chosen: argparse.Namespace) -> None:
    from gradviz.cli.values import start_of
    from gradviz.descent import best_line, objective

    parameters = ("m", "b")
    start = {"m": 0.0, "b": 0.0, **start_of(chosen.start)}
    for name in start:
        if name not in parameters:
            raise UsageError(f"{name} is not fitted; the line has m and b.")
    columns = _columns(chosen)
    target = objective(_graph(_LINE), columns, parameters, start)
    trajectory = _path(chosen, target, batch_size=chosen.batch_size, seed=chosen.seed)
    _report(chosen, trajectory, best_line(**columns)._asdict())


def _path(
    chosen: argparse.Namespace,
    target: Objective | TestFunction,
    start: Mapping[str, Value] | None = None,
    box: Mapping[str, tuple[float, float]] = _NO_BOX,
    **batches: int | None,
) -> Trajectory:
    from gradviz.cli.values import bounds_of, settings_of
    from gradviz.descent import descend

    return descend(
        target,
        start,
        None,
        chosen.optimizer,
        chosen.lr,
        chosen.epochs,
        settings_of(chosen.settings),
        schedule=chosen.schedule,
        schedule_settings=settings_of(chosen.schedule_settings),
        bounds={**box, **bounds_of(chosen.bounds)},
        batch_size=batches.get("batch_size"),
        seed=batches.get("seed") or 0,
        tolerance=chosen.tolerance,
        patience=chosen.patience,
    )


def _columns(chosen: argparse.Namespace) -> dict[str, Array]:
    """The columns x and y of the data: those named, else the first ones not named."""
    from gradviz.descent import read_csv

    only = {chosen.x, chosen.y} if chosen.x and chosen.y else None
    columns = read_csv(chosen.data, only).columns
    for name in (chosen.x, chosen.y):
        if name is not None and name not in columns:
            listed = ", ".join(columns)
            raise UsageError(f"{chosen.data} has no column {name}; it has {listed}.")
    unnamed = iter(name for name in columns if name not in (chosen.x, chosen.y))
    x = chosen.x or next(unnamed, None)
    y = chosen.y or next(unnamed, None)
    if x is None or y is None:
        raise UsageError(f"{chosen.data} has one column only; a fit needs x and y.")
    return {"x": columns[x], "y": columns[y]}


def _report(
    chosen: argparse.Namespace, trajectory: Trajectory, best: Mapping[str, float] | None = None
) -> None:
    from gradviz.cli import report
    from gradviz.graph import format_number

    if chosen.json:
        found = report.trajectory_object(trajectory)
        _write_json({**found, "best": best} if best else found)
    elif chosen.csv is not None:
        _write(report.trajectory_csv(trajectory), None if chosen.csv == "-" else chosen.csv)
    else:
        _write(report.trajectory_table(trajectory))
        if best:
            numbers = ", ".join(f"{name} = {format_number(x, 6)}" for name, x in best.items())
            _write(f"Least squares: {numbers}.\n")


def _functions(chosen: argparse.Namespace) -> None:
    from gradviz.cli import report
    from gradviz.descent import catalog

    functions = tuple(catalog().values())
    if chosen.json:
        _write_json([report.function_object(f) for f in functions])
    else:
        _write(report.functions_table(functions))


def _export(chosen: argparse.Namespace) -> None:
    from gradviz.document import EXPORTS, load

    document = load(chosen.file)
    if chosen.kind in EXPORTS:
        _write(EXPORTS[chosen.kind](document), chosen.out)
    else:
        _picture(chosen)


def _picture(chosen: argparse.Namespace) -> None:
    from gradviz import app

    if chosen.out is not None:
        app.export_picture(chosen.file, chosen.kind, chosen.out)
        return
    if sys.stdout is None or sys.stdout.isatty():
        raise UsageError("Name the file to write, as in -o graph.png.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"graph.{chosen.kind}")
        app.export_picture(chosen.file, chosen.kind, path)
        sys.stdout.buffer.write(path.read_bytes())
        sys.stdout.buffer.flush()


def _screenshot(chosen: argparse.Namespace) -> None:
    from gradviz import app

    app.screenshot(chosen.out, chosen.open_, chosen.size, chosen.theme, chosen.view)


def _graph(text: str) -> Graph:
    """The graph of an expression; where it cannot be read the error names line and column."""
    from gradviz.graph import parse

    try:
        return parse(text)
    except ExpressionError as error:
        start, end = error.span
        before = text[:start]
        line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
        place = f"column {column}" if line == 1 else f"line {line}, column {column}"
        offending = text[start:end].strip()
        is_shown = 0 < len(offending) <= _LONGEST_PLACE and offending.isprintable()
        at = f', at "{offending}"' if is_shown else ""
        raise UsageError(f"{place}{at}: {error}") from error


def _write(text: str, out: str | None = None) -> None:
    if out is not None:
        from gradviz.document import write_atomically

        write_atomically(Path(out), text.encode())
        return
    if sys.stdout is None:  # so Python starts when it is closed
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    print(text, end="", flush=True)


def _write_json(found: object) -> None:
    from gradviz.cli import report

    text = report.to_json(found)
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = report.to_json(found, ascii_only=True)
    _write(f"{text}\n")


_ACTS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "eval": _eval,
    "descend": _descend,
    "fit": _fit,
    "functions": _functions,
    "export": _export,
    "screenshot": _screenshot,
}
