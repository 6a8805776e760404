"""What the grammar cannot say about tokens: functions, line ends in brackets, neighbors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lark import Token

from gradviz.errors import ExpressionError
from gradviz.graph.lexicon import CONSTANTS, SIGMOID_SIGN, normal
from gradviz.graph.ops import FUNCTIONS

_COMMENT = re.compile(r"#[^\r\n\x85\u2028\u2029]*")
_OPENING = {"LPAR", "LBRACKET"}
_CLOSING = {"RPAR", "RBRACKET"}
_BEFORE_INDEX = {"NAME", "FUNCTION", "RPAR", "RBRACKET", "SUPERSCRIPT", "TRANSPOSE"}


class Postlexer:
    """Refines lark's stream of tokens; holds no state between two texts."""

    always_accept = ()

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        """The tokens with their final types; ExpressionError where neighbors cannot meet."""
        brackets: list[str] = []
        held: Token | None = None
        for token in stream:
            if token.type in _OPENING:
                brackets.append(token.type)
            elif token.type in _CLOSING and brackets:
                brackets.pop()
            elif token.type == "_SEPARATOR" and _continues(token, brackets):
                continue
            if held is not None:
                yield _classified(held, token)
                if brackets[-1:] != ["LBRACKET"] or held.type != "NUMBER":
                    _check_neighbors(held, token)
            held = token
        if held is not None:
            yield _classified(held, None)


def _continues(separator: Token, brackets: list[str]) -> bool:
    inside = bool(brackets) and brackets[-1] == "LBRACKET"
    return inside and ";" not in _COMMENT.sub("", separator)


def _classified(token: Token, after: Token | None) -> Token:
    if token.type != "NAME":
        return token
    if token == SIGMOID_SIGN and after is not None and after.type == "LPAR":
        return token.update(type="FUNCTION", value="sigmoid")
    name = normal(token)
    kind = "FUNCTION" if name in FUNCTIONS else "PI" if name in CONSTANTS else "NAME"
    return token if kind == "NAME" and name == token else token.update(type=kind, value=name)


def _check_neighbors(before: Token, token: Token) -> None:
    if before.type == token.type == "NUMBER":
        message = f"Write an operator between {before} and {token}, as in {before} * {token}."
        raise ExpressionError(message, (before.start_pos or 0, token.end_pos or 0))
    if token.type == "LBRACKET" and before.type in _BEFORE_INDEX:
        message = f"Write an operator between {before} and [; numbers are not picked out by index."
        raise ExpressionError(message, (before.start_pos or 0, token.end_pos or 0))
