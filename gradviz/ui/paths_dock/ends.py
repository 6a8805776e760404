"""The two ends of the paths: chosen in lists, or by selecting two nodes on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gradviz.graph import Graph, NodeId, name_latex
from gradviz.teaching import plain


class PathEnds(QWidget):
    """Two lists of nodes, in the order of the forward pass; ``chosen`` says that one changed."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.source = self._combo("path_source_combo", "From", "The node the paths start at")
        self.target = self._combo("path_target_combo", "To", "The node the paths end at")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for word, combo in (("From", self.source), ("to", self.target)):
            label = QLabel(word, self)
            label.setBuddy(combo)
            row.addWidget(label)
            row.addWidget(combo, 1)

    def _combo(self, name: str, word: str, tip: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(f"{word}: {tip}")
        combo.setToolTip(f"{tip}; selecting two nodes on the canvas chooses both")
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.setMinimumContentsLength(4)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.activated.connect(self.chosen)
        return combo

    @property
    def nodes(self) -> tuple[NodeId, NodeId] | None:
        """The ids chosen; None for an empty graph."""
        if self.source.currentIndex() < 0 or self.target.currentIndex() < 0:
            return None
        return self.source.currentData(), self.target.currentData()

    def show_graph(self, graph: Graph) -> None:
        """Offer the nodes of a graph; what was chosen stays chosen while it is there.

        At first the paths lead from the first parameter to the output.
        """
        labels = [(plain(name_latex(graph.labels[i])), i) for i in graph.order if i in graph.labels]
        first = next((node.id for node in graph.parameters), labels[0][1] if labels else None)
        for combo, start in ((self.source, first), (self.target, graph.output)):
            blocked = QSignalBlocker(combo)
            before = combo.currentData()
            combo.clear()
            for text, node_id in labels:
                combo.addItem(text, node_id)
            found = combo.findData(before)
            combo.setCurrentIndex(found if found >= 0 else combo.findData(start))
            blocked.unblock()

    def choose(self, source: NodeId, target: NodeId) -> bool:
        """Choose both; says whether that is another choice."""
        before = self.nodes
        for combo, node_id in ((self.source, source), (self.target, target)):
            at = combo.findData(node_id)
            if at >= 0:
                combo.setCurrentIndex(at)
        return self.nodes != before
