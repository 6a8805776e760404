"""The rows of the Edit and View menus: named, enabled as they apply, and the same as the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gradviz.session import Settings
from gradviz.ui.canvas.actions.arranging_rows import ARRANGING

if TYPE_CHECKING:
    from gradviz.ui.main_window import MainWindow


def opened(window: MainWindow, name: str) -> dict[str, QAction]:
    """The actions of a menu as they are when it opens."""
    menu = window.findChild(QMenu, name)
    assert menu is not None
    menu.aboutToShow.emit()
    return {action.objectName(): action for action in menu.actions() if action.objectName()}


def test_every_row_is_in_its_menu(window: MainWindow) -> None:
    menus = {"Edit": "menu_edit", "View": "menu_view", "Arrange": "menu_arrange"}
    for title, name in menus.items():
        found = opened(window, name)
        rows = [row for row in ARRANGING if row.menu == title]
        assert rows
        assert all(row.name in found for row in rows)


def test_rows_are_enabled_as_they_apply(window: MainWindow) -> None:
    view = window.graph_panel.view
    view.select(None)
    assert not opened(window, "menu_edit")["action_copy"].isEnabled()
    assert not opened(window, "menu_arrange")["action_align_left"].isEnabled()
    window.graph_panel.arranging.select_all()
    assert opened(window, "menu_edit")["action_copy"].isEnabled()
    opened(window, "menu_edit")["action_duplicate"].trigger()
    assert window.parts.session.undo_text.startswith("Duplicate")


def test_no_key_means_two_things_at_once() -> None:
    keys = [(QKeySequence(key).toString(), row.applies) for row in ARRANGING for key in row.keys]
    assert len(keys) == len(set(keys))


def test_snapping_is_remembered(window: MainWindow) -> None:
    settings = window.parts.settings
    action = opened(window, "menu_view")["action_snap"]
    assert not action.isChecked()
    action.trigger()
    assert settings.snap
    assert window.graph_panel.view.snaps
    assert opened(window, "menu_view")["action_snap"].isChecked()
    action.trigger()
    assert not settings.snap


@pytest.mark.parametrize("stored", [True, "true"])
def test_a_setting_is_read_however_it_was_stored(stored: object) -> None:
    settings = Settings.forgetful()
    assert not settings.snap
    settings._store.setValue("snap", stored)
    assert settings.snap
