"""Large graphs come to the canvas without holding up the window: in slices."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from gradviz.document import Document, differ_in_descent_alone
from gradviz.session import JobRunner, PassState
from gradviz.ui.canvas.building import LARGE, Drawing, Steps, drawn
from gradviz.ui.canvas.finding.announcing import announce
from gradviz.ui.canvas.view import GraphView
from gradviz.ui.theme import Theme

SLICE_MS = 12.0
"""How long the window may be held up at a time."""

_TOP = 44
_HANDS: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.MouseMove,
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.Wheel,
        QEvent.Type.ContextMenu,
        QEvent.Type.ToolTip,
        QEvent.Type.Gesture,
        QEvent.Type.NativeGesture,
        QEvent.Type.DragEnter,
        QEvent.Type.DragMove,
        QEvent.Type.Drop,
    }
)
"""What the canvas does not hear of while its cards come and go."""


class LayingOut(QObject):
    """Shows documents on a view; the newest wins, and an earlier one is not seen at all.

    Until a large graph stands the earlier picture stays, with a sentence over it, and nothing on
    it can be touched. What else is to be shown on the cards is kept and shown then.
    """

    begun = Signal()  # the canvas waits for a drawing
    shown = Signal()  # another document stands on the canvas

    def __init__(
        self, view: GraphView, jobs: JobRunner, passes: Callable[[], PassState], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._view = view
        self._jobs = jobs
        self._passes = passes
        self._key = f"layout {id(self)}"
        self._shown = self._wanted = Document()
        self._opened = False
        self._deaf = False
        self._steps: Steps | None = None
        self._later: dict[str, Callable[[], None]] = {}
        self._ticks = QTimer(self, interval=0)
        self._ticks.timeout.connect(self._on_tick)
        self._sentence = QLabel(parent)
        self._sentence.setObjectName("laying_out")
        self._sentence.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sentence.hide()

    @property
    def waits(self) -> bool:
        """Whether the canvas does not show the document yet."""
        return self._wanted is not self._shown

    def show(self, document: Document, *, opened: bool) -> None:
        """Show a document: at once if it is small, else as soon as it is laid out."""
        if differ_in_descent_alone(self._wanted, document) and not opened:
            return  # nothing of it is drawn
        self._opened |= opened
        self._wanted = document
        self._break_off()
        scene = self._view.graph_scene()
        if not self._is_large(document) or not scene.builder.restructures(document):
            self._view.show_document(self._shown, document, opened=self._opened)
            self._end()
            return
        self._begin(len(document.graph.nodes))
        before = {} if self._opened else scene.layout.positions
        self._jobs.submit(self._key, drawn, document, scene.folding, before, on_done=self._on_drawn)

    def finish(self) -> None:
        """Show it now, however long it takes: somebody needs the whole scene."""
        if not self.waits:
            return
        steps = self._steps
        self._break_off()
        for _ in steps or self._view.showing(self._shown, self._wanted, opened=self._opened):
            pass
        self._end()

    def then(self, what: str, act: Callable[[], None], *, state: PassState | None = None) -> None:
        """Do what changes cards once they stand, at most once for ``what``: at once if they do.

        ``state`` is what it shows: that of a large graph not heard of yet waits for it.
        """
        graph = self._view.graph_scene().graph
        early = state is not None and state.graph is not graph and self._is_large(state)
        if self.waits or early:
            self._later[what] = act
        else:
            act()

    def show_theme(self, theme: Theme) -> None:
        """Take other colors."""
        self._sentence.setStyleSheet(
            f"#laying_out {{ color: {theme.muted}; background: {theme.surface};"
            f"border: 1px solid {theme.line}; border-radius: 6px; padding: 6px 10px; }}"
        )
        self.place()

    def place(self) -> None:
        """Stand in the middle at the top of the canvas."""
        self._sentence.adjustSize()
        self._sentence.move((self._view.width() - self._sentence.width()) // 2, _TOP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() in _HANDS or super().eventFilter(watched, event)

    # From the wish to the picture

    def _is_large(self, shown: Document | PassState) -> bool:
        cards = self._view.graph_scene().cards
        return max(len(cards), len(shown.graph.nodes)) > LARGE

    def _begin(self, count: int) -> None:
        """The old picture stays, but is not to be touched: its nodes may have gone."""
        view, nodes = self._view, self._wanted.graph.nodes
        verb = "Laying out" if count > LARGE else "Drawing"
        self._sentence.setText(f"{verb} {count:,} nodes …")
        self._sentence.setAccessibleName(self._sentence.text())
        self.place()
        self._sentence.show()
        self._sentence.raise_()
        if self._deaf:
            return
        self._deaf = True
        for part in (view, view.viewport()):
            part.installEventFilter(self)
        view.let_go()
        view.editors.drop_without({})
        view.edge_marks.choose(None)
        kept = () if self._opened else view.chosen()
        view.select_all_of([node_id for node_id in kept if node_id in nodes])
        view.wait(on=True)
        announce(view, self._sentence.text())
        self.begun.emit()

    def _on_drawn(self, drawing: Drawing) -> None:
        view = self._view
        view.graph_scene().state = self._passes()
        self._later.pop("pass", None)
        view.viewport().setUpdatesEnabled(False)  # what is half built is not to be seen
        self._steps = view.showing(self._shown, self._wanted, opened=self._opened, ready=drawing)
        self._ticks.start()

    def _on_tick(self) -> None:
        end = perf_counter() + SLICE_MS / 1000
        for _ in self._steps or ():
            if perf_counter() > end:
                return
        self._break_off()
        self._end()

    def _break_off(self) -> None:
        self._jobs.cancel(self._key)
        self._ticks.stop()
        self._steps = None

    def _end(self) -> None:
        """The document stands: show what else was to be shown on it."""
        view = self._view
        self._shown, self._opened = self._wanted, False
        if self._deaf:
            self._deaf = False
            for part in (view, view.viewport()):
                part.removeEventFilter(self)
            view.viewport().setUpdatesEnabled(True)
            view.wait(on=False)
            self._sentence.hide()
        later, self._later = self._later, {}
        for act in later.values():
            act()
        self.shown.emit()
