"""What a change of one node does to the shapes is found without looking at all of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import Document, edits
from gradviz.document.survey import survey
from gradviz.errors import GraphError
from tests.document.test_structure import ACTIONS, acted

MATRICES = (
    "A = [[1, 2, 3], [4, 5, 6]]; B = [[1, 2], [3, 4]]; v = [1, 2]; P = A @ ?; q = B @ v;"
    "r = q * v; s = sum(r); L = q + v + s"
)


@given(st.data())
def test_one_changed_node_is_judged_as_by_a_survey_of_everything(data: st.DataObject) -> None:
    document = edits.set_text(Document(), MATRICES)
    for action in data.draw(st.lists(st.sampled_from(ACTIONS), max_size=4)):
        document = acted(document, action, data)
    graph = document.graph
    wired = [node for node in graph.nodes.values() if node.operands]
    node = data.draw(st.sampled_from(wired))
    operands = data.draw(st.permutations(sorted(graph.nodes)))[: len(node.operands)]
    changed = graph.with_nodes(replace(node, operands=tuple(operands)))
    try:
        everything = survey(replace(document, graph=changed)).misfits
    except GraphError:
        return  # a cycle
    known = survey(document)
    found = known.new_misfits(changed, node.id)
    expected = {i: str(e) for i, e in everything.items() if i not in known.misfits}
    assert {i: str(error) for i, error in found.items()} == expected
