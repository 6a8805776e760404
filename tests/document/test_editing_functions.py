"""Random edits of the catalog's functions: the text, the file and the numbers always agree."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from gradviz.descent import OPTIMIZERS, SCHEDULES, Dataset, Method, catalog
from gradviz.document import (
    Document,
    constraining,
    descent_of,
    dumps,
    edits,
    inputs_of,
    loads,
    objective_of,
    open_function,
    points,
    random_start,
    sourcing,
    start_at,
    start_of,
    weighing,
)
from gradviz.errors import GradVizError
from gradviz.graph import Array, Graph, Node, NodeId, Role, parse
from tests.graph.random_texts import structure

LARGEST = 6  # variables: more of them are slower and nothing new
NAMES = (
    "alpha",
    "x",
    "y",
    "x_1",
    "f",
    "f_1",
    "w_1",
    "rho",
    "g_1",
    "L",
    "F",
    "β",
    "n1",
    "pi",
    "a b",
)
TAILS = ("z_9 = 3", "2x", "q^2 + 1", "x - rho", "f", "log(y) +", "rho = 2", "g_1 = x", "w = f^2; w")
STEPS = (1e-3, 1e-4, 1e-5, 1e-6)

weights = st.floats(1e-3, 1e4)
rates = st.floats(1e-4, 1.0)


@st.composite
def opened(draw: st.DrawFn) -> Document:
    """Any function of the catalog, of any size up to LARGEST, with any choice."""
    entry = catalog()[draw(st.sampled_from(sorted(catalog())))]
    low, high = entry.sizes or (entry.size, entry.size)
    size = draw(st.integers(low, min(high, LARGEST))) if low < high else None
    choice = draw(st.sampled_from(entry.choices)) if entry.choices else None
    return open_function(entry.id, size, choice)


def numbers(document: Document) -> tuple[float, Array] | None:
    """Value and gradient at the start; None where there is nothing to descend."""
    try:
        target = objective_of(document)
        with np.errstate(all="ignore"):
            start = np.concatenate([np.ravel(target.start[name]) for name in target.parameters])
            return target.value_and_gradient(start)
    except GradVizError:
        return None


def assert_same_numbers(old: Document, new: Document) -> None:
    """The same at the same start, but for the order in which sums are rounded."""
    before, after = numbers(old), numbers(new)
    assert (before is None) == (after is None)
    if before and after:
        np.testing.assert_allclose(after[0], before[0], rtol=1e-9)
        np.testing.assert_allclose(after[1], before[1], rtol=1e-9)


def as_parsed(graph: Graph) -> Graph:
    """The graph as its text alone says it: values set on cards stand not in the text."""
    inputs = (node for node in graph.inputs if not node.stated)
    return graph.with_nodes(*(replace(node, value=None) for node in inputs))


def composition(document: Document) -> tuple[float | None, list[float]]:
    return constraining.penalty_of(document), list(weighing.weights_of(document).values())


class Editing(RuleBasedStateMachine):
    """One document after many edits; what is refused is refused in a sentence."""

    @initialize(document=opened())
    def open(self, document: Document) -> None:
        self.document, self.refusal = document, "."

    def edit(self, change: Callable[[Document], Document]) -> tuple[Document, Document]:
        """The document before and after; the same where the edit is refused."""
        before = self.document
        try:
            self.document = change(before)
        except GradVizError as error:
            self.refusal = str(error)
        return before, self.document

    def node(self, data: st.DataObject, fits: Callable[[Node], bool] = bool) -> NodeId:
        found = [node.id for node in self.document.graph.nodes.values() if fits(node)]
        assume(found)
        return data.draw(st.sampled_from(found))

    # What is minimized

    @rule(weight=weights)
    def penalize(self, weight: float) -> None:
        old, new = self.edit(lambda document: constraining.with_penalty(document, weight))
        assert new is old or constraining.penalty_of(new) == weight
        assert new.landscape.minima == old.landscape.minima

    @rule()
    def let_go_of_the_penalty_and_take_it_back(self) -> None:
        old, weight = self.document, constraining.penalty_of(self.document)
        bare = constraining.without_penalty(old)
        self.document = bare
        if weight is not None and weight > 0:
            self.document = constraining.with_penalty(bare, weight)
            assert_same_numbers(old, self.document)

    @rule(data=st.data(), share=st.floats(0, 1))
    def weigh(self, data: st.DataObject, share: float) -> None:
        names = self.document.landscape.objectives
        assume(names)
        name = data.draw(st.sampled_from(names))
        self.edit(lambda document: weighing.with_weights(document, {name: share}))

    @rule(data=st.data())
    def declare_and_perhaps_withdraw_a_constraint(self, data: st.DataObject) -> None:
        node_id = self.node(data)
        old, new = self.edit(lambda document: constraining.declare_constraint(document, node_id))
        if data.draw(st.booleans()) and new.landscape.constraints != old.landscape.constraints:
            self.document = constraining.withdraw_constraint(new, node_id)
            assert self.document.landscape.constraints == old.landscape.constraints
            assert len(self.document.graph.nodes) == len(old.graph.nodes)
            assert_same_numbers(old, self.document)

    @rule(data=st.data())
    def withdraw_a_constraint(self, data: st.DataObject) -> None:
        names = self.document.landscape.constraints
        assume(names)
        node_id = self.document.graph.by_name[data.draw(st.sampled_from(names))]
        self.edit(lambda document: constraining.withdraw_constraint(document, node_id))

    @rule(data=st.data())
    def declare_objectives(self, data: st.DataObject) -> None:
        computed = [node.id for node in self.document.graph.nodes.values() if node.operands]
        assume(computed)
        chosen = data.draw(st.lists(st.sampled_from(computed), max_size=3))
        self.edit(lambda document: weighing.declare_objectives(document, chosen))

    # What changes no number

    def _alike(self, change: Callable[[Document], Document]) -> None:
        old, new = self.edit(change)
        assert composition(new) == composition(old)
        assert len(new.landscape.minima) == len(old.landscape.minima)
        assert len(new.graph.nodes) == len(old.graph.nodes)
        assert_same_numbers(old, new)

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def rename(self, data: st.DataObject, name: str) -> None:
        node_id = self.node(data, lambda node: not node.is_literal)
        self._alike(lambda document: edits.rename(document, node_id, name))

    @rule(data=st.data(), view=st.sampled_from(("", "map", "surface", "curve")))
    def look(self, data: st.DataObject, view: Any) -> None:
        names = [node.name for node in self.document.graph.parameters if node.name]
        assume(names)
        axes = data.draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
        ranges = {data.draw(st.sampled_from(names)): data.draw(st.sampled_from([(-1, 2), (3, 1)]))}
        self._alike(
            lambda document: edits.set_landscape(document, axes=axes, view=view, ranges=ranges)
        )
        self._alike(lambda document: edits.reset_ranges(document, names))

    @rule(
        optimizer=st.sampled_from(sorted(OPTIMIZERS)), lr=rates, epochs=st.integers(0, 4),
        schedule=st.sampled_from(sorted(SCHEDULES)), in_box=st.booleans(),
    )  # fmt: skip
    def descend(self, **changes: Any) -> None:
        self._alike(lambda document: edits.set_descent(document, **changes))
        with contextlib.suppress(GradVizError):
            assert len(descent_of(self.document).losses) <= self.document.descent.epochs + 1

    @rule(optimizer=st.sampled_from(sorted(OPTIMIZERS)), lr=rates, place=st.integers(0, 5))
    def race(self, optimizer: str, lr: float, place: int) -> None:
        self._alike(lambda document: edits.add_rival(document, Method(optimizer, lr)))
        if place < len(self.document.rivals):
            self._alike(lambda document: edits.remove_racer(document, place))

    @rule(seed=st.integers(0, 9))
    def keep_a_start(self, seed: int) -> None:
        start = start_of(self.document)
        self._alike(lambda document: edits.add_start(document, start))
        self.edit(lambda document: start_at(document, random_start(document, seed)))

    @rule(size=st.none() | st.integers(1, 5), patience=st.integers(1, 3))
    def take_batches(self, size: int | None, patience: int) -> None:
        self._alike(lambda document: edits.set_batches(document, size))
        self._alike(lambda document: edits.set_stopping(document, 1e-6, patience))

    # The graph and its text

    @rule(tail=st.sampled_from(TAILS), data=st.data())
    def type_more_or_less(self, tail: str, data: st.DataObject) -> None:
        parts = self.document.text.split("; ")
        place = data.draw(st.integers(0, len(parts)))
        text = "; ".join([*parts[:place], *parts[place + 1 :], tail])
        self.edit(lambda document: edits.set_text(document, text))

    @rule(data=st.data(), role=st.sampled_from(Role))
    def change_an_input(self, data: st.DataObject, role: Role) -> None:
        node_id = self.node(data, lambda node: node.is_input)
        value = data.draw(st.sampled_from([0.0, -2.5, 1e300, [1.0, 2.0]]))
        if data.draw(st.booleans()):
            self.edit(lambda document: edits.set_role(document, node_id, role))
        else:
            self.edit(lambda document: edits.set_value(document, node_id, value))

    @rule(data=st.data())
    def rewire(self, data: st.DataObject) -> None:
        node_id, other = self.node(data), self.node(data)
        changes: list[Callable[[Document], Document]] = [
            lambda document: edits.swap_operands(document, node_id),
            lambda document: edits.connect(document, other, node_id, 0),
            lambda document: edits.remove(document, [node_id]),
            lambda document: edits.set_output(document, node_id),
            lambda document: edits.set_operation(document, node_id, "tanh"),
        ]
        self.edit(data.draw(st.sampled_from(changes)))

    # The data

    @rule(column=st.sampled_from(("x", "y", "q")))
    def open_a_table(self, column: str) -> None:
        table = Dataset("table", {column: np.arange(4.0), "other": np.arange(4.0) ** 2})
        self.edit(lambda document: edits.set_dataset(document, table))

    @rule(share=st.sampled_from((0.0, 0.3, 2.0)), row=st.integers(0, 5), data=st.data())
    def change_the_table(self, share: float, row: int, data: st.DataObject) -> None:
        changes: list[Callable[[Document], Document]] = [
            lambda document: sourcing.with_split(document, share),
            lambda document: sourcing.with_standardized(document, ["other"]),
            lambda document: points.add_point(document, {"other": 3.0}),
            lambda document: points.remove_points(document, [row]),
            lambda document: edits.set_dataset(document, None),
        ]
        self.edit(data.draw(st.sampled_from(changes)))

    # What is always so

    @invariant()
    def the_text_says_the_graph(self) -> None:
        document = self.document
        assert edits.set_text(document, document.text) == document
        assert structure(parse(document.text)) == structure(as_parsed(document.graph))

    @invariant()
    def the_file_holds_the_document(self) -> None:
        assert loads(dumps(self.document)) == self.document

    @invariant()
    def a_refusal_is_a_sentence(self) -> None:
        assert self.refusal.endswith((".", "?", "”"))

    @invariant()
    def what_is_named_is_there(self) -> None:
        landscape, graph = self.document.landscape, self.document.graph
        assert {*landscape.constraints, *landscape.objectives} <= graph.by_name.keys()
        parameters = {node.name for node in graph.parameters}
        spoken_of = {*landscape.axes, *landscape.ranges, *landscape.box}
        assert {name.partition("[")[0] for name in spoken_of} <= parameters


TestEditing = Editing.TestCase
TestEditing.settings = settings(max_examples=20, stateful_step_count=12)


@settings(max_examples=60)
@given(opened(), st.data())
def test_the_gradient_is_that_of_differences(document: Document, data: st.DataObject) -> None:
    """Between the differences to both sides, wherever the start: so it is at kinks, too."""
    if document.landscape.constraints:
        document = constraining.with_penalty(document, data.draw(weights))
    if document.landscape.objectives:
        first = document.landscape.objectives[0]
        document = weighing.with_weights(document, {first: data.draw(st.floats(0, 1))})
    document = start_at(document, random_start(document, data.draw(st.integers(0, 10**6))))
    target, found = objective_of(document), numbers(document)
    assert found is not None
    value, gradient = found
    place = np.array([float(inputs_of(document)[name]) for name in target.parameters])
    assume(np.isfinite(value) and np.isfinite(gradient).all())
    for i, slope in enumerate(gradient):
        assert any(_fits(target.function.value, place, i, h, value, slope) for h in STEPS)


def _fits(  # a point, a direction, a step
    function: Any, place: Array, i: int, h: float, value: float, slope: float
) -> bool:
    step = np.zeros_like(place)
    step[i] = h * max(1.0, abs(place[i]))
    with np.errstate(all="ignore"):
        high, low = float(function(*(place + step))), float(function(*(place - step)))
    right, left = (high - value) / step[i], (value - low) / step[i]
    near = 1e-3 * (1 + abs(slope))
    return bool(min(left, right) - near <= slope <= max(left, right) + near)
