"""What to tell a person whose expression cannot be read: a sentence and the place it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lark import Token

from gradviz.errors import ExpressionError
from gradviz.graph.lexicon import name_problem

_OPERATORS = {"PLUS", "MINUS", "TIMES", "DIVIDE", "AT", "POWER", "ROOT", "EQUALS"}
_ENDS = {"$END", "_SEPARATOR"}
_OPEN = {"LPAR": ")", "LBRACKET": "]"}
_CLOSE = {"RPAR": "(", "RBRACKET": "["}

_STRANGE = {
    "|": "Write abs(x) for |x|.",
    "'": "Write x.T for a transpose.",
    "′": "Write x.T for a transpose.",
    "{": "Use ( and ) here.",
    "}": "Use ( and ) here.",
    "\\": "Write the expression as in a lecture, without LaTeX commands.",
    "$": "Write the expression without dollar signs.",
    "∑": "Write sum(x) for a sum.",
    "Σ": "Write sum(x) for a sum.",
    "!": "There is no factorial here.",
    "%": "Write 0.05 for 5 %.",
    "<": "Comparisons cannot be differentiated; use min, max or relu.",
    ">": "Comparisons cannot be differentiated; use min, max or relu.",
    ":": "Write a name with = before the expression, as in d = 2b.",
    ".": "A . stands in numbers, such as 0.5, and in x.T only.",
    "ⁿ": "Write ^n for this exponent.",
    '"': "Write the expression without quotation marks.",
    "∞": "Infinity is not a number one can compute with here.",
}


def strange_character(text: str, position: int) -> ExpressionError:
    """The error for a character that is in no token."""
    character = text[position]
    hint = _STRANGE.get(character)
    shown = character if character.isprintable() else f"The character U+{ord(character):04X}"
    message = f"{shown} cannot be read here." + (f" {hint}" if hint else "")
    return ExpressionError(message, (position, position + 1))


def unexpected(tokens: Sequence[Token], token: Token) -> ExpressionError:
    """The error for the first token that cannot follow the ``tokens`` before it."""
    place = _Place(tokens, token)
    for explain in _EXPLANATIONS:
        error = explain(place)
        if error is not None:
            return error
    return ExpressionError(f"{_shown(token)} cannot stand here.", place.at_token)


class _Place:
    """The tokens around a mistake: the one before it, those of its statement, open brackets."""

    def __init__(self, tokens: Sequence[Token], token: Token) -> None:
        self.token = token
        self.before = tokens[-1] if tokens else None
        cut = max((i for i, t in enumerate(tokens) if t.type == "_SEPARATOR"), default=-1)
        self.statement = tokens[cut + 1 :]
        self.open: list[int] = []
        for index, earlier in enumerate(self.statement):
            if earlier.type in _OPEN:
                self.open.append(index)
            elif earlier.type in _CLOSE and self.open:
                self.open.pop()
        self.previous = self.before.type if self.before is not None else "_SEPARATOR"
        self.end = (self.before.end_pos or 0) if self.before is not None else 0

    @property
    def at_token(self) -> tuple[int, int]:
        if self.token.type == "$END":
            return (self.end, self.end)
        return (self.token.start_pos or 0, self.token.end_pos or 0)

    @property
    def at_before(self) -> tuple[int, int]:
        return ((self.before.start_pos or 0) if self.before is not None else 0, self.end)

    @property
    def opener(self) -> Token | None:
        return self.statement[self.open[-1]] if self.open else None

    @property
    def caller(self) -> Token | None:
        """The name or function right before the innermost open parenthesis."""
        if not self.open or self.open[-1] == 0:
            return None
        before = self.statement[self.open[-1] - 1]
        return before if before.type in {"NAME", "FUNCTION"} else None


def _function_alone(place: _Place) -> ExpressionError | None:
    if place.previous != "FUNCTION" or place.before is None:
        return None
    name = str(place.before)
    if place.token.type == "EQUALS":
        return ExpressionError(name_problem(name) or "", place.at_before)
    return ExpressionError(f"{name} needs parentheses, as in {name}(x).", place.at_before)


def _equals(place: _Place) -> ExpressionError | None:
    if place.token.type != "EQUALS":
        return None
    if any(token.type == "EQUALS" for token in place.statement):
        return ExpressionError("A statement has one = only.", place.at_token)
    first = place.statement[0] if place.statement else None
    if first is None:
        return ExpressionError("A name is missing before =.", place.at_token)
    if first.type == "PI" and len(place.statement) == 1:
        return ExpressionError(name_problem(str(first)) or "", place.at_before)
    span = (first.start_pos or 0, place.end)
    return ExpressionError("Only a single name can stand before =.", span)


def _keyword(place: _Place) -> ExpressionError | None:
    if place.opener is None or place.caller is None or len(place.statement) < 2:
        return None
    recent = [token.type for token in place.statement[-3:]]
    if recent[-2:] == ["NAME", "EQUALS"] or recent == ["NAME", "EQUALS", "MINUS"]:
        name = next(token for token in place.statement[-3:] if token.type == "NAME")
        message = f"{name}= takes a whole number, such as {name}=0."
        return ExpressionError(message, (name.start_pos or 0, place.end))
    return None


def _in_list(place: _Place) -> ExpressionError | None:
    if place.opener is None or place.opener.type != "LBRACKET":
        return None
    if place.token.type in {"NUMBER", "PI", "LBRACKET"}:
        return ExpressionError("A , is missing here.", (place.end, place.end))
    if place.token.type in {"RBRACKET", "COMMA"}:
        return ExpressionError(f"A number is missing before {place.token}.", place.at_token)
    if place.token.type in _ENDS or place.token.type == "RPAR":
        return ExpressionError("A ] is missing here.", (place.end, place.end))
    return ExpressionError("A matrix or vector holds numbers only.", place.at_token)


def _operand_missing(place: _Place) -> ExpressionError | None:
    ends = _ENDS | set(_CLOSE) | {"COMMA"}
    starts = {"TIMES", "DIVIDE", "AT", "POWER", "SUPERSCRIPT", "TRANSPOSE"}
    if place.token.type not in ends | starts:
        return None
    if place.previous in _OPERATORS:
        return ExpressionError(f"Something is missing after {place.before}.", place.at_before)
    if place.previous == "COMMA":
        return ExpressionError("Something is missing after the comma.", place.at_before)
    if place.previous == "LPAR" and place.token.type == "RPAR":
        span = (place.at_before[0], place.at_token[1])
        return ExpressionError("Something is missing between ( and ).", span)
    if place.token.type in starts and place.previous in {"LPAR", "_SEPARATOR"}:
        return ExpressionError(f"Something is missing before {place.token}.", place.at_token)
    if place.previous == "LPAR":
        return ExpressionError("Something is missing after (.", place.at_before)
    return None


def _unbalanced(place: _Place) -> ExpressionError | None:
    kind = place.token.type
    if kind in _CLOSE and place.opener is None:
        opening = _CLOSE[kind]
        return ExpressionError(f"There is no {opening} for this {place.token}.", place.at_token)
    if kind in _ENDS | set(_CLOSE) and place.opener is not None:
        closing = _OPEN[place.opener.type]
        return ExpressionError(f"A {closing} is missing here.", (place.end, place.end))
    return None


def _comma(place: _Place) -> ExpressionError | None:
    if place.token.type != "COMMA":
        return None
    if place.caller is not None and place.caller.type == "NAME":
        span = (place.caller.start_pos or 0, place.caller.end_pos or 0)
        return ExpressionError(f"There is no function {place.caller}.", span)
    if place.previous == "NUMBER":
        message = "A , separates operands. Write decimals with a point, such as 0.5."
        return ExpressionError(message, place.at_token)
    return ExpressionError("A , stands only in functions and matrices.", place.at_token)


_EXPLANATIONS: tuple[Callable[[_Place], ExpressionError | None], ...] = (
    _function_alone,
    _keyword,
    _equals,
    _in_list,
    _operand_missing,
    _unbalanced,
    _comma,
)


def _shown(token: Token) -> str:
    return "The end" if token.type in _ENDS else str(token)
