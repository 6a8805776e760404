"""The landscape: the output over one or two parameters, with the start, the path and the minima."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from gradviz.descent import Curve, Interval
from gradviz.document import Document
from gradviz.errors import GradVizError
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.landscape.axis_choice import AxisChoice
from gradviz.ui.plots.landscape.color_bar import ColorBar
from gradviz.ui.plots.landscape.curve_layers import CurveLayers
from gradviz.ui.plots.landscape.field_source import FieldSource, Picture
from gradviz.ui.plots.landscape.hand import Hand
from gradviz.ui.plots.landscape.head import LandscapeHead
from gradviz.ui.plots.landscape.map_layers import MapLayers
from gradviz.ui.plots.landscape.overlays.stack import OverlayStack
from gradviz.ui.plots.landscape.plane import Plane, placed_pair, plane_of
from gradviz.ui.plots.landscape.scene import Scene, Surroundings
from gradviz.ui.plots.ranges import curve_range
from gradviz.ui.theme import Theme

NOTHING = "Type an expression above to see its landscape."
NO_PARAMETER = "Every input here is fixed. Make one a parameter to see the output change with it."


class LandscapePanel(QWidget):
    """A map for two parameters, a curve for one; a click or drag places the start."""

    hovered = Signal(str)
    derivative_wanted = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._around = around
        self._session, self._run = around.session, around.run
        self._plane: Plane | None = None
        self._fitted_for: object = None
        self._is_fitted = False
        self._fitting = False
        theme = around.themes.current
        self.canvas = PlotCanvas("landscape_plot", theme)
        self.canvas.setAccessibleName("Landscape")
        self.canvas.setToolTip(
            "Click or drag: place the start. Arrow keys nudge it.\n"
            "Wheel zooms, right button or Shift pans, double-click or Home shows everything."
        )
        self._map = MapLayers(self.canvas)
        self._curve = CurveLayers(self.canvas)
        self._source = FieldSource(around.jobs, self)
        self._hand = Hand(self.canvas, around, lambda: self._plane, self)
        self._choice = AxisChoice(around.session, self)
        self._overlays = OverlayStack(self.canvas, around, self.scene, self)
        self._head = LandscapeHead(self._choice, self._overlays.menu, self)
        self._bar = ColorBar(theme)
        self.canvas.beside = (self._bar,)
        self._lay_out()
        self._connect()
        self._on_theme_changed(theme)
        self._refresh()

    # Building

    def _lay_out(self) -> None:
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 4, 0)
        body.setSpacing(0)
        body.addWidget(self.canvas, 1)
        body.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self._run.trajectory_changed.connect(self._refresh)
        self._run.epoch_changed.connect(self._draw_marks)
        self._source.ready.connect(self._on_picture)
        self._source.failed.connect(self._on_failed)
        self._around.themes.theme_changed.connect(self._on_theme_changed)
        self.canvas.theme_wanted.connect(self._on_theme_changed)
        self._overlays.notes_changed.connect(self._show_legend)
        self._head.fit_button.clicked.connect(self.fit)
        self._head.derivative_button.clicked.connect(self.derivative_wanted)
        self._hand.let_go.connect(self._draw_marks)
        self._hand.pointed.connect(self._on_pointed)
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
            self._plane, self.canvas.frame, self._session.document, run.trajectory, run.epoch
        )

    def visible_ranges(self) -> dict[str, Interval]:
        """The interval seen along each axis of a map, or along that of a curve."""
        if self._plane is None:
            return {}
        frame = self.canvas.frame
        return dict(zip(self._plane.axes, (frame.x, frame.y), strict=False))

    def fit(self) -> None:
        """Show the start, the path and the minimum, or the ranges the document asks for."""
        plane = self._plane
        if plane is None:
            return
        document = self._session.document
        paths = plane.along(self._run.trajectory)
        ranges = [
            plane.range_of(axis, document, path)
            for axis, path in zip(plane.axes, paths, strict=False)
        ]
        self._fitted_for = _fit_key(plane, document)
        self._is_fitted = True
        self._fitting = True
        self.canvas.set_view(ranges[0], ranges[1] if plane.is_map else self.canvas.frame.y)
        self._fitting = False
        self._look(plane)

    def _look(self, plane: Plane) -> None:
        """Compute what is seen in the visible ranges."""
        self._source.request(plane.request(self.canvas.frame))
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
        if not plane.shows_the_same(old):
            self._show_axes(plane)
            if self._fitted_for != _fit_key(plane, document):
                self.fit()
            else:
                self._look(plane)
        self._draw_marks()

    def _found_plane(self, document: Document) -> Plane | None:
        objective = self._run.objective
        return None if objective is None else plane_of(document, objective, self._plane)

    def _why_nothing(self, document: Document) -> str:
        if not document.graph.nodes:
            return NOTHING
        return (self._run.reason or NOTHING) if document.graph.parameters else NO_PARAMETER

    def _show_nothing(self) -> None:
        self._source.cancel()
        self._plane = None
        self._overlays.update()
        self._choice.show_parameters((), (), "")
        self._bar.hide()
        self._head.show_buttons(on=False)

    def _show_axes(self, plane: Plane) -> None:
        self._choice.show_parameters(plane.names, plane.axes, plane.output)
        self._map.set_visible(plane.is_map)
        self._curve.set_visible(not plane.is_map)
        self.canvas.grid.setVisible(not plane.is_map)
        self._bar.setVisible(plane.is_map)
        self._head.show_buttons(on=True)
        self.canvas.set_labels(plane.axes[0], plane.axes[1] if plane.is_map else plane.output)

    def _draw_marks(self, *_: object) -> None:
        plane, run = self._plane, self._run
        if plane is None:
            return
        layers = self._map if plane.is_map else self._curve
        x, y = plane.along(run.trajectory)
        self._show_legend()
        layers.draw_path(x, y, run.epoch)
        held = self._hand.is_held
        if plane.is_map:
            layers.draw_start(placed_pair(plane.start), held=held)
            layers.draw_minima([placed_pair(minimum) for minimum in plane.minima])
            return
        axis, start = plane.axes[0], plane.start[0]
        heights = [plane.value_at({axis: m[0]})[0] for m in plane.minima]
        layers.draw_minima([(m[0], h) for m, h in zip(plane.minima, heights, strict=True)])
        layers.draw_start((start, plane.value_at({})[0]), held=held)
        at = float(x[run.epoch]) if run.scrubbed and run.epoch < len(x) else start
        value, slopes = plane.value_at({axis: at})
        self._curve.draw_tangent(at, value, slopes[axis])

    def _show_legend(self) -> None:
        if self._plane is not None:
            self._choice.show_legend(
                epoch=self._run.epoch,
                has_minimum=bool(self._plane.minima),
                notes=self._overlays.notes(),
                explanations=self._overlays.explanations(),
            )
            self.canvas.caption = self._choice.words

    # What happened

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph or old.landscape != new.landscape or old.title != new.title:
            self._refresh()

    def _on_picture(self, picture: Picture) -> None:
        plane = self._plane
        if plane is None:
            return
        if not isinstance(picture, Curve):
            self._map.draw(picture)
            self._bar.draw(picture.field.scale)
            return
        self._curve.draw(picture)
        if self._is_fitted:
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

    def _on_pointed(self, at: dict[str, float] | None) -> None:
        self._overlays.point_at(at)
        if at is None or self._plane is None:
            self.hovered.emit("")
            return
        words = [self._plane.readout(at), self._overlays.readout(at)]
        self.hovered.emit(",  ".join(word for word in words if word))

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._map.restyle()
        self._curve.restyle()
        self._overlays.restyle()
        self._bar.restyle(theme)
        self._head.restyle(theme)

    def sizeHint(self) -> QSize:
        """Most of the right half of the window."""
        return QSize(640, 400)


def _fit_key(plane: Plane, document: Document) -> object:
    """What must differ for the view to be chosen anew: not the start, not the learning rate."""
    return plane.axes, document.title, tuple(document.landscape.ranges.items())
