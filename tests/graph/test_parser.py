"""Text → graph: what is accepted, what it means, and what is said about the rest."""

from __future__ import annotations

import logging
import math
from pathlib import Path

import pytest
from hypothesis import given
from lark import Lark, logger

import gradviz.graph
from gradviz.errors import ExpressionError
from gradviz.graph import FUNCTIONS, MAX_CHARACTERS, OPEN, OPS, Graph, evaluate, name_problem, parse
from tests.graph.random_texts import texts

DEEP = 10_000


def value(text: str, **inputs: float) -> float:
    found = evaluate(parse(text), inputs).value
    assert isinstance(found, float)
    return found


def operations(graph: Graph) -> list[str]:
    return [graph.nodes[i].op for i in graph.order if not graph.nodes[i].is_input]


def mistake(text: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-x^2", -9.0),
        ("-2^2", -4.0),
        ("2^-1", 0.5),
        ("2^3^2", 512.0),
        ("2**3", 8.0),
        ("1/2x", 1.5),
        ("2x", 6.0),
        ("x y", 12.0),
        ("y(x + 2y)", 44.0),
        ("(2x+y)(x-y)", -10.0),
        ("x x^2", 27.0),
        ("2sin(0) + x", 3.0),
        ("x - -y", 7.0),
        ("--x", 3.0),
        ("+x", 3.0),
        ("6/x y", 8.0),
        ("x²", 9.0),
        ("x³ − y", 23.0),
        ("2x⁻¹", 2 / 3),
        ("√y", 2.0),
        ("√(y + 12)", 4.0),
        ("√y²", 4.0),
        ("x · y × 2", 24.0),
        ("y ÷ 2", 2.0),
        (".5x", 1.5),
        ("1e-3x", 0.003),
        ("max(x, y)", 4.0),
        ("σ(0x)", 0.5),
        ("2pi", 2 * math.pi),
        ("2πx", 6 * math.pi),
        ("atan2(0x, x)", 0.0),
    ],
)
def test_the_notation_means_what_the_lecture_means(text: str, expected: float) -> None:
    inputs = {name: v for name, v in {"x": 3.0, "y": 4.0}.items() if name in parse(text).by_name}
    assert value(text, **inputs) == pytest.approx(expected, rel=1e-15)


def test_every_function_of_the_table_can_be_called() -> None:
    for function, arities in FUNCTIONS.items():
        for arity, op in arities.items():
            graph = parse(f"{function}({', '.join('xy'[:arity])})")
            assert operations(graph) == [op]


def test_infix_operations_reach_the_rest_of_the_table() -> None:
    graph = parse("-((a + b - c)*d/e)^f @ g.T")
    assert set(operations(graph)) == {
        "neg",
        "add",
        "sub",
        "mul",
        "div",
        "pow",
        "matmul",
        "transpose",
    }
    assert {row.name for row in OPS.values() if row.function is None} <= set(operations(graph))


def test_a_number_with_a_sign_is_one_number() -> None:
    assert operations(parse("-3 x")) == ["mul"]
    assert operations(parse("-(3)")) == ["neg"]


def test_two_and_e_is_a_product_but_an_exponent_is_not() -> None:
    assert parse("2e").by_name.keys() == {"e"}
    assert value("2e5") == 200_000


def test_statements_are_split_by_semicolons_and_lines_and_comments_are_skipped() -> None:
    graph = parse("# the homework\n d = 2b;;\r\n e = a + d # sum; of two\n\nL = c e\n;")
    assert list(graph.by_name) == ["b", "d", "a", "e", "c", "L"]
    assert graph.output == graph.by_name["L"]


def test_nothing_is_multiplied_across_a_line_end() -> None:
    graph = parse("a b\nc")
    assert graph.output == graph.by_name["c"]


def test_matrices_may_go_over_lines() -> None:
    assert parse("[[1, 2], # first\n [3, -4]]").nodes["1"].value == ((1.0, 2.0), (3.0, -4.0))


def test_a_bare_number_states_an_input_and_other_names_are_inputs_without_a_value() -> None:
    graph = parse("y = m x + b; m = -2; b = [1, 2]")
    stated = {node.name: (node.value, node.stated) for node in graph.inputs}
    assert stated == {"m": (-2.0, True), "x": (None, False), "b": ((1.0, 2.0), True)}


def test_the_last_statement_that_computes_is_the_output() -> None:
    assert parse("L = a + b; a = 2").output == parse("L = a + b; a = 2").by_name["L"]
    assert parse("a = 2; b = 3").output == parse("a = 2; b = 3").by_name["b"]
    assert parse("d = 2b; e = d; b").output == parse("d = 2b; e = d; b").by_name["b"]


