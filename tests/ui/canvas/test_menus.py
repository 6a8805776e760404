"""The menus of the canvas: what is in them, when it applies, and that it does what it says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from gradviz.document import edits
from gradviz.graph import Role
from gradviz.ui.canvas.actions.rows import ACTIONS
from gradviz.ui.main_window import MainWindow
from tests.ui.canvas.conftest import Desk, Opener

RIGHT = Qt.MouseButton.RightButton
OPEN_AIR = QPoint(440, 30)


def menu_of(desk: Desk) -> QMenu:
    menus = desk.panel.findChildren(QMenu, "graph_context_menu")
    (menu,) = [menu for menu in menus if menu.isVisible()]
    return menu


def right_click(desk: Desk, at: QPoint) -> QMenu:
    QTest.mouseClick(desk.view.viewport(), RIGHT, pos=at)
    return menu_of(desk)


def names(menu: QMenu) -> set[str]:
    return {entry_name(action) for action in menu.actions() if not action.isSeparator()}


def entry_name(action: QAction) -> str:
    part = action.menu()
    return part.objectName() if isinstance(part, QMenu) else action.objectName()


def pick(menu: QMenu, *path: str) -> None:
    """Trigger an entry by object name, or by words in submenus, and close the menu."""
    into = menu
    for step in path[:-1]:
        action = next(a for a in into.actions() if step in (entry_name(a), a.text()))
        found = action.menu()
        assert isinstance(found, QMenu)
        into = found
    last = path[-1]
    action = next(a for a in into.actions() if last in (a.objectName(), a.text().split("\t")[0]))
    menu.close()
    action.trigger()


def test_an_input_has_its_name_value_and_role(desk: Desk) -> None:
    menu = right_click(desk, desk.place("a"))
    assert {name for name in names(menu) if name.startswith("graph_")} == {
        "graph_add", "graph_rename", "graph_edit_value", "graph_constant", "graph_data",
        "graph_output", "graph_target", "graph_delete", "graph_inspect", "graph_connect",
    }  # fmt: skip
    pick(menu, "graph_constant")
    assert desk.session.document.graph.named("a").role is Role.CONSTANT
    assert desk.session.undo_text == "Make a a constant"


def test_an_operation_becomes_another(desk: Desk) -> None:
    menu = right_click(desk, desk.place("e"))
    assert {"graph_change_to", "graph_swap", "graph_disconnect"} <= names(menu)
    pick(menu, "graph_change_to", "Arithmetic", "divide")
    assert desk.session.document.graph.named("e").op == "div"
    assert desk.session.undo_text == "Change e to divide"


def test_only_operations_with_as_many_ports_are_offered(open_graph: Opener) -> None:
    desk = open_graph("L = sin(a)")
    menu = right_click(desk, desk.place("L"))
    change = next(a.menu() for a in menu.actions() if entry_name(a) == "graph_change_to")
    assert isinstance(change, QMenu)
    words = [a.text() for part in change.findChildren(QMenu) for a in part.actions()]
    menu.close()
    assert "cos\tcos" in words
    assert not any(word.startswith("multiply") for word in words)


def test_a_wire_is_taken_off_by_port(desk: Desk) -> None:
    pick(right_click(desk, desk.place("e")), "graph_disconnect", "B: d")
    assert desk.session.undo_text == "Disconnect d"


def test_the_dimension_of_a_sum_is_chosen(open_graph: Opener) -> None:
    desk = open_graph("A = [[1, 2], [3, 4]]; s = sum(A)")
    pick(right_click(desk, desk.place("s")), "graph_dim", "0: down the columns")
    assert desk.session.document.text == "A = [[1, 2], [3, 4]]; s = sum(A, dim=0)"


def test_an_edge_takes_an_operation(desk: Desk) -> None:
    edge = desk.view.edge("L", 0)
    menu = right_click(desk, desk.view.mapFromScene(edge.path().pointAtPercent(0.5)))
    assert names(menu) == {"graph_insert", "graph_delete"}
    pick(menu, "graph_insert")
    QTest.keyClicks(desk.panel.add_box.edit, "exp")
    QTest.keyClick(desk.panel.add_box.edit, Qt.Key.Key_Return)
    assert "exp(c)" in desk.session.document.text
    assert desk.session.undo_text == "Insert exp"


def test_the_open_canvas_adds_a_node_where_it_was_asked(desk: Desk) -> None:
    menu = right_click(desk, OPEN_AIR)
    assert {"graph_add", "action_paste", "action_add_comment"} <= names(menu)
    pick(menu, "graph_add")
    box = desk.panel.add_box
    assert box.isVisible()
    assert (box.pos() - OPEN_AIR).manhattanLength() < 40


@pytest.mark.parametrize(
    ("key", "keys"),
    [
        (Qt.Key.Key_Menu, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_keyboard_opens_the_menu(desk: Desk, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
    desk.view.select(desk.view.card("d").node_id)
    desk.key(key, keys)
    menu = menu_of(desk)
    assert "graph_swap" in names(menu)
    menu.close()


@pytest.mark.parametrize(
    ("name", "key", "undo"),
    [
        ("a", Qt.Key.Key_C, "Make a a constant"),
        ("a", Qt.Key.Key_D, "Make a data"),
        ("e", Qt.Key.Key_S, "Swap the operands of e"),
        ("e", Qt.Key.Key_O, "Make e the output"),
        ("a", Qt.Key.Key_Delete, "Delete a"),
    ],
)
def test_keys_do_what_the_menu_says(desk: Desk, name: str, key: Qt.Key, undo: str) -> None:
    desk.view.select(desk.view.card(name).node_id)
    desk.key(key)
    assert desk.session.undo_text == undo


def test_what_does_not_apply_does_nothing(desk: Desk) -> None:
    desk.view.select(desk.view.card("a").node_id)
    desk.key(Qt.Key.Key_S)
    desk.key(Qt.Key.Key_P)
    desk.view.select(None)
    desk.key(Qt.Key.Key_Delete)
    assert not desk.session.can_undo


def test_rows_are_unique_and_say_what_they_do() -> None:
    keys = [key for row in ACTIONS for key in row.keys]
    assert len(set(keys)) == len(keys)
    assert len({row.name for row in ACTIONS}) == len(ACTIONS)
    assert all(row.tip and row.text and (row.act or row.choices) for row in ACTIONS)


def test_the_graph_menu_has_every_row(window: MainWindow) -> None:
    menu = window.findChild(QMenu, "menu_graph")
    assert menu is not None
    view = window.graph_panel.view
    view.select(None)
    menu.aboutToShow.emit()
    enabled = {entry_name(a): a.isEnabled() for a in menu.actions() if not a.isSeparator()}
    assert enabled.keys() == {row.name for row in ACTIONS}
    assert {name for name, on in enabled.items() if on} == {"graph_add", "graph_unroll"}
    view.select(view.card("m").node_id)
    menu.aboutToShow.emit()
    rename = next(a for a in menu.actions() if a.objectName() == "graph_rename")
    assert rename.isEnabled()
    assert rename.shortcut().toString() == "F2"


def test_no_key_of_the_window_is_used_twice(window: MainWindow) -> None:
    taken: dict[tuple[str, object], str] = {}
    for action in window.findChildren(QAction):
        is_local = action.shortcutContext() == Qt.ShortcutContext.WidgetShortcut
        place = action.parent() if is_local else None  # the table and the canvas have Del, each
        for shortcut in action.shortcuts():
            key = shortcut.toString(), place
            assert taken.setdefault(key, action.objectName()) == action.objectName(), key


def test_what_is_selected_can_be_copied_grouped_and_arranged(desk: Desk) -> None:
    desk.view.select_nodes(tuple(desk.view.card(name).node_id for name in "de"))
    menu = right_click(desk, desk.place("e"))
    assert {"action_cut", "action_copy", "action_duplicate", "action_group"} <= names(menu)
    assert {"Select", "Arrange"} <= {action.text() for action in menu.actions()}
    pick(menu, "action_group")
    assert len(desk.session.document.groups) == 1
    menu = right_click(desk, desk.place("e"))
    pick(menu, "action_ungroup")
    assert not desk.session.document.groups


def test_two_nodes_lead_to_their_paths_and_one_to_its_inside(desk: Desk) -> None:
    wanted: list[str] = []
    desk.panel.panel_wanted.connect(wanted.append)
    desk.view.select(desk.view.card("b").node_id)
    desk.view.setFocus()
    QTest.keyClick(desk.view, Qt.Key.Key_L)
    desk.view.select_nodes(tuple(desk.view.card(name).node_id for name in "bL"))
    QTest.keyClick(desk.view, Qt.Key.Key_W)
    assert wanted == ["inspector_dock", "paths_dock"]


def test_data_are_unrolled_and_folded_by_undo(open_graph: Opener) -> None:
    desk = open_graph("line_fit")
    before = desk.session.document
    pick(right_click(desk, OPEN_AIR), "graph_unroll")
    assert desk.session.undo_text == "Unroll the data"
    users = desk.session.document.graph.users[desk.view.card("m").node_id]
    assert before.dataset is not None
    assert len(users) == before.dataset.length
    desk.session.undo()
    assert desk.session.document == before


def test_data_are_not_unrolled_where_there_are_none(desk: Desk) -> None:
    assert "graph_unroll" not in names(right_click(desk, OPEN_AIR))
    menu_of(desk).close()


def test_two_nodes_are_connected_by_keys_alone(open_graph: Opener) -> None:
    desk = open_graph("a; b; L = a * ?")
    desk.view.select(desk.view.card("b").node_id)
    desk.view.setFocus()
    QTest.keyClick(desk.view, Qt.Key.Key_K)
    menu = desk.panel.findChild(QMenu, "graph_connect_menu")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["L: B", "L: A, in place of a"]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert desk.session.document.text == "L = a b"
    assert desk.session.undo_text == "Connect b to L"


@pytest.mark.parametrize("key", [Qt.Key.Key_K, Qt.Key.Key_Menu])
def test_a_menu_about_a_graph_that_is_gone_is_closed(open_graph: Opener, key: Qt.Key) -> None:
    desk = open_graph("a; b; L = a * ?")
    desk.view.select(desk.view.card("b").node_id)
    desk.view.setFocus()
    QTest.keyClick(desk.view, key)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert menu.isVisible()
    desk.session.apply("Another", edits.set_text(desk.session.document, "L = 2c"))
    assert QApplication.activePopupWidget() is None
    assert not desk.session.document.graph.by_name.keys() - {"L", "c"}


def test_where_a_node_would_depend_on_itself_is_not_offered(open_graph: Opener) -> None:
    desk = open_graph("p = a b; L = sin(p)")
    desk.view.select(desk.view.card("L").node_id)
    desk.view.setFocus()
    QTest.keyClick(desk.view, Qt.Key.Key_K)
    menu = desk.panel.findChild(QMenu, "graph_connect_menu")
    assert menu is not None
    assert [action.isEnabled() for action in menu.actions()] == [False]
    menu.close()
