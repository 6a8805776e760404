"""How the data is made: the preset, its points, its noise and its seed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from gradviz.descent.data.presets import MOST_POINTS, PRESETS
from gradviz.document import Document, recipes
from gradviz.errors import GradVizError
from gradviz.session import Session
from gradviz.ui.methods import SignificantSpin
from gradviz.ui.theme import Theme

OWN = "Own data"
OWN_STORY = "These rows were opened or edited. Choose a preset to make others."
Edit: TypeAlias = Callable[[Document], Document]


class MakingForm(QWidget):
    """Chooses a preset, and makes its table anew as its numbers change."""

    refused = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._showing = False
        self.preset = QComboBox(self)
        self.preset.setObjectName("preset_combo")
        self.preset.setAccessibleName("Preset")
        self.preset.setToolTip("Data to begin with; each has something to teach")
        for name, preset in PRESETS.items():
            self.preset.addItem(preset.title, name)
        self.preset.addItem(OWN, "")
        self.preset.setSizeAdjustPolicy(
            self.preset.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._story = QLabel(self)
        self._story.setObjectName("preset_story")
        self._story.setWordWrap(True)
        self.points = self._whole("points_spin", "Points", 2, MOST_POINTS)
        self.points.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self.noise = SignificantSpin(self)
        self.noise.setObjectName("noise_spin")
        self.noise.setAccessibleName("Noise")
        self.noise.setToolTip("The standard deviation of what is added to y")
        self.noise.setRange(0.0, 1e6)
        self.seed = self._whole("data_seed_spin", "Seed", 0, 2**31 - 1)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._form = form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow("Data", self.preset)
        for text, spin in (("Points", self.points), ("Noise", self.noise), ("Seed", self.seed)):
            form.addRow(text, spin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._story)

    def _connect(self) -> None:
        self.preset.activated.connect(self._on_chosen)
        self.points.valueChanged.connect(
            lambda value: self._change("the points", "points", points=value)
        )
        self.noise.valueChanged.connect(
            lambda value: self._change("the noise", "noise", noise=value)
        )
        self.seed.valueChanged.connect(lambda value: self._change("the seed", "seed", seed=value))
        for spin in (self.points, self.noise, self.seed):
            spin.editingFinished.connect(self._session.end_merge)

    def _whole(self, name: str, title: str, low: int, high: int) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setObjectName(name)
        spin.setAccessibleName(title)
        tips = {"Points": "How many rows are made", "Seed": "Another seed makes other noise"}
        spin.setToolTip(tips[title])
        spin.setRange(low, high)
        spin.setKeyboardTracking(False)
        return spin

    def show_document(self, document: Document) -> None:
        """Show how the document's table was made."""
        made = recipes.recipe_of(document)
        preset = None if made is None else PRESETS.get(made.preset)
        self._showing = True
        index = self.preset.findData("" if made is None else made.preset)
        self.preset.setCurrentIndex(max(index, 0))
        self._story.setText(OWN_STORY if preset is None else preset.story)
        for spin in (self.points, self.noise, self.seed):
            spin.setEnabled(preset is not None and not preset.is_fixed)
            self._form.setRowVisible(spin, preset is not None)
        if made is not None:
            self.points.setValue(made.points)
            self.noise.setValue(made.noise)
            self.seed.setValue(made.seed)
        self._showing = False

    def restyle(self, theme: Theme) -> None:
        """Take the colors of a theme."""
        self._story.setStyleSheet(f"color: {theme.muted};")

    def _on_chosen(self, index: int) -> None:
        name = self.preset.itemData(index)
        if not name:
            self.show_document(self._session.document)
            return
        self._session.end_merge()
        self._apply(
            f"Open {PRESETS[name].title}", lambda d: recipes.open_preset(d, name), merge_key=None
        )
        self._session.end_merge()

    def _change(self, text: str, merge_key: str, **changes: float) -> None:
        if not self._showing:
            self._apply(
                f"Change {text}",
                lambda d: recipes.with_recipe(d, **changes),  # type: ignore[arg-type]
                merge_key,
            )

    def _apply(self, text: str, edit: Edit, merge_key: str | None) -> None:
        try:
            changed = edit(self._session.document)
        except GradVizError as error:
            self.refused.emit(str(error))
            return
        self._session.apply(text, changed, merge_key)