def test_names_may_be_used_before_their_statement() -> None:
    assert value("L = c e; e = a + d; d = 2b; L", a=1, b=2, c=3) == 15


def test_another_name_for_a_name_is_a_node_of_its_own() -> None:
    graph = parse("y = x")
    assert graph.nodes[graph.output or ""].name == "y"
    assert value("y = x", x=3) == 3


def test_equal_parts_are_not_merged() -> None:
    assert operations(parse("2b + 2b")) == ["mul", "mul", "add"]


def test_ids_count_from_one_in_the_order_of_creation() -> None:
    assert list(parse("L = c(a + 2b); L2 = L").nodes) == [str(i) for i in range(1, 9)]


def test_names_are_the_same_however_their_accents_are_typed() -> None:
    assert parse("y\u0302 = 2; \u0177 + 1").by_name.keys() == {"ŷ"}


def test_sigma_is_a_function_before_a_parenthesis_only() -> None:
    graph = parse("σ = 2; σ(x) + σ")
    assert operations(graph) == ["sigmoid", "add"]


def test_dim_is_a_keyword_of_reductions_and_a_name_elsewhere() -> None:
    graph = parse("sum(dim, dim=-1)")
    assert graph.nodes[graph.output or ""].attributes == (("dim", -1),)


@pytest.mark.parametrize(
    "text", ["foo(3)", "tax(x)", "mx(a + b)", "ab(x)", "sigmoids = 2; sigmoids(x)"]
)
def test_a_name_that_resembles_no_function_multiplies(text: str) -> None:
    assert operations(parse(text))[-1] == "mul"


@pytest.mark.parametrize(
    ("text", "sentence", "at"),
    [
        ("", "Write an expression, such as L = c(a + 2b).", (0, 0)),
        (" ;\n", "Write an expression, such as L = c(a + 2b).", (0, 3)),
        ("2 3", "Write an operator between 2 and 3, as in 2 * 3.", (0, 3)),
        ("a = b; b = a", "a would depend on itself.", (0, 1)),
        ("y = 2; x = x + y", "x would depend on itself.", (7, 8)),
        ("sgmoid(x)", "There is no function sgmoid. Did you mean sigmoid?", (0, 6)),
        ("1 + Sin (x)", "There is no function Sin. Did you mean sin?", (4, 7)),
        ("ln(x)", "There is no function ln. Did you mean log?", (0, 2)),
        ("sin x", "sin needs parentheses, as in sin(x).", (0, 3)),
        ("2 + sin", "sin needs parentheses, as in sin(x).", (4, 7)),
        ("sin()", "sin takes 1 operand, not 0.", (0, 5)),
        ("atan2(x)", "atan2 takes 2 operands, not 1.", (0, 8)),
        ("max(a, b, c)", "max takes 1 or 2 operands, not 3.", (0, 12)),
        ("sin(x", "A ) is missing here.", (5, 5)),
        ("c(a + 2b; d", "A ) is missing here.", (8, 8)),
        ("a +", "Something is missing after +.", (2, 3)),
        ("a − \nb", "Something is missing after −.", (2, 3)),
        ("a * / b", "Something is missing after *.", (2, 3)),
        ("a; * b", "Something is missing before *.", (3, 4)),
        ("L =", "Something is missing after =.", (2, 3)),
        ("()", "Something is missing between ( and ).", (0, 2)),
        ("log(x,)", "Something is missing after the comma.", (5, 6)),
        ("a + b)", "There is no ( for this ).", (5, 6)),
        ("(a]", "A ) is missing here.", (2, 2)),
        ("foo(x, y)", "There is no function foo.", (0, 3)),
        ("3,5", "A , separates operands. Write decimals with a point, such as 0.5.", (1, 2)),
        ("[1, 2", "A ] is missing here.", (5, 5)),
        ("[1 2]", "A , is missing here.", (2, 2)),
        ("[[1, 2], [3]]", "The rows of a matrix must be equally long.", (9, 12)),
        ("[]", "Write at least one number between [ and ].", (0, 2)),
        ("[1, a]", "A matrix or vector holds numbers only.", (4, 5)),
        ("[1, ]", "A number is missing before ].", (4, 5)),
        ("[[[1]]]", "A matrix has rows and columns; lists cannot be nested deeper.", (0, 7)),
        ("L = 1; L = 2", "L is defined twice. Give this one another name.", (7, 8)),
        ("pi = 3", "pi is a constant. Choose another name.", (0, 2)),
        ("sin = 3", "sin is a function. Choose another name.", (0, 3)),
        ("2x = 3", "Only a single name can stand before =.", (0, 2)),
        ("a = b = c", "A statement has one = only.", (6, 7)),
        ("= 3", "A name is missing before =.", (0, 1)),
        ("sum(x, dim=a)", "dim= takes a whole number, such as dim=0.", (7, 11)),
        ("sum(x, dim=0.5)", "dim= takes a whole number, such as dim=0.", (7, 14)),
        ("sum(x, axis=0)", "sum takes no axis= here.", (7, 13)),
        ("max(x, y, dim=0)", "max takes no dim= here.", (10, 15)),
        ("1e999 x", "This number is too large.", (0, 5)),
        ("x½", "½ cannot be part of a name.", (0, 2)),
        ("|x|", "| cannot be read here. Write abs(x) for |x|.", (0, 1)),
        ("a & b", "& cannot be read here.", (2, 3)),
    ],
)
def test_errors_say_what_is_wrong_and_where(text: str, sentence: str, at: tuple[int, int]) -> None:
    error = mistake(text)
    assert (str(error), error.span) == (sentence, at)


