"""What can be done to the selection as a whole, by menu or key: one table of rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from gradviz.ui.canvas.panel import GraphPanel

Test: TypeAlias = "Callable[[GraphPanel], bool]"
Act: TypeAlias = "Callable[[GraphPanel], object]"


class Row(NamedTuple):
    """One action: its menu ("" for none), object name, words, keys, when it applies, and doing it.

    ``keys`` are alternatives; the first is shown. ``section`` puts a line between groups of rows;
    ``checked`` says whether a switch is on.
    """

    menu: str
    section: str
    name: str
    text: str
    keys: tuple[str, ...]
    applies: Test
    act: Act
    checked: Test | None = None


def has_cards(panel: GraphPanel) -> bool:
    """Whether there is anything on the canvas."""
    scene = panel.view.graph_scene()
    return bool(scene.cards or scene.backdrop.comments)


def has_nodes(panel: GraphPanel) -> bool:
    """Whether a node is selected."""
    return bool(panel.view.selection())


def has_any(panel: GraphPanel) -> bool:
    """Whether a node or a comment is selected."""
    return bool(panel.view.selection() or panel.view.selected_comments())


def has_comments(panel: GraphPanel) -> bool:
    """Whether a comment is selected."""
    return bool(panel.view.selected_comments())


def _has_one_comment(panel: GraphPanel) -> bool:
    return len(panel.view.selected_comments()) == 1 and not panel.view.selection()


def _has_several(panel: GraphPanel) -> bool:
    return len(panel.view.selection()) > 1


def _has_three(panel: GraphPanel) -> bool:
    return len(panel.view.selection()) > 2


def _has_one(panel: GraphPanel) -> bool:
    return panel.view.selected is not None


def _has_group(panel: GraphPanel) -> bool:
    return bool(panel.groups.touched())


def _has_whole_group(panel: GraphPanel) -> bool:
    return panel.groups.whole() is not None


def _always(panel: GraphPanel) -> bool:
    del panel
    return True


def _align(name: str, words: str, key: str, axis: int, part: int) -> Row:
    return Row("Arrange", "align", f"action_align_{name}", f"Align {words}", (key,), _has_several,
               lambda p: p.arranging.align(axis, part))  # fmt: skip


def _nudge(key: str, direction: tuple[int, int]) -> Row:
    return Row("", "move", f"nudge_{key.lower()}", "Move a little", (f"Alt+{key}",), has_any,
               lambda p: p.arranging.nudge(direction))  # fmt: skip


ARRANGING: tuple[Row, ...] = (
    Row("Edit", "clipboard", "action_cut", "Cut", ("Ctrl+X",), has_any,
        lambda p: p.clipboard.cut()),
    Row("Edit", "clipboard", "action_copy", "Copy", ("Ctrl+C",), has_any,
        lambda p: p.clipboard.copy()),
    Row("Edit", "clipboard", "action_copy_value", "Copy the value", ("Ctrl+Shift+C",), _has_one,
        lambda p: p.clipboard.copy_value()),
    Row("Edit", "clipboard", "action_paste", "Paste", ("Ctrl+V",), _always,
        lambda p: p.clipboard.paste()),
    Row("Edit", "clipboard", "action_duplicate", "Duplicate", ("Ctrl+D",), has_any,
        lambda p: p.clipboard.duplicate()),
    Row("Edit", "select", "action_select_all", "Select all", ("Ctrl+A",), has_cards,
        lambda p: p.arranging.select_all()),
    Row("Edit", "select", "action_select_none", "Select none\tEsc", (), has_any,
        lambda p: p.view.select(None)),
    Row("Edit", "select", "action_select_upstream", "Select what it is computed from",
        ("Ctrl+Shift+Left",), has_nodes, lambda p: p.arranging.select_upstream()),
    Row("Edit", "select", "action_select_downstream", "Select what is computed from it",
        ("Ctrl+Shift+Right",), has_nodes, lambda p: p.arranging.select_downstream()),
    Row("Edit", "group", "action_group", "Group", ("Ctrl+G",), has_nodes,
        lambda p: p.groups.group()),
    Row("Edit", "group", "action_ungroup", "Ungroup", ("Ctrl+Shift+G",), _has_group,
        lambda p: p.groups.ungroup()),
    Row("Edit", "group", "action_toggle_group", "Close or open the group", ("Shift+G",), _has_group,
        lambda p: p.groups.toggle()),
    Row("Edit", "group", "action_rename_group", "Rename the group…", ("F2",), _has_whole_group,
        lambda p: p.groups.rename()),
    Row("Edit", "comment", "action_add_comment", "Add a comment", ("#", "Shift+#"), _always,
        lambda p: p.notes.add()),
    Row("Edit", "comment", "action_edit_comment", "Edit the comment…", ("F2", "Return", "Enter"),
        _has_one_comment, lambda p: p.notes.edit()),
    Row("Edit", "comment", "action_delete_comments", "Delete the comment", ("Del", "Backspace"),
        has_comments, lambda p: p.notes.delete()),
    _align("left", "the left sides", "Shift+Left", 0, -1),
    _align("right", "the right sides", "Shift+Right", 0, 1),
    _align("top", "the upper sides", "Shift+Up", 1, -1),
    _align("bottom", "the lower sides", "Shift+Down", 1, 1),
    _align("column", "in one column", "Shift+V", 0, 0),
    _align("row", "in one row", "Shift+H", 1, 0),
    Row("Arrange", "distribute", "action_distribute_across", "Distribute from left to right",
        ("Ctrl+Shift+H",), _has_three, lambda p: p.arranging.distribute(0)),
    Row("Arrange", "distribute", "action_distribute_down", "Distribute from top to bottom",
        ("Ctrl+Shift+V",), _has_three, lambda p: p.arranging.distribute(1)),
    Row("Arrange", "tidy", "action_tidy", "Tidy up", ("Ctrl+T",), has_cards,
        lambda p: p.arranging.tidy()),
    Row("Arrange", "tidy", "action_tidy_everything", "Tidy up everything", ("Ctrl+Shift+T",),
        has_cards, lambda p: p.arranging.tidy_everything()),
    Row("View", "zoom", "action_fit", "Fit the graph", ("Ctrl+0", "F", "Home"), _always,
        lambda p: p.view.glide.fit()),
    Row("View", "zoom", "action_fit_selection", "Fit the selection", ("Shift+F",), has_any,
        lambda p: p.arranging.fit_selection()),
    Row("View", "zoom", "action_full_size", "100 %", ("Ctrl+1",), _always,
        lambda p: p.view.glide.to_full_size()),
    Row("View", "canvas", "action_snap", "Snap to the grid", ("Shift+S",), _always,
        lambda p: p.arranging.toggle_snap(), lambda p: p.view.snaps),
    _nudge("Left", (-1, 0)), _nudge("Right", (1, 0)), _nudge("Up", (0, -1)), _nudge("Down", (0, 1)),
)  # fmt: skip


def keys_of(panel: GraphPanel) -> dict[QKeyCombination, Callable[[], bool]]:
    """What the keys of the canvas do; each act says whether it applied."""
    rows: dict[QKeyCombination, list[Row]] = {}
    for row in ARRANGING:
        for key in row.keys:
            pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs lack it
            rows.setdefault(pressed, []).append(row)

    def act(found: list[Row]) -> bool:
        row = next((row for row in found if row.applies(panel)), None)
        if row is not None:
            row.act(panel)
        return row is not None

    return {key: lambda found=found: act(found) for key, found in rows.items()}  # type: ignore[misc]


def fill_menu(panel: GraphPanel, menu: QMenu, title: str) -> None:
    """Add the rows of a menu to it; they are enabled as they apply when it opens."""
    section, actions = "", list[tuple[QAction, Row]]()
    for row in (row for row in ARRANGING if row.menu == title):
        if row.section != section:
            menu.addSeparator()
            section = row.section
        action = menu.addAction(row.text)
        if row.section == "zoom" and row.keys[0].startswith("Ctrl"):
            action.setShortcut(row.keys[0])
        elif row.keys:  # the canvas takes them itself: elsewhere they belong to what is typed
            action.setText(f"{row.text}\t{_shown(row.keys)}")
        action.setObjectName(row.name)
        action.setCheckable(row.checked is not None)
        action.triggered.connect(lambda _checked=False, row=row: _do(panel, row))
        actions.append((action, row))

    def renew() -> None:
        for action, row in actions:
            action.setEnabled(row.applies(panel))
            if row.checked is not None:
                action.setChecked(row.checked(panel))

    menu.aboutToShow.connect(renew)


_IN_PLACE = ("clipboard", "group", "comment")
_IN_SUBMENUS = (("Select", ("select",)), ("Arrange", ("align", "distribute", "tidy")))


def offer(panel: GraphPanel, menu: QMenu) -> None:
    """Add what applies to the selection to a menu that is opened for it."""
    for section in _IN_PLACE:
        _offer_sections(panel, menu, (section,))
    for title, sections in _IN_SUBMENUS:
        part = QMenu(title, menu)
        _offer_sections(panel, part, sections)
        if not part.isEmpty():
            menu.addMenu(part)


def _offer_sections(panel: GraphPanel, menu: QMenu, sections: tuple[str, ...]) -> None:
    rows = [row for row in ARRANGING if row.section in sections and row.applies(panel)]
    if rows and not menu.isEmpty():
        menu.addSeparator()
    for row in rows:
        action = menu.addAction(f"{row.text}\t{_shown(row.keys)}" if row.keys else row.text)
        action.setObjectName(row.name)
        action.triggered.connect(lambda _checked=False, row=row: _do(panel, row))


def _do(panel: GraphPanel, row: Row) -> None:
    """Act if that makes sense: the menu may have been filled for another selection."""
    if row.applies(panel):
        row.act(panel)


def _shown(keys: tuple[str, ...]) -> str:
    return QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)
