"""The layered layout: nothing overlaps, everything reads left to right, little moves on an edit."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gradviz.graph import Graph, Node, NodeId
from gradviz.graph.layout import Layout, Point, Size, arrange, port_offset
from gradviz.graph.layout.network import build_network
from gradviz.graph.layout.ordering import order_layers
from gradviz.graph.layout.placing import fit_in_order

CARD: Size = (116.0, 64.0)
PILL: Size = (52.0, 32.0)


@st.composite
def graphs(draw: st.DrawFn, most: int = 30) -> Graph:
    """A DAG of inputs, literals and operations with one to three operands."""
    nodes: dict[NodeId, Node] = {}
    for i in range(draw(st.integers(1, most))):
        operands = draw(st.integers(0, 3)) if i else 0
        if operands:
            chosen = tuple(str(draw(st.integers(0, i - 1))) for _ in range(operands))
            nodes[str(i)] = Node(str(i), "op", chosen)
        elif draw(st.booleans()):
            nodes[str(i)] = Node(str(i), "input", name=f"x{i}")
        else:
            nodes[str(i)] = Node(str(i), "input", value=2.0)
    return Graph(nodes, str(len(nodes) - 1))


def tree(depth: int) -> Graph:
    """A full binary tree of subtractions; its leaves are named from left to right."""
    nodes: dict[NodeId, Node] = {}

    def grow(level: int) -> NodeId:
        node_id = str(len(nodes))
        nodes[node_id] = Node(node_id, "input", name=f"x{node_id}")
        if level:
            nodes[node_id] = Node(node_id, "sub", (grow(level - 1), grow(level - 1)))
        return node_id

    return Graph(nodes, grow(depth))


def sizes_of(graph: Graph) -> Mapping[NodeId, Size]:
    return {i: PILL if node.is_literal else CARD for i, node in graph.nodes.items()}


def box(layout: Layout, node_id: NodeId, size: Size) -> tuple[float, float, float, float]:
    x, y = layout.positions[node_id]
    return x - size[0] / 2, y - size[1] / 2, x + size[0] / 2, y + size[1] / 2


def touches(a: Point, b: Point, card: tuple[float, float, float, float]) -> bool:
    """Whether the segment from a to b meets the inside of the card (Liang and Barsky)."""
    low, high = 0.0, 1.0
    for axis in (0, 1):
        step = b[axis] - a[axis]
        near, far = card[axis] + 1 - a[axis], card[axis + 2] - 1 - a[axis]
        if step == 0:
            if near > 0 or far < 0:
                return False
            continue
        first, last = sorted((near / step, far / step))
        low, high = max(low, first), min(high, last)
    return low < high


@given(graphs())
def test_cards_keep_a_distance(graph: Graph) -> None:
    sizes = sizes_of(graph)
    layout = arrange(graph, sizes)
    boxes = [box(layout, i, sizes[i]) for i in graph.nodes]
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = max(b[0] - a[2], a[0] - b[2], b[1] - a[3], a[1] - b[3])
            assert apart >= 16


@given(graphs())
def test_every_edge_runs_to_the_right_from_card_to_port(graph: Graph) -> None:
    sizes = sizes_of(graph)
    layout = arrange(graph, sizes)
    for user, port in layout.branches:
        route = layout.route(user, port)
        node = graph.nodes[user]
        operand = node.operands[port]
        assert route[0] == (box(layout, operand, sizes[operand])[2], layout.positions[operand][1])
        low = port_offset(port, len(node.operands), sizes[user][1])
        assert route[-1] == (box(layout, user, sizes[user])[0], layout.positions[user][1] + low)
        assert all(a[0] < b[0] for a, b in pairwise(route))
    assert len(layout.branches) == sum(len(node.operands) for node in graph.nodes.values())


@given(graphs())
def test_no_edge_passes_through_a_card(graph: Graph) -> None:
    sizes = sizes_of(graph)
    layout = arrange(graph, sizes)
    boxes = {i: box(layout, i, sizes[i]) for i in graph.nodes}
    for user, port in layout.branches:
        route = layout.route(user, port)
        ends = {user, graph.nodes[user].operands[port]}
        foreign = [card for i, card in boxes.items() if i not in ends]
        for a, b in pairwise(route):
            assert not any(touches(a, b, card) for card in foreign)


@given(graphs())
def test_the_same_graph_gives_the_same_drawing(graph: Graph) -> None:
    assert arrange(graph, sizes_of(graph)) == arrange(graph, sizes_of(graph))


@given(graphs(), st.data())
def test_old_cards_keep_their_order_when_one_is_added(graph: Graph, data: st.DataObject) -> None:
    before = arrange(graph, sizes_of(graph)).positions
    operand = data.draw(st.sampled_from(sorted(graph.nodes)))
    network = build_network(graph.with_nodes(Node("new", "sin", (operand,))))
    old = {v: before[i][1] for v, i in enumerate(network.ids) if i in before}
    order = order_layers(network, old)
    rows = [[old[v] for v in layer if v in old] for layer in order]
    # The order changes only as a whole, for a new drawing with clearly fewer crossings.
    assert all(row == sorted(row) for row in rows) or order == order_layers(network, {})


def test_adding_a_node_moves_no_other_card() -> None:
    graph = tree(4)
    before = arrange(graph, sizes_of(graph)).positions
    grown = graph.with_nodes(Node("new", "sin", ("0",)))
    after = arrange(grown, sizes_of(grown), before).positions
    assert all(
        abs(after[i][0] - x) < 1e-6 and abs(after[i][1] - y) < 1e-6 for i, (x, y) in before.items()
    )


def test_drawing_again_moves_nothing() -> None:
    graph = tree(5)
    first = arrange(graph, sizes_of(graph))
    again = arrange(graph, sizes_of(graph), first.positions)
    for node_id, (x, y) in again.positions.items():
        assert abs(x - first.positions[node_id][0]) < 1e-6
        assert abs(y - first.positions[node_id][1]) < 1e-6


def test_a_tree_keeps_the_order_of_its_operands() -> None:
    graph = tree(5)
    positions = arrange(graph, sizes_of(graph)).positions
    for node in graph.nodes.values():
        if node.operands:
            first, second = node.operands
            assert positions[first][1] < positions[second][1]


def test_a_result_stands_between_its_two_operands() -> None:
    graph = tree(1)
    positions = arrange(graph, sizes_of(graph)).positions
    assert abs(positions["0"][1] - (positions["1"][1] + positions["2"][1]) / 2) < 1


def test_an_input_stands_next_to_its_first_user() -> None:
    nodes = {"0": Node("0", "input", name="x")}
    for i in range(1, 6):
        nodes[str(i)] = Node(str(i), "sin", (str(i - 1),))
    nodes["c"] = Node("c", "input", name="c")
    nodes["L"] = Node("L", "mul", ("c", "5"))
    graph = Graph(nodes, "L")
    positions = arrange(graph, sizes_of(graph)).positions
    assert positions["c"][0] == positions["5"][0]


def test_a_long_edge_runs_level_past_the_columns() -> None:
    nodes = {"0": Node("0", "input", name="x")}
    for i in range(1, 8):
        nodes[str(i)] = Node(str(i), "sin", (str(i - 1),))
    nodes["L"] = Node("L", "add", ("0", "7"))
    graph = Graph(nodes, "L")
    route = arrange(graph, sizes_of(graph)).route("L", 0)
    heights = {round(y, 3) for _, y in route[1:-1]}
    assert len(heights) == 1


def test_a_chain_of_ten_thousand_is_one_straight_row() -> None:
    nodes = {"0": Node("0", "input", name="x")}
    for i in range(1, 10_000):
        nodes[str(i)] = Node(str(i), "sin", (str(i - 1),))
    graph = Graph(nodes, "9999")
    positions = arrange(graph, sizes_of(graph)).positions
    assert {y for _, y in positions.values()} == {0.0}
    assert positions["0"][0] < positions["9999"][0]


def test_an_empty_graph_has_an_empty_layout() -> None:
    assert arrange(Graph(), {}) == Layout()


@settings(max_examples=200)
@given(st.lists(st.floats(-50, 50), min_size=1, max_size=6), st.data())
def test_fitting_in_order_is_the_nearest_ordered_position(
    wishes: list[float], data: st.DataObject
) -> None:
    count = len(wishes)
    gaps = data.draw(st.lists(st.floats(1, 20), min_size=count - 1, max_size=count - 1))
    weights = data.draw(st.lists(st.floats(0.1, 9), min_size=count, max_size=count))
    found = fit_in_order(wishes, weights, gaps)
    rivals = data.draw(st.lists(st.floats(-60, 60), min_size=count, max_size=count))
    rival = fit_in_order(rivals, [1.0] * count, gaps)

    def cost(y: list[float]) -> float:
        return sum(w * (a - b) ** 2 for w, a, b in zip(weights, y, wishes, strict=True))

    steps = zip(found, found[1:], gaps, strict=False)
    assert all(b - a >= gap - 1e-9 for a, b, gap in steps)
    assert cost(found) <= cost(rival) + 1e-6
