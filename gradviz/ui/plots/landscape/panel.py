"""The landscape: the output over one or two parameters, with the start, the path and the minima."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradviz.descent import Curve, Interval
from gradviz.document import Document
from gradviz.errors import GradVizError
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.axis_choice import AxisChoice
from gradviz.ui.plots.landscape.constraint_strip import ConstraintStrip
from gradviz.ui.plots.landscape.field_source import FieldSource, Picture
from gradviz.ui.plots.landscape.head import LandscapeHead
from gradviz.ui.plots.landscape.overlays.stack import OverlayStack
from gradviz.ui.plots.landscape.plane import Plane, plane_of
from gradviz.ui.plots.landscape.ranges_popup import RangesPopup
from gradviz.ui.plots.landscape.scale_choice import ScaleChoice
from gradviz.ui.plots.landscape.scene import Scene, Surroundings
from gradviz.ui.plots.landscape.show_menu import fill_menu
from gradviz.ui.plots.landscape.stage import Stage
from gradviz.ui.plots.landscape.view_switch import ViewSwitch
from gradviz.ui.plots.ranges import curve_range
from gradviz.ui.theme import Theme

NOTHING = "Type an expression above to see its landscape."
NO_PARAMETER = "Every input here is fixed. Make one a parameter to see the output change with it."


class LandscapePanel(QWidget):
    """A map, a surface or a curve, as the document wants it; a click or drag places the start."""

    hovered = Signal(str)
    derivative_wanted = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._session, self._run = around.session, around.run
        self._plane: Plane | None = None
        self._fitted_for: object = None
        self._looked_at: object = None
        self._is_fitted = self._fitting = False
        self._marked: object = None
        theme = around.themes.current
        self.canvas = PlotCanvas("landscape_plot", theme)
        self.canvas.setAccessibleName("Landscape")
        self.canvas.setToolTip(
            "Click or drag: place the start. Arrow keys nudge it.\n"
            "Wheel zooms, right button or Shift pans, double-click or Home shows everything.\n"
            "Click the numbers of an axis to type its range."
        )
        self._stage = Stage(self.canvas, around, lambda: self._plane, self)
        self._map, self._curve = self._stage.map, self._stage.curve
        self._source = FieldSource(around.jobs, self)
        self._choice = AxisChoice(around.session, self)
        self._views = ViewSwitch(around.session, self)
        self._scale = ScaleChoice(around.settings, self)
        self._ranges = RangesPopup(around.session, self)
        self._overlays = OverlayStack(self.canvas, around, self.scene, self)
        self._strip = ConstraintStrip(around.session, self)
        self._head = LandscapeHead(self._choice, self._views, self._overlays.menu, self)
        self.canvas.beside = (self._stage.bar,)
        self._lay_out()
        self._connect()
        self._on_theme_changed(theme)
        self._refresh()
        self._show_legend()

    # Building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._strip)
        column.addWidget(self._stage, 1)
        fill_menu(self._overlays.menu, self._stage, self._scale, self._ranges)

    def _connect(self) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self._run.trajectory_changed.connect(self._refresh)
        self._run.epoch_changed.connect(self._on_epoch_changed)
        self._run.retold.connect(self._show_legend)
        self._around.secret.changed.connect(self._refresh)
        self._around.secret.changed.connect(self._show_legend)
        self._source.ready.connect(self._on_picture)
        self._source.failed.connect(self._on_failed)
        self._around.themes.theme_changed.connect(self._on_theme_changed)
        self.canvas.theme_wanted.connect(self._on_theme_changed)
        self._overlays.notes_changed.connect(self._show_legend)
        self._overlays.surface_changed.connect(self._show_on_surface)
        self._overlays.menu.triggered.connect(self._show_on_surface)  # an overlay is on, or off
        self._around.race.changed.connect(self._show_on_surface)
        self._run.race_epoch_changed.connect(self._show_on_surface)
        self._head.fit_button.clicked.connect(self.fit)
        self._head.derivative_button.clicked.connect(self.derivative_wanted)
        self._head.fit_button.clicked.connect(self._stage.reset_camera)
        self._stage.let_go.connect(self._draw_marks)
        self._stage.pointed.connect(self._on_pointed)
        self._stage.bar.clicked.connect(partial(self._scale.open_on, self._stage.bar))
        self._scale.changed.connect(self._on_scale_changed)
        self._ranges.fit_asked.connect(self.fit)
        self._views.listen_on(self._stage)
        self.canvas.axis_clicked.connect(partial(self._ranges.open_on, self._stage))
        self.canvas.reset_asked.connect(self.fit)
        self.canvas.view_changed.connect(self._on_view_changed)
        self.canvas.box.sigResized.connect(self._overlays.update)

    # What is shown

    def scene(self) -> Scene | None:
        """What is seen now; None while nothing is."""
        if self._plane is None:
            return None
        run = self._run
        return Scene(
            self._plane, self.canvas.frame, self._session.document, self._around.path, run.epoch
        )

    def visible_ranges(self) -> dict[str, Interval]:
        """The interval seen along each axis of a map, or along that of a curve."""
        axes, frame = () if self._plane is None else self._plane.axes, self.canvas.frame
        return dict(zip(axes, (frame.x, frame.y), strict=False))

    def fit(self) -> None:
        """Show the start, the path and the minimum, or the ranges the document asks for."""
        plane = self._plane
        if plane is None:
            return
        document = self._session.document
        paths = plane.along(self._around.path)
        ranges = [
            plane.range_of(axis, document, path)
            for axis, path in zip(plane.axes, paths, strict=False)
        ]
        self._fitted_for = _fit_key(plane, document)
        if self._looked_at != (looked_at := (document.title, plane.names)):
            self._looked_at = looked_at
            self._stage.reset_camera()
        self._is_fitted = True
        self._fitting = True
        self.canvas.set_view(ranges[0], self.canvas.frame.y if plane.is_curve else ranges[1])
        self._fitting = False
        self._look(plane)

    def _look(self, plane: Plane) -> None:
        """Compute what is seen in the visible ranges."""
        self._source.request(replace(plane.request(self.canvas.frame), kind=self._scale.kind))
        self._ranges.show_view(plane, self.canvas.frame)
        self._overlays.update()

    def _refresh(self, *_: object) -> None:
        """Take what the run and the document have now; compute a picture if it would differ."""
        document, old = self._session.document, self._plane
        try:
            plane = self._plane = self._found_plane(document)
            sentence = None if plane is not None else self._why_nothing(document)
        except GradVizError as error:
            plane, sentence = None, str(error)
        self.canvas.set_empty(sentence)
        if plane is None:
            self._show_nothing()
            return
        same = plane.shows_the_same(old)
        if not same:
            self._show_axes(plane)
        if self._fitted_for != _fit_key(plane, document):
            self.fit()
        elif not same:
            self._look(plane)
        self._draw_marks()
        self._overlays.update()

    def _found_plane(self, document: Document) -> Plane | None:
        run = self._run
        shown = run.point_at(run.epoch) if run.scrubbed else None
        objective = run.objective
        if objective is None:
            return None
        plane = plane_of(document, objective, self._plane, shown)
        return replace(plane, minima=()) if self._around.secret.on else plane

    def _why_nothing(self, document: Document) -> str:
        if not document.graph.nodes:
            return NOTHING
        return (self._run.reason or NOTHING) if document.graph.parameters else NO_PARAMETER

    def _show_nothing(self) -> None:
        self._source.cancel()
        self._plane = None
        self._overlays.update()
        self._strip.show_scene(None)
        self._choice.show_parameters((), (), "")
        self._stage.show_plane(None)
        self._views.show_plane(None)
        self._head.show_buttons(on=False)

    def _show_axes(self, plane: Plane) -> None:
        with self._overlays.held():  # the plot makes room for each of the controls
            self._choice.show_parameters(plane.names, plane.axes, plane.output)
            self._stage.show_plane(plane)
            self._views.show_plane(plane)
            self._head.show_buttons(on=True)

    def _draw_marks(self, *_: object) -> None:
        if self._plane is not None:
            self._marked = self._seen_marks()
            self._strip.show_scene(self.scene())
            self._stage.show_marks(self._plane, self._run, self._overlays.surface_points)

    def _seen_marks(self) -> object:
        """What the marks are drawn from, beside the overlays."""
        run = self._run
        place = run.epoch, run.race_epoch, run.scrubbed
        return self._plane, self._around.path, place, self._stage.is_held

    def _show_legend(self, *_: object) -> None:
        plane, run = self._plane, self._run
        if plane is not None:
            self._choice.show_legend(
                epoch=run.epoch if run.scrubbed or not plane.is_cut else 0,
                has_minimum=bool(plane.minima),
                cut=plane.cut_words,
                notes=self._overlays.notes(),
                explanations=self._overlays.explanations(),
            )
            self.canvas.caption = self._choice.words

    # What happened

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph or old.landscape != new.landscape or old.title != new.title:
            self._refresh()
            self._show_legend()

    def _on_picture(self, picture: Picture) -> None:
        plane = self._plane
        if plane is None:
            return
        if plane.is_curve != isinstance(picture, Curve):
            return  # the view changed while it was computed
        self._stage.show_picture(picture, plane)
        if isinstance(picture, Curve) and self._is_fitted:
            self._fitting = True
            heights = curve_range(picture.values, [plane.value_at({})[0]])
            self.canvas.set_view(self.canvas.frame.x, heights)
            self._fitting = False

    def _on_failed(self, error: GradVizError) -> None:
        self.canvas.set_empty(str(error))

    def _on_view_changed(self) -> None:
        if not self._fitting and self._plane is not None:
            self._is_fitted = False
            self._look(self._plane)

    def _on_epoch_changed(self, _epoch: int) -> None:
        if self._plane is not None and self._plane.is_cut:
            self._refresh()  # the curve is cut through the epoch
        elif self._marked != self._seen_marks():  # not when a new path was drawn with its epoch
            self._draw_marks()
        self._overlays.update()

    def _show_on_surface(self, *_: object) -> None:
        if self._plane is not None and self._plane.is_surface:
            self._stage.show_marks(self._plane, self._run, self._overlays.surface_points)

    def _on_scale_changed(self) -> None:
        if self._plane is not None:
            self._look(self._plane)

    def _on_pointed(self, at: dict[str, float] | None) -> None:
        self._overlays.point_at(at)
        if at is None or self._plane is None:
            self.hovered.emit("")
            return
        words = [self._plane.readout(at), self._overlays.readout(at)]
        self.hovered.emit(",  ".join(word for word in words if word))

    def _on_theme_changed(self, theme: Theme) -> None:
        self._stage.restyle(theme)
        self._overlays.restyle()
        self._ranges.restyle(theme)
        self._head.restyle(theme)
        self._strip.restyle(theme)

    def sizeHint(self) -> QSize:
        return QSize(640, 400)


def _fit_key(plane: Plane, document: Document) -> object:
    """What must differ for the view to be chosen anew: not the start, not the learning rate."""
    return plane.axes, document.title, tuple(document.landscape.ranges.items())
