"""The weights of the objectives: a slider between two, or one for each of more."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QLabel, QSlider, QWidget

from gradviz.document import Document, weighing
from gradviz.session import Session
from gradviz.teaching import written
from gradviz.ui.plots.objectives.looks import color_of
from gradviz.ui.theme import Theme

STEPS = 200  # of a slider from 0 to 1
ABREAST = 3  # sliders in a row
TEXT = "Change the weights"


class WeightSliders(QWidget):
    """Bound both ways to the weights in the document; they always add up to 1."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._theme = theme
        self._names: tuple[str, ...] = ()
        self._showing = False
        self._sliders: dict[str, QSlider] = {}
        self._spins: dict[str, QDoubleSpinBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 0, 8, 4)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        session.document_changed.connect(self._on_document_changed)
        self._show(session.document)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._theme = theme
        for place, label in enumerate(self._labels.values()):
            label.setStyleSheet(f"color: {color_of(place, theme)}; font-weight: 600;")

    # Inside

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.graph is not new.graph:
            self._show(new)

    def _show(self, document: Document) -> None:
        weights = weighing.weights_of(document)
        if tuple(weights) != self._names:
            self._build(tuple(weights))
        self._showing = True
        for name, weight in weights.items():
            self._spins[name].setValue(weight)
            slider = self._sliders.get(name)
            if slider is not None and not slider.isSliderDown():
                slider.setValue(round(weight * STEPS))
        self._showing = False

    def _build(self, names: tuple[str, ...]) -> None:
        for widget in (*self._sliders.values(), *self._spins.values(), *self._labels.values()):
            widget.setParent(None)  # at once, so that it is not found any more
            widget.deleteLater()
        self._names = names
        self._sliders, self._spins, self._labels = {}, {}, {}
        for number, name in enumerate(names, 1):
            label = self._labels[name] = QLabel(written(name), self)
            spin = self._spins[name] = self._spin(name, number)
            label.setBuddy(spin)
            if len(names) != 2 or number == 1:
                self._sliders[name] = self._slider(name, number)
        if len(names) == 2:
            self._place_between(*names)
        else:
            self._place_side_by_side()
        self.setVisible(bool(names))
        self.restyle(self._theme)

    def _spin(self, name: str, number: int) -> QDoubleSpinBox:
        spin = QDoubleSpinBox(self)
        spin.setObjectName(f"weight_spin_{number}")
        spin.setAccessibleName(f"Weight of {name}")
        spin.setToolTip(f"The weight of {written(name)}; all weights add up to 1")
        spin.setRange(0.0, 1.0)
        spin.setDecimals(3)
        spin.setSingleStep(0.05)
        spin.setKeyboardTracking(False)
        spin.setButtonSymbols(QDoubleSpinBox.ButtonSymbols.NoButtons)  # the arrow keys are enough
        spin.setFixedWidth(spin.fontMetrics().horizontalAdvance("0.000") + 16)
        spin.valueChanged.connect(partial(self._weigh, name))
        spin.editingFinished.connect(self._session.end_merge)
        return spin

    def _slider(self, name: str, number: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName(f"weight_slider_{number}")
        slider.setAccessibleName(f"Weight of {name}")
        slider.setToolTip("How much each of the objectives counts; the descent is on their sum")
        slider.setRange(0, STEPS)
        slider.setPageStep(STEPS // 10)
        slider.setMinimumWidth(28)
        slider.valueChanged.connect(partial(self._on_slid, name))
        slider.sliderPressed.connect(self._session.end_merge)
        slider.sliderReleased.connect(self._on_released)
        return slider

    def _place_between(self, one: str, other: str) -> None:
        """The handle moves toward the objective that counts more."""
        slider = self._sliders[one]
        slider.setInvertedAppearance(True)
        row = (
            self._labels[one],
            self._spins[one],
            slider,
            self._spins[other],
            self._labels[other],
        )
        for column, widget in enumerate(row):
            self._grid.addWidget(widget, 0, column)
        self._stretch(2)

    def _place_side_by_side(self) -> None:
        for place, name in enumerate(self._names):
            row, first = place // ABREAST, 3 * (place % ABREAST)
            widgets = (self._labels[name], self._sliders[name], self._spins[name])
            for column, widget in enumerate(widgets):
                self._grid.addWidget(widget, row, first + column)
        self._stretch(*(3 * place + 1 for place in range(min(ABREAST, len(self._names)))))

    def _stretch(self, *columns: int) -> None:
        for column in range(3 * ABREAST):
            self._grid.setColumnStretch(column, int(column in columns))

    def _on_slid(self, name: str, step: int) -> None:
        self._weigh(name, step / STEPS)

    def _on_released(self) -> None:
        self._session.end_merge()
        self._show(self._session.document)

    def _weigh(self, name: str, weight: float) -> None:
        if not self._showing:
            changed = weighing.with_weights(self._session.document, {name: weight})
            self._session.apply(TEXT, changed, merge_key="weights")
