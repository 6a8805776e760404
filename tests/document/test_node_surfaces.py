"""Nodes as surfaces: what they are worth, when they are kept, which front is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gradviz.descent import catalog
from gradviz.document import Document, constraining, edits, open_function, same_form, weighing
from gradviz.document.known_fronts import known_front
from gradviz.document.node_surfaces import NodeSurfaces, node_surfaces, same_nodes
from gradviz.graph import evaluate

BINH = open_function("binh_korn")
NAMES = ("f_1", "f_2", "g_1", "g_2")


def compiled(document: Document, old: NodeSurfaces | None = None) -> NodeSurfaces:
    return node_surfaces(document, NAMES) if old is None else node_surfaces(document, NAMES, old)


def test_a_surface_is_worth_what_the_node_is() -> None:
    found = compiled(BINH)
    assert found.coordinates == ("x", "y")
    values = evaluate(BINH.graph, {"x": 1.5, "y": 0.25}).values
    for name, surface in found.surfaces.items():
        assert float(surface.value(np.array(1.5), np.array(0.25))) == pytest.approx(values[name])


@pytest.mark.parametrize(
    "changed",
    [
        weighing.with_weights(BINH, {"f_1": 0.9}),
        constraining.with_penalty(BINH, 1e4),
        constraining.without_penalty(BINH),
        edits.set_values(BINH, {"x": 3.0}),
    ],
)
def test_weights_penalty_and_start_compile_nothing_anew(changed: Document) -> None:
    old = compiled(BINH)
    new = compiled(changed, old)
    assert same_nodes(changed, NAMES, old)
    assert all(new.surfaces[name] is old.surfaces[name] for name in NAMES)


def test_another_formula_is_compiled_anew_and_the_others_are_kept() -> None:
    old = compiled(BINH)
    changed = edits.set_text(BINH, BINH.text.replace("4x^2", "3x^2"))
    new = compiled(changed, old)
    assert not same_nodes(changed, NAMES, old)
    assert new.surfaces["f_1"] is not old.surfaces["f_1"]
    assert float(new.surfaces["f_1"].value(np.array(1.0), np.array(0.0))) == pytest.approx(3)


def test_what_cannot_be_computed_is_left_out() -> None:
    document = edits.set_text(Document(), "v = x * [1, 2]; f = x^2 + y^2")
    assert list(node_surfaces(document, ["v", "f"]).surfaces) == ["f"]


def test_only_values_of_inputs_may_differ_in_the_same_form() -> None:
    assert same_form(BINH, weighing.with_weights(BINH, {"f_1": 0.1}))
    assert same_form(BINH, edits.set_values(BINH, {"x": 9.0}))
    assert not same_form(BINH, constraining.without_penalty(BINH))
    assert not same_form(BINH, edits.set_text(BINH, BINH.text.replace("4x^2", "3x^2")))
    assert not same_form(BINH, edits.set_values(BINH, {"x": np.array([1.0, 2.0])}))


@pytest.mark.parametrize("entry", [e for e in catalog().values() if e.front], ids=lambda e: e.id)
def test_a_function_of_the_catalog_has_its_front_whatever_the_weights(entry: object) -> None:
    document = open_function(entry.id)  # type: ignore[attr-defined]
    pieces = known_front(document)
    assert len(pieces) == len(entry.front)  # type: ignore[attr-defined]
    first = document.landscape.objectives[0]
    weighed = weighing.with_weights(document, {first: 0.9})
    assert len(known_front(weighed)) == len(pieces)


def test_a_changed_function_or_box_has_no_known_front() -> None:
    assert known_front(BINH)
    assert not known_front(edits.set_text(BINH, BINH.text.replace("4x^2", "3x^2")))
    assert not known_front(edits.set_text(BINH, BINH.text.replace("7.7", "27.7")))
    landscape = replace(BINH.landscape, box={"x": (0.0, 4.0), "y": (0.0, 3.0)})
    assert not known_front(replace(BINH, landscape=landscape))
    assert not known_front(open_function("viennet"))
