"""Going through the epochs by itself: at a speed, to the end, and in a loop."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from gradviz.session import EPOCH_SPEEDS, playing
from gradviz.session.playing import EpochPlayer, tempo


class Runner(EpochPlayer):
    """A player whose descent has so many epochs."""

    def __init__(self, epochs: int | None) -> None:
        super().__init__()
        self.set_own(epochs)

    def set_own(self, epochs: int | None) -> None:
        old, self._own = self._head, epochs
        self._head = self._placed(scrubbed=old.scrubbed)
        self._announce(old)


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(playing, "_PLAY_MS", 1)
    monkeypatch.setattr(playing, "_PLAY_SECONDS", 0.01)
    monkeypatch.setattr(playing, "_REST_MS", 1)


@given(st.integers(1, 1_000_000), st.sampled_from(EPOCH_SPEEDS))
def test_faster_is_faster_and_nothing_takes_long(epochs: int, speed: float) -> None:
    interval, stride = tempo(epochs, speed)
    assert interval >= 33
    assert stride >= 1
    seconds = epochs / stride * interval / 1000
    assert seconds <= 1.6 * 6.0 / speed + 0.1
    twice_interval, twice_stride = tempo(epochs, 2 * speed)
    assert twice_stride / twice_interval >= stride / interval


def test_steps_go_on_and_back_and_stay_on_the_path(qtbot: QtBot) -> None:
    run = Runner(10)
    run.set_epoch(4)
    run.step(1)
    assert run.epoch == 5
    run.step(-7)
    assert run.epoch == 0
    run.step(99)
    assert run.epoch == 10


def test_a_step_stops_playing(qtbot: QtBot) -> None:
    run = Runner(10)
    run.play()
    assert run.is_playing
    run.step(1)
    assert not run.is_playing


def test_a_loop_begins_anew_until_it_is_stopped(qtbot: QtBot, hurry: None) -> None:
    run = Runner(20)
    heard: list[int] = []
    run.epoch_changed.connect(heard.append)
    run.set_loops(True)  # a slot of a switch
    run.play()
    qtbot.waitUntil(lambda: heard.count(20) >= 3)
    assert run.is_playing
    assert heard.count(0) >= 2
    run.set_loops(False)
    qtbot.waitUntil(lambda: not run.is_playing)
    assert run.epoch == 20


def test_another_speed_counts_while_it_plays(qtbot: QtBot) -> None:
    run = Runner(10_000)
    run.play()
    before = run._stride
    run.set_speed(4.0)
    assert run._stride == pytest.approx(4 * before, rel=0.05)
    run.pause()


def test_the_race_goes_on_when_the_descent_has_ended(qtbot: QtBot) -> None:
    run = Runner(30)
    ends: list[int] = []
    run.last_epoch_changed.connect(ends.append)
    run.set_rivals_end(200)
    assert (run.epoch, run.race_epoch, run.last_epoch) == (30, 200, 200)
    run.set_epoch(100)
    assert (run.epoch, run.race_epoch) == (30, 100)
    run.set_epoch(20)
    assert (run.epoch, run.race_epoch) == (20, 20)
    run.set_rivals_end(0)
    assert run.last_epoch == 30
    assert ends == [200, 30]


def test_a_race_without_the_descent_can_be_watched(qtbot: QtBot) -> None:
    run = Runner(None)
    run.set_rivals_end(50)
    run.set_epoch(12)
    assert (run.epoch, run.race_epoch, run.scrubbed) == (0, 12, False)


@given(st.lists(st.tuples(st.sampled_from(["own", "rivals", "go"]), st.integers(0, 60))))
def test_the_heads_are_always_on_their_paths(qtbot: QtBot, moves: list[tuple[str, int]]) -> None:
    run = Runner(25)
    told = run.race_epoch

    def hear(epoch: int) -> None:
        nonlocal told
        told = epoch

    run.race_epoch_changed.connect(hear)
    own = 25
    for what, number in moves:
        if what == "own":
            own = number
            run.set_own(number)
        elif what == "rivals":
            run.set_rivals_end(number)
        else:
            run.set_epoch(number)
        assert 0 <= run.race_epoch <= run.last_epoch
        assert run.epoch == min(run.race_epoch, own)
        assert told == run.race_epoch
