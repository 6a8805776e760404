"""Forward mode beside reverse mode: the derivative of everything by one number of an input."""

from __future__ import annotations

import html
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSpinBox,
    QTableView,
    QWidget,
)

from gradviz.errors import GradVizError
from gradviz.graph import Evaluation, NodeId, Value, format_value
from gradviz.session import JobRunner
from gradviz.teaching import Comparison, compare_modes, element_text
from gradviz.ui.inspector.section import Section
from gradviz.ui.inspector.subject import Subject
from gradviz.ui.theme import ThemeSource

AT_ONCE = 2_000
"""Numbers in all nodes: a comparison of more is made in the background."""

_MOST_HIGH = 10
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class ModeModel(QAbstractTableModel):
    """A row for each node: its name, ∂L/∂node by reverse mode, ∂node/∂x by forward mode."""

    def __init__(self, themes: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._themes = themes
        self.shown = Comparison()

    def show_comparison(self, comparison: Comparison) -> None:
        """Show other rows."""
        self.beginResetModel()
        self.shown = comparison
        self.endResetModel()

    def rowCount(self, parent: _Index = _TOP) -> int:  # noqa: N802  # Qt calls it so
        return 0 if parent.isValid() else len(self.shown.rows)

    def columnCount(self, parent: _Index = _TOP) -> int:  # noqa: N802
        return 0 if parent.isValid() else 3

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.shown.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return (row.name, _number(row.reverse), _number(row.forward))[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            theme = self._themes.current
            return QColor((theme.text, theme.gradient, theme.value)[column])
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        target, source = self.shown.target, self.shown.source
        if role == Qt.ItemDataRole.DisplayRole:
            return ("node", f"reverse\n∂{target}/∂node", f"forward\n∂node/∂{source}")[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                "In the order of the forward pass",
                f"How {target} changes with the node: one backward pass",
                f"How the node changes with {source}: one pass in forward mode",
            )[section]
        return None


class ForwardMode(Section):
    """Chooses an input (and an element of it), shows both modes and what each costs."""

    def __init__(
        self,
        themes: ThemeSource,
        jobs: JobRunner,
        go: Callable[[NodeId], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("modes", "Forward mode", open_=False, parent=parent)
        self._jobs = jobs
        self._key = ("modes", id(self))
        self._evaluation: Evaluation | None = None
        self._inputs: list[tuple[str, NodeId]] = []
        self._asked: tuple[Evaluation, NodeId, int] | None = None
        self._input = QComboBox(self)
        self._input.setObjectName("forward_input_combo")
        self._input.setAccessibleName("Input to differentiate by")
        self._input.setToolTip("The input that moves")
        self._element = QSpinBox(self)
        self._element.setObjectName("forward_element_spin")
        self._element.setAccessibleName("Element of the input")
        self._element.setToolTip("Which element of the input moves, counted row by row")
        self._place = QLabel(self)
        self.model = ModeModel(themes, self)
        self.table = QTableView(self)
        self.table.setObjectName("forward_mode_table")
        self.table.setAccessibleName("Reverse and forward mode, node by node")
        self.table.setModel(self.model)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self._words = QLabel(self)
        self._words.setObjectName("forward_mode_words")
        self._words.setWordWrap(True)
        self._lay_out()
        self._input.activated.connect(self._on_input_chosen)
        self._element.valueChanged.connect(self._on_element_chosen)
        self.table.activated.connect(lambda at: go(self.model.shown.rows[at.row()].node))
        self.unfolded.connect(self._renew)

    def _lay_out(self) -> None:
        intro = QLabel("Derivative of everything with respect to", self)
        intro.setWordWrap(True)
        row = QHBoxLayout()
        for part in (self._input, self._element, self._place):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addWidget(intro)
        self.body.addLayout(row)
        self.body.addWidget(self.table)
        self.body.addWidget(self._words)

    def show_subject(self, subject: Subject) -> None:
        """Follow the passes; an input under inspection becomes the one that moves."""
        graph = subject.graph
        self._evaluation = subject.state.evaluation
        inputs = [(node.name or "", node.id) for node in graph.inputs]
        if inputs != self._inputs:
            self._inputs = inputs
            chosen = self._input.currentData()
            self._input.clear()
            for name, node_id in inputs:
                self._input.addItem(name, node_id)
            self._input.setCurrentIndex(max(self._input.findData(chosen), 0))
        self._renew()

    def look_at(self, node_id: NodeId) -> None:
        """Differentiate by this node if it is an input."""
        place = self._input.findData(node_id)
        if place >= 0 and place != self._input.currentIndex():
            self._input.setCurrentIndex(place)
            self._on_input_chosen(place)

    def _on_input_chosen(self, _place: int) -> None:
        self._element.setValue(1)
        self._renew()

    def _on_element_chosen(self, _element: int) -> None:
        self._renew()

    def _renew(self) -> None:
        """Compare again, if there is something new to compare and somebody looks."""
        evaluation, source = self._evaluation, self._input.currentData()
        if not self.is_open:
            return
        if evaluation is None or source not in evaluation.node_values:
            self._jobs.cancel(self._key)
            self._asked = None
            self._show(Comparison(problem="Give the graph an input first."))
            return
        shape = np.shape(evaluation.node_values[source])
        size = int(np.prod(shape, dtype=int))
        self._element.setRange(1, max(size, 1))
        self._element.setVisible(bool(shape))
        self._place.setVisible(bool(shape))
        element = self._element.value() - 1
        if shape:
            self._place.setText(f"{self._input.currentText()}{element_text(shape, element)}")
        if self._asked == (evaluation, source, element):
            return
        self._asked = (evaluation, source, element)
        if sum(map(np.size, evaluation.node_values.values())) <= AT_ONCE:
            self._jobs.cancel(self._key)
            self._show(_compared(evaluation, source, element))
        else:
            self._words.setText("Carrying the derivative through the graph…")
            self._jobs.submit(self._key, _compared, evaluation, source, element, on_done=self._show)

    def _show(self, comparison: Comparison) -> None:
        self.model.show_comparison(comparison)
        self._words.setText(_in_words(comparison))
        row = self.table.fontMetrics().height() + 6
        self.table.verticalHeader().setDefaultSectionSize(row)
        rows = min(len(comparison.rows), _MOST_HIGH)
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * row + 4)
        self.table.setVisible(bool(comparison.rows))


def _compared(evaluation: Evaluation, source: NodeId, element: int) -> Comparison:
    """The comparison, or the sentence that says why there is none."""
    try:
        return compare_modes(evaluation, source, element)
    except GradVizError as error:
        return Comparison(problem=str(error))


def _in_words(comparison: Comparison) -> str:
    """The sentences and the table of costs, in HTML."""
    said = [html.escape(comparison.problem), html.escape(comparison.meeting)]
    costs = comparison.costs
    if costs is not None:
        head = "".join(f"<td align='right'>{word}</td>" for word in costs.reverse._fields)
        rows = "".join(
            f"<tr><td>{mode}</td>"
            + "".join(f"<td align='right'>{_thousands(count)}</td>" for count in effort)
            + "</tr>"
            for mode, effort in (("reverse", costs.reverse), ("forward", costs.forward))
        )
        table = f"<table cellspacing='5'><tr><td></td>{head}</tr>{rows}</table>"
        said.append(f"Needed for {html.escape(costs.about)}:{table}")
    said.append(html.escape(comparison.why))
    return "".join(f"<p>{part}</p>" for part in said if part)


def _thousands(count: int) -> str:
    return f"{count:,}".replace(",", "\u2009")


def _number(value: Value | None) -> str:
    return "" if value is None else format_value(value)
