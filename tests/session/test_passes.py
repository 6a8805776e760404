"""The pass cursor: what is known at each position, and what moves it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.errors import GraphError, ShapeError
from gradviz.graph import Role, SumStep, evaluate, literal, parse
from gradviz.session import JobRunner, PassCursor, PassState, Session
from gradviz.session import passes as passes_module

BACKPROP = "d = 2b; e = a + d; L = c*e"


def document(text: str = BACKPROP, title: str = "t", **values: object) -> Document:
    graph = parse(text)
    changed = [replace(graph.named(n), value=literal(v)) for n, v in values.items()]
    return Document(text=text, graph=graph.with_nodes(*changed), title=title)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, nothing goes to the background unless a test wants it."""
    monkeypatch.setattr(passes_module, "SLOW", 1e9)


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    assert runner.shutdown(timeout=10)


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    return Session(document(a=1, b=2, c=3))


@pytest.fixture
def passes(session: Session, jobs: JobRunner) -> PassCursor:
    return PassCursor(session, jobs)


def by_label(state: PassState, found: Mapping[str, object]) -> dict[str, object]:
    labels = state.graph.labels
    return {labels[key]: value for key, value in found.items() if key in labels}


def test_an_opened_document_is_alive(passes: PassCursor) -> None:
    state = passes.state
    assert state.at_end
    assert by_label(state, state.values)["L"] == 15
    assert by_label(state, state.gradients) == {"L": 1, "c": 5, "e": 3, "a": 3, "d": 3, "b": 6}


def test_at_the_start_only_leaves_have_values(passes: PassCursor) -> None:
    passes.reset()
    assert by_label(passes.state, passes.state.values) == {"a": 1, "b": 2, "c": 3}
    assert passes.state.gradients == {}
    assert passes.state.step is None


def test_forward_shows_all_values_and_no_gradients(passes: PassCursor) -> None:
    passes.forward()
    assert by_label(passes.state, passes.state.values).keys() == set("abcdeL")
    assert passes.state.gradients == {}
    assert passes.state.position == passes.state.forward_count == 3


def test_each_step_adds_what_it_computed(passes: PassCursor) -> None:
    passes.reset()
    states = [passes.state]
    while not passes.state.at_end:
        passes.step_forward()
        states.append(passes.state)
    for before, after in pairwise(states):
        assert after.position == before.position + 1
        assert before.values.items() <= after.values.items()
        assert before.gradients.keys() <= after.gradients.keys()
        assert before.locals.items() <= after.locals.items()
        assert after.step is not None
    assert len(states) == passes.state.count + 1


@given(st.lists(st.integers(-5, 30)))
def test_any_way_to_a_position_shows_the_same(qtbot: QtBot, positions: list[int]) -> None:
    jobs = JobRunner()
    passes = PassCursor(Session(document(a=1, b=2, c=3)), jobs)
    evaluation = passes.state.evaluation
    assert evaluation is not None
    for position in positions:
        passes.seek(position)
    at = passes.state.position
    forward = evaluation.forward[:at]
    backward = evaluation.backward[: max(0, at - len(evaluation.forward))]
    made = [*forward, *backward]
    assert passes.state.step is (made[-1] if made else None)
    assert dict(passes.state.gradients) == {step.node: step.total for step in backward}
    jobs.shutdown()


def test_local_derivatives_stand_at_the_ports(passes: PassCursor) -> None:
    graph = passes.state.graph
    user = graph.by_name["L"]
    operands = graph.nodes[user].operands
    locals_ = {graph.labels[operands[port]]: passes.state.locals[user, port] for port in (0, 1)}
    assert locals_ == {"c": 5, "e": 3}


