"""The keys of the window: no two things that listen at the same time listen to the same key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from gradviz.ui.main_window import MainWindow

Context = Qt.ShortcutContext
EVERYWHERE = (Context.WindowShortcut, Context.ApplicationShortcut)


def listeners(window: MainWindow) -> Iterator[tuple[QKeySequence, Context, QWidget, str]]:
    """Every key, where it is heard, and by whom: actions, shortcuts, buttons and labels."""
    for action in {*window.findChildren(QAction), *window.actions()}:
        places = [o for o in action.associatedObjects() if isinstance(o, QWidget)]
        for key in action.shortcuts():
            context = action.shortcutContext()
            for place in places[:1] if context in EVERYWHERE else places:
                yield key, context, place, action.objectName() or action.text()
    for shortcut in window.findChildren(QShortcut):
        parent = shortcut.parent()
        assert isinstance(parent, QWidget)
        for key in shortcut.keys():  # noqa: SIM118  # not a mapping
            yield key, shortcut.context(), parent, shortcut.objectName() or parent.objectName()
    for button in window.findChildren(QAbstractButton):
        if not button.shortcut().isEmpty():
            yield button.shortcut(), Context.WindowShortcut, button, button.objectName()
    for label in window.findChildren(QLabel):
        key = QKeySequence.mnemonic(label.text())
        if label.buddy() is not None and not key.isEmpty():
            yield key, Context.WindowShortcut, label, label.text()


def heard_together(one: tuple[Context, QWidget], other: tuple[Context, QWidget]) -> bool:
    """Whether both can be listening at once: one everywhere, or both where the focus is."""
    (first, here), (second, there) = one, other
    if first in EVERYWHERE or second in EVERYWHERE:
        return True
    family = Context.WidgetWithChildrenShortcut
    return (
        here is there
        or (first == family and here.isAncestorOf(there))
        or (second == family and there.isAncestorOf(here))
    )


def test_no_two_keys_of_the_window_clash(window: MainWindow) -> None:
    found: dict[str, list[tuple[Context, QWidget, str]]] = defaultdict(list)
    for key, context, place, name in listeners(window):
        found[key.toString()].append((context, place, name))
    assert {"F4", "F6", "F7", "F8", "F9", "F11", "Ctrl+Z", "U", "T"} <= set(found)
    clashes = [
        (key, one[2], other[2])
        for key, those in found.items()
        for place, one in enumerate(those)
        for other in those[place + 1 :]
        if heard_together(one[:2], other[:2])
    ]
    assert not clashes
