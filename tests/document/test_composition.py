"""What a text alone tells of weights and penalties."""

from __future__ import annotations

import pytest

from gradviz.descent import catalog
from gradviz.document import Document, edits, fragments, open_function
from gradviz.graph import Role

COMPOSED = [key for key, entry in catalog().items() if entry.constants]


def fixed(document: Document) -> set[str | None]:
    return {node.name for node in document.graph.inputs if node.role is Role.CONSTANT}


@pytest.mark.parametrize("key", COMPOSED)
def test_a_formula_that_is_typed_or_pasted_has_the_weights_of_the_catalog(key: str) -> None:
    known = open_function(key)
    typed = edits.set_text(Document(), known.text)
    pasted = fragments.paste(Document(), fragments.from_text(known.text)).document
    assert fixed(typed) == fixed(pasted) == fixed(known) == set(catalog()[key].constants)
    assert {n.name for n in typed.graph.parameters} == set(catalog()[key].parameters)


@pytest.mark.parametrize(
    "text",
    [
        "w_1 = 0.5; w_2 = 0.5; h_1 = sin(x); h_2 = cos(x); F = w_1 h_1 + w_2 h_2",
        "w_1 = 0.5; w_2 = 0.7; f_1 = sin(x); f_2 = cos(x); F = w_1 f_1 + w_2 f_2",
        "w_1 = 0.5; w_2 = 0.5; F = w_1 f_1 + w_2 f_2",
        "a = 2; g = x - 1; L = x^2 + a max(0, g)",
        "a = 2; L = x^2 + a max(0, 3)^2",
    ],
)
def test_what_may_be_learned_stays_a_parameter(text: str) -> None:
    assert not fixed(edits.set_text(Document(), text))


def test_a_weight_becomes_constant_as_the_penalty_is_typed_and_may_be_freed() -> None:
    document = edits.set_text(Document(), "rho = 5; g = 1 - x; f = x^2")
    assert not fixed(document)
    document = edits.set_text(document, f"{document.text}; L = f + rho max(0, g)^2")
    assert fixed(document) == {"rho"}
    freed = edits.set_role(document, document.graph.by_name["rho"], Role.PARAMETER)
    assert not fixed(edits.set_text(freed, freed.text.replace("5", "6")))
