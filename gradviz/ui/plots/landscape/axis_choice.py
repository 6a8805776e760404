"""The head of the landscape: what is shown over what, chosen where there is a choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QWidget

from gradviz.document import edits
from gradviz.session import Session
from gradviz.ui.plots.axis import shortened

NARROWEST, WIDEST = 64, 180  # pixels


class AxisChoice(QWidget):
    """Says "L over m and b"; with more than two parameters the axes are combo boxes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._axes: tuple[str, ...] = ()
        self._title = QLabel(self)
        self._title.setObjectName("landscape_title")
        self._title.setMinimumWidth(NARROWEST)
        self._combos = tuple(self._combo(name) for name in ("x", "y"))
        self._legend = QLabel(self)
        self._legend.setObjectName("landscape_legend")
        self._legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        for combo in self._combos:
            row.addWidget(combo)
        row.addWidget(self._legend, 1)

    def _combo(self, which: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(f"landscape_{which}_combo")
        side = {"x": "across", "y": "up"}[which]
        combo.setAccessibleName(f"Parameter {side}")
        combo.setToolTip(f"The parameter shown {side}; the others keep their values")
        combo.setMinimumWidth(NARROWEST)  # a long name must not push the graph aside
        combo.setMaximumWidth(WIDEST)
        combo.activated.connect(lambda _index: self._on_chosen(which))
        combo.hide()
        return combo

    def show_parameters(self, names: Sequence[str], axes: Sequence[str], output: str) -> None:
        """Offer the parameters; the axes are those shown now."""
        self._axes = tuple(axes)
        many = len(names) > 2
        over = "" if many else " and ".join(map(shortened, axes))
        self._title.setText(f"{shortened(output)} over {over}" if axes else "")
        for combo, axis in zip(self._combos, axes, strict=False):
            if [combo.itemText(i) for i in range(combo.count())] != list(names):
                combo.clear()
                combo.addItems(list(names))
            combo.setCurrentText(axis)
        for combo in self._combos:
            combo.setVisible(many)
        if not axes:
            self._legend.setText("")

    def show_legend(
        self,
        *,
        epoch: int,
        has_minimum: bool,
        notes: Iterable[str] = (),
        explanations: Iterable[str] = (),
    ) -> None:
        """Say what the marks on the map are, with what the overlays have to say."""
        marks = ["● start", *([f"◎ epoch {epoch:,}"] if epoch else [])]
        marks += ["★ minimum"] if has_minimum else []
        marks += notes
        self._legend.setText("   ".join(marks))
        self._legend.setToolTip("\n".join(["   ".join(marks), *explanations]))

    @property
    def words(self) -> str:
        """What the head says, as one line for a picture."""
        over = " and ".join(map(shortened, self._axes))
        title = self._title.text()
        title = title if over in title else f"{title}{over}"
        return "     ".join(part for part in (title.strip(), self._legend.text()) if part)

    def _on_chosen(self, which: str) -> None:
        x, y = (combo.currentText() for combo in self._combos)
        if x == y:  # the other axis takes what was given up
            x, y = (x, self._axes[0]) if which == "x" else (self._axes[1], y)
        document = edits.set_landscape(self._session.document, axes=(x, y))
        self._session.apply(f"Show {x} and {y}", document)
