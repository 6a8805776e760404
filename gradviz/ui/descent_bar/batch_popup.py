"""How the data is gone through: mini-batches, rows held out, and when to stop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import DataSource, DescentSettings, Document, edits, is_bound, sourcing
from gradviz.errors import GradVizError
from gradviz.graph import Graph
from gradviz.session import Session
from gradviz.ui.icons import icon
from gradviz.ui.methods import Popup, SignificantSpin
from gradviz.ui.theme import Theme

Shown: TypeAlias = tuple[tuple[int | None, int, float, int], DataSource | None, Graph]
Edit: TypeAlias = Callable[[Document], Document]

WIDTH = 300
USUAL_BATCH = 8
USUAL_TOLERANCE = 1e-4
MOST_HELD_OUT = 80  # percent
NO_DATA = "The expression reads no data: an epoch is one update."
FULL, MINI, ONE = "full", "mini", "one"
KINDS = {
    FULL: ("Full batch", "One update an epoch, from all rows"),
    MINI: ("Mini-batches of", "An update for every so many rows; an epoch is a pass over all"),
    ONE: ("One row at a time", "Stochastic gradient descent: an update for every row"),
}


class BatchPopup(Popup):
    """Sets batch size and seed, the share held out, tolerance and patience; each can be undone."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._showing = False
        self._shown: Shown | None = None
        self._styled: tuple[Theme, str | None] | None = None
        self.setObjectName("batch_settings")
        self.setMinimumWidth(WIDTH)
        self.button.setObjectName("batch_button")
        self.button.setIconSize(QSize(18, 18))
        self._kinds = QButtonGroup(self)
        self._buttons = {name: self._made_kind(name) for name in KINDS}
        self.rows = self._whole("batch_size_spin", "Rows of a mini-batch", 1, 10_000_000)
        self.seed = self._whole("batch_seed_spin", "Seed of the shuffling", 0, 2**31 - 1)
        self.held_out = QSlider(Qt.Orientation.Horizontal, self)
        self.held_out.setObjectName("held_out_slider")
        self.held_out.setAccessibleName("Rows held out, in percent")
        self.held_out.setToolTip("The share of the rows that the descent never sees")
        self.held_out.setRange(0, MOST_HELD_OUT)
        self._held_words = QLabel(self)
        self.split_seed = self._whole("split_seed_spin", "Seed of the split", 0, 2**31 - 1)
        self.stops = QCheckBox("Stop when the loss rests", self)
        self.stops.setObjectName("stop_rule_check")
        self.stops.setToolTip("End the run once the loss has hardly fallen for some epochs")
        self.tolerance = SignificantSpin(self)
        self.tolerance.setObjectName("tolerance_spin")
        self.tolerance.setAccessibleName("Tolerance")
        self.tolerance.setToolTip("The share of itself by which the loss must fall")
        self.tolerance.setRange(1e-15, 1.0)
        self.patience = self._whole("patience_spin", "Patience in epochs", 1, 1_000_000)
        self._problem = QLabel(self)
        self._problem.setObjectName("batch_problem")
        self._problem.setWordWrap(True)
        self._lay_out()
        self._connect()

    def _made_kind(self, name: str) -> QRadioButton:
        text, tip = KINDS[name]
        button = QRadioButton(text, self)
        button.setObjectName(f"batch_{name}")
        button.setToolTip(tip)
        self._kinds.addButton(button)
        return button

    def _whole(self, name: str, title: str, low: int, high: int) -> QSpinBox:
        spin = QSpinBox(self)
        spin.setObjectName(name)
        spin.setAccessibleName(title)
        spin.setToolTip(title)
        spin.setRange(low, high)
        spin.setKeyboardTracking(False)
        return spin

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        column.addWidget(_heading("Rows for an update", self))
        mini = QHBoxLayout()
        mini.addWidget(self._buttons[MINI])
        mini.addWidget(self.rows, 1)
        column.addWidget(self._buttons[FULL])
        column.addLayout(mini)
        column.addWidget(self._buttons[ONE])
        seeds = QFormLayout()
        seeds.addRow("Seed", self.seed)
        column.addLayout(seeds)
        column.addSpacing(6)
        column.addWidget(_heading("Held out", self))
        line = QHBoxLayout()
        line.addWidget(self.held_out, 1)
        line.addWidget(self._held_words)
        column.addLayout(line)
        split = QFormLayout()
        split.addRow("Seed", self.split_seed)
        column.addLayout(split)
        column.addSpacing(6)
        column.addWidget(self.stops)
        rule = QFormLayout()
        rule.addRow("Tolerance", self.tolerance)
        rule.addRow("Patience", self.patience)
        column.addLayout(rule)
        column.addWidget(self._problem)

    def _connect(self) -> None:
        self._kinds.buttonClicked.connect(lambda _button: self._set_batches())
        for spin in (self.rows, self.seed):
            spin.valueChanged.connect(lambda _value: self._set_batches())
        self.held_out.valueChanged.connect(lambda _value: self._set_split())
        self.held_out.sliderReleased.connect(self._session.end_merge)
        self.split_seed.valueChanged.connect(lambda _value: self._set_split())
        self.stops.toggled.connect(lambda _on: self._set_stopping())
        self.tolerance.valueChanged.connect(lambda _value: self._set_stopping())
        self.patience.valueChanged.connect(lambda _value: self._set_stopping())

    # Showing

    def show_document(self, document: Document) -> None:
        """Put the controls where the document says."""
        descent, source = document.descent, document.source
        rule = descent.batch_size, descent.seed, descent.tolerance, descent.patience
        shown = rule, source, document.graph
        if self._shown is not None and _same(shown, self._shown):
            return  # the rate is dragged
        self._shown = shown
        reads = any(is_bound(document, node) for node in document.graph.inputs)
        self._showing = True
        for widget in (*self._buttons.values(), self.rows, self.seed, self.held_out):
            widget.setEnabled(reads)
        self._buttons[_kind(descent)].setChecked(True)
        if descent.batch_size is not None and descent.batch_size > 1:
            self.rows.setValue(descent.batch_size)
        elif self.rows.value() <= 1:
            self.rows.setValue(USUAL_BATCH)
        self.seed.setValue(min(descent.seed, self.seed.maximum()))
        share = 0.0 if source is None else source.held_out
        self.held_out.setValue(round(100 * share))
        self._held_words.setText(f"{100 * share:.0f} %")
        self.split_seed.setValue(0 if source is None else source.split_seed % (2**31))
        self.split_seed.setEnabled(share > 0)
        self.stops.setChecked(descent.tolerance > 0)
        self.tolerance.setValue(descent.tolerance or USUAL_TOLERANCE)
        self.patience.setValue(descent.patience)
        for spin in (self.tolerance, self.patience):
            spin.setEnabled(descent.tolerance > 0)
        self._showing = False
        self._problem.setText("" if reads else NO_DATA)
        self._problem.setVisible(not reads)
        words = _summary(document) or "Batches, held-out rows, when to stop"
        self.button.setToolTip(words)
        self.button.setAccessibleName(f"Batches and stopping: {words}")

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme; what differs from usual makes the button stand out."""
        color = theme.accent if _summary(self._session.document) else None
        if self._styled == (theme, color):
            return  # the rate is dragged
        self._styled = theme, color
        self.button.setIcon(icon("batches", theme, color))
        self._problem.setStyleSheet(f"color: {theme.muted};")

    # What is done here

    def _set_batches(self) -> None:
        size = {FULL: None, MINI: self.rows.value(), ONE: 1}[self._chosen()]
        seed = self.seed.value()
        self._apply("Change the batches", lambda d: edits.set_batches(d, size, seed), "batches")

    def _chosen(self) -> str:
        return next(name for name, button in self._buttons.items() if button.isChecked())

    def _set_split(self) -> None:
        share, seed = self.held_out.value() / 100, self.split_seed.value()
        self._apply("Hold out rows", lambda d: sourcing.with_split(d, share, seed), "split")

    def _set_stopping(self) -> None:
        tolerance = self.tolerance.value() if self.stops.isChecked() else 0.0
        patience = self.patience.value()
        self._apply(
            "Change the stop rule", lambda d: edits.set_stopping(d, tolerance, patience), "stopping"
        )

    def _apply(self, text: str, edit: Edit, key: str) -> None:
        if self._showing:
            return
        try:
            document = edit(self._session.document)
        except GradVizError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        if document != self._session.document:
            self._session.apply(text, document, merge_key=key)

    def hideEvent(self, event: QHideEvent) -> None:
        self._session.end_merge()
        super().hideEvent(event)


def _same(one: Shown, other: Shown) -> bool:
    """Whether there is nothing new to be shown; frozen parts are the same or count as others."""
    return one[0] == other[0] and one[1] is other[1] and one[2] is other[2]


def _heading(text: str, parent: QWidget) -> QLabel:
    return QLabel(f"<b>{text}</b>", parent)


def _kind(descent: DescentSettings) -> str:
    if descent.batch_size is None:
        return FULL
    return ONE if descent.batch_size == 1 else MINI


def _summary(document: Document) -> str:
    """What is not as usual, in words; empty where all is."""
    descent, source = document.descent, document.source
    words = []
    if descent.batch_size is not None:
        rows = "row" if descent.batch_size == 1 else "rows"
        words.append(f"an update for every {descent.batch_size:,} {rows}")
    if source is not None and source.held_out:
        words.append(f"{100 * source.held_out:.0f} % of the rows held out")
    if descent.tolerance:
        words.append("stops when the loss rests")
    return ", ".join(words)
