"""The head of the landscape: what is shown over what, chosen where there is a choice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from gradviz.document import edits
from gradviz.session import Session
from gradviz.teaching import written
from gradviz.ui.elided import ElidedLabel
from gradviz.ui.plots.axis import shortened
from gradviz.ui.plots.landscape.legend import Legend

NARROWEST, WIDEST = 64, 180  # pixels


class AxisChoice(QWidget):
    """Says "L over m and b"; where there are more parameters the axes are combo boxes."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._axes: tuple[str, ...] = ()
        self._along = False  # whether a curve is shown along the first axis alone
        self._title = ElidedLabel("landscape_title", self)
        self._title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._title.setMinimumWidth(NARROWEST)
        self._combos = tuple(self._combo(name) for name in ("x", "y"))
        self.legend = Legend(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._title)
        for combo in self._combos:
            row.addWidget(combo)

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
        self._along = len(axes) == 1
        many = len(names) > len(axes)
        over = "" if many else _listed(axes)
        self._title.setText(f"{shortened(output)} over {over}" if axes else "")
        for combo, axis in zip(self._combos, axes, strict=False):
            if [combo.itemData(i) for i in range(combo.count())] != list(names):
                combo.clear()
                for name in names:
                    combo.addItem(written(name), name)
            combo.setCurrentIndex(list(names).index(axis))
        for place, combo in enumerate(self._combos):
            combo.setVisible(many and place < len(axes))
        if not axes:
            self.legend.show_parts([])

    def show_legend(
        self,
        *,
        epoch: int,
        has_minimum: bool,
        cut: Iterable[str] = (),
        notes: Iterable[str] = (),
        explanations: Iterable[str] = (),
    ) -> None:
        """Say what the marks on the map are, with what the overlays have to say.

        ``cut`` says where a curve cuts through a function of more parameters.
        """
        marks = ["● start", *([f"◎ epoch {epoch:,}"] if epoch else [])]
        marks += ["★ minimum"] if has_minimum else []
        self.legend.show_parts([*cut, *marks, *notes], explanations)

    @property
    def words(self) -> str:
        """What the head says, as one line for a picture."""
        over = _listed(self._axes)
        title = self._title.text()
        title = title if over in title else f"{title}{over}"
        return "     ".join(part for part in (title.strip(), self.legend.words) if part)

    def _on_chosen(self, which: str) -> None:
        x, y = (combo.currentData() for combo in self._combos)
        if self._along:
            document = edits.set_landscape(self._session.document, along=x)
            self._session.apply(f"Show the curve along {written(x)}", document)
            return
        if x == y:  # the other axis takes what was given up
            x, y = (x, self._axes[0]) if which == "x" else (self._axes[1], y)
        document = edits.set_landscape(self._session.document, axes=(x, y))
        self._session.apply(f"Show {written(x)} and {written(y)}", document)


def _listed(axes: Iterable[str]) -> str:
    """The axes as they are written, with room for each."""
    return " and ".join(shortened(written(axis)) for axis in axes)
