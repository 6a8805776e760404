"""The gradient of the node checked by a central difference, with all numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from gradviz.graph import Check, Evaluation, Value, format_exact, format_number, format_value
from gradviz.graph.differences import CENTRAL_STEP
from gradviz.session import GradientChecks, Overlay, Overlays
from gradviz.teaching import verdict
from gradviz.ui.inspector.section import Section
from gradviz.ui.inspector.subject import Subject
from gradviz.ui.theme import Theme, ThemeSource

_RELATIVE = "relative difference"
_ROWS = ("analytic", "numeric", _RELATIVE, "step h")


class NumericCheck(Section):
    """The switch of the checks, and what the check of this node came to."""

    def __init__(
        self,
        themes: ThemeSource,
        overlays: Overlays,
        checks: GradientChecks,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("check", "Numerical check", open_=True, parent=parent)
        self._checks = checks
        self._switch = QCheckBox("Check gradients numerically", self)
        self._switch.setObjectName("inspector_checks_switch")
        self._switch.setToolTip("Central differences beside every gradient (F8)")
        self._words = QLabel(self)
        self._words.setObjectName("inspector_check_words")
        self._words.setWordWrap(True)
        self._table = QWidget(self)
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self._captions = [QLabel(row, self._table) for row in _ROWS]
        self._numbers = [QLabel(self._table) for _ in _ROWS]
        for place, (caption, number) in enumerate(zip(self._captions, self._numbers, strict=True)):
            number.setObjectName(f"inspector_check_{_ROWS[place].split()[0]}")
            grid.addWidget(caption, place, 0)
            grid.addWidget(number, place, 1)
        for part in (self._switch, self._table, self._words):
            self.body.addWidget(part)
        self._switch.setChecked(overlays.current.checks)
        self._switch.toggled.connect(lambda on: overlays.set(checks=on))
        overlays.changed.connect(self._on_overlay_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)

    def show_subject(self, subject: Subject) -> None:
        """Speak of another node, or of other numbers."""
        check, evaluation = self._checks.found.get(subject.node_id), subject.state.evaluation
        self._words.setVisible(self._switch.isChecked())
        known = check is not None and evaluation is not None and subject.gradient is not None
        self._table.setVisible(known)
        if check is None or evaluation is None or not known:
            self._words.setText(self._why_not(subject))
        else:
            self._tell(subject, evaluation, check)

    def _tell(self, subject: Subject, evaluation: Evaluation, check: Check) -> None:
        texts = (
            _digits(check.analytic),
            _digits(check.numeric),
            format_number(check.relative),
            _step(subject.value),
        )
        for place, (label, text) in enumerate(zip(self._numbers, texts, strict=True)):
            in_table = isinstance(check.analytic, np.ndarray) and place < _ROWS.index(_RELATIVE)
            label.setHidden(in_table)
            self._captions[place].setHidden(in_table)
            label.setText(text)
            label.setAccessibleName(f"{_ROWS[place]}: {text}")
        found = verdict(evaluation, subject.node_id, check)
        mark = {True: "✓ ", False: "✗ ", None: ""}[found.agrees]
        self._words.setText(mark + found.words)

    def _why_not(self, subject: Subject) -> str:
        if self._checks.is_busy:
            return "Every number of the graph is being moved a little…"
        if subject.gradient is None:
            return "There is no gradient to check yet."
        return "This gradient has too many numbers to move each of them."

    def _on_overlay_changed(self, _old: Overlay, new: Overlay) -> None:
        self._switch.setChecked(new.checks)

    def _on_theme_changed(self, theme: Theme) -> None:
        for caption in self._captions:
            caption.setStyleSheet(f"color: {theme.muted};")
        self._numbers[0].setStyleSheet(f"color: {theme.gradient};")


def _digits(value: Value) -> str:
    return format_exact(value) if isinstance(value, float) else format_value(value)


def _step(value: Value | None) -> str:
    """The step by which a value was moved: the best one for its size."""
    if value is None:
        return ""
    sizes = np.maximum(np.abs(value), 1.0)
    low, high = CENTRAL_STEP * float(np.min(sizes)), CENTRAL_STEP * float(np.max(sizes))
    first, last = format_number(low), format_number(high)
    return first if first == last else f"{first} to {last}"