def test_the_gradient_of_a_value_used_twice_is_there_when_the_contributions_have_been_added(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    passes = PassCursor(Session(document("L = x*x", x=3)), jobs)
    x = passes.state.graph.by_name["x"]
    seen = []
    for position in range(passes.state.count + 1):
        passes.seek(position)
        seen.append(passes.state.gradients.get(x))
    assert seen == [None, None, None, None, None, 6]
    assert passes.state.step == SumStep(x, (3.0, 3.0), 6.0)


def test_another_value_keeps_the_position(session: Session, passes: PassCursor) -> None:
    passes.seek(2)
    session.apply("Set a", edits.set_values(session.document, {"a": 5}))
    assert passes.state.position == 2
    passes.forward()
    assert by_label(passes.state, passes.state.values)["L"] == 27


def test_at_the_end_another_value_stays_at_the_end(session: Session, passes: PassCursor) -> None:
    session.apply("Set a", edits.set_values(session.document, {"a": 5}))
    assert passes.state.at_end


def test_another_expression_starts_at_the_beginning(session: Session, passes: PassCursor) -> None:
    session.apply("Type", replace(document("L = a + b"), title=session.document.title))
    assert passes.state.position == 0
    assert passes.state.graph is session.document.graph


def test_another_example_is_alive_though_it_can_be_undone(
    session: Session, passes: PassCursor
) -> None:
    session.apply("Open other", document("L = a + b", title="other"))
    assert passes.state.at_end
    session.undo()
    assert passes.state.at_end


def test_what_changes_nothing_here_says_nothing(session: Session, passes: PassCursor) -> None:
    heard: list[object] = []
    passes.changed.connect(lambda old, new: heard.append((old, new)))
    session.apply("Move", edits.move_nodes(session.document, {"1": (3, 4)}))
    session.apply("Epochs", edits.set_descent(session.document, epochs=7))
    passes.backward()
    passes.show_inputs(None)
    assert heard == []


def test_changed_carries_old_and_new(passes: PassCursor) -> None:
    heard: list[tuple[PassState, PassState]] = []
    passes.changed.connect(lambda old, new: heard.append((old, new)))
    before = passes.state
    passes.seek(1)
    passes.seek(2)
    assert heard[0][0] is before
    assert heard[0][1] is heard[1][0]
    assert heard[1][1] is passes.state


def test_an_error_is_part_of_the_state_and_goes_again(session: Session, passes: PassCursor) -> None:
    session.new(document("L = sum(A @ B)", A=[[1, 2]], B=[[1], [2]]))
    good = passes.state.count
    node_id = session.document.graph.by_name["B"]
    session.apply("Set B", edits.set_value(session.document, node_id, [[1], [2], [3]]))
    broken = passes.state
    assert isinstance(broken.error, ShapeError)
    assert broken.count == 0
    assert np.shape(broken.values[node_id]) == (3, 1)
    session.undo()
    whole = passes.state
    assert whole.error is None
    assert whole.position == whole.count == good


def test_an_empty_document_is_no_error(session: Session, passes: PassCursor) -> None:
    session.new(Document())
    assert passes.state.error is None
    assert passes.state.count == 0


def test_hovering_shows_other_values_completely_and_then_what_was(passes: PassCursor) -> None:
    passes.seek(1)
    before = passes.state
    passes.show_inputs({"a": 10})
    during = passes.state
    assert during.at_end
    assert during.inputs_override
    assert by_label(during, during.values)["L"] == 42
    passes.show_inputs(None)
    after = passes.state
    assert (after.position, after.inputs_override) == (1, False)
    assert after.values == before.values


def test_the_passes_of_an_epoch_can_be_stepped_through(passes: PassCursor) -> None:
    passes.reset()
    passes.hold_inputs({"a": 10})
    assert passes.state.at_end
    passes.step_back()
    assert passes.state.position == passes.state.count - 1
    passes.hold_inputs({"a": 11})
    assert passes.state.position == passes.state.count - 1


def test_hovering_lies_over_the_epoch(passes: PassCursor) -> None:
    passes.hold_inputs({"a": 10})
    passes.show_inputs({"a": 20})
    passes.show_inputs(None)
    assert by_label(passes.state, passes.state.values)["a"] == 10


def test_another_label_for_the_same_values_is_news(qtbot: QtBot, passes: PassCursor) -> None:
    passes.hold_inputs({"a": 10}, "epoch 1")
    values = passes.state.values
    with qtbot.waitSignal(passes.changed):
        passes.hold_inputs({"a": 10}, "epoch 2")
    assert passes.state.label == "epoch 2"
    assert passes.state.values == values


def test_override_of_what_is_no_input_is_left_out(passes: PassCursor) -> None:
    passes.show_inputs({"a": 2, "nobody": 3, "L": 4})
    assert passes.state.error is None
    assert by_label(passes.state, passes.state.values)["L"] == 18


def test_data_comes_from_the_dataset(qtbot: QtBot, jobs: JobRunner) -> None:
    from gradviz.document import open_example

    line = open_example("line_fit")
    assert line.dataset is not None
    assert line.graph.named("x").role is Role.DATA
    passes = PassCursor(Session(line), jobs)
    values = by_label(passes.state, passes.state.values)
    assert values["x"] is line.dataset.columns["x"]
    assert values["L"] == pytest.approx(np.mean(line.dataset.columns["y"] ** 2))


def test_playing_goes_to_the_end_and_stops_by_itself(qtbot: QtBot, passes: PassCursor) -> None:
    told: list[bool] = []
    passes.playing_changed.connect(told.append)
    positions: list[int] = []
    passes.changed.connect(lambda _old, new: positions.append(new.position))
    passes.play(1)
    qtbot.waitUntil(lambda: not passes.is_playing)
    assert positions == list(range(passes.state.count + 1))
    assert told == [True, False]


def test_any_move_by_hand_stops_playing(passes: PassCursor) -> None:
    passes.play(10_000)
    passes.step_back()
    assert not passes.is_playing


def test_slow_evaluations_run_in_the_background_and_the_newest_counts(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes_module, "SLOW", 0.0)
    monkeypatch.setattr(passes_module, "SMALL", 0)
    passes = PassCursor(session, jobs)
    before = passes.state
    for a in range(10, 20):
        session.apply("Set a", edits.set_values(session.document, {"a": a}), "a")
    assert passes.state is before
    qtbot.waitUntil(lambda: not jobs.busy)
    assert by_label(passes.state, passes.state.values)["a"] == 19
    assert passes.state.at_end


def test_a_small_graph_is_never_late(
    session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes_module, "SLOW", 0.0)
    passes = PassCursor(session, jobs)
    session.apply("Set a", edits.set_values(session.document, {"a": 10}))
    assert by_label(passes.state, passes.state.values)["a"] == 10


def test_going_back_to_what_is_shown_forgets_what_was_under_way(
    qtbot: QtBot, session: Session, jobs: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes_module, "SLOW", 0.0)
    monkeypatch.setattr(passes_module, "SMALL", 0)
    passes = PassCursor(session, jobs)
    session.apply("Set a", edits.set_values(session.document, {"a": 10}))
    session.undo()
    qtbot.waitUntil(lambda: not jobs.busy)
    assert by_label(passes.state, passes.state.values)["a"] == 1


def test_a_chain_of_ten_thousand_nodes_agrees_at_both_ends(qtbot: QtBot, jobs: JobRunner) -> None:
    text = "x0 = 0.5; " + "; ".join(f"x{i + 1} = sin(x{i})" for i in range(2000))
    graph = parse(text)
    passes = PassCursor(Session(Document(text=text, graph=graph)), jobs)
    evaluation = evaluate(graph)
    assert dict(passes.state.values) == dict(evaluation.node_values)
    assert dict(passes.state.gradients) == dict(evaluation.node_gradients)


def test_an_unfinished_graph_runs_as_far_as_it_can(qtbot: QtBot, jobs: JobRunner) -> None:
    passes = PassCursor(Session(document("d = 2b; e = a * ?; L = d + e; k = 3d; L", b=2)), jobs)
    state = passes.state
    assert by_label(state, state.values) == {"b": 2, "a": 1, "d": 4, "k": 12}
    assert str(state.error) == "e: × needs its second operand (B)."
    assert state.problems.keys() == {state.graph.by_name["e"]}
    assert (state.forward_count, state.count) == (2, 2)
    passes.reset()
    passes.step_forward()
    assert by_label(passes.state, passes.state.values) == {"b": 2, "a": 1, "d": 4}


def test_what_is_wrong_beside_the_target_is_said_and_in_nobodys_way(
    qtbot: QtBot, jobs: JobRunner
) -> None:
    passes = PassCursor(Session(document("p = ? + a; L = 3a")), jobs)
    assert str(passes.state.error) == "p: + needs its first operand (A)."
    assert by_label(passes.state, passes.state.gradients) == {"L": 1, "a": 3}


def test_any_node_can_be_the_target(passes: PassCursor) -> None:
    graph = passes.state.graph
    passes.set_target(graph.by_name["e"])
    assert passes.state.target == graph.by_name["e"]
    assert by_label(passes.state, passes.state.gradients) == {
        "e": 1,
        "a": 1,
        "d": 1,
        "b": 2,
        "c": 0,
    }
    assert by_label(passes.state, passes.state.values)["L"] == 15
    passes.set_target(None)
    assert passes.state.target == graph.output
    assert by_label(passes.state, passes.state.gradients)["b"] == 6


def test_the_output_is_the_target_again_when_the_chosen_node_goes(
    session: Session, passes: PassCursor
) -> None:
    passes.set_target(passes.state.graph.by_name["e"])
    session.apply("Set a", edits.set_values(session.document, {"a": 5}))
    assert passes.state.target == passes.state.graph.by_name["e"]
    session.apply("Type", replace(document("L = a + b"), title=session.document.title))
    assert passes.state.target == session.document.graph.output
    session.undo()
    assert passes.state.target == session.document.graph.output


def test_another_graph_in_which_the_target_would_be_a_number(
    session: Session, passes: PassCursor
) -> None:
    chosen = passes.state.graph.by_name["e"]
    passes.set_target(chosen)
    session.apply("Open it again", document("L = (a + b)(c + 2)"))
    assert session.document.graph.nodes[chosen].is_literal
    assert passes.state.target == session.document.graph.output


def test_another_target_keeps_the_position_in_the_forward_pass(passes: PassCursor) -> None:
    passes.seek(2)
    passes.set_target(passes.state.graph.by_name["d"])
    assert passes.state.position == 2
    passes.seek(passes.state.count - 1)
    passes.set_target(None)
    assert passes.state.at_end


def test_a_tensor_says_why_it_has_no_gradients(qtbot: QtBot, jobs: JobRunner) -> None:
    passes = PassCursor(Session(document("P = A + 1; L = sum(P)", A=[1, 2])), jobs)
    passes.set_target(passes.state.graph.by_name["P"])
    evaluation = passes.state.evaluation
    assert evaluation is not None
    assert evaluation.note is not None
    assert "choose one number" in evaluation.note
    assert passes.state.gradients == {}


def test_a_number_is_no_target(passes: PassCursor) -> None:
    number = next(node.id for node in passes.state.graph.nodes.values() if node.is_literal)
    with pytest.raises(GraphError, match="2 is only a number"):
        passes.set_target(number)


def test_the_speed_of_playing_is_followed_at_once(qtbot: QtBot, passes: PassCursor) -> None:
    passes.play()
    slow = passes._timer.interval()
    passes.set_speed(4.0)
    assert passes._timer.interval() * 4 == pytest.approx(slow, abs=4)
    assert passes.is_playing
    passes.pause()


LOSS = "L = mean((y - m*x)^2)"
ROWS = 300_000


def many_rows(text: str = LOSS) -> Document:
    """About more numbers than are evaluated while one waits."""
    column = np.linspace(0.0, 1.0, ROWS)
    return document(text, m=1.0, x=column, y=2 * column)


def test_a_large_graph_is_evaluated_in_the_background(
    session: Session, passes: PassCursor, jobs: JobRunner, qtbot: QtBot
) -> None:
    seen: list[PassState] = []
    passes.changed.connect(lambda _old, new: seen.append(new))
    opened = many_rows()
    session.new(opened)
    assert passes.state.graph is opened.graph
    assert set(by_label(passes.state, passes.state.values)) == {"m", "x", "y"}
    assert (passes.state.count, passes.state.error) == (0, None)
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert passes.state.at_end
    assert by_label(passes.state, passes.state.values)["L"] == pytest.approx(1 / 3, abs=1e-5)
    assert [state.evaluation is None for state in seen] == [True, False]


def test_what_is_not_known_yet_is_not_taken_for_known(
    session: Session, passes: PassCursor, jobs: JobRunner, qtbot: QtBot
) -> None:
    session.new(many_rows())
    passes.show_inputs(None)  # the same inputs once more
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert passes.state.evaluation is not None


def test_values_of_a_graph_that_is_gone_never_arrive(
    session: Session, passes: PassCursor, jobs: JobRunner, qtbot: QtBot
) -> None:
    graphs: list[object] = []
    session.new(many_rows())
    second = many_rows("L = sum((y - m*x)^2)")
    session.new(second)
    passes.changed.connect(lambda _old, new: graphs.append(new.graph))
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert graphs == [second.graph]
    assert by_label(passes.state, passes.state.values)["L"] == pytest.approx(ROWS / 3, rel=1e-4)


def test_what_is_under_way_is_not_begun_again(
    session: Session, passes: PassCursor, jobs: JobRunner, qtbot: QtBot
) -> None:
    seen: list[PassState] = []
    session.new(many_rows())
    passes.changed.connect(lambda _old, new: seen.append(new))
    passes.hold_inputs({"m": 1.0}, "epoch 0")  # the start's own values, called otherwise
    qtbot.waitUntil(lambda: not jobs.is_busy())
    assert [(state.evaluation is not None, state.label) for state in seen] == [(True, "epoch 0")]
