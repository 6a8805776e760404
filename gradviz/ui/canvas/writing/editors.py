"""The one line edit that may be open over a card: of its value or of its name."""

from __future__ import annotations

from collections.abc import Container

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QToolTip

from gradviz.graph import NodeId
from gradviz.ui.canvas.cards.card import NodeItem
from gradviz.ui.canvas.cards.wording import exact
from gradviz.ui.canvas.showing import CardView
from gradviz.ui.canvas.writing.card_editor import CardEditor
from gradviz.ui.canvas.writing.name_editor import NameEditor
from gradviz.ui.canvas.writing.value_editor import ValueEditor

_MOST_EDITABLE = 64
_NAME_SHARE = 0.42
"""The part of a card's height that its name stands in."""


class CardEditors(QObject):
    """Opens an editor over a card and tells what was entered."""

    value_entered = Signal(object, object)  # NodeId, Literal
    name_entered = Signal(object, str)  # NodeId, name

    def __init__(self, view: CardView) -> None:
        super().__init__(view)
        self._view = view
        self.line: CardEditor | None = None
        self._edited: NodeId | None = None

    def open(self, card: NodeItem) -> None:
        """Edit the value of an input, or tell all about another node."""
        if card.node_id in self._view.graph_scene().folding.closed:
            self._view.group_opened.emit(card.node_id)
            return
        node = self._view.graph_scene().graph.nodes[card.node_id]
        size = 1 if card.value is None or isinstance(card.value, float) else card.value.size
        if node.is_input and size <= _MOST_EDITABLE:
            self.edit_value(card.node_id)
        else:
            view, box = self._view, self._view.box_of(card)
            at = view.viewport().mapToGlobal(box.bottomLeft())
            QToolTip.showText(at, view.graph_scene().tip(card.node_id), view.viewport(), box)

    def edit_value(self, node_id: NodeId) -> None:
        """Open the editor of a value over an input's card."""
        card = self._view.graph_scene().cards[node_id]
        text = "" if card.value is None else exact(card.value)
        editor = ValueEditor(self._view.viewport(), card.name_text, text)
        editor.entered.connect(lambda value: self.value_entered.emit(node_id, value))
        self._show(editor, card, self._view.box_of(card))

    def edit_name(self, node_id: NodeId) -> None:
        """Open the editor of the name of a node that is no number."""
        graph = self._view.graph_scene().graph
        node = graph.nodes[node_id]
        editor = NameEditor(
            self._view.viewport(),
            node.name or "",
            graph.by_name,
            may_be_empty=not node.is_input and len(graph.users[node_id]) < 2,
        )
        editor.entered.connect(lambda name: self.name_entered.emit(node_id, name))
        card = self._view.graph_scene().cards[node_id]
        box = self._view.box_of(card)
        box.setHeight(round(box.height() * _NAME_SHARE))
        self._show(editor, card, box)

    def leave(self) -> None:
        """Close the editor and leave the card as it was."""
        if self.line is not None:
            self.line.leave()

    def end(self, complaint: str = "") -> None:
        """What was entered was taken over, or refused because of ``complaint``."""
        if self.line is not None:
            if complaint:
                self.line.complain(complaint)
            else:
                self.line.leave()

    def drop_without(self, nodes: Container[NodeId]) -> None:
        """Close the editor of a node that is not among ``nodes`` any more."""
        if self._edited is not None and self._edited not in nodes:
            self.leave()

    def _show(self, editor: CardEditor, card: NodeItem, box: QRect) -> None:
        self.leave()
        self.line, self._edited = editor, card.node_id
        editor.closed.connect(self._on_closed)
        theme = self._view.graph_scene().ink.theme
        editor.show_over(box, theme.bad, theme.surface)

    def _on_closed(self) -> None:
        self.line = self._edited = None
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
