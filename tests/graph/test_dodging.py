"""Cards make way for those placed by hand, and no further than they must."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gradviz.graph.layout import Point, Size, dodge

coordinates = st.integers(-400, 400).map(float)
places = st.tuples(coordinates, coordinates)
sizes = st.sampled_from([(108.0, 72.0), (44.0, 36.0), (144.0, 72.0)])


def overlap(one: tuple[Point, Size], other: tuple[Point, Size]) -> bool:
    (x, y), (w, h) = one
    (px, py), (pw, ph) = other
    return abs(x - px) * 2 < w + pw and abs(y - py) * 2 < h + ph


@given(st.lists(st.tuples(places, sizes), max_size=12), st.lists(st.tuples(places, sizes)))
def test_no_card_overlaps_another_and_columns_are_kept(
    wanted: list[tuple[Point, Size]], fixed: list[tuple[Point, Size]]
) -> None:
    size = {f"w{k}": s for k, (_, s) in enumerate(wanted)} | {
        f"f{k}": s for k, (_, s) in enumerate(fixed)
    }
    hand = {f"f{k}": p for k, (p, _) in enumerate(fixed)}
    asked = {f"w{k}": p for k, (p, _) in enumerate(wanted)}
    found = dodge(asked, size, hand)
    assert {i: p[0] for i, p in found.items()} == {i: p[0] for i, p in asked.items()}
    for one, other in combinations([*found, *hand], 2):
        if one in found or other in found:
            places_ = {**found, **hand}
            assert not overlap((places_[one], size[one]), (places_[other], size[other]))


def test_what_is_in_nobodys_way_stays() -> None:
    size = dict.fromkeys("abc", (108.0, 72.0))
    wanted = {"a": (0.0, 0.0), "b": (0.0, 80.0)}
    assert dodge(wanted, size, {"c": (0.0, 300.0)}) == wanted


def test_the_nearer_side_is_chosen() -> None:
    size = dict.fromkeys("ab", (100.0, 70.0))
    assert dodge({"a": (0.0, 10.0)}, size, {"b": (0.0, 0.0)}) == {"a": (0.0, 86.0)}
    assert dodge({"a": (0.0, -10.0)}, size, {"b": (0.0, 0.0)}) == {"a": (0.0, -86.0)}
