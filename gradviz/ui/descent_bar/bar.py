"""The descent bar: optimizer, learning rate, epochs, and the scrubber through the epochs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QWidget,
)

from gradviz.descent import OPTIMIZERS
from gradviz.document import MAX_EPOCHS, Document, edits
from gradviz.session import DescentRun, Session, Settings, StabilityWatch
from gradviz.ui.descent_bar.batch_popup import BatchPopup
from gradviz.ui.descent_bar.limit_slider import LimitSlider
from gradviz.ui.descent_bar.marking import RateMarking
from gradviz.ui.descent_bar.playback import Playback
from gradviz.ui.descent_bar.scales import EPOCHS, LEARNING_RATE
from gradviz.ui.descent_bar.starts import StartsPopup
from gradviz.ui.methods import SchedulePopup, SettingsPopup, SignificantSpin
from gradviz.ui.theme import Theme, ThemeSource

LR_TEXT = "Change the learning rate"
EPOCHS_TEXT = "Change the epochs"

_NAME_LETTERS = 8
"""Letters of an optimizer's name that are always seen in the bar."""

_LEAST_SLIDER = 72
"""Pixels: in a narrow dock, too, a slider is long enough to be dragged."""


class DescentBar(QWidget):
    """Bound both ways to the descent settings of the document; a gesture is one undo entry."""

    def __init__(
        self,
        session: Session,
        run: DescentRun,
        themes: ThemeSource,
        settings: Settings | None = None,
        parent: QWidget | None = None,
        *,
        stability: StabilityWatch,
    ) -> None:
        super().__init__(parent)
        self._session, self._run, self._themes = session, run, themes
        self._showing = False
        self.optimizer = self._optimizer_combo()
        self.settings = SettingsPopup(session, self)
        self.schedule = SchedulePopup(session, themes, self)
        self.batches = BatchPopup(session, self)
        self.lr_slider = LimitSlider(LEARNING_RATE.position, self)
        self.lr_spin = SignificantSpin(self)
        self.epochs_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.epochs_spin = QSpinBox(self)
        self.starts = StartsPopup(session, self)
        self.playback = Playback(run, themes, settings or Settings.forgetful(), self)
        self._set_up_rate()
        self._set_up_epochs()
        self._lay_out()
        self._connect()
        self.marking = RateMarking(self.lr_slider, session, stability, self)
        self._on_theme_changed(themes.current)
        self._show(session.document)

    # Building

    def _optimizer_combo(self) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName("optimizer_combo")
        combo.setAccessibleName("Optimizer")
        combo.setToolTip("How each epoch changes the parameters")
        for optimizer in OPTIMIZERS.values():
            combo.addItem(optimizer.label, optimizer.id)
        # The longest names would leave no room for the sliders; the list shows them whole.
        combo.setSizeAdjustPolicy(combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(_NAME_LETTERS)
        combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + 24)
        return combo

    def _set_up_rate(self) -> None:
        slider, spin = self.lr_slider, self.lr_spin
        slider.setObjectName("learning_rate_slider")
        slider.setAccessibleName("Learning rate")
        slider.setRange(0, LEARNING_RATE.steps)
        slider.setPageStep(LEARNING_RATE.steps // 24)
        spin.setObjectName("learning_rate_spin")
        spin.setAccessibleName("Learning rate")
        spin.setToolTip("The learning rate; any number from 0 up")
        spin.setRange(0.0, 1e6)

    def _set_up_epochs(self) -> None:
        slider, spin = self.epochs_slider, self.epochs_spin
        slider.setObjectName("epochs_slider")
        slider.setAccessibleName("Epochs")
        slider.setToolTip("How many updates the descent makes")
        slider.setRange(0, EPOCHS.steps)
        slider.setPageStep(EPOCHS.steps // 24)
        spin.setObjectName("epochs_spin")
        spin.setAccessibleName("Epochs")
        spin.setToolTip(f"How many updates the descent makes, up to {MAX_EPOCHS:,}")
        spin.setRange(0, MAX_EPOCHS)
        spin.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        spin.setKeyboardTracking(False)

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 6, 8, 6)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        head = (self.optimizer, self.settings.button)
        for column, widget in enumerate(head):
            grid.addWidget(widget, 0, column)
        rows = (
            ("&Learning rate", self.lr_slider, self.lr_spin),
            ("&Epochs", self.epochs_slider, self.epochs_spin),
        )
        for row, (text, slider, spin) in enumerate(rows):
            slider.setMinimumWidth(_LEAST_SLIDER)
            label = QLabel(text, self)
            label.setBuddy(spin)
            grid.addWidget(label, row, 2)
            grid.addWidget(slider, row, 3)
            grid.addWidget(spin, row, 4)
            spin.setFixedWidth(spin.fontMetrics().horizontalAdvance("0.00000000") + 34)
        grid.addWidget(self.schedule.button, 0, 5, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self.batches.button, 1, 5, Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(self.starts.button, 1, 0, 1, 2)
        grid.addWidget(self.playback, 2, 0, 1, 6)
        grid.setColumnStretch(3, 1)
        grid.setRowStretch(3, 1)  # what is too much height lies below all of it

    def _connect(self) -> None:
        session = self._session
        session.document_changed.connect(self._on_document_changed)
        self._themes.theme_changed.connect(self._on_theme_changed)
        self.optimizer.activated.connect(self._on_optimizer_chosen)
        self.lr_slider.valueChanged.connect(self._on_rate_slid)
        self.lr_spin.valueChanged.connect(self._on_rate_typed)
        self.epochs_slider.valueChanged.connect(self._on_epochs_slid)
        self.epochs_spin.valueChanged.connect(self._on_epochs_typed)
        for slider in (self.lr_slider, self.epochs_slider):
            slider.sliderPressed.connect(session.end_merge)
            slider.sliderReleased.connect(session.end_merge)
        for spin in (self.lr_spin, self.epochs_spin):
            spin.editingFinished.connect(session.end_merge)

    # The document and the run, shown

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.descent != new.descent:
            self._show(new)
        elif old.source != new.source or old.graph is not new.graph:
            self._show_batches(new)

    def _show(self, document: Document) -> None:
        """Put the controls where the document says; what they emit meanwhile is not an edit."""
        descent = document.descent
        self._showing = True
        if self.optimizer.currentData() != descent.optimizer:
            self.optimizer.setCurrentIndex(self.optimizer.findData(descent.optimizer))
        if LEARNING_RATE.value(self.lr_slider.value()) != descent.lr:
            self.lr_slider.setValue(LEARNING_RATE.step(descent.lr))
        if self.lr_spin.value() != descent.lr:
            self.lr_spin.setValue(descent.lr)
        if round(EPOCHS.value(self.epochs_slider.value())) != descent.epochs:
            self.epochs_slider.setValue(EPOCHS.step(descent.epochs))
        if self.epochs_spin.value() != descent.epochs:
            self.epochs_spin.setValue(descent.epochs)
        self.settings.show_settings(descent)
        self.schedule.show_settings(descent, descent.epochs)
        self._show_batches(document)
        self._showing = False

    def _show_batches(self, document: Document) -> None:
        self.batches.show_document(document)
        self.batches.restyle(self._themes.current)

    def _on_theme_changed(self, theme: Theme) -> None:
        self.lr_slider.restyle(theme)
        self.settings.restyle(theme)
        self.schedule.restyle(theme)
        self.batches.restyle(theme)
        self.starts.restyle(theme)

    # What is done here

    def _on_optimizer_chosen(self, index: int) -> None:
        chosen = OPTIMIZERS[self.optimizer.itemData(index)]
        document = self._session.document
        if chosen.id != document.descent.optimizer:
            changed = edits.set_descent(document, optimizer=chosen.id)
            self._session.apply(f"Use {chosen.label}", changed)

    def _on_rate_slid(self, step: int) -> None:
        self._set_rate(LEARNING_RATE.value(step))

    def _on_rate_typed(self, value: float) -> None:
        self._set_rate(value)

    def _set_rate(self, value: float) -> None:
        if not self._showing:
            document = edits.set_descent(self._session.document, lr=value)
            self._session.apply(LR_TEXT, document, merge_key="lr")

    def _on_epochs_slid(self, step: int) -> None:
        self._set_epochs(round(EPOCHS.value(step)))

    def _on_epochs_typed(self, value: int) -> None:
        self._set_epochs(value)

    def _set_epochs(self, value: int) -> None:
        if not self._showing:
            document = edits.set_descent(self._session.document, epochs=value)
            self._session.apply(EPOCHS_TEXT, document, merge_key="epochs")
