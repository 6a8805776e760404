"""The depth of each node as a badge on its card."""

from __future__ import annotations

from gradviz.document import grouping
from tests.ui.canvas.conftest import Desk


def test_badges_are_there_while_the_switch_is_on(desk: Desk) -> None:
    layer = desk.view.graph_scene().depths
    plain = desk.view.grab().toImage()
    assert not layer.isVisible()
    desk.overlays.set(depths=True)
    assert layer.isVisible()
    assert desk.view.grab().toImage() != plain
    found = {name: layer.text(desk.node(name)) for name in "abcdeL"}
    assert found == {"a": "0", "b": "0", "c": "0", "d": "1", "e": "2", "L": "3"}
    desk.overlays.set(depths=False)
    assert desk.view.grab().toImage() == plain


def test_a_closed_group_has_the_depth_of_its_result(desk: Desk) -> None:
    document, group_id = grouping.group(desk.session.document, [desk.node("d"), desk.node("e")])
    desk.session.apply("Group", grouping.collapse(document, group_id))
    assert desk.view.graph_scene().depths.text(group_id) == "2"
