"""The panel of the paths dock: distances, every path one by one, their products and the sum."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QToolButton, QVBoxLayout, QWidget

from gradviz.document import Document
from gradviz.session import Focus, JobRunner, Marks, Overlays, PassCursor, PassState, Session
from gradviz.teaching.routes import Route, Survey, in_order, survey
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.icons import icon
from gradviz.ui.paths_dock.ends import PathEnds
from gradviz.ui.theme import Theme, ThemeSource

LARGE = 2_000
"""A graph with more nodes is surveyed in the background."""

PLAY_MS = 900
"""How long each path stands out while they are shown one by one."""

_RENEW_MS = 30  # a drag changes the numbers faster than one can read them


class PathsPanel(QWidget):
    """Shows the paths between two nodes; the one that is chosen is marked on the canvas."""

    def __init__(
        self,
        session: Session,
        passes: PassCursor,
        focus: Focus,
        overlays: Overlays,
        jobs: JobRunner,
        themes: ThemeSource,
    ) -> None:
        super().__init__()
        self.setObjectName("paths_panel")
        self.setMinimumWidth(240)
        self._session, self._passes, self._focus = session, passes, focus
        self._jobs, self._themes = jobs, themes
        self._survey: Survey | None = None
        self._in_sight = False
        self._later = QTimer(self, singleShot=True, interval=_RENEW_MS)
        self._later.timeout.connect(self.renew)
        self._player = QTimer(self, interval=PLAY_MS)
        self._player.timeout.connect(self._on_tick)
        self.ends = PathEnds(self)
        self._headline = self._label("path_headline")
        self._facts = self._label("path_facts")
        self._list = self._path_list()
        self._product = self._formula("path_product")
        self._numbers = self._formula("path_numbers")
        self._sum = self._formula("path_sum")
        self._sum_words = self._label("path_sum_words")
        self._lay_out()
        self.ends.chosen.connect(self.renew)
        focus.selection_changed.connect(self._on_selection_changed)
        session.document_changed.connect(self._on_document_changed)
        passes.changed.connect(self._on_pass_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        self._depths.toggled.connect(lambda on: overlays.set(depths=on))
        overlays.changed.connect(lambda _old, new: self._depths.setChecked(new.depths))
        self._on_theme_changed(themes.current)

    # Building

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    def _formula(self, name: str) -> FormulaWidget:
        formula = FormulaWidget(self._themes, parent=self)
        formula.setObjectName(name)
        return formula

    def _path_list(self) -> QListWidget:
        paths = QListWidget(self)
        paths.setObjectName("path_list")
        paths.setAccessibleName("Paths")
        paths.setToolTip("Choose a path with the arrow keys or a click; it is marked on the canvas")
        paths.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        paths.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        paths.setUniformItemSizes(True)
        paths.currentRowChanged.connect(self._on_row_changed)
        return paths

    def _tool(self, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setToolTip(tip)
        button.setAccessibleName(tip)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        return button

    def _lay_out(self) -> None:
        self._previous = self._tool("path_previous_button", "The path before")
        self._play = self._tool("path_play_button", "Show the paths one by one")
        self._next = self._tool("path_next_button", "The next path")
        self._depths = self._tool("path_depths_button", "Show the depth of every node on its card")
        self._depths.setText("Depths")
        self._depths.setCheckable(True)
        self._previous.clicked.connect(lambda: self._go(-1))
        self._next.clicked.connect(lambda: self._go(1))
        self._play.clicked.connect(self._toggle_play)
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in (self._previous, self._play, self._next):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self._depths)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self.ends)
        column.addWidget(self._headline)
        column.addWidget(self._facts)
        column.addLayout(row)
        column.addWidget(self._list, 1)
        for part in (self._product, self._numbers, self._sum, self._sum_words):
            column.addWidget(part)
        column.addStretch(0)
        self._fix_heights()

    def _fix_heights(self) -> None:
        line = self.fontMetrics().lineSpacing()
        for formula, lines in ((self._product, 2.6), (self._numbers, 1.4), (self._sum, 2.6)):
            formula.set_size(line * 1.1)
            formula.setFixedHeight(round(line * lines))
        self._sum_words.setMinimumHeight(line * 2)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_sum_words"):
            self._fix_heights()
        super().changeEvent(event)

    # Showing

    @property
    def survey(self) -> Survey | None:
        """What is shown; None for an empty graph."""
        return self._survey

    def renew(self) -> None:
        """Look at the paths between the two ends again."""
        graph = self._session.document.graph
        self.ends.show_graph(graph)
        chosen = self.ends.nodes
        if chosen is None:
            self._show(None)
            return
        state = self._passes.state
        evaluation = state.evaluation if state.graph is graph else None
        if len(graph.nodes) <= LARGE:
            self._jobs.cancel("paths")
            self._show(survey(graph, evaluation, *chosen))
        else:
            self._headline.setText("Looking for paths …")
            self._jobs.submit("paths", survey, graph, evaluation, *chosen, on_done=self._show)

    def _show(self, found: Survey | None) -> None:
        old, self._survey = self._survey, found
        routes = found.routes if found is not None else ()
        headline = found.headline if found is not None else "Type an expression first."
        self._headline.setText(headline)
        self._facts.setText("" if found is None else _facts(found))
        self._sum.set_formula(found.sum_latex if found is not None else "")
        self._sum_words.setText(found.sum_words if found is not None else "")
        same = old is not None and [r.path for r in old.routes] == [r.path for r in routes]
        if not same:
            self._fill_list(routes)
        for button in (self._previous, self._play, self._next):
            button.setEnabled(len(routes) > 1)
        self._show_route()

    def _fill_list(self, routes: tuple[Route, ...]) -> None:
        self._pause()
        self._list.blockSignals(True)  # noqa: FBT003  # one change, not one per row
        self._list.clear()
        self._list.addItems([route.words for route in routes])
        self._list.setCurrentRow(0 if routes else -1)
        self._list.blockSignals(False)  # noqa: FBT003
        rows = max(len(routes), 2)
        self._list.setMaximumHeight(rows * max(self._list.sizeHintForRow(0), 20) + 4)

    def _show_route(self) -> None:
        """Mark the chosen path on the canvas and write its product."""
        row = self._list.currentRow()
        routes = self._survey.routes if self._survey is not None else ()
        route = routes[row] if 0 <= row < len(routes) else None
        self._product.set_formula(route.symbols if route is not None else "")
        self._numbers.set_formula(route.numbers if route is not None else "")
        if self._in_sight:
            marks = Marks() if route is None else Marks(route.nodes, route.path)
            self._focus.mark(marks)

    # One by one

    def _go(self, by: int) -> None:
        self._pause()
        self._advance(by)

    def _advance(self, by: int) -> None:
        count = self._list.count()
        if count:
            self._list.setCurrentRow((self._list.currentRow() + by) % count)

    def _toggle_play(self) -> None:
        if self._player.isActive():
            self._pause()
        else:
            self._list.setCurrentRow(0)
            self._player.start()
        self._show_player()

    def _pause(self) -> None:
        self._player.stop()
        self._show_player()

    def _show_player(self) -> None:
        playing = self._player.isActive()
        theme = self._themes.current
        self._play.setIcon(icon("pause" if playing else "play", theme))
        tip = "Stop at this path" if playing else "Show the paths one by one"
        self._play.setToolTip(tip)
        self._play.setAccessibleName(tip)

    def _on_tick(self) -> None:
        if self._list.currentRow() >= self._list.count() - 1:
            self._pause()
        else:
            self._advance(1)

    # What happens

    def _on_row_changed(self, _row: int) -> None:
        self._show_route()

    def _on_selection_changed(self, _old: object, new: tuple[str, ...]) -> None:
        if self._in_sight and len(new) == 2:
            graph = self._session.document.graph
            if self.ends.choose(*in_order(graph, *new)):
                self.renew()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if self._in_sight and old.graph is not new.graph:
            self._later.start()

    def _on_pass_changed(self, old: PassState, new: PassState) -> None:
        if self._in_sight and old.evaluation is not new.evaluation:
            self._later.start()

    def _on_theme_changed(self, theme: Theme) -> None:
        self._previous.setIcon(icon("step-back", theme))
        self._next.setIcon(icon("step-forward", theme))
        self._show_player()
        for label in (self._facts, self._sum_words):
            label.setStyleSheet(f"color: {theme.muted};")
        self._list.setStyleSheet(
            f"QListWidget {{ background: {theme.canvas}; border: 1px solid {theme.line};"
            "border-radius: 6px; outline: none; }"
            "QListWidget::item { padding: 4px 6px; }"
            f"QListWidget::item:selected {{ background: {theme.accent}; color: {theme.surface}; }}"
            f"QListWidget:focus {{ border-color: {theme.accent}; }}"
        )

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; behind another tab it is not seen either."""
        self._in_sight = on
        if not on:
            self._pause()
            self._later.stop()
            self._focus.mark(Marks())
            return
        selection = self._focus.selection
        self.ends.show_graph(self._session.document.graph)
        if len(selection) == 2:
            self.ends.choose(*in_order(self._session.document.graph, *selection))
        self.renew()


def _facts(found: Survey) -> str:
    """Distance and depths in one line."""
    start, end = found.depth
    away = "" if found.distance is None else f"Distance {found.distance} · "
    return f"{away}depth {start} and {end}"
