"""The strip of the constraints: the penalty and its weight, the box, and whether they hold."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from gradviz.document import Document, constraining, edits
from gradviz.errors import GradVizError
from gradviz.graph import format_number
from gradviz.session import Session
from gradviz.teaching import written
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.plots.landscape import feasibility
from gradviz.ui.plots.landscape.scene import Scene
from gradviz.ui.theme import Theme

LOW, HIGH = -3, 6  # powers of ten between which the slider weighs
STEPS = 20  # of the slider for each power
USUAL = 10.0  # the weight of a penalty that was never on
SPIN_WIDTH = "0.00000"
SLIDER_WIDTH = 56


class ConstraintStrip(QWidget):
    """Shown where there are constraints, or a box; bound both ways to the document."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._showing = False
        self._weight = USUAL
        self.penalty = self._box("penalty_check", "&Penalty", self._on_penalty)
        self.penalty.setToolTip(
            "Add to the loss the weight times the square of what is above 0 in each constraint"
        )
        self.spin = SignificantSpin(self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.in_box = self._box("in_box_check", "Stay in the &box", self._on_in_box)
        self.verdict = QLabel(self)
        self._set_up_weight()
        self.verdict.setObjectName("feasibility_label")
        self.verdict.setAccessibleName("Whether the constraints hold")
        self.verdict.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 2, 8, 0)
        row.setSpacing(8)
        for widget in (self.penalty, self.spin, self.slider, self.in_box):
            row.addWidget(widget)
        row.addWidget(self.verdict, 1)
        session.document_changed.connect(self._on_document_changed)
        self._show_document(session.document)

    def _box(self, name: str, text: str, act: Callable[[bool], None]) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setObjectName(name)
        box.setAccessibleName(text.replace("&", ""))
        box.toggled.connect(act)
        return box

    def _set_up_weight(self) -> None:
        spin, slider = self.spin, self.slider
        spin.setObjectName("penalty_spin")
        spin.setRange(1e-6, 1e9)
        spin.setFixedWidth(spin.fontMetrics().horizontalAdvance(SPIN_WIDTH) + 34)
        slider.setObjectName("penalty_slider")
        slider.setRange(LOW * STEPS, HIGH * STEPS)
        slider.setPageStep(STEPS)
        slider.setMinimumWidth(SLIDER_WIDTH)
        slider.setMaximumWidth(2 * SLIDER_WIDTH)
        for widget in (spin, slider):
            widget.setAccessibleName("Weight of the penalty")
            widget.setToolTip(
                "The weight ρ of the penalty: a small one lets the descent end outside, "
                "a large one needs a small learning rate"
            )
        spin.valueChanged.connect(self._weigh)
        slider.valueChanged.connect(lambda step: self._weigh(_weight_at(step)))
        slider.sliderPressed.connect(self._session.end_merge)
        slider.sliderReleased.connect(self._session.end_merge)
        spin.editingFinished.connect(self._session.end_merge)

    # What is shown

    def show_scene(self, scene: Scene | None) -> None:
        """Say whether the constraints hold at the epoch shown, or what the objectives are there."""
        limits = None if scene is None else scene.plane.limits
        trajectory = None if scene is None else scene.trajectory
        if scene is None or limits is None or not (limits.surfaces or scene.plane.parts):
            if self.verdict.text():
                self.verdict.setText("")
                self.verdict.setToolTip("")
            return
        point = dict(scene.plane.at)
        if trajectory is not None and set(point) == set(trajectory.parameters):
            row = trajectory.points[min(scene.epoch, trajectory.epochs)]
            point |= dict(zip(trajectory.parameters, map(float, row), strict=True))
        if limits.surfaces:
            standings = feasibility.standings_at(limits, point, scene.document)
            words, full = feasibility.verdict(standings), feasibility.full_words(standings)
        else:
            values = feasibility.values_at(scene.plane.parts, point)
            words = ", ".join(f"{written(n)} = {format_number(v)}" for n, v in values.items())
            full = words
        self.verdict.setText(words)
        self.verdict.setToolTip(f"Epoch {scene.epoch:,}:\n{full}")

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self.verdict.setStyleSheet(f"color: {theme.text};")

    def _on_document_changed(self, old: Document, new: Document) -> None:
        is_same = old.graph is new.graph and old.landscape == new.landscape
        if not is_same or old.descent.in_box != new.descent.in_box:
            self._show_document(new)

    def _show_document(self, document: Document) -> None:
        landscape = document.landscape
        weight = constraining.penalty_of(document) if landscape.constraints else None
        self._showing = True
        self._weight = weight or self._weight
        self.penalty.setChecked(weight is not None)
        self.spin.setValue(self._weight)
        if _weight_at(self.slider.value()) != self._weight:
            self.slider.setValue(round(math.log10(self._weight) * STEPS))
        self.in_box.setChecked(document.descent.in_box)
        self._showing = False
        for widget in (self.penalty, self.spin, self.slider):
            widget.setVisible(bool(landscape.constraints))
        for widget in (self.spin, self.slider):
            widget.setEnabled(weight is not None)
        self.in_box.setEnabled(bool(landscape.box))
        self.in_box.setToolTip(_box_words(document))
        has_parts = bool(landscape.constraints or (landscape.objectives and landscape.box))
        self.setVisible(has_parts or document.descent.in_box)

    # What is done here

    def _on_penalty(self, on: bool) -> None:  # a signal's
        if self._showing:
            return
        document = self._session.document
        try:
            changed = (
                constraining.with_penalty(document, self._weight)
                if on
                else constraining.without_penalty(document)
            )
        except GradVizError as error:
            self._show_document(document)
            self.verdict.setText(str(error))
            return
        self._session.apply(f"Switch the penalty {'on' if on else 'off'}", changed)

    def _weigh(self, weight: float) -> None:
        if not self._showing:
            changed = constraining.with_penalty(self._session.document, weight)
            self._session.apply("Change the weight of the penalty", changed, merge_key="penalty")

    def _on_in_box(self, on: bool) -> None:  # a signal's
        if not self._showing:
            changed = edits.set_descent(self._session.document, in_box=on)
            self._session.apply("Stay in the box" if on else "Leave the box", changed)


def _weight_at(step: int) -> float:
    """The weight at a step of the slider, in two digits."""
    return float(f"{10 ** (step / STEPS):.2g}")


def _box_words(document: Document) -> str:
    box = document.landscape.box
    if not box:
        return "This function has no box."
    sides = ", ".join(f"{low:g} ≤ {written(name)} ≤ {high:g}" for name, (low, high) in box.items())
    return f"Put every iterate back on the nearest point of the box: {sides}".replace("-", "−")
