"""The derivative in symbols, derived step by step; the algebra is loaded when first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gradviz.errors import GradVizError
from gradviz.graph import Evaluation, Graph, NodeId, format_number
from gradviz.session import JobRunner
from gradviz.teaching import called, derivative
from gradviz.ui.formula import FormulaWidget
from gradviz.ui.inspector.section import Section
from gradviz.ui.inspector.subject import Subject
from gradviz.ui.theme import Theme, ThemeSource

if TYPE_CHECKING:
    from gradviz.graph import Symbolic

_MOST_CHOICES = 12
_BETWEEN = 8


class Derivation(Section):
    """Chooses of what by what, and shows the steps: each a formula and why it follows."""

    def __init__(self, themes: ThemeSource, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__("derivation", "In symbols", open_=True, parent=parent)
        self._themes = themes
        self._jobs = jobs
        self._key = ("derivation", id(self))
        self._evaluation: Evaluation | None = None
        self._about: tuple[Graph, tuple[str, ...]] | None = None
        self._choice = QComboBox(self)
        self._choice.setObjectName("derivation_combo")
        self._choice.setAccessibleName("Derivative to derive")
        self._choice.setToolTip("Which derivative is derived in symbols")
        self._button = QPushButton("Show the derivation", self)
        self._button.setObjectName("derivation_button")
        self._button.setToolTip("Derive it step by step, as on paper")
        self._button.setAutoDefault(False)
        self._said = QLabel(self)
        self._said.setObjectName("derivation_words")
        self._said.setWordWrap(True)
        self._number: QLabel | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        row = QHBoxLayout()
        row.addWidget(self._choice, 1)
        row.addWidget(self._button)
        self.body.addLayout(row)
        self.body.addWidget(self._said)
        self.body.addLayout(self._lines)
        self._said.hide()
        themes.theme_changed.connect(self._on_theme_changed)
        self._button.clicked.connect(self.derive)
        self._choice.currentIndexChanged.connect(self._forget)

    def show_subject(self, subject: Subject) -> None:
        """Offer the derivatives this node is part of; what was derived for others goes."""
        if subject.state.evaluation is not self._evaluation and self._number is not None:
            self._number.hide()  # it was that of other numbers
        self._evaluation = subject.state.evaluation
        pairs = choices(subject)
        texts = tuple(
            derivative(called(subject.graph, of), called(subject.graph, by)).plain
            for of, by in pairs
        )
        if self._about == (subject.graph, texts):
            return
        self._about = (subject.graph, texts)
        self._choice.clear()
        for text, pair in zip(texts, pairs, strict=True):
            self._choice.addItem(text, pair)
        for part in (self._choice, self._button):
            part.setEnabled(bool(pairs))
        self._forget()

    def derive(self) -> None:
        """Derive what is chosen, in the background."""
        pair, evaluation = self._choice.currentData(), self._evaluation
        if pair is None or evaluation is None:
            return
        self._clear()
        self._say("Loading the algebra, then deriving…")
        self._button.setEnabled(False)
        self._jobs.submit(
            self._key,
            _derived,
            evaluation,
            *pair,
            on_done=self._show,
            on_error=self._refuse,
        )

    def _forget(self) -> None:
        self._jobs.cancel(self._key)
        self._clear()
        self._say("")
        self._button.setEnabled(self._choice.count() > 0)

    def _show(self, found: Symbolic) -> None:
        self._button.setEnabled(True)
        self._say("")
        for place, step in enumerate(found.steps):
            self._add_line(place, step.latex, step.words)
        said = "With the numbers of the graph it is infinite or undefined."
        if found.value is not None:
            said = f"With the numbers of the graph: {format_number(found.value)}."
        self._number = QLabel(said, self)
        self._number.setObjectName("derivation_value")
        self._number.setWordWrap(True)
        self._lines.addSpacing(_BETWEEN)
        self._lines.addWidget(self._number)

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._button.setEnabled(True)
        self._say(str(error))

    def _add_line(self, place: int, latex: str, words: str) -> None:
        said = QLabel(words, self)
        said.setStyleSheet(f"color: {self._themes.current.muted};")
        said.setObjectName(f"derivation_words_{place}")
        said.setWordWrap(True)
        formula = FormulaWidget(self._themes, latex, parent=self)
        formula.setObjectName(f"derivation_step_{place}")
        self._lines.addSpacing(_BETWEEN if place else 0)
        self._lines.addWidget(said)
        self._lines.addWidget(formula)

    def _say(self, sentence: str) -> None:
        self._said.setText(sentence)
        self._said.setVisible(bool(sentence))

    def _on_theme_changed(self, theme: Theme) -> None:
        for place in range(self._lines.count()):
            item = self._lines.itemAt(place)
            widget = None if item is None else item.widget()
            if isinstance(widget, QLabel):
                widget.setStyleSheet(f"color: {theme.muted};")

    def _clear(self) -> None:
        self._number = None
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def choices(subject: Subject) -> tuple[tuple[NodeId, NodeId], ...]:
    """The derivatives a node is part of: of the target by it, and of it by its inputs."""
    from gradviz.graph import descendants

    graph, node_id, target = subject.graph, subject.node_id, subject.state.target
    if subject.node.is_literal:
        return ()
    pairs = []
    if target is not None and target != node_id and target in descendants(graph, node_id):
        pairs.append((target, node_id))
    if not subject.node.is_input:
        inputs = (n.id for n in graph.inputs if node_id in descendants(graph, n.id))
        pairs += [(node_id, source) for source in inputs]
    return tuple(pairs[:_MOST_CHOICES])


def _derived(evaluation: Evaluation, of: NodeId, by: NodeId) -> Symbolic:
    """The derivation; takes half a second more the first time."""
    from gradviz.graph import differentiate

    return differentiate(evaluation, by, of)
