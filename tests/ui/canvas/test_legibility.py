"""Reading the graph: a fitted drawing has no small letters, and nothing covers anything."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QRectF

from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.face import Face
from gradviz.ui.canvas.cards.wording import CardState
from gradviz.ui.canvas.drawing.scripts import LEAST_ON_SCREEN, least_pixels
from tests.ui.canvas.conftest import Desk, Opener

NAMES = (
    *("line_fit", "backprop", "homework", "sine", "matrix", "neuron"),
    *("rosenbrock", "himmelblau"),
)
SIZES = ((730, 512), (824, 692))  # the panel in windows of 1280×720 and 1440×900


@pytest.fixture(params=SIZES, ids=("720p", "900p"))
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    found: tuple[int, int] = request.param
    return found


def faces(desk: Desk) -> list[tuple[NodeItem, Face]]:
    least = least_pixels(desk.view.zoom)
    return [(card, card.face(least)) for card in desk.view.graph_scene().cards.values()]


def shown_pills(desk: Desk) -> list[QRectF]:
    desk.view.grab()
    scene = desk.view.graph_scene()
    boxes = [scene.pills.box_of(edge) for edge in scene.edges.values()]
    return [box for box in boxes if box is not None]


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_can_be_read(open_graph: Opener, name: str, size: tuple[int, int]) -> None:
    desk = open_graph(name, size)
    zoom = desk.view.zoom
    scripts = desk.view.graph_scene().ink.scripts(least_pixels(zoom))
    written = {line.script for _, face in faces(desk) for line in face.lines} | {scripts.pill}
    assert all(script.font.pixelSize() * zoom >= LEAST_ON_SCREEN - 0.1 for script in written)


@pytest.mark.parametrize("name", NAMES)
def test_no_text_runs_into_another_or_over_its_card(
    open_graph: Opener, name: str, size: tuple[int, int]
) -> None:
    desk = open_graph(name, size)
    for card, face in faces(desk):
        boxes = [line.box.adjusted(0, 3, 0, -3) for line in face.lines]  # the height of letters
        boxes += [area for area, _ in face.images]
        assert all(card.box.contains(box) for box in boxes)
        assert not any(a.intersects(b) for a, b in combinations(boxes, 2))


@pytest.mark.parametrize("name", NAMES)
def test_no_number_is_cut(open_graph: Opener, name: str, size: tuple[int, int]) -> None:
    desk = open_graph(name, size)
    assert not any("…" in line.text for _, face in faces(desk) for line in face.lines)


@pytest.mark.parametrize("name", NAMES)
def test_no_pill_lies_on_a_card_or_on_another(
    open_graph: Opener, name: str, size: tuple[int, int]
) -> None:
    desk = open_graph(name, size)
    boxes = [c.box.translated(c.pos()) for c in desk.view.graph_scene().cards.values()]
    pills = shown_pills(desk)
    assert pills
    assert not any(pill.intersects(box) for pill in pills for box in boxes)
    assert not any(a.intersects(b) for a, b in combinations(pills, 2))


@pytest.mark.parametrize("name", NAMES)
def test_every_derivative_that_is_one_number_is_shown(
    open_graph: Opener, name: str, size: tuple[int, int]
) -> None:
    desk = open_graph(name, size)
    desk.view.grab()
    scene = desk.view.graph_scene()
    numbers = [edge for edge in scene.edges.values() if isinstance(edge.local, float)]
    assert all(scene.pills.box_of(edge) is not None for edge in numbers)


def test_few_columns_leave_room_for_whole_equations(open_graph: Opener) -> None:
    desk = open_graph("backprop", SIZES[0])
    desk.view.grab()
    scene = desk.view.graph_scene()
    texts = {scene.pills.text_of(edge) for edge in scene.edges.values()}
    assert "∂e/∂d = 1" in texts


def test_no_text_of_a_vector_runs_into_its_heat_strip(open_graph: Opener) -> None:
    numbers = ", ".join(str(k) for k in range(13))
    desk = open_graph(f"x = [[{numbers}]]; y = x^2; L = sum(y)")
    desk.view.reset_zoom()
    for _, face in faces(desk):
        assert not any(area.intersects(line.box) for area, _ in face.images for line in face.lines)


def test_when_both_passes_are_complete_nothing_is_marked(desk: Desk) -> None:
    desk.passes.backward()
    desk.settle()
    scene = desk.view.graph_scene()
    assert {card.state for card in scene.cards.values()} == {CardState.IDLE}
    assert {edge.zValue() for edge in scene.edges.values()} == {0.0}
    desk.passes.step_back()
    desk.settle()
    assert CardState.ACTIVE in {card.state for card in scene.cards.values()}


def test_a_name_comes_before_the_word_for_its_kind(open_graph: Opener) -> None:
    desk = open_graph("(speed - w)^2")
    written = [line.text for _, face in faces(desk) for line in face.lines]
    assert {"speed", "parameter"} <= {*written}
