"""Numerical checks as the passes change: with the switch alone, the newest, never stale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from gradviz.document import Document, edits
from gradviz.session import GradientChecks, JobRunner, Overlays, PassCursor, Session
from gradviz.session import checks as checks_module

BACKPROP = "a = 1; b = 2; c = 3; d = 2b; e = a + d; L = c*e"


class Desk:
    """Checks on what they stand on."""

    def __init__(self, text: str = BACKPROP) -> None:
        self.jobs = JobRunner()
        self.session = Session(edits.set_text(Document(), text))
        self.passes = PassCursor(self.session, self.jobs)
        self.overlays = Overlays()
        self.checks = GradientChecks(self.passes, self.overlays, self.jobs)

    def numeric(self, name: str) -> object:
        found = self.checks.found.get(self.session.document.graph.named(name).id)
        return None if found is None else found.numeric

    def set(self, **values: float) -> None:
        self.session.apply("Set", edits.set_values(self.session.document, dict(values)))


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    result = Desk()
    yield result
    assert result.jobs.shutdown(timeout=10)


def test_nothing_is_checked_while_the_switch_is_off(desk: Desk) -> None:
    heard: list[object] = []
    desk.checks.changed.connect(lambda _old, new: heard.append(new))
    desk.set(a=5)
    assert desk.checks.found == {}
    assert heard == []


def test_every_gradient_is_checked_inner_nodes_too(desk: Desk) -> None:
    desk.overlays.set(checks=True)
    assert desk.numeric("b") == pytest.approx(6, abs=1e-8)
    assert desk.numeric("d") == pytest.approx(3, abs=1e-8)
    desk.overlays.set(checks=False)
    assert desk.checks.found == {}


def test_checks_follow_values_and_target(desk: Desk) -> None:
    desk.overlays.set(checks=True)
    desk.set(c=5)
    assert desk.numeric("b") == pytest.approx(10, abs=1e-8)
    desk.passes.set_target(desk.session.document.graph.named("e").id)
    assert desk.numeric("b") == pytest.approx(2, abs=1e-8)


def test_a_step_checks_nothing_again(desk: Desk) -> None:
    desk.overlays.set(checks=True)
    before = desk.checks.found
    desk.passes.step_back()
    assert desk.checks.found is before


def test_large_graphs_are_checked_in_the_background_and_never_show_old_numbers(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks_module, "AT_ONCE", 0)
    desk.overlays.set(checks=True)
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    for c in (5.0, 6.0, 7.0):
        desk.set(c=c)
        assert desk.checks.found == {}
    assert desk.checks.is_busy
    qtbot.waitUntil(lambda: not desk.jobs.busy)
    assert desk.numeric("b") == pytest.approx(14, abs=1e-8)


def test_an_unfinished_graph_has_nothing_to_check(desk: Desk) -> None:
    desk.overlays.set(checks=True)
    unfinished = edits.set_text(desk.session.document, "d = 2b; L = d * ?")
    desk.session.apply("Type", unfinished)
    assert desk.checks.found == {}
