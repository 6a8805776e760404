"""The state of the explorer: along which parameter, at which point, with which step."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.descent import (
    DifferenceErrors,
    Interval,
    Objective,
    Slice,
    Surface,
    coordinates_of,
    surface_of,
    with_coordinates,
)
from gradviz.document import Document, inputs_of
from gradviz.errors import GradVizError
from gradviz.session import DescentRun, JobRunner, PassCursor, Session
from gradviz.ui.plots.derivative.probe import Probe, probe_at
from gradviz.ui.plots.derivative.source import Curves, Source
from gradviz.ui.plots.landscape.plane import output_name
from gradviz.ui.plots.ranges import default_range

NOTHING = "Type an expression above to see its derivative."
NO_PARAMETER = "Every input here is fixed. Make one a parameter to see the output change with it."
_PER_NUMBER = 4e-9  # seconds for a node and a row of data, before anything was measured
_POINTS = 4_000  # at which the function is computed for one picture
_FIRST_SHARE = 1 / 8  # of the view that h is at first
_LEAST, _MOST = 1e-300, 1e100
_NEAR_ORIGIN = 10.0


class Explorer(QObject):
    """Follows the document while awake; the point and the step are its own, not the document's.

    The point goes to the start, or to the epoch chosen, whenever these change. Other parameters
    stay there.
    """

    cut_changed = Signal()  # another function of one parameter, or none
    moved = Signal()  # the point, the step or what is known there
    strayed = Signal()  # the point is where nothing can be computed
    curves_ready = Signal(object)  # Curves
    home_wanted = Signal()  # another expression: show all of it

    def __init__(
        self, session: Session, run: DescentRun, passes: PassCursor, jobs: JobRunner
    ) -> None:
        super().__init__()
        self._session, self._run, self._passes = session, run, passes
        self._source = Source(jobs)
        self._awake = False
        self._axis = ""
        self._surface: tuple[Objective, Surface] | None = None
        self._home: tuple[object, ...] | None = None
        self._h: float | None = None
        self.probe: Probe | None = None
        self.reason: str = NOTHING
        session.document_changed.connect(self._on_document_changed)
        run.trajectory_changed.connect(self.refresh)
        run.epoch_changed.connect(self.refresh)

    # What is looked at

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters among which one can choose."""
        return () if self.probe is None else self.probe.cut.names

    def wake(self, on: bool) -> None:  # what a signal says
        """Follow the document, or rest."""
        self._awake = on
        if on:
            self.refresh()
        else:
            self._source.cancel()
            self.let_go()

    def set_axis(self, axis: str) -> None:
        """Look along another parameter."""
        if axis != self._axis:
            self._axis = axis
            self.refresh()

    def set_x(self, x: float) -> None:
        """Go to another point."""
        self._place(x, self._step)

    def set_h(self, h: float) -> None:
        """Take another step; 0 is none."""
        if h and math.isfinite(h) and _LEAST < abs(h) < _MOST:
            self._h = h
            if self.probe is not None:
                self._place(self.probe.x, h)

    def show_on_graph(self, x: float) -> None:
        """The graph shows the passes at a point of the curve until ``let_go``."""
        if self.probe is not None:
            values = inputs_of(self._session.document)
            at = {**self.probe.cut.at, self.probe.axis: x}
            self._passes.show_inputs(with_coordinates(values, at))

    def let_go(self) -> None:
        """The graph shows its own values again."""
        self._passes.show_inputs(None)

    def full_range(self, axis: str | None = None) -> Interval:
        """The range of a parameter the document asks for, else around all that is known."""
        probe, document = self.probe, self._session.document
        if probe is None:
            return (-1.0, 1.0)
        name = probe.axis if axis is None else axis
        given = document.landscape.ranges.get(name)
        if given is not None:
            return given
        start, known = probe.cut.at[name], [m[name] for m in document.landscape.minima if name in m]
        objective = self._run.objective
        if objective is not None and objective.exact is not None:
            known.append(float(objective.exact.center[probe.cut.names.index(name)]))
        if not known and abs(start) <= _NEAR_ORIGIN:
            known = [-start]  # around 0, where most functions have something to show
        here = [probe.x] if name == probe.axis else []
        return default_range([start, *known, *here], np.empty(0))

    def other_axis(self, others: Sequence[str]) -> str:
        """The parameter that goes best with the one looked along: the landscape's, or the next."""
        shown = [axis for axis in self._session.document.landscape.axes if axis in others]
        return (shown or list(others))[0]

    def ask_curves(self, interval: Interval) -> None:
        """Have the curve over an interval computed; ``curves_ready`` brings it."""
        if self.probe is not None:
            self._source.curves(self.probe.cut, interval, self._on_curves, self._on_failed)

    # Inside

    @property
    def _step(self) -> float:
        return 1.0 if self._h is None else self._h

    def refresh(self, *_: object) -> None:
        """Take what the document and the run have now."""
        if not self._awake:
            return
        document, old = self._session.document, self.probe
        try:
            cut = self._cut(document)
            self.reason = "" if cut is not None else self._why_nothing(document)
        except GradVizError as error:
            cut, self.reason = None, str(error)
        if cut is None:
            self.probe, self._home = None, None
            self._source.cancel()
            self.cut_changed.emit()
            return
        opened = self._home is None or self._home[:2] != (document.title, cut.axis)
        home = (document.title, cut.axis, cut.at[cut.axis])
        stays = old is not None and self._home == home
        x = old.x if stays and old is not None else cut.at[cut.axis]
        self._home = home
        output = output_name(document, "f")
        if stays and old is not None and old.output == output and cut.is_same(old.cut):
            self.probe = replace(old, cut=cut)  # only what is not seen here has changed
            return
        self._follow(cut, output, x, opened=opened)

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if (
            old.graph is not new.graph
            or old.dataset is not new.dataset
            or old.landscape != new.landscape
            or old.title != new.title
        ):
            self.refresh()

    def _follow(self, cut: Slice, output: str, x: float, *, opened: bool) -> None:
        old = self.probe
        self.probe = probe_at(cut, output, x, self._step, old)
        if opened:
            low, high = self.full_range()
            self._h = (high - low) * _FIRST_SHARE
        if opened or old is None or old.output != output or not cut.is_same(old.cut):
            self.cut_changed.emit()
            if opened:
                self.home_wanted.emit()
        self._place(x, self._step)

    def _cut(self, document: Document) -> Slice | None:
        objective = self._run.objective
        if objective is None:
            return None
        if self._surface is None or self._surface[0] is not objective:
            self._surface = (objective, surface_of(objective))
        names, surface = objective.coordinates, self._surface[1]
        wanted = [self._axis, *document.landscape.axes, names[0]]
        self._axis = next(axis for axis in wanted if axis in names)
        values = inputs_of(document)
        at = {name: values.get(name, 1.0) for name in objective.parameters}
        if self._run.scrubbed:
            at |= self._run.point_at(self._run.epoch)
        rows = max((int(np.size(v)) for v in objective.inputs.values()), default=1)
        work = 1 if surface is objective.exact else rows * len(document.graph.nodes)
        cut = Slice(surface, names, self._axis, coordinates_of(at))
        self._source.expect(cut, work * _POINTS * _PER_NUMBER)
        return cut

    def _why_nothing(self, document: Document) -> str:
        if not document.graph.nodes:
            return NOTHING
        return (self._run.reason or NOTHING) if document.graph.parameters else NO_PARAMETER

    def _place(self, x: float, h: float) -> None:
        probe = self.probe
        if probe is None:
            return
        if not (math.isfinite(x) and abs(x) < _MOST):
            self.strayed.emit()
            return
        self.probe = probe_at(probe.cut, probe.output, x, h, probe)
        if self.probe.errors is not None:
            self.moved.emit()
            return
        self._source.errors(probe.cut, x, self._on_errors, self._on_failed)
        if self.probe is not None and self.probe.errors is None:  # else they were there at once
            self.moved.emit()

    def _on_errors(self, errors: DifferenceErrors) -> None:
        probe = self.probe
        if probe is not None and errors.x == probe.x:
            self.probe = replace(probe, errors=errors)
            self.moved.emit()

    def _on_curves(self, curves: Curves) -> None:
        if self.probe is not None and curves.cut.is_same(self.probe.cut):
            self.curves_ready.emit(curves)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self.probe, self.reason = None, str(error)
        self.cut_changed.emit()
