"""The link between the scrubber and the graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import edits, open_example, open_function
from gradviz.graph import Role
from gradviz.session import DescentRun, EpochLink, JobRunner, PassCursor, Session
from gradviz.session import descent as descent_module
from gradviz.session import passes as passes_module


class Live(NamedTuple):
    session: Session
    passes: PassCursor
    run: DescentRun
    link: EpochLink


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, nothing goes to the background unless a test wants it."""
    monkeypatch.setattr(descent_module, "AT_ONCE", 1e9)
    monkeypatch.setattr(descent_module, "AT_ONCE_FIRST", 1e9)
    monkeypatch.setattr(passes_module, "SLOW", 1e9)


@pytest.fixture
def live(qtbot: QtBot) -> Iterator[Live]:
    session, jobs = Session(open_example("line_fit")), JobRunner()
    passes, run = PassCursor(session, jobs), DescentRun(session, jobs)
    yield Live(session, passes, run, EpochLink(run, passes))
    assert jobs.shutdown(timeout=10)


def shown(live: Live, name: str) -> object:
    state = live.passes.state
    return state.values[state.graph.by_name[name]]


def test_at_first_the_graph_shows_the_documents_values(live: Live) -> None:
    assert (shown(live, "m"), shown(live, "b")) == (0, 0)
    assert not live.passes.state.inputs_override


def test_a_chosen_epoch_is_shown_with_its_loss_and_gradients(live: Live) -> None:
    live.run.set_epoch(37)
    trajectory = live.run.trajectory
    assert trajectory is not None
    assert [shown(live, "m"), shown(live, "b")] == trajectory.points[37].tolist()
    assert shown(live, "L") == pytest.approx(trajectory.losses[37])
    assert live.passes.state.at_end
    gradient = live.passes.state.gradients[live.passes.state.graph.by_name["m"]]
    step = trajectory.points[38] - trajectory.points[37]
    assert -trajectory.lr * np.float64(gradient) == pytest.approx(step[0])


def test_the_shown_epoch_follows_the_learning_rate(live: Live) -> None:
    live.run.set_epoch(37)
    live.session.apply("lr", edits.set_descent(live.session.document, lr=0.01))
    trajectory = live.run.trajectory
    assert trajectory is not None
    assert shown(live, "m") == trajectory.points[37, 0]


def test_another_start_shows_the_documents_values_again(live: Live) -> None:
    live.run.set_epoch(37)
    live.session.apply("m", edits.set_values(live.session.document, {"m": 3}))
    assert shown(live, "m") == 3
    assert not live.passes.state.inputs_override


def test_the_end_chosen_on_the_scrubber_is_shown_as_well(live: Live) -> None:
    live.run.set_epoch(100)
    trajectory = live.run.trajectory
    assert trajectory is not None
    assert shown(live, "m") == trajectory.points[-1, 0]


def test_another_document_shows_its_own_values(live: Live) -> None:
    live.run.set_epoch(37)
    live.session.apply("Open", open_function("booth"))
    assert shown(live, "x") == live.session.document.graph.named("x").value
    assert not live.passes.state.inputs_override


def test_hovering_ends_at_the_epoch(live: Live) -> None:
    live.run.set_epoch(37)
    m = shown(live, "m")
    live.passes.show_inputs({"m": 9.0})
    assert shown(live, "m") == 9
    live.passes.show_inputs(None)
    assert shown(live, "m") == m


def test_the_label_says_whose_values_are_shown(live: Live) -> None:
    assert live.passes.state.label == "start (epoch 0)"  # the plots show the last epoch
    live.run.set_epoch(37)
    assert live.passes.state.label == "epoch 37"
    live.passes.show_inputs({"m": 9.0})
    assert live.passes.state.label == "at the pointer"
    live.passes.show_inputs(None)
    assert live.passes.state.label == "epoch 37"
    live.run.set_epoch(0)
    assert live.passes.state.label == "epoch 0"


def test_without_a_descent_the_values_need_no_label(live: Live) -> None:
    live.run.set_epoch(37)
    live.session.apply("Type", edits.set_text(live.session.document, "p = 2; L = p^2"))
    document = live.session.document
    p = document.graph.named("p").id
    live.session.apply("Constant", edits.set_role(document, p, Role.CONSTANT))
    assert live.run.trajectory is None
    assert live.passes.state.label == ""
