"""The loss per epoch, redrawn live, with the epoch shown as a hairline that can be dragged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gradviz.descent import Trajectory
from gradviz.graph import Array, format_number
from gradviz.session import DescentRun, Ghosts, HeldOutWatch, Racer, Session
from gradviz.session.ghosts import settings_words
from gradviz.ui.elided import ElidedLabel
from gradviz.ui.plots.axis import shortened
from gradviz.ui.plots.canvas import HEAD_HEIGHT, PlotCanvas
from gradviz.ui.plots.ghost_layers import HELD_OUT, Curve, GhostLayers, ghost_look, held_out_look
from gradviz.ui.plots.ghost_menu import GhostMenu
from gradviz.ui.plots.landscape.plane import output_name
from gradviz.ui.plots.loss_hover import Told, epoch_at, nearest, said
from gradviz.ui.plots.loss_layers import Losses, LossLayers
from gradviz.ui.plots.race.looks import Look
from gradviz.ui.plots.race.loss_race import LossRace
from gradviz.ui.plots.run_bar import RunBar
from gradviz.ui.theme import Theme, ThemeSource

TO_LOG, TO_LINEAR = (
    100.0,
    30.0,
)  # spreads at which the axis changes by itself; apart, against flicker
NOTHING = "There is no descent yet. Give the expression a parameter to see its loss fall."


class LossPanel(QWidget):
    """Loss per epoch of the run; press or drag to show an epoch."""

    hovered = Signal(str)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        themes: ThemeSource,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._run = session, run
        self._chosen: bool | None = None
        self._logarithmic = False
        self._losses: Losses | None = None
        self.canvas = PlotCanvas("loss_plot", themes.current)
        self.canvas.can_zoom = False
        self.canvas.setAccessibleName("Loss per epoch")
        self.canvas.setToolTip("Press or drag to show an epoch; left and right arrows step")
        self._layers = LossLayers(self.canvas)
        self._race = LossRace(self.canvas)
        self._beside = GhostLayers(self.canvas)
        self._bar = RunBar(self.canvas, run)
        self._ghosts: Ghosts | None = None
        self._held_out: HeldOutWatch | None = None
        self._racers: Sequence[Racer] = ()
        self._summary = ElidedLabel("loss_summary", self)
        self._log = QToolButton(self)
        self._log.setObjectName("loss_log_button")
        self._log.setText("log")
        self._log.setAccessibleName("Logarithmic loss axis")
        self._log.setCheckable(True)
        self._log.setAutoRaise(True)
        self._head = QHBoxLayout()
        self._lay_out()
        self._connect(themes)
        self._on_trajectory_changed(run.trajectory)
        self._summarize()

    def _lay_out(self) -> None:
        head = self._head
        head.setContentsMargins(8, 4, 8, 0)
        head.addStrut(HEAD_HEIGHT)
        head.addWidget(self._summary, 1)
        head.addWidget(self._log)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)

    def _connect(self, themes: ThemeSource) -> None:
        self._run.trajectory_changed.connect(self._on_trajectory_changed)
        self._run.race_epoch_changed.connect(self._on_epoch_changed)
        self._run.retold.connect(self._summarize)
        self._log.clicked.connect(self._on_log_clicked)
        themes.theme_changed.connect(self._on_theme_changed)
        self.canvas.theme_wanted.connect(self._on_theme_changed)
        canvas = self.canvas
        canvas.pressed.connect(self._on_scrubbed)
        canvas.dragged.connect(self._on_scrubbed)
        canvas.hovered.connect(self._on_hovered)
        canvas.nudged.connect(lambda right, _up, _repeats: self._run.step(right))

    def compare(self, ghosts: Ghosts, held_out: HeldOutWatch) -> None:
        """Show ghosts and held-out losses beside the curve, with a button that keeps it."""
        self._ghosts, self._held_out = ghosts, held_out
        menu = GhostMenu(ghosts, self._run, self)
        menu.said.connect(self.hovered)
        self._head.insertWidget(self._head.count() - 1, menu)
        ghosts.changed.connect(self._on_beside_changed)
        held_out.changed.connect(self._on_beside_changed)
        self._on_beside_changed()

    def _on_beside_changed(self) -> None:
        self._on_trajectory_changed(self._run.trajectory)

    def _beside_now(self) -> list[Curve]:
        """The losses of ghosts, and those on the rows held out."""
        ghosts = () if self._ghosts is None else self._ghosts.shown
        curves = [Curve(ghost.name, ghost_look(ghost.place), ghost.losses) for ghost in ghosts]
        held = None if self._held_out is None else self._held_out.losses
        if held is not None:
            curves.append(Curve(HELD_OUT, held_out_look(self.canvas.theme.value), held))
        return curves

    def _draw_beside(self) -> None:
        if self._losses is None or self._ghosts is None or self._held_out is None:
            return
        color = self.canvas.theme.value
        heights = self._layers.heights
        now = Curve(
            settings_words(self._run.document),
            Look(color, (), 0, 0.0),
            heights(self._losses.values),
        )
        curves = self._beside_now()
        self._beside.draw(now, [curve._replace(heights=heights(curve.heights)) for curve in curves])

    @property
    def is_logarithmic(self) -> bool:
        """Whether the loss axis is logarithmic now."""
        return self._logarithmic

    def show_race(self, _old: Sequence[Racer], new: Sequence[Racer]) -> None:
        """Show these racers beside the descent, which is the first of them."""
        old, self._racers = self._racers, new
        if old[1:] != new[1:]:
            self._on_trajectory_changed(self._run.trajectory)
        else:
            self._draw_race()

    def _on_trajectory_changed(self, trajectory: Trajectory | None) -> None:
        if trajectory is None:
            self._losses = None
            self._summary.setText("")
            self._log.hide()
            self.canvas.set_empty(self._run.reason or NOTHING)
            return
        self.canvas.set_empty(None)
        self._log.show()
        self._losses = Losses(
            trajectory.losses,
            max(self._session.document.descent.epochs, trajectory.epochs),
            self._floor(),
            trajectory.stop,
            trajectory.stop_epoch,
            tuple(losses_of(racer) for racer in self._racers[1:]),
            tuple(curve.heights for curve in self._beside_now()),
        )
        self.canvas.set_labels("epoch", self._output_name())
        self._draw()

    def _floor(self) -> float | None:
        objective = self._run.objective
        exact = None if objective is None else objective.exact
        if exact is None or not exact.is_convex or np.any(exact.slope):
            return None
        return exact.minimum

    def _output_name(self) -> str:
        return output_name(self._session.document, "loss")

    def _draw(self) -> None:
        if self._losses is None:
            return
        spread = self._losses.spread
        self._log.setEnabled(spread > 0)
        self._log.setToolTip(
            "Show the loss on a logarithmic axis"
            if spread > 0
            else "A loss below zero has no logarithm"
        )
        limit = TO_LINEAR if self._logarithmic else TO_LOG
        automatic = spread > limit
        self._logarithmic = spread > 0 and (automatic if self._chosen is None else self._chosen)
        self._log.setChecked(self._logarithmic)
        epoch = self._run.race_epoch
        self._layers.draw(self._losses, epoch, logarithmic=self._logarithmic)
        self._draw_race()
        self._draw_beside()

    def _draw_race(self) -> None:
        """The rivals, if there are any, beside the descent."""
        if self._losses is None or len(self._racers) < 2:
            self._race.draw((), (), 0)
            return
        losses = (self._losses.values, *self._losses.rivals)
        heights = [self._layers.heights(values) for values in losses]
        self._race.draw(self._racers, heights, self._run.race_epoch)

    def _summarize(self) -> None:
        """Say the loss at the epoch shown, with all else that is read."""
        if self._losses is None or not len(self._losses.values):
            return
        epoch = min(self._run.race_epoch, len(self._losses.values) - 1)
        value = format_number(float(self._losses.values[epoch]))
        self._summary.setText(f"{shortened(self._output_name())} = {value} at epoch {epoch:,}")
        self.canvas.caption = ". ".join(filter(None, (self._summary.text(), self._losses.verdict)))

    def _on_epoch_changed(self, epoch: int) -> None:
        self._layers.draw_epoch(epoch)
        self._race.draw_epoch(epoch)

    def _on_log_clicked(self, on: bool) -> None:
        self._chosen = on
        self._draw()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._layers.restyle()
        self._race.restyle()
        self._beside.restyle()
        self._draw_beside()

    def _on_scrubbed(self, point: QPointF) -> None:
        if self._losses is not None:
            self._run.set_epoch(round(point.x()))

    def _on_hovered(self, point: QPointF | None) -> None:
        if self._losses is None or not len(self._losses.values):
            return
        if point is None:
            self.hovered.emit("")
            return
        curves = self._told(self._losses)
        found = nearest(curves, point.x(), point.y(), self.canvas.frame)
        curve, trajectory = curves[found], None if found else self._run.trajectory
        epoch = epoch_at(point.x(), curve.losses)
        self.hovered.emit(said(curve, epoch, self._output_name(), trajectory))

    def _told(self, losses: Losses) -> list[Told]:
        """All curves that are drawn, that of the descent first, which alone needs no name."""
        rivals, beside = self._racers[1:], self._beside_now()
        name = self._racers[0].name if rivals else settings_words(self._run.document)
        named = [
            (name if rivals or beside else "", losses.values),
            *zip((racer.name for racer in rivals), losses.rivals, strict=True),
            *((name, values) for name, _look, values in beside),
        ]
        heights = self._layers.heights
        return [Told(name, values, heights(values)) for name, values in named]

    def sizeHint(self) -> QSize:
        return QSize(320, 240)


def losses_of(racer: Racer) -> Array:
    """A racer's losses; none where it has no path."""
    return np.empty(0) if racer.trajectory is None else racer.trajectory.losses
