"""Edits of the structure: nodes and wires come and go, and the text always says the same graph."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import Document, edits
from gradviz.errors import GraphError
from gradviz.graph import OPEN, OPS, Graph, NodeId, Role, evaluate, parse
from tests.graph.random_texts import structure


def built(*steps: Callable[[Document], tuple[Document, NodeId]]) -> tuple[Document, list[NodeId]]:
    """The document after adding nodes, and their ids."""
    document, ids = Document(), []
    for step in steps:
        document, node_id = step(document)
        ids.append(node_id)
    return document, ids


def named(document: Document, name: str) -> NodeId:
    return document.graph.by_name[name]


def text(source: str) -> Document:
    return edits.set_text(Document(), source)


def applied(document: Document, op: str, *operands: NodeId) -> tuple[Document, NodeId]:
    """The document with an operation on nodes that are there, wired port by port."""
    document, node = edits.add_operation(document, op)
    for port, operand in enumerate(operands):
        document = edits.connect(document, operand, node, port)
    return document, node


def test_the_homework_graph_is_built_by_hand() -> None:
    document, (a, b, c, d, two) = built(
        lambda doc: edits.add_input(doc, "a", 1.0),
        lambda doc: edits.add_input(doc, "b", 2.0),
        lambda doc: edits.add_input(doc, "c", 5.0),
        lambda doc: edits.add_input(doc, "d", 3.0),
        lambda doc: edits.add_number(doc, 2.0),
    )
    document, double = applied(document, "mul", two, a)
    document, sum_ = applied(document, "add", double, b)
    document, difference = applied(document, "sub", c, d)
    document, product = applied(document, "mul", sum_, difference)
    assert document.graph.output == product
    document = edits.rename(document, product, "L")
    assert document.text == "a = 1; b = 2; c = 5; d = 3; L = (2a + b)(c - d)"
    assert evaluate(document.graph).gradients["a"] == 4.0


def test_a_node_is_never_made_to_depend_on_itself() -> None:
    document = text("c = a b; d = sin(c)")
    reason = edits.refusal(document, named(document, "d"), named(document, "c"), 0)
    assert reason == "This would make c depend on itself."
    with pytest.raises(GraphError, match="depend on itself"):
        edits.connect(document, named(document, "c"), named(document, "c"), 1)


def test_shapes_that_do_not_fit_are_refused_with_the_sizes() -> None:
    document = text("A = [[1, 2, 3], [4, 5, 6]]; B = [[1, 2], [3, 4]]; P = A @ ?")
    reason = edits.refusal(document, named(document, "B"), named(document, "P"), 1)
    assert reason == "A is 2×3 and B is 2×2: inner sizes 3 and 2 differ."


def test_an_input_takes_no_operand_and_an_operation_only_as_many_as_it_has() -> None:
    document = text("c = a b")
    a, c = named(document, "a"), named(document, "c")
    assert "takes no operand" in (edits.refusal(document, c, a, 0) or "")
    assert "no port 3" in (edits.refusal(document, a, c, 2) or "")


def test_what_was_connected_is_let_go_and_its_number_goes() -> None:
    document = text("L = 2b + a")
    product = document.graph.nodes[named(document, "L")].operands[0]
    changed = edits.connect(document, named(document, "a"), product, 0)
    assert changed.text == "L = a b + a"
    assert not any(node.is_literal for node in changed.graph.nodes.values())


def test_a_disconnected_port_is_open_and_the_operand_stays() -> None:
    document = text("L = a b")
    changed = edits.disconnect(document, named(document, "L"), 1)
    assert changed.text == "b; L = a * ?"
    assert changed.graph.nodes[named(changed, "L")].operands == (named(changed, "a"), OPEN)


def test_an_operation_is_inserted_on_a_wire() -> None:
    document, sine = edits.add_operation(text("L = a b"), "sin")
    assert edits.insert(document, sine, named(document, "L"), 1).text == "L = a sin(b)"


@pytest.mark.parametrize(
    ("source", "gone", "left"),
    [
        ("L = sin(a b) + c", "sin", "L = a b + c"),
        ("L = (2a) b", "mul", "L = a b"),
        ("L = a b + c", "mul", "a; b; L = ? + c"),
        ("L = relu(sigmoid(a))", "sigmoid", "L = relu(a)"),
    ],
)
def test_wires_heal_where_one_leads_through(source: str, gone: str, left: str) -> None:
    document = text(source)
    node = next(n for n in document.graph.nodes.values() if n.op == gone and n.name is None)
    assert structure(edits.remove(document, [node.id]).graph) == structure(parse(left))


def test_removing_everything_leaves_nothing() -> None:
    document = text("L = c(a + 2b)")
    assert edits.remove(document, list(document.graph.nodes)).graph == Graph()


def test_a_number_that_is_used_twice_gets_a_name() -> None:
    document = text("p = 3a; q = b * ?")
    three = next(n.id for n in document.graph.nodes.values() if n.is_literal)
    changed = edits.connect(document, three, named(document, "q"), 1)
    assert changed.text == "k = 3; p = k a; q = b k"
    assert changed.graph.nodes[three].role is Role.CONSTANT


def test_the_output_moves_on_when_it_is_used_and_stays_where_it_was_put() -> None:
    document = text("d = 2b; L = a + d")
    changed = edits.set_output(document, named(document, "d"))
    assert changed.text == "d = 2b; L = a + d; d"
    changed, sine = edits.add_operation(changed, "sin")
    assert changed.graph.output == named(changed, "d")
    back = edits.set_output(changed, named(changed, "L"))
    assert edits.connect(back, named(back, "L"), sine, 0).graph.output == sine


def test_another_operation_keeps_the_operands_it_has_ports_for() -> None:
    document = text("L = a + 3")
    node = named(document, "L")
    assert edits.set_operation(document, node, "mul").text == "L = a * 3"
    assert edits.set_operation(document, node, "tanh").text == "L = tanh(a)"


def test_operands_are_swapped() -> None:
    document = text("L = a - b")
    assert edits.swap_operands(document, named(document, "L")).text == "L = b - a"


def test_a_dimension_is_stated_and_taken_back() -> None:
    document = text("A = [[1, 2], [3, 4]]; s = sum(A)")
    stated = edits.set_attribute(document, named(document, "s"), "dim", 0)
    assert stated.text == "A = [[1, 2], [3, 4]]; s = sum(A, dim=0)"
    assert edits.set_attribute(stated, named(stated, "s"), "dim", None).text == document.text


def test_a_name_that_is_taken_gets_a_number() -> None:
    document = text("x = 1; y = 2x")
    for expected in ("x_2", "x_3"):
        document, node = edits.add_input(document, "x")
        assert document.graph.nodes[node].name == expected


ACTIONS = ("operation", "input", "number", "connect", "disconnect", "remove", "insert", "output")


def acted(document: Document, action: str, data: st.DataObject) -> Document:
    """The document after one more edit, or the same where it is refused."""
    nodes = sorted(document.graph.nodes)
    pick = st.sampled_from(nodes) if nodes else st.nothing()
    if action == "operation":
        return edits.add_operation(document, data.draw(st.sampled_from(sorted(OPS))))[0]
    if action == "input":
        return edits.add_input(document, data.draw(st.sampled_from("abc")))[0]
    if action == "number":
        return edits.add_number(document, float(data.draw(st.integers(-3, 3))))[0]
    if not nodes:
        return document
    if action == "remove":
        return edits.remove(document, data.draw(st.sets(pick, max_size=3)))
    user = data.draw(pick)
    ports = len(document.graph.nodes[user].operands)
    port = data.draw(st.integers(0, max(ports - 1, 0)))
    if action == "output":
        return attempted(document, lambda: edits.set_output(document, user))
    if action == "disconnect":
        return edits.disconnect(document, user, port) if ports else document
    other = data.draw(pick)
    if action == "insert" and ports:
        return attempted(document, lambda: edits.insert(document, other, user, port))
    return attempted(document, lambda: edits.connect(document, other, user, port))


def attempted(document: Document, edit: Callable[[], Document]) -> Document:
    """What an edit makes of the document, or the document where the edit is refused."""
    try:
        return edit()
    except GraphError:
        return document


@given(st.data())
def test_the_text_always_says_the_graph(data: st.DataObject) -> None:
    document = Document()
    for action in data.draw(st.lists(st.sampled_from(ACTIONS), max_size=14)):
        document = acted(document, action, data)
        graph = document.graph
        if not graph.nodes:
            assert document.text == ""
            continue
        assert structure(parse(document.text)) == structure(graph), document.text
        assert edits.set_text(document, document.text).graph.nodes.keys() == graph.nodes.keys()
        assert graph.output in graph.nodes
