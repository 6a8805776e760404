"""The panel around the graph view: it carries edits to the session and shows what came of them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QGraphicsScene, QLabel, QVBoxLayout, QWidget

from gradviz.document import Document
from gradviz.document.parts import Part, Spot
from gradviz.errors import GradVizError
from gradviz.graph import Check, Literal, NodeId
from gradviz.session import (
    Focus,
    GradientChecks,
    JobRunner,
    Marks,
    Overlay,
    Overlays,
    PassCursor,
    PassState,
    Session,
)
from gradviz.teaching import verdict
from gradviz.ui.canvas.actions.arranging_rows import keys_of
from gradviz.ui.canvas.actions.commands import connected, here
from gradviz.ui.canvas.actions.menus import GraphActions
from gradviz.ui.canvas.actions.tools import GraphTools
from gradviz.ui.canvas.arranging.arranger import Arranging
from gradviz.ui.canvas.arranging.clipboard import Clipboard
from gradviz.ui.canvas.boxes import Boxes
from gradviz.ui.canvas.cards.wording import called
from gradviz.ui.canvas.chip import TargetChip, ValuesChip
from gradviz.ui.canvas.drawing.printing import printed
from gradviz.ui.canvas.editing import CanvasEditing
from gradviz.ui.canvas.finding.announcing import announce
from gradviz.ui.canvas.groups.desk import GroupDesk
from gradviz.ui.canvas.layers.minimap import Minimap
from gradviz.ui.canvas.laying_out import LayingOut
from gradviz.ui.canvas.notes.desk import NoteDesk
from gradviz.ui.canvas.view import GraphView
from gradviz.ui.canvas.wishes import AddHere, Scrubbed, ScrubEnded
from gradviz.ui.theme import Theme, ThemeSource

if TYPE_CHECKING:
    from gradviz.ui.canvas.adding.add_box import AddBox
    from gradviz.ui.canvas.adding.offering import Offer
    from gradviz.ui.canvas.finding.finder import NodeFinder

_EMPTY = "Type an expression above, such as  L = c(a + 2b)\nor double-click here to add a node"


class GraphPanel(QWidget):
    """The graph of the session's document, with a few buttons over its lower right corner."""

    said = Signal(str)  # a sentence for the status line
    panel_wanted = Signal(str)  # the object name of a dock that should come into sight

    view: GraphView
    editing: CanvasEditing
    boxes: Boxes
    overlays: Overlays
    arranging: Arranging
    clipboard: Clipboard
    laying_out: LayingOut
    groups: GroupDesk
    notes: NoteDesk

    def __init__(
        self,
        session: Session,
        passes: PassCursor,
        themes: ThemeSource,
        focus: Focus,
        overlays: Overlays,
        jobs: JobRunner,
        checks: GradientChecks | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("graph_panel")
        self._session = session
        self._passes = passes
        self._focus = focus
        self.overlays = overlays
        self._themes = themes
        self.view = GraphView(themes.current)
        self.laying_out = LayingOut(self.view, jobs, lambda: passes.state, self)
        self.editing = CanvasEditing(session, self.view.graph_scene().targets, self)
        self._arrange(session)
        self.boxes = Boxes(self, themes.current)
        self.actions_of_graph = GraphActions(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._hint = QLabel(_EMPTY, self.view.viewport())
        self._hint.setObjectName("graph_hint")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._chip = ValuesChip(self)
        self._target_chip = TargetChip(self._chip, self)
        self._tools, self.minimap = GraphTools(self), Minimap(self.view, self)
        self._connect(session, passes, themes)
        if checks is not None:
            checks.changed.connect(self._on_checked)
        self._on_theme_changed(themes.current)
        self._show_first(passes.state)

    def _show_first(self, state: PassState) -> None:
        self.view.graph_scene().show_pass(state)
        self._show_chips(state)
        self._show_document(self.document, opened=True)

    def _arrange(self, session: Session) -> None:
        """Have what selected cards, groups and comments are worked with."""
        self.arranging = Arranging(self.view, session)
        self.clipboard = Clipboard(self.view, session, self.said.emit)
        self.groups = GroupDesk(self.view, session, self.said.emit)
        self.notes = NoteDesk(self.view, session)
        self.view.keys = keys_of(self)

    def _connect(self, session: Session, passes: PassCursor, themes: ThemeSource) -> None:
        view, focus = self.view, self._focus
        find = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self)
        find.activated.connect(lambda: self.laying_out.then("find", self.finder.open))
        view.behind_opened.connect(self._on_behind_opened)
        view.moves_ended.connect(session.end_merge)
        view.step_wanted.connect(lambda by: passes.seek(passes.state.position + by))
        self._target_chip.clicked.connect(lambda: self.toggle_target(None))
        view.wished.connect(self._on_wished)
        view.editors.value_entered.connect(self._on_value_entered)
        view.editors.name_entered.connect(self._on_name_entered)
        view.edge_marks.chosen_changed.connect(self.actions_of_graph.renew)
        self.editing.refused.connect(self._on_refused)
        self.editing.added.connect(view.select)
        view.selection_changed.connect(self._on_selection_changed)
        focus.selection_changed.connect(lambda _old, new: view.select_nodes(new))
        focus.marks_changed.connect(self._on_marks_changed)
        self.laying_out.begun.connect(self.actions_of_graph.renew)
        self.laying_out.shown.connect(self._on_shown)
        themes.theme_changed.connect(self._on_theme_changed)
        self.overlays.changed.connect(self._on_overlay_changed)
        session.document_changed.connect(self._on_document_changed)
        passes.changed.connect(self._on_pass_changed)

    def printed(self, theme: Theme, ground: str) -> AbstractContextManager[QGraphicsScene]:
        """The graph in the colors of ``theme`` on a plain ``ground``, for as long as it takes."""
        self.laying_out.finish()
        return printed(self.view.graph_scene(), theme, ground)

    def tidy(self) -> None:
        """Tidy up what was not placed by hand; with Shift everything."""
        everything = QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        act = self.arranging.tidy_everything if everything else self.arranging.tidy
        self.laying_out.then("tidy", act)

    def toggle_target(self, node_id: NodeId | None) -> None:
        """Show the gradients of a node; with None, or a second time, those of the output."""
        again = node_id == self._passes.state.target
        try:
            self._passes.set_target(None if again else node_id)
        except GradVizError as error:
            self.said.emit(str(error))

    # Edits

    @property
    def document(self) -> Document:
        """The document that is shown."""
        return self._session.document

    @property
    def add_box(self) -> AddBox:
        """The box that adds a node."""
        return self.boxes.add_box

    @property
    def finder(self) -> NodeFinder:
        """The box that finds a node."""
        return self.boxes.finder

    def want(self, dock: str) -> None:
        """Ask for a dock to come into sight, by its object name."""
        self.panel_wanted.emit(dock)

    def open_add_box(self, wish: AddHere) -> None:
        """Open the box that adds a node, at a point of the view."""
        at = self.view.viewport().mapTo(self, wish.at) + QPoint(8, 8)
        self.add_box.open(at, self.document, wish.spot)

    def add_part(self, part: Part) -> None:
        """Add a part in the middle of the view, connected to the selected node."""
        self.view.stay()
        self.editing.put(part, connected(self.document.graph, part, here(self.view).spot))

    def _on_wished(self, wish: object) -> None:
        if isinstance(wish, AddHere):
            self.open_add_box(wish)
            return
        if not isinstance(wish, Scrubbed | ScrubEnded):
            self.view.stay()  # someone works at a place of their own
        self.editing.on_wish(wish)

    def add_offer(self, offer: Offer, spot: Spot) -> None:
        """Add what was chosen in the box, or go to the node that was."""
        if offer.part is not None:
            self.view.stay()
            self.editing.put(offer.part, connected(self.document.graph, offer.part, spot))
        elif offer.node is not None and offer.node in self.document.graph.nodes:
            self.view.go_to(offer.node)

    def _on_behind_opened(self, at: QPoint) -> None:
        """A double click where no card is: on a comment, or on the title of a group."""
        if not self.notes.opened_at(at):
            self.groups.opened_at(at)

    def _on_value_entered(self, node_id: NodeId, value: Literal) -> None:
        self.view.editors.end(self.editing.set_value(node_id, value))

    def _on_name_entered(self, node_id: NodeId, name: str) -> None:
        self.view.editors.end(self.editing.rename(node_id, name))

    def _on_refused(self, sentence: str) -> None:
        """Say it where the person looks: at the editor, at the pointer, or at the card."""
        if self.view.editor is None:
            at = self.view.pointing.last or self.view.viewport().rect().center()
            self.view.note.say(sentence, at)
            announce(self.view, sentence)

    def _on_selection_changed(self, nodes: tuple[NodeId, ...]) -> None:
        self._focus.select(*nodes)
        self.actions_of_graph.renew()

    # What happens

    def _on_document_changed(self, old: Document, new: Document) -> None:
        self.actions_of_graph.follow(old, new)
        self._show_document(new, opened=self._session.is_fresh)

    def _show_document(self, document: Document, *, opened: bool) -> None:
        if opened:
            self.boxes.leave()
        self._hint.setVisible(not document.graph.nodes)
        self.laying_out.show(document, opened=opened)

    def _on_shown(self) -> None:
        self.boxes.renew(structure=True)
        self.actions_of_graph.renew()
        self.minimap.renew()

    def _on_pass_changed(self, _old: PassState, new: PassState) -> None:
        self._show_chips(new)
        self.laying_out.then("pass", lambda: self._show_pass(new), state=new)

    def _show_pass(self, state: PassState) -> None:
        self.view.show_pass(self.view.graph_scene().state, state)
        self.boxes.renew(structure=False)

    def _on_marks_changed(self, _old: Marks, new: Marks) -> None:
        self.laying_out.then("marks", lambda: self.view.graph_scene().show_marks(new))

    def _on_checked(self, _old: Mapping[NodeId, Check], new: Mapping[NodeId, Check]) -> None:
        found = self._passes.state.evaluation
        verdicts = {} if found is None else {i: verdict(found, i, c) for i, c in new.items()}
        checks = self.view.graph_scene().checks
        self.laying_out.then("checks", lambda: checks.show_verdicts(verdicts))

    def _on_overlay_changed(self, old: Overlay, new: Overlay) -> None:
        scene, then = self.view.graph_scene(), self.laying_out.then
        if old.depths != new.depths:
            then("depths", lambda: scene.depths.switch(on=new.depths))
        if old.symbols != new.symbols:
            then("symbols", lambda: scene.show_symbols(on=new.symbols))

    def _show_chips(self, state: PassState) -> None:
        self._chip.show_label(state.label)
        output = state.graph.output or ""
        names = [called(state.graph, i) if i else "" for i in (state.target or "", output)]
        self._target_chip.show_target(*names)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.view.show_theme(theme)
        self._chip.show_theme(theme)
        self._target_chip.show_theme(theme)
        self.boxes.show_theme(theme)
        self.minimap.renew()
        self._hint.setStyleSheet(f"color: {theme.muted}; font-size: 17px; background: none;")
        self._tools.show_theme(theme)
        self.laying_out.show_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tools.place(self.width(), self.height())
        self.boxes.place(self.width(), self.height())
        self.minimap.place(self.height())
        self.laying_out.place()
        self._hint.setGeometry(0, 0, self.width(), self.height())
