"""The words of the command line: commands, their options, and what may stand in each."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn, TypeAlias

from gradviz import __version__
from gradviz.errors import GradVizError

Commands: TypeAlias = Callable[..., "_Parser"]

PICTURES = ("svg", "png", "pdf", "html")
"""Exports with a picture of the graph in them."""

EXPORTS = ("torch", "descent", "micrograd", "latex", "derivation", *PICTURES, "csv", "text")
_MOST_PIXELS = 16_384


class UsageError(GradVizError):
    """The command line cannot be understood."""


class _Parser(argparse.ArgumentParser):
    """Raises instead of leaving, so that every error is said in one place and in one line."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message}. See {self.prog} --help.")


def options() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="gradviz",
        usage="gradviz [FILE.gradviz] | gradviz COMMAND …",
        description="Computation graphs, gradients, landscapes and descent. Without a command the "
        "window opens, with FILE.gradviz in it if one is given.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"GradViz {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for add in (_eval, _descend, _fit, _functions, _export, _screenshot):
        add(commands.add_parser)
    return parser


COMMANDS = ("eval", "descend", "fit", "functions", "export", "screenshot")


def similar_command(word: str) -> str | None:
    """The command that someone who writes ``word`` probably means."""
    return next(iter(get_close_matches(word, COMMANDS, n=1, cutoff=0.7)), None)


def shielded(arguments: Sequence[str]) -> list[str]:
    """The arguments with a space before each that starts with a minus and is no option.

    argparse would take ``-x^2`` for an option; expressions and numbers do not mind the space.
    """
    result: list[str] = []
    for index, argument in enumerate(arguments):
        if argument == "--":
            return [*result, *arguments[index:]]
        is_negative = argument.startswith("-") and argument not in {"-o", "-h", "-"}
        if is_negative and re.match(r"--[a-z]", argument) is None:
            argument = f" {argument}"
        result.append(argument)
    return result


def _add(commands: Commands, name: str, text: str) -> _Parser:
    return commands(name, prog=f"gradviz {name}", help=text, description=text, allow_abbrev=False)


def _eval(commands: Commands) -> None:
    parser = _add(commands, "eval", "Forward and backward pass of an expression, as a table.")
    parser.add_argument("expression", type=_text, metavar="EXPR", help="such as 'L = c(a + 2b)'")
    parser.add_argument(
        "values", type=_text, nargs="*", metavar="name=value", help="such as a=1 or A=[[1,2],[3,4]]"
    )
    parser.add_argument("--json", action="store_true", help="write JSON")


def _descend(commands: Commands) -> None:
    parser = _add(commands, "descend", "Minimize a test function or an expression.")
    parser.add_argument(
        "objective", type=_text, metavar="OBJECTIVE", help="a catalog id or an expression"
    )
    function = parser.add_argument_group("for a test function")
    function.add_argument("--size", type=_whole(1), metavar="N", help="so many variables")
    function.add_argument("--choice", type=_whole(1), metavar="M", help="the m of Shekel's")
    function.add_argument(
        "--penalty", type=_number, metavar="W", help="add W times the squares of violations"
    )
    parser.add_argument(
        "--in-box",
        action="store_true",
        help="keep the descent where a test function is defined, or else in the --bounds",
    )
    _descent_options(parser)


def _fit(commands: Commands) -> None:
    parser = _add(commands, "fit", "Fit the line y = m x + b to data by gradient descent.")
    parser.add_argument("data", metavar="DATA.csv")
    parser.add_argument("--x", type=_text, metavar="COL", help="the column of x (the first)")
    parser.add_argument("--y", type=_text, metavar="COL", help="the column of y (the next)")
    parser.add_argument("--batch-size", type=_whole(1), metavar="N", help="rows in a mini-batch")
    parser.add_argument("--seed", type=_whole(0), default=0, metavar="N", help="of the shuffling")
    _descent_options(parser)


def _stop_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--tolerance", type=_number, default=0.0, metavar="T", help="stop when the loss rests"
    )
    parser.add_argument(
        "--patience", type=_whole(1), default=10, metavar="N", help="for so many epochs (10)"
    )


def _descent_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--start",
        type=_text,
        action="append",
        default=[],
        metavar="x=-1.2,y=1",
        help="where to start",
    )
    parser.add_argument("--optimizer", default="sgd", help="sgd, momentum, adam … (sgd)")
    parser.add_argument(
        "--set", nargs="+", action="extend", default=[], metavar="beta1=0.9", dest="settings"
    )
    _stop_options(parser)
    parser.add_argument("--lr", type=_number, metavar="0.01", help="the learning rate")
    parser.add_argument("--epochs", type=_whole(0), default=100, metavar="N", help="(100)")
    parser.add_argument(
        "--schedule", default="constant", help="of the rate: step, exponential, cosine, warmup"
    )
    parser.add_argument(
        "--schedule-set",
        nargs="+",
        action="extend",
        default=[],
        metavar="gamma=0.5",
        dest="schedule_settings",
    )
    parser.add_argument(
        "--bounds",
        type=_text,
        nargs="+",
        action="extend",
        default=[],
        metavar="x=[-2,2]",
        help="keep parameters in intervals",
    )
    output = parser.add_mutually_exclusive_group()
    output.add_argument("--json", action="store_true", help="write JSON")
    output.add_argument("--csv", metavar="FILE", help="write a row per epoch; - for here")


def _functions(commands: Commands) -> None:
    parser = _add(commands, "functions", "The catalog of test functions.")
    parser.add_argument("--json", action="store_true", help="write JSON")


def _export(commands: Commands) -> None:
    parser = _add(commands, "export", "Write a document as code, formula, picture or table.")
    parser.add_argument("file", metavar="FILE.gradviz")
    parser.add_argument("--to", required=True, choices=EXPORTS, dest="kind")
    parser.add_argument("-o", dest="out", metavar="OUT", help="the file to write (here)")


def _screenshot(commands: Commands) -> None:
    parser = _add(commands, "screenshot", "A picture of the whole window.")
    parser.add_argument("out", metavar="OUT.png")
    parser.add_argument("--open", dest="open_", metavar="ID-or-FILE")
    parser.add_argument("--size", type=_size, default=(1440, 900), metavar="1440x900")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--view", choices=("map", "surface", "curve"), help="of the landscape")


def _text(argument: str) -> str:
    """What was typed, also where the locale does not let Python read it (LC_ALL=C)."""
    try:
        return os.fsencode(argument).decode()
    except UnicodeError:
        return argument


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a number") from None


def _whole(least: int) -> Callable[[str], int]:
    def convert(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number") from None
        if number < least:
            raise argparse.ArgumentTypeError(f"{number} is below {least}")
        return number

    return convert


def _size(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9][0-9]{0,4})[x×]([1-9][0-9]{0,4})", text)
    if match is None or max(width := int(match[1]), height := int(match[2])) > _MOST_PIXELS:
        raise argparse.ArgumentTypeError(f"{text} is not a size such as 1440x900")
    return width, height
