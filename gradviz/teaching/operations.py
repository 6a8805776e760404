"""What the operations are called, what they do in one line, and the words they are found by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from gradviz.graph import OPS, Op


class OpWords(NamedTuple):
    """One operation in words: its title, a line that says what it does, other names for it."""

    title: str
    meaning: str
    others: tuple[str, ...] = ()


WORDS: Mapping[str, OpWords] = {
    "add": OpWords("add", "The sum of two values", ("plus", "sum of two")),
    "sub": OpWords("subtract", "The first value less the second", ("minus", "difference", "-")),
    "mul": OpWords("multiply", "The product, element by element",
                   ("times", "product", "*", "·", "hadamard")),
    "div": OpWords("divide", "The first value over the second",
                   ("over", "quotient", "fraction", "/", ":")),
    "pow": OpWords("power", "The base raised to the exponent", ("**", "square", "exponent")),
    "neg": OpWords("negate", "The value with the opposite sign", ("minus", "-", "opposite")),
    "identity": OpWords("identity", "The value as it is", ("same",)),
    "sin": OpWords("sin", "The sine of an angle in radians", ("sine",)),
    "cos": OpWords("cos", "The cosine of an angle in radians", ("cosine",)),
    "tan": OpWords("tan", "The tangent of an angle in radians", ("tangent", "tg")),
    "asin": OpWords("asin", "The angle with this sine", ("arcsin", "inverse sine")),
    "acos": OpWords("acos", "The angle with this cosine", ("arccos", "inverse cosine")),
    "atan": OpWords("atan", "The angle with this tangent", ("arctan", "inverse tangent")),
    "atan2": OpWords("atan2", "The angle of the point (x, y)", ("arctan2",)),
    "sinh": OpWords("sinh", "The hyperbolic sine", ("hyperbolic sine",)),
    "cosh": OpWords("cosh", "The hyperbolic cosine", ("hyperbolic cosine",)),
    "exp": OpWords("exp", "Euler's number raised to the value", ("exponential", "e^x")),
    "log": OpWords("log", "The natural logarithm", ("ln", "logarithm")),
    "log10": OpWords("log10", "The logarithm to base 10", ("lg", "logarithm")),
    "sqrt": OpWords("square root", "The square root", ("root",)),
    "tanh": OpWords("tanh", "Squeezes a value between −1 and 1", ("hyperbolic tangent",)),
    "sigmoid": OpWords("sigmoid", "Squeezes a value between 0 and 1", ("logistic", "σ")),
    "relu": OpWords("relu", "The value, or 0 where negative", ("rectifier",)),
    "leaky_relu": OpWords("leaky relu", "The value, or 1 % of it where negative",
                          ("leaky rectifier",)),
    "softplus": OpWords("softplus", "A smooth relu: log(1 + exp(x))", ("smooth rectifier",)),
    "softmax": OpWords("softmax", "Shares that add up to 1", ("probabilities",)),
    "abs": OpWords("abs", "The size of a value without its sign", ("absolute", "modulus")),
    "sign": OpWords("sign", "1, 0 or −1, by the sign of the value", ("sgn",)),
    "minimum": OpWords("minimum", "The smaller of two values", ("min", "smaller")),
    "maximum": OpWords("maximum", "The larger of two values", ("max", "larger")),
    "matmul": OpWords("matrix product", "Rows of A times columns of B",
                      ("dot", "product", "times")),
    "transpose": OpWords("transpose", "Rows become columns", (".T",)),
    "dot": OpWords("dot", "The sum of the products of two vectors", ("inner product", "scalar")),
    "trace": OpWords("trace", "The sum along the diagonal", ("tr",)),
    "inv": OpWords("inv", "The inverse of a square matrix", ("inverse", "^-1")),
    "det": OpWords("det", "The determinant of a square matrix", ("determinant",)),
    "sum": OpWords("sum", "All elements added up", ("total", "add up", "sigma")),
    "mean": OpWords("mean", "The average of all elements", ("average", "avg")),
    "norm": OpWords("norm", "The length of a vector", ("length", "magnitude")),
    "min": OpWords("min", "The smallest element", ("smallest",)),
    "max": OpWords("max", "The largest element", ("largest",)),
}  # fmt: skip

NO_MATCH = 9


def title_of(op: str) -> str:
    """What an operation is called in a sentence: ``Add multiply``."""
    words = WORDS.get(op)
    return op if words is None else words.title


class _Said(NamedTuple):
    """What an operation is found by, the nearest first."""

    own: tuple[str, ...]
    symbol: str
    others: tuple[str, ...]
    parts: tuple[str, ...]
    meant: tuple[str, ...]


@cache
def _said(name: str) -> _Said:
    op, words = OPS[name], WORDS[name]
    own = (words.title, op.name, op.function or op.name)
    parts = [part for word in (*own, *words.others) for part in (word, *word.split())]
    meant = f"{words.meaning} {op.category}".casefold().split()
    folded = tuple(part.casefold() for part in parts)
    return _Said(own, op.symbol.casefold(), tuple(words.others), folded, tuple(meant))


def operation_rank(op: Op, typed: str) -> int:
    """How well an operation fits what was typed: 0 best, NO_MATCH for not at all.

    0: its symbol or one of its names, whole; 1: a beginning of its title or name; 2: of another
    word for it; 3: of a word of its meaning or of its category.
    """
    text, said = typed.strip().casefold(), _said(op.name)
    if text in said.own or text == said.symbol or (text in said.others and not text.isalpha()):
        return 0
    if any(name.startswith(text) for name in said.own):
        return 1
    if text in said.others or any(part.startswith(text) for part in said.parts):
        return 2
    found = len(text) > 2 and any(part.startswith(text) for part in said.meant)
    return 3 if found else NO_MATCH


def matching_operations(typed: str) -> tuple[Op, ...]:
    """The operations that fit what was typed, best first; for nothing all, in table order."""
    if not typed.strip():
        return tuple(OPS.values())
    ranked = [(operation_rank(op, typed), place, op) for place, op in enumerate(OPS.values())]
    return tuple(op for rank, _, op in sorted(ranked, key=_first_two) if rank < NO_MATCH)


def _first_two(ranked: tuple[int, int, Op]) -> tuple[int, int]:
    return ranked[0], ranked[1]
