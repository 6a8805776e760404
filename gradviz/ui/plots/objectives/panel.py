"""The objective space: what the box becomes under the objectives, and where the descent ends."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent import with_coordinates
from gradviz.descent.landscape.feasibility import Rows
from gradviz.document import Document, inputs_of, weighing
from gradviz.graph import Array, format_number
from gradviz.session import DescentRun, JobRunner, PassCursor, Session
from gradviz.teaching import written
from gradviz.ui.plots.canvas import HEAD_HEIGHT, PlotCanvas
from gradviz.ui.plots.objectives.layers import Front, SpaceLayers
from gradviz.ui.plots.objectives.sentences import full_words, short_words
from gradviz.ui.plots.objectives.source import Space, SpaceSource
from gradviz.ui.plots.objectives.view_range import view_range
from gradviz.ui.plots.objectives.weights import WeightSliders
from gradviz.ui.theme import Theme, ThemeSource

NOTHING = (
    "There is one objective. Choose “Minimize it together with …” in the menu of a node for more."
)
COMPUTING = "Computing the image of the box …"
MOST_POINTS = 2_000  # of the path
NEAREST = 14.0  # pixels: a point of the image farther away is not meant


class ObjectivePanel(QWidget):
    """Two objectives as axes: the image of the box, the Pareto front, the path and the weights."""

    hovered = Signal(str)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        passes: PassCursor,
        jobs: JobRunner,
        themes: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._run, self._passes = session, run, passes
        self._space: Space | None = None
        self._path: Array = np.empty((0, 2))
        self._path_of: object = None
        self._rows: Rows = np.empty(0, dtype=np.intp)
        self._fitted_for: object = None
        self.canvas = PlotCanvas("objective_plot", themes.current)
        self.canvas.setAccessibleName("Objective space")
        self.canvas.setToolTip(
            "Each dot is a point of the box, by what it is worth. Point at one to see it.\n"
            "Wheel zooms, right button or Shift pans, double-click or Home shows everything."
        )
        self._layers = SpaceLayers(self.canvas)
        self._source = SpaceSource(jobs, self)
        self._weights = WeightSliders(session, themes.current, self)
        self._note = QLabel(self)
        self._note.setObjectName("objective_note")
        self._note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._pair = self._pair_combo()
        self._lay_out()
        self._connect(themes)
        self._on_theme_changed(themes.current)
        self._source.show(session.document)
        self._show_space(None)

    # Building

    def _pair_combo(self) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName("objective_pair_combo")
        combo.setAccessibleName("Objectives shown")
        combo.setToolTip("Which two of the objectives are the axes")
        combo.activated.connect(lambda _index: self._on_pair_chosen())
        combo.hide()
        return combo

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addStrut(HEAD_HEIGHT)
        head.addWidget(self._note, 1)
        head.addWidget(self._pair)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)
        column.addWidget(self._weights)

    def _connect(self, themes: ThemeSource) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self._run.trajectory_changed.connect(self._draw_path)
        self._run.epoch_changed.connect(self._draw_path)
        self._source.ready.connect(self._show_space)
        themes.theme_changed.connect(self._on_theme_changed)
        self.canvas.theme_wanted.connect(self._on_theme_changed)
        self.canvas.reset_asked.connect(self.fit)
        self.canvas.hovered.connect(self._on_hovered)

    # What is shown

    @property
    def pair(self) -> tuple[int, int]:
        """The places of the two objectives shown."""
        chosen = self._pair.currentData()
        return (0, 1) if chosen is None else (int(chosen[0]), int(chosen[1]))

    @property
    def end(self) -> tuple[float, float] | None:
        """Where the path ends in the two objectives shown; None while there is none."""
        if not len(self._path):
            return None
        x, y = self._path[-1]
        return float(x), float(y)

    def fit(self) -> None:
        """Show the front, what is around it, and the path's ends where they are near."""
        space, columns = self._space, list(self.pair)
        if space is None:
            return
        front = np.vstack([piece.values for piece in space.pieces])[:, columns]
        image = space.image.values[space.image.feasible][:, columns]
        ends = self._path[[0, -1]] if len(self._path) else np.empty((0, 2))
        ranges = [view_range(front[:, i], image[:, i], ends[:, i]) for i in (0, 1)]
        self.canvas.set_view(ranges[0], ranges[1])

    def _show_space(self, space: Space | None) -> None:
        self._space = space
        self._path_of = None
        has_some = bool(self._session.document.landscape.objectives)
        if space is None:
            self.canvas.set_empty(COMPUTING if has_some else NOTHING)
            self._note.setText("")
            self._note.setToolTip("")
            self._pair.hide()
            return
        self.canvas.set_empty(None)
        self._offer_pairs(space.names)
        self._show_pair()

    def _offer_pairs(self, names: tuple[str, ...]) -> None:
        pairs = list(combinations(range(len(names)), 2))
        texts = [f"{written(names[a])} and {written(names[b])}" for a, b in pairs]
        if [self._pair.itemText(i) for i in range(self._pair.count())] != texts:
            self._pair.clear()
            for text, pair in zip(texts, pairs, strict=True):
                self._pair.addItem(text, pair)
        self._pair.setVisible(len(pairs) > 1)

    def _show_pair(self) -> None:
        space = self._space
        if space is None:
            return
        columns = list(self.pair)
        names = [space.names[column] for column in columns]
        self.canvas.set_labels(*map(written, names))
        self._layers.draw_image(space.image.values[:, columns], space.image.feasible)
        reachable = space.reachable(self.pair)
        fronts = [
            Front(piece.values[:, columns], mask)
            for piece, mask in zip(space.pieces, reachable, strict=True)
        ]
        self._layers.draw_fronts(fronts, is_known=space.is_known)
        self._draw_path()
        fitted_for = (space.names, self.pair, self._session.document.title)
        if self._fitted_for != fitted_for:
            self._fitted_for = fitted_for
            self.fit()
        self._say(space)

    def _say(self, space: Space) -> None:
        words, why = short_words(space, self.pair), full_words(space, self.pair)
        self._note.setText(words)
        self._note.setToolTip(why)
        self._note.setAccessibleDescription(why)
        self.canvas.caption = words

    def _draw_path(self, *_: object) -> None:
        space, trajectory = self._space, self._run.trajectory
        if space is None:
            return
        same_names = trajectory is not None and trajectory.parameters == space.parts.coordinates
        if trajectory is None or not same_names:
            self._path = np.empty((0, 2))
            self._layers.draw_path(np.empty(0), np.empty(0), 0, None)
            return
        key = (trajectory, self.pair)
        if self._path_of != key:
            self._path_of = key
            count = len(trajectory.points)
            self._rows = np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int))
            self._path = space.at(trajectory.points[self._rows])[:, list(self.pair)]
        weights = weighing.weights_of(self._session.document)
        shown = [weights.get(space.names[place], 0.0) for place in self.pair]
        epoch = int(np.searchsorted(self._rows, self._run.epoch, side="right")) - 1
        x, y = self._path.T
        self._layers.draw_path(x, y, epoch, (shown[0], shown[1]) if weights else None)

    # What happened

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph or old.landscape != new.landscape or old.title != new.title:
            self._source.show(new)
            if self._space is None:
                self._show_space(None)

    def _on_pair_chosen(self) -> None:
        self._path_of = None
        self._show_pair()

    def _on_hovered(self, point: QPointF | None) -> None:
        found = None if point is None else self._nearest(point)
        space = self._space
        if found is None or space is None:
            self._passes.show_inputs(None)
            self.hovered.emit("")
            return
        at = dict(zip(space.parts.coordinates, map(float, space.image.points[found]), strict=True))
        self._passes.show_inputs(with_coordinates(inputs_of(self._session.document), at))
        worth = zip(space.names, space.image.values[found], strict=True)
        values = ", ".join(f"{written(n)} = {format_number(float(v))}" for n, v in worth)
        place = ", ".join(f"{written(name)} = {format_number(v)}" for name, v in at.items())
        held = "" if space.image.feasible[found] else ",  ✗ infeasible"
        self.hovered.emit(f"{values}  at  {place}{held}")

    def _nearest(self, point: QPointF) -> int | None:
        """The point of the image under the mouse, if one is near."""
        space, frame = self._space, self.canvas.frame
        if space is None:
            return None
        columns = space.image.values[:, list(self.pair)]
        px, py = frame.pixels(columns[:, 0], columns[:, 1])
        at = frame.pixel(point.x(), point.y())
        away = np.nan_to_num(np.hypot(px - at.x(), py - at.y()), nan=np.inf)
        nearest = int(np.argmin(away))
        return nearest if away[nearest] <= NEAREST else None

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._layers.restyle()
        self._weights.restyle(theme)

    def sizeHint(self) -> QSize:
        """As large as the panel of the data, whose place it takes."""
        return QSize(320, 240)
