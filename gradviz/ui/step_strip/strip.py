"""The step strip: which step the passes are at, its chain rule typeset and said in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from gradviz.session import PassCursor, PassState, Settings
from gradviz.teaching import Narration, describe, describe_end
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.step_strip.play import PlayControls
from gradviz.ui.step_strip.slider import StepSlider
from gradviz.ui.theme import Theme, ThemeSource

_FORMULA_LINES = 3.1  # height of the formula's place in lines of text: a fraction fits
_WORD_LINES = 2.2


class StepStrip(QWidget):
    """Where the passes are and what the step just taken did, by the chain rule."""

    def __init__(
        self,
        passes: PassCursor,
        themes: ThemeSource,
        settings: Settings | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._passes = passes
        self._themes = themes
        self._ready = False
        self.setObjectName("step_strip")
        self.setAccessibleName("Step by step")
        self._play = PlayControls(passes, themes, settings or Settings.forgetful(), self)
        self._label = QLabel(self)
        self._label.setObjectName("step_label")
        self._slider = StepSlider(themes, self)
        self._slider.setObjectName("step_slider")
        self._slider.setAccessibleName("Step")
        self._slider.setToolTip("Drag, or press ← and →, to go through the steps")
        self._formula = FormulaWidget(themes, parent=self)
        self._formula.setObjectName("step_formula")
        self._formula.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._words = QLabel(self)
        self._words.setObjectName("step_words")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self._slider.valueChanged.connect(self._on_slider_moved)
        passes.changed.connect(self.show_state)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)
        self.show_state(passes.state, passes.state)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._play)
        top.addWidget(self._label)
        top.addWidget(self._slider, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self._formula)
        column.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._ready = True
        self._fix_heights()

    def _fix_heights(self) -> None:
        """Places that keep their height whatever is said in them, so that nothing jumps."""
        line = self.fontMetrics().lineSpacing()
        self._formula.set_size(line * 1.35)
        self._formula.setFixedHeight(round(line * _FORMULA_LINES))
        self._words.setFixedHeight(round(line * _WORD_LINES))
        self._label.setFixedWidth(
            self.fontMetrics().horizontalAdvance("Step 000 of 000 · backward")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the font (Present mode enlarges it)."""
        if event.type() == QEvent.Type.FontChange and self._ready:
            self._fix_heights()
        super().changeEvent(event)

    def show_state(self, old: PassState, new: PassState) -> None:
        """Say what the passes have come to."""
        del old
        forward = new.forward_count
        self._slider.show_steps(forward, new.count, new.position)
        self._slider.setEnabled(new.count > 0)
        self._label.setText(_place(new, forward))
        narration = self._narration(new, forward)
        self._formula.set_formula(narration.latex, narration.plain)
        self._words.setText(narration.sentence)
        self._words.setToolTip(narration.sentence)
        self._slider.setAccessibleDescription(f"{self._label.text()}. {narration.sentence}")

    def _narration(self, state: PassState, forward: int) -> Narration:
        evaluation = state.evaluation
        if evaluation is None:
            known = "Computing the values …" if state.graph.nodes else "Type an expression first."
            return Narration(known if state.error is None else str(state.error))
        graph = evaluation.graph
        if state.position == 0 and state.count:
            if evaluation.obstacle is not None:
                return Narration(f"Press Forward to compute what can be. {evaluation.obstacle}")
            return Narration(
                "Press Forward to compute the values, or Ctrl+→ for one step at a time."
            )
        ended = state.position in (forward, state.count) and not state.stepped
        if state.step is None or ended:
            backward = state.position > forward or forward == 0
            return describe_end(graph, evaluation, backward=backward)
        told = describe(graph, evaluation, state.step)
        if state.at_end and evaluation.obstacle is not None:
            return replace(told, note=str(evaluation.obstacle))
        return told

    def _on_slider_moved(self, position: int) -> None:
        if position != self._passes.state.position:
            self._passes.seek(position)

    def _on_theme_changed(self, theme: Theme) -> None:
        self._label.setStyleSheet(f"color: {theme.muted};")


def _place(state: PassState, forward: int) -> str:
    if not state.count:
        return "No steps"
    if state.position == 0:
        return f"Before the first of {state.count}"
    direction = "forward" if state.position <= forward else "backward"
    return f"Step {state.position} of {state.count} · {direction}"
