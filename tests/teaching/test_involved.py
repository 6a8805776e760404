"""What takes part in a step: every node a number comes from, every edge one travels."""

from __future__ import annotations

from hypothesis import given

from gradviz.graph import BackwardStep, Evaluation, ForwardStep, Graph, SumStep, evaluate, parse
from gradviz.teaching import Involved, involved
from tests.graph.random_graphs import scalar_graphs


def names(found: Evaluation, part: Involved) -> set[str]:
    return {found.graph.labels[node] for node in part.nodes if node in found.graph.labels}


def test_forward_a_node_is_fed_by_its_operands() -> None:
    found = evaluate(parse("d = 2b; e = a + d; L = c*e"))
    part = involved(found, found.forward[1])
    assert names(found, part) == {"a", "d"}
    assert part.edges == ((found.graph.by_name["e"], 0), (found.graph.by_name["e"], 1))


def test_backward_only_what_the_rule_mentions_takes_part() -> None:
    found = evaluate(parse("e = a + d; L = c*e"))
    by_node = {found.graph.labels[s.node]: involved(found, s) for s in found.backward}
    assert names(found, by_node["c"]) == {"L", "e"}
    assert names(found, by_node["a"]) == {"e"}
    assert by_node["L"] == Involved()


def test_a_sum_is_fed_by_all_that_use_the_node() -> None:
    found = evaluate(parse("p = 2m; q = 3m; L = p + q"))
    part = involved(found, next(s for s in found.steps if isinstance(s, SumStep)))
    assert names(found, part) == {"p", "q"}
    assert len(part.edges) == 2


@given(scalar_graphs())
def test_edges_of_a_step_exist_and_end_at_its_node(graph: Graph) -> None:
    found = evaluate(graph)
    for step in found.steps:
        for user, port in involved(found, step).edges:
            operand = graph.nodes[user].operands[port]
            assert step.node == (user if isinstance(step, ForwardStep) else operand)
        if isinstance(step, BackwardStep) and step.user is not None:
            assert step.user in involved(found, step).nodes
