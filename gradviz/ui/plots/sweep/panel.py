"""The panel of the rate sweep: final loss against learning rate, with the rate to be dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QSize, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.descent import Objective, Trajectory
from gradviz.descent.outcomes.sweep import Sweep
from gradviz.document import bounds_of, edits, inputs_of
from gradviz.graph import format_number
from gradviz.session import DescentRun, JobRunner, Session, StabilityWatch
from gradviz.teaching.rate_marks import rate_marks
from gradviz.ui.elided import ElidedLabel
from gradviz.ui.plots.canvas import HEAD_HEIGHT, PlotCanvas
from gradviz.ui.plots.landscape.plane import output_name
from gradviz.ui.plots.sweep.layers import SweepLayers
from gradviz.ui.plots.sweep.source import Request, SweepSource, rate_range
from gradviz.ui.theme import Theme, ThemeSource

NOTHING = "There is no descent to sweep yet. Give the expression a parameter."
NO_EPOCHS = "Raise the epochs: without an update every learning rate ends at the start."

_PATIENCE_MS = 250
"""A sweep that takes longer shows how far it is, and can be stopped."""

_RENEW_MS = 40
_DIGITS = 3
_NUDGE = 1.0 / 60.0  # decades
LR_TEXT = "Change the learning rate"


class SweepPanel(QWidget):
    """Follows the run while it is in sight; a press or a drag sets the learning rate."""

    hovered = Signal(str)

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        stability: StabilityWatch,
        jobs: JobRunner,
        themes: ThemeSource,
    ) -> None:
        super().__init__()
        self._session, self._run, self._stability = session, run, stability
        self._in_sight = False
        self.setObjectName("sweep_panel")
        self.canvas = PlotCanvas("sweep_plot", themes.current)
        self.canvas.can_zoom = False
        self.canvas.setAccessibleName("Final loss against learning rate")
        self.canvas.setToolTip("Press or drag to set the learning rate; arrow keys change it")
        self._layers = SweepLayers(self.canvas)
        self._summary = ElidedLabel("sweep_summary", self)
        self._bar = QProgressBar(self)
        self._bar.setObjectName("sweep_progress")
        self._bar.setAccessibleName("Progress of the sweep")
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(72, 8)
        self._button = QToolButton(self)
        self._button.setObjectName("sweep_stop_button")
        self._button.setAutoRaise(True)
        self._source = SweepSource(jobs, self)
        self._slow = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._later = QTimer(self, singleShot=True, interval=_RENEW_MS)
        self._lay_out()
        self._connect(themes)
        self._on_busy_changed(busy=False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addStrut(HEAD_HEIGHT)
        for widget, stretch in ((self._summary, 1), (self._bar, 0), (self._button, 0)):
            head.addWidget(widget, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.canvas, 1)

    def _connect(self, themes: ThemeSource) -> None:
        self._source.ready.connect(self._on_ready)
        self._source.failed.connect(self._on_failed)
        self._source.progressed.connect(lambda part: self._bar.setValue(round(100 * part)))
        self._source.busy_changed.connect(lambda busy: self._on_busy_changed(busy=busy))
        self._slow.timeout.connect(self._show_progress)
        self._later.timeout.connect(self._renew)
        self._button.clicked.connect(self._on_button)
        self._run.trajectory_changed.connect(self._on_run_changed)
        self._stability.changed.connect(self._on_run_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        canvas = self.canvas
        canvas.pressed.connect(self._on_dragged)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._session.end_merge)
        canvas.hovered.connect(self._on_hovered)
        canvas.nudged.connect(self._on_nudged)

    @property
    def sweep(self) -> Sweep | None:
        """What is shown."""
        return self._layers.sweep

    @property
    def renews_soon(self) -> bool:
        """Whether a change of the run is about to be followed."""
        return self._later.isActive()

    # Following the run

    def show_in_sight(self, on: bool) -> None:
        """The panel came into sight or left it; behind another tab it counts as visible."""
        self._in_sight = on
        if on:
            self._renew()
        else:
            self._later.stop()
            self._source.stop()

    def _on_run_changed(self, _trajectory: Trajectory | None = None) -> None:
        if self._in_sight and self.isVisible():
            self._show_marks()
            self._later.start()

    def _renew(self) -> None:
        """Ask for the sweep of the method as it is now, if somebody sees it."""
        if not (self._in_sight and self.isVisible()):
            return
        objective, trajectory = self._run.objective, self._run.trajectory
        if objective is None or trajectory is None:
            self._show_nothing(self._run.reason or NOTHING)
            return
        if self._run.document.descent.epochs == 0:
            self._show_nothing(NO_EPOCHS)
            return
        self.canvas.set_empty(None)
        self._show_marks()
        self._source.request(self._request(objective))

    def _request(self, objective: Objective) -> Request:
        document = self._run.document
        values, descent = inputs_of(document), document.descent
        shown = self._stability.marks
        return Request(
            objective,
            {name: values[name] for name in objective.parameters},
            descent.method,
            descent.epochs,
            bounds_of(document),
            rate_range(None if shown is None else shown.limit, descent.lr),
        )

    def _show_nothing(self, sentence: str) -> None:
        self._source.stop()
        self.canvas.set_empty(sentence)
        self._summary.setText("")

    def _show_marks(self) -> None:
        marks = rate_marks(self._stability.marks)
        self._layers.show_marks(marks, self._session.document.descent.lr)

    # Showing

    def _on_ready(self, found: Sweep) -> None:
        document = self._run.document
        name = output_name(document, "loss")
        self.canvas.set_labels("learning rate", f"final {name}")
        self._layers.show_sweep(found)
        after, best = f"after {document.descent.epochs:,} epochs", found.best_rate
        if best is None:
            self._summary.setText(f"{name} is not finite {after}")
        else:
            lowest = format_number(float(np.nanmin(found.losses)))
            self._summary.setText(f"★ {name} = {lowest} at {format_number(best)}, {after}")
        self.canvas.caption = self._summary.text()

    def _on_failed(self, sentence: str) -> None:
        self.canvas.set_empty(sentence)

    def _on_busy_changed(self, *, busy: bool) -> None:
        if busy:
            self._bar.setValue(0)
            self._slow.start()
            return
        self._slow.stop()
        self._bar.hide()
        self._button.hide()

    def _show_progress(self) -> None:
        self._bar.show()
        self._button.setText("Stop")
        self._button.setToolTip("Stop computing the sweep")
        self._button.setAccessibleName("Stop computing the sweep")
        self._button.show()

    def _on_button(self) -> None:
        """Stop; or, when it was stopped, compute anew."""
        if self._bar.isVisible():
            self._source.stop()
            self._button.setText("Compute")
            self._button.setToolTip("Compute the sweep")
            self._button.setAccessibleName("Compute the sweep")
            self._button.show()
        else:
            self._button.hide()
            self._renew()

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._layers.restyle()

    # What is done here

    def _on_dragged(self, point: QPointF) -> None:
        if self.sweep is not None:
            self._set_rate(point.x())

    def _on_nudged(self, right: int, _up: int, _repeats: bool) -> None:  # a signal
        lr = self._session.document.descent.lr
        if lr > 0 and right:
            self._set_rate(float(np.log10(lr)) + right * _NUDGE)
            self._session.end_merge()

    def _set_rate(self, decade: float) -> None:
        """Make the rate at a place of the axis the learning rate, rounded."""
        rate = float(f"{10.0 ** min(max(decade, -12.0), 6.0):.{_DIGITS}g}")
        document = edits.set_descent(self._session.document, lr=rate)
        self._session.apply(LR_TEXT, document, merge_key="lr")

    def _on_hovered(self, point: QPointF | None) -> None:
        found = self.sweep
        if point is None or found is None:
            self.hovered.emit("")
            return
        nearest = int(np.argmin(np.abs(np.log10(found.rates) - point.x())))
        rate, loss = float(found.rates[nearest]), float(found.losses[nearest])
        name = output_name(self._run.document, "loss")
        ends = (
            f"ends at {name} = {format_number(loss)}"
            if found.finite[nearest]
            else ("does not stay finite")
        )
        self.hovered.emit(f"With the learning rate {format_number(rate)} the descent {ends}.")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew()

    def sizeHint(self) -> QSize:
        return QSize(320, 240)
