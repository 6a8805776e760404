"""The clipboard: selected nodes as nodes and as text, and what is pasted from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QApplication

from gradviz.document import edits, fragments, notes
from gradviz.document.fragments import Fragment, Pasted
from gradviz.errors import GradVizError
from gradviz.graph.layout import Point, arrange
from gradviz.session import Session
from gradviz.ui.canvas.arranging.counting import counted
from gradviz.ui.canvas.arranging.layouts import boxes_in
from gradviz.ui.canvas.cards.card import around, card_size
from gradviz.ui.canvas.cards.wording import exact
from gradviz.ui.canvas.drawing.ground import DOT_STEP
from gradviz.ui.canvas.view import GraphView

NODES = "application/x-gradviz-nodes"
"""The format of copied nodes: a fragment as JSON."""

_MOST_CHARACTERS = 1_000_000


class Clipboard:
    """Copies, cuts, pastes and duplicates what is selected; ``say`` tells why it can't."""

    def __init__(self, view: GraphView, session: Session, say: Callable[[str], None]) -> None:
        self._view = view
        self._session = session
        self._say = say

    def copy(self) -> None:
        """Put the selection on the clipboard: as nodes, and as the expression they are."""
        fragment = self._selected()
        data = QMimeData()
        data.setData(NODES, fragments.encode(fragment))
        data.setText(fragments.text_of(fragment) or _said(fragment))
        QApplication.clipboard().setMimeData(data)

    def cut(self) -> None:
        """Copy the selection and take it away."""
        self.copy()
        chosen, comments = self._view.chosen(), self._view.selected_comments()
        document = notes.remove_comments(self._session.document, comments)
        document = edits.remove(document, chosen) if chosen else document
        self._session.apply(f"Cut {counted(len(chosen), len(comments))}", document)

    def paste(self) -> None:
        """Add what is on the clipboard at the pointer: nodes, or an expression as text."""
        try:
            fragment = self._on_clipboard()
            shift, free = self._pointer_shift(fragment)
            pasted = self._put(fragment, shift, free=free)
        except GradVizError as error:
            self._say(str(error))
            return
        self._show("Paste", pasted)

    def duplicate(self) -> None:
        """A copy of the selection near it, connected to the same operands."""
        try:
            pasted = self._put(self._selected(), (DOT_STEP, DOT_STEP), free=True, same=True)
        except GradVizError as error:
            self._say(str(error))
            return
        self._show("Duplicate", pasted)

    def copy_value(self) -> None:
        """Put the value of the selected card on the clipboard, with all digits."""
        card = self._view.graph_scene().cards.get(self._view.selected or "")
        if card is not None and card.value is not None:
            QApplication.clipboard().setText(exact(card.value))

    def _selected(self) -> Fragment:
        view = self._view
        places = view.graph_scene().targets()
        comments = view.selected_comments()
        return fragments.copy(self._session.document, view.chosen(), comments, places)

    def _on_clipboard(self) -> Fragment:
        data = QApplication.clipboard().mimeData() or QMimeData()  # an empty one may be None
        if data.hasFormat(NODES):
            return fragments.decode(bytes(data.data(NODES).data()))
        text = data.text().strip()
        if not text or len(text) > _MOST_CHARACTERS:
            raise GradVizError("There are no nodes and no expression on the clipboard.")
        try:
            fragment = fragments.from_text(text)
        except GradVizError as error:
            raise GradVizError(f"The text on the clipboard is no expression: {error}") from error
        graph = fragment.document.graph
        sizes = {i: card_size(node) for i, node in graph.nodes.items()}
        drawn = arrange(graph, sizes).positions
        places = {i: place for i, place in drawn.items() if i not in fragment.outside}
        return replace(fragment, document=replace(fragment.document, positions=places))

    def _pointer_shift(self, fragment: Fragment) -> tuple[Point, bool]:
        """The way from where the fragment was to the pointer, or to the middle of the view.

        Also whether it should make way for cards: not where it was pointed to.
        """
        view, part = self._view, fragment.document
        at = view.scene_point(view.pointing.last or view.viewport().rect().center())
        boxes = [(place, (0.0, 0.0)) for place in part.positions.values()]
        boxes += [(comment.place, comment.size) for comment in part.comments]
        center = around(boxes).center()
        shift = at.x() - center.x(), at.y() - center.y()
        taken = set(view.graph_scene().targets().values())
        while any((x + shift[0], y + shift[1]) in taken for x, y in part.positions.values()):
            shift = shift[0] + DOT_STEP, shift[1] + DOT_STEP  # pasted a second time
        return shift, view.pointing.last is None

    def _put(self, fragment: Fragment, shift: Point, *, free: bool, same: bool = False) -> Pasted:
        """The document with the fragment, further down where cards would be in its way.

        The others are looked at where they will be: they make room for new nodes.
        """
        document = self._session.document
        pasted = fragments.paste(document, fragment, shift, same=same)
        if not free or not pasted.nodes:
            return pasted
        boxes = boxes_in(self._view.graph_scene(), pasted.document)
        old = self._view.graph_scene().cards.keys()
        area = around(box for i, box in boxes.items() if i not in old)
        taken = [around((box,)) for i, box in boxes.items() if i in old]
        top = area.top()
        while blocks := [box for box in taken if box.intersects(area)]:
            area.moveTop(max(box.bottom() for box in blocks) + DOT_STEP)
        down = (shift[0], shift[1] + area.top() - top)
        return fragments.paste(document, fragment, down, same=same)

    def _show(self, act: str, pasted: Pasted) -> None:
        what = counted(len(pasted.nodes), len(pasted.comments))
        if not what:
            self._say("Everything on the clipboard is in the graph already.")
            return
        self._view.stay()
        self._session.apply(f"{act} {what}", pasted.document)
        self._view.select_all_of(pasted.nodes, pasted.comments)


def _said(fragment: Fragment) -> str:
    """The texts of copied comments, where there are no nodes."""
    return "\n\n".join(comment.text for comment in fragment.document.comments)
