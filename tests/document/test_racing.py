"""Racers entered, changed and taken out; races offered; starts drawn and kept."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.descent import OPTIMIZERS
from gradviz.document import (
    MOST_RIVALS,
    Document,
    Method,
    descent_of,
    edits,
    objective_of,
    open_example,
    open_function,
    race_csv,
    racers_of,
    random_start,
    run_by,
    start_at,
    start_of,
)
from gradviz.document.race_presets import next_rival, presets, suggested
from gradviz.errors import GraphError, SettingError

methods = st.builds(Method, st.sampled_from(sorted(OPTIMIZERS)), st.floats(1e-6, 10))
races = st.lists(methods, min_size=1, max_size=MOST_RIVALS + 1)
HIMMELBLAU = open_function("himmelblau")


@given(races)
def test_a_race_that_is_set_is_the_race(race: list[Method]) -> None:
    document = edits.set_race(HIMMELBLAU, race)
    assert racers_of(document) == tuple(race)
    assert document.descent.epochs == HIMMELBLAU.descent.epochs


@given(races, st.data())
def test_changing_one_racer_leaves_the_others(race: list[Method], data: st.DataObject) -> None:
    document = edits.set_race(HIMMELBLAU, race)
    place = data.draw(st.integers(0, len(race) - 1))
    changed = racers_of(edits.change_racer(document, place, lr=0.5))
    assert changed[place].lr == 0.5
    assert changed[place].optimizer == race[place].optimizer
    assert [m for i, m in enumerate(changed) if i != place] == [
        m for i, m in enumerate(race) if i != place
    ]


@given(races, st.data())
def test_when_a_racer_leaves_the_next_moves_up(race: list[Method], data: st.DataObject) -> None:
    document = edits.set_race(HIMMELBLAU, race)
    place = data.draw(st.integers(0, len(race) - 1))
    if len(race) == 1:
        with pytest.raises(SettingError):
            edits.remove_racer(document, place)
        return
    left = racers_of(edits.remove_racer(document, place))
    assert left == (*race[:place], *race[place + 1 :])


@given(methods)
def test_a_rival_runs_as_if_it_were_the_descent(method: Method) -> None:
    document = edits.set_descent(HIMMELBLAU, epochs=7, in_box=True)
    descent = run_by(document, method).descent
    assert descent.method == method
    assert (descent.epochs, descent.in_box) == (7, True)


def test_no_more_enter_than_can_be_told_apart() -> None:
    with pytest.raises(SettingError, match="6"):
        edits.set_race(HIMMELBLAU, [Method()] * (MOST_RIVALS + 2))


def test_one_after_the_other_different_optimizers_are_offered() -> None:
    document = HIMMELBLAU
    for _ in range(MOST_RIVALS):
        document = edits.add_rival(document, next_rival(document))
    assert len({method.optimizer for method in racers_of(document)}) == MOST_RIVALS + 1


def test_the_rates_of_a_race_are_in_its_title_and_each_race_runs() -> None:
    for preset in presets(HIMMELBLAU):
        document = edits.set_race(HIMMELBLAU, preset.methods)
        target = objective_of(document)
        for method in racers_of(document):
            assert f"{method.lr:g}" in preset.title
            path = descent_of(run_by(document, method), target)
            assert path.losses[-1] < path.losses[0] or path.stop != "finished"


def test_plain_optimizers_are_offered_the_rate_of_a_plain_descent() -> None:
    document = edits.set_descent(HIMMELBLAU, optimizer="sgd", lr=0.003)
    assert suggested(document, "nesterov").lr == 0.003
    assert suggested(edits.set_descent(document, optimizer="adam"), "sgd").lr == 0.01


# Starts


@given(st.integers(0, 10_000))
def test_the_same_seed_gives_the_same_start_within_the_ranges(seed: int) -> None:
    ranges = {"x": (-1.0, 0.5), "y": (2.0, 2.25)}
    start = random_start(HIMMELBLAU, seed, ranges)
    assert start == random_start(HIMMELBLAU, seed, ranges)
    assert all(low <= start[name] <= high for name, (low, high) in ranges.items())


def test_seeds_give_different_starts_all_over_the_box() -> None:
    starts = [random_start(HIMMELBLAU, seed) for seed in range(200)]
    assert len({tuple(start.items()) for start in starts}) == 200
    low, high = HIMMELBLAU.landscape.ranges["x"]
    third = (high - low) / 3
    for part in range(3):
        inside = [s for s in starts if low + part * third <= s["x"] < low + (part + 1) * third]
        assert 40 <= len(inside) <= 95


def test_only_the_visible_part_of_the_box_is_drawn_from() -> None:
    landscape = replace(HIMMELBLAU.landscape, box={"x": (-5.0, 5.0), "y": (-5.0, 5.0)})
    document = replace(HIMMELBLAU, landscape=landscape)
    for seed in range(30):
        start = random_start(document, seed, {"x": (4.0, 15.0), "y": (7.0, 9.0)})
        assert 4.0 <= start["x"] <= 5.0
        assert -5.0 <= start["y"] <= 5.0  # nothing of the box is seen: the whole of it counts


def test_a_coordinate_without_any_range_stays() -> None:
    document = edits.set_values(edits.set_text(Document(), "f = a^2 + b^2"), {"a": 3, "b": 4})
    assert random_start(document, 5, {"a": (0.0, 1.0)})["b"] == 4.0


def test_a_start_of_a_matrix_is_set_number_by_number() -> None:
    document = open_example("matrix")
    start = {**start_of(document), "W[0,1]": 7.0}
    assert start_of(start_at(document, start)) == start


# The file


def test_the_table_of_a_race_has_every_epoch_of_everyone_at_full_precision() -> None:
    document = edits.set_race(HIMMELBLAU, [Method("sgd", 0.01), Method("adam", 0.1)])
    document = edits.set_descent(document, epochs=5)
    paths = [descent_of(run_by(document, method)) for method in racers_of(document)]
    rows = list(csv.DictReader(io.StringIO(race_csv(document, paths))))
    assert len(rows) == 12
    for name, path in zip(("SGD", "Adam"), paths, strict=True):
        mine = [row for row in rows if row["racer"] == name]
        assert [int(row["epoch"]) for row in mine] == list(range(6))
        assert [float(row["loss"]) for row in mine] == path.losses.tolist()
        assert [float(row["y"]) for row in mine] == path.points[:, 1].tolist()


def test_who_has_no_path_is_left_out_and_nobody_is_an_error() -> None:
    document = edits.set_race(HIMMELBLAU, [Method("sgd", 0.01), Method("adam", 0.1)])
    path = descent_of(document)
    assert "Adam" not in race_csv(document, [path, None])
    with pytest.raises(GraphError, match="no optimizer could run"):
        race_csv(document, [None, None])
