"""Text in lecture notation to a graph."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from gradviz.errors import ExpressionError
from gradviz.graph.model import Graph

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

MAX_CHARACTERS = 262_144
"""Longer texts are refused: nobody typed them, and a graph of them cannot be looked at."""


def parse(text: str) -> Graph:
    """The graph that ``text`` describes; ids are "1", "2" … in the order of creation.

    A name may be used before its statement. The output is the last statement that computes
    something, so inputs may be stated after it (``y = m x; m = 2``). Raises ExpressionError
    with the span it is about; an empty span is a place between two characters.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"The expression is longer than {MAX_CHARACTERS:,} characters."
        raise ExpressionError(message, (MAX_CHARACTERS, len(text)))
    tree = _tree(text)
    from gradviz.graph.builder import build

    return build(tree, text)


@cache
def _language() -> Lark:
    # Lark and its tables take 0.1 s: nobody pays for them who opens a file or a picture only.
    from lark import Lark

    from gradviz.graph.tokens import Postlexer

    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar, parser="lalr", lexer="basic", postlex=Postlexer(), maybe_placeholders=False
    )


def _tree(text: str) -> Tree[Token]:
    language = _language()
    from lark import UnexpectedCharacters, UnexpectedToken

    from gradviz.graph import mistakes

    parser = language.parse_interactive(text)
    tokens: list[Token] = []
    try:
        for token in parser.iter_parse():
            tokens.append(token)  # noqa: PERF402  # the failing token must be among them
        last = tokens[-1] if tokens else None
        tree: Tree[Token] = parser.feed_eof(last)  # type: ignore[no-untyped-call]
    except UnexpectedCharacters as error:
        raise mistakes.strange_character(text, error.pos_in_stream or 0) from None
    except UnexpectedToken as error:
        at_end = error.token.type == "$END"
        raise mistakes.unexpected(tokens if at_end else tokens[:-1], error.token) from None
    return tree
