"""The landscape: the output over one or two parameters, with the start, the path and the minima."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from gradviz.descent import Curve
from gradviz.document import Document
from gradviz.errors import GradVizError
from gradviz.session import DescentRun, JobRunner, PassCursor, Session
from gradviz.ui.icons import icon
from gradviz.ui.plots.axis_choice import AxisChoice
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.color_bar import ColorBar
from gradviz.ui.plots.curve_layers import CurveLayers
from gradviz.ui.plots.field_source import FieldSource, Picture
from gradviz.ui.plots.map_layers import MapLayers
from gradviz.ui.plots.plane import Plane, placed, placed_pair, plane_of
from gradviz.ui.plots.ranges import curve_range, rounded
from gradviz.ui.plots.start_gesture import StartGesture
from gradviz.ui.theme import Theme, ThemeSource

NOTHING = "Type an expression above to see its landscape."
NO_PARAMETER = "Every input here is fixed. Make one a parameter to see the output change with it."
NUDGE = 100  # steps across the view


class LandscapePanel(QWidget):
    """A map for two parameters, a curve for one; a click or drag places the start."""

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
        self._plane: Plane | None = None
        self._fitted_for: object = None
        self._is_fitted = False
        self._fitting = False
        self.canvas = PlotCanvas("landscape_plot", themes.current)
        self.canvas.setAccessibleName("Landscape")
        self.canvas.setToolTip(
            "Click or drag: place the start. Arrow keys nudge it.\n"
            "Wheel zooms, right button or Shift pans, double-click or Home shows everything."
        )
        self._map = MapLayers(self.canvas)
        self._curve = CurveLayers(self.canvas)
        self._source = FieldSource(jobs, self)
        self._gesture = StartGesture(session)
        self._choice = AxisChoice(session, self)
        self._bar = ColorBar(themes.current)
        self._arrows_button = self._tool("landscape_arrows_button", "Gradient arrows")
        self._fit_button = self._tool("landscape_fit_button", "Show everything")
        self._lay_out()
        self._connect(themes)
        self._on_theme_changed(themes.current)
        self._refresh()

    # Building

    def _tool(self, name: str, spoken: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(spoken)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        return button

    def _lay_out(self) -> None:
        self._arrows_button.setText("Arrows")
        self._arrows_button.setCheckable(True)
        self._arrows_button.setChecked(True)
        self._arrows_button.setToolTip("Show the direction of steepest descent")
        self._fit_button.setToolTip("Show the start and everything known (Home)")
        head = QHBoxLayout()
        head.setContentsMargins(8, 4, 8, 0)
        head.addWidget(self._choice, 1)
        head.addWidget(self._arrows_button)
        head.addWidget(self._fit_button)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 4, 0)
        body.setSpacing(0)
        body.addWidget(self.canvas, 1)
        body.addWidget(self._bar)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(body, 1)

    def _connect(self, themes: ThemeSource) -> None:
        self._session.document_changed.connect(self._on_document_changed)
        self._run.trajectory_changed.connect(self._refresh)
        self._run.epoch_changed.connect(self._draw_marks)
        self._source.ready.connect(self._on_picture)
        self._source.failed.connect(self._on_failed)
        themes.theme_changed.connect(self._on_theme_changed)
        self._arrows_button.toggled.connect(self._map.show_arrows)
        self._fit_button.clicked.connect(self.fit)
        canvas = self.canvas
        canvas.pressed.connect(self._on_pressed)
        canvas.dragged.connect(self._on_dragged)
        canvas.released.connect(self._on_released)
        canvas.double_clicked.connect(self._on_double_clicked)
        canvas.reset_asked.connect(self.fit)
        canvas.nudged.connect(self._on_nudged)
        canvas.hovered.connect(self._on_hovered)
        canvas.view_changed.connect(self._on_view_changed)

    # What is shown

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
        self._source.request(plane.request(self.canvas.frame))

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
                self._source.request(plane.request(self.canvas.frame))
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
        self._choice.show_parameters((), (), "")
        for part in (self._bar, self._arrows_button, self._fit_button):
            part.hide()

    def _show_axes(self, plane: Plane) -> None:
        self._choice.show_parameters(plane.names, plane.axes, plane.output)
        self._map.set_visible(plane.is_map)
        self._curve.set_visible(not plane.is_map)
        self.canvas.grid.setVisible(not plane.is_map)
        self._bar.setVisible(plane.is_map)
        self._arrows_button.setVisible(plane.is_map)
        self._fit_button.show()
        self.canvas.set_labels(plane.axes[0], plane.axes[1] if plane.is_map else plane.output)

    def _draw_marks(self, *_: object) -> None:
        plane, run = self._plane, self._run
        if plane is None:
            return
        layers = self._map if plane.is_map else self._curve
        x, y = plane.along(run.trajectory)
        self._choice.show_legend(epoch=run.epoch, has_minimum=bool(plane.minima))
        layers.draw_path(x, y, run.epoch)
        held = self._gesture.is_held
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

    # What happened

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph or old.landscape != new.landscape or old.title != new.title:
            self._refresh()

    def _on_picture(self, picture: Picture) -> None:
        plane = self._plane
        if plane is None:
            return
        if not isinstance(picture, Curve):
            self._map.draw(picture.drawn, picture.arrows)
            self._bar.draw(picture.drawn.field.scale)
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
            self._source.request(self._plane.request(self.canvas.frame))

    def _on_theme_changed(self, theme: Theme) -> None:
        self.canvas.restyle(theme)
        self._map.restyle()
        self._curve.restyle()
        self._bar.restyle(theme)
        self._fit_button.setIcon(icon("fit", theme))

    # The start

    def _on_pressed(self, point: QPointF) -> None:
        self._passes.show_inputs(None)
        self._gesture.begin()
        self._on_dragged(point)

    def _on_dragged(self, point: QPointF) -> None:
        if self._plane is not None and self._gesture.is_held:
            target = self._chosen(self._plane, point)
            self._gesture.move(target)
            self.hovered.emit(self._plane.readout(target))

    def _on_released(self) -> None:
        self._gesture.end()
        self._draw_marks()

    def _on_double_clicked(self) -> None:
        self._gesture.take_back()
        self._draw_marks()

    def _on_nudged(self, right: int, up: int, repeats: bool) -> None:  # a signal's
        plane, frame = self._plane, self.canvas.frame
        if plane is None:
            return
        if not repeats:
            self._gesture.begin()
        target = {}
        views = zip(plane.axes, (right, up), (frame.x, frame.y), strict=False)
        for axis, steps, (low, high) in views:
            step = (high - low) / NUDGE
            target[axis] = rounded(plane.at[axis] + steps * step, step / 10)
        self._gesture.move(target)
        self._on_released()

    def _on_hovered(self, point: QPointF | None) -> None:
        plane = self._plane
        if point is None or plane is None:
            self._passes.show_inputs(None)
            self.hovered.emit("")
            return
        at = self._chosen(plane, point)
        self._passes.show_inputs(self._gesture.values(at))
        self.hovered.emit(plane.readout(at))

    def _chosen(self, plane: Plane, point: QPointF) -> dict[str, float]:
        """The coordinates under the mouse, with the digits that a pixel can tell apart."""
        pixels = placed(plane.axes, *self.canvas.frame.pixel_size)
        at = placed(plane.axes, point.x(), point.y())
        return {axis: rounded(at[axis], pixels[axis]) for axis in plane.axes}

    def sizeHint(self) -> QSize:
        """Most of the right half of the window."""
        return QSize(640, 400)


def _fit_key(plane: Plane, document: Document) -> object:
    """What must differ for the view to be chosen anew: not the start, not the learning rate."""
    return plane.axes, document.title, tuple(document.landscape.ranges.items())