def test_indexing_is_refused_in_words() -> None:
    assert "not picked out by index" in str(mistake("x[1]"))


def test_a_text_that_is_too_long_is_refused_at_once() -> None:
    error = mistake("x" * (MAX_CHARACTERS + 1))
    assert error.span == (MAX_CHARACTERS, MAX_CHARACTERS + 1)


@given(texts)
def test_any_text_gives_a_graph_or_an_error_with_a_place_in_the_text(text: str) -> None:
    try:
        graph = parse(text)
    except ExpressionError as error:
        found, (start, end) = str(error), error.span
    else:
        assert graph.output in graph.nodes
        assert all(name_problem(name) is None for name in graph.by_name)
        assert len(graph.order) == len(graph.nodes)
        return
    assert 0 <= start <= end <= len(text)
    assert found.endswith((".", "?"))


DEEP_TEXTS = {
    "parentheses": ("(" * DEEP + "x" + ")" * DEEP, 1),
    "sum": (" + ".join(["x"] * DEEP), DEEP),
    "power": ("^".join(["x"] * DEEP), DEEP),
    "signs": ("-" * DEEP + "x", DEEP + 1),
    "functions": ("sin(" * DEEP + "x" + ")" * DEEP, DEEP + 1),
    "names": ("x1 = x0;" + ";".join(f"x{i + 1} = 2x{i}" for i in range(1, DEEP)), 2 * DEEP),
}


@pytest.mark.parametrize(("text", "nodes"), DEEP_TEXTS.values(), ids=DEEP_TEXTS)
def test_depth_has_no_limit(text: str, nodes: int) -> None:
    assert len(parse(text).nodes) == nodes


def test_an_unclosed_chain_of_parentheses_is_an_error_like_any_other() -> None:
    assert str(mistake("(" * DEEP + "x")) == "A ) is missing here."


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    folder = Path(gradviz.graph.__file__).parent
    grammar = folder.joinpath("grammar.lark").read_text(encoding="utf-8")
    logger.addHandler(caplog.handler)
    with caplog.at_level(logging.DEBUG, logger.name):
        Lark(grammar, parser="lalr", lexer="basic", debug=True)
    logger.removeHandler(caplog.handler)
    assert "onflict" not in caplog.text


@pytest.mark.parametrize("name", ["sin", "pi", "π", "", "2x", "x y", "x-y", "½", "a.b", "y\u0302"])
def test_what_cannot_be_read_back_is_no_name(name: str) -> None:
    assert name_problem(name) is not None


@pytest.mark.parametrize("name", ["x", "ŷ", "σ", "∂L", "x₁", "W_out", "e", "T", "dim", "x̂"])
def test_the_names_of_the_lecture_are_names(name: str) -> None:
    assert name_problem(name) is None
    assert parse(f"{name} + 1").by_name.keys() == {name}


@pytest.mark.parametrize(
    "text", ["L = a * ?", "? + 2b", "-?", "(2a + ?)(c - d)", "max(?, 3)", "?^2"]
)
def test_a_question_mark_is_a_missing_operand(text: str) -> None:
    graph = parse(text)
    waiting = [node for node in graph.nodes.values() if not node.is_complete]
    assert len(waiting) == 1
    assert waiting[0].operands.count(OPEN) == 1


@pytest.mark.parametrize(("text", "span"), [("?", (0, 1)), ("x = ?", (4, 5)), ("+?", (1, 2))])
def test_a_missing_operand_alone_is_no_statement(text: str, span: tuple[int, int]) -> None:
    with pytest.raises(ExpressionError, match="operand that is still missing") as caught:
        parse(text)
    assert caught.value.span == span
