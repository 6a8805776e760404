"""The menus and keys of the canvas, made from the table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from gradviz.document import Document
from gradviz.ui.canvas.actions.arranging_rows import offer
from gradviz.ui.canvas.actions.rows import ACTIONS, On, Row
from gradviz.ui.canvas.edges.at_point import edge_at

if TYPE_CHECKING:
    from gradviz.ui.canvas.panel import GraphPanel


class GraphActions(QObject):
    """One QAction a row: its keys work while the canvas has the keyboard."""

    def __init__(self, panel: GraphPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self._actions: dict[str, QAction] = {}
        for row in ACTIONS:
            action = QAction(row.text, self)
            action.setObjectName(row.name)
            action.setToolTip(row.tip)
            action.setStatusTip(row.tip)
            action.setShortcuts([QKeySequence(key) for key in row.keys])
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, row=row: self._do(row))
            if row.choices is None:
                panel.view.addAction(action)
            self._actions[row.name] = action
        panel.view.menu_wanted.connect(self.open_at)

    def renew(self) -> None:
        """Enable what applies to what is selected now."""
        ready = not self._panel.laying_out.waits
        for row in ACTIONS:
            self._actions[row.name].setEnabled(ready and row.applies(self._panel))

    def fill(self, menu: QMenu, on: On | None = None) -> None:
        """Write the rows into a menu; with ``on`` only those that apply to it."""
        self.renew()
        group = ""
        for row in ACTIONS:
            applies = self._actions[row.name].isEnabled()
            if on is not None and not (row.on & on and applies):
                continue
            if group and row.group != group:
                menu.addSeparator()
            group = row.group
            if row.choices is None:
                menu.addAction(self._actions[row.name])
            else:
                self._add_choices(menu, row, enabled=applies)

    def open_at(self, at: QPoint | None) -> None:
        """Select what is at a point of the view and open its menu there; None: as it is."""
        if at is None:
            self.open_for_selection()
            return
        view = self._panel.view
        card, edge = view.card_at(at), edge_at(view, at)
        if card is not None:
            if not card.isSelected():
                view.select(card.node_id)
            on = On.NODE
        elif edge is not None:
            view.choose_edge(edge.key)
            on = On.EDGE
        else:
            view.select(None)
            view.choose_edge(None)
            on = On.CANVAS
        view.pointing.last = at
        self._popup(on, view.viewport().mapToGlobal(at))

    def open_for_selection(self) -> None:
        """Open the menu of what is selected, beside it."""
        view = self._panel.view
        chosen = view.edge_marks.chosen
        nodes = view.selection()
        at = view.viewport().rect().center()
        on = On.CANVAS
        if nodes:
            on, at = On.NODE, view.box_of(view.card(nodes[0])).bottomLeft()
        elif chosen is not None:
            middle = view.graph_scene().edges[chosen].path().pointAtPercent(0.5)
            on, at = On.EDGE, view.mapFromScene(middle)
        self._popup(on, view.viewport().mapToGlobal(at))

    def _popup(self, on: On, at: QPoint) -> None:
        menu = QMenu(self._panel)
        menu.setObjectName("graph_context_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        self.fill(menu, on)
        if on is not On.EDGE:
            offer(self._panel, menu)
        menu.popup(at)

    def follow(self, old: Document, new: Document) -> None:
        """Close an open menu of the canvas when what it offers is about a graph that is gone."""
        if old.graph is new.graph:
            return
        menu: QObject | None = QApplication.activePopupWidget()
        while isinstance(menu, QMenu) and isinstance(menu.parent(), QMenu):
            menu = menu.parent()
        if isinstance(menu, QMenu) and menu.parent() is self._panel:
            menu.close()

    def _add_choices(self, menu: QMenu, row: Row, *, enabled: bool) -> None:
        part = menu.addMenu(row.text)
        part.setObjectName(row.name)
        part.setEnabled(enabled)
        part.menuAction().setToolTip(row.tip)
        if not enabled or row.choices is None:
            return
        sections: dict[str, QMenu] = {}
        for choice in row.choices(self._panel):
            into = part
            if choice.section:
                into = sections.get(choice.section) or part.addMenu(choice.section)
                sections[choice.section] = into
            action = into.addAction(choice.text)
            action.setCheckable(choice.marked)
            action.setChecked(choice.marked)
            action.triggered.connect(lambda _checked=False, act=choice.act: act())

    def _do(self, row: Row) -> None:
        if row.act is not None and row.applies(self._panel):
            row.act(self._panel)
