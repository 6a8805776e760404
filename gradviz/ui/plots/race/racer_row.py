"""One racer in the list: its look, optimizer, rate, hyperparameters, schedule, the way out."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from gradviz.descent import OPTIMIZERS, racer_names
from gradviz.document import Method, edits, racers_of
from gradviz.session import Session
from gradviz.ui.icons import icon
from gradviz.ui.methods import SchedulePopup, SettingsPopup, SignificantSpin
from gradviz.ui.plots.race.swatch import Swatch
from gradviz.ui.theme import Theme, ThemeSource


class RacerRow(QWidget):
    """Bound both ways to the racer in a place of the document; a gesture is one undo entry."""

    def __init__(
        self, session: Session, themes: ThemeSource, place: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._place = session, place
        self._showing = False
        self.setObjectName(f"racer_{place}")
        self._swatch = Swatch(place, self)
        self._optimizer = QComboBox(self)
        self._rate = SignificantSpin(self)
        self._settings = SettingsPopup(session, self, place)
        self._schedule = SchedulePopup(session, themes, self, place)
        self._remove = QToolButton(self)
        self._set_up()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._swatch)
        row.addWidget(self._optimizer, 1)
        row.addWidget(self._rate)
        row.addWidget(self._settings.button)
        row.addWidget(self._schedule.button)
        row.addWidget(self._remove)

    def _set_up(self) -> None:
        who = f"racer {self._place + 1}"
        optimizer, rate, remove = self._optimizer, self._rate, self._remove
        optimizer.setObjectName(f"racer_{self._place}_optimizer")
        optimizer.setAccessibleName(f"Optimizer of {who}")
        optimizer.setToolTip("The optimizer; another one drops the settings")
        optimizer.setMinimumContentsLength(8)
        optimizer.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        for known in OPTIMIZERS.values():
            optimizer.addItem(known.label, known.id)
        optimizer.activated.connect(self._on_optimizer_chosen)
        rate.setObjectName(f"racer_{self._place}_rate")
        rate.setAccessibleName(f"Learning rate of {who}")
        rate.setToolTip("Its own learning rate; it is not scaled")
        rate.setRange(0.0, 1e6)
        rate.setFixedWidth(rate.fontMetrics().horizontalAdvance("0.0000") + 32)
        rate.valueChanged.connect(self._on_rate_changed)
        rate.editingFinished.connect(self._session.end_merge)
        remove.setObjectName(f"racer_{self._place}_remove")
        remove.setAccessibleName(f"Take {who} out of the race")
        remove.setToolTip("Take it out of the race")
        remove.setAutoRaise(True)
        remove.setIconSize(QSize(14, 14))
        remove.clicked.connect(self._on_remove)

    def show_method(self, method: Method, epochs: int, *, may_go: bool) -> None:
        """Show a racer that runs for so many epochs; the last one can't be taken out."""
        self._showing = True
        self._optimizer.setCurrentIndex(self._optimizer.findData(method.optimizer))
        if self._rate.value() != method.lr:
            self._rate.setValue(method.lr)
        self._showing = False
        if method.optimizer in OPTIMIZERS:
            self._settings.show_settings(method)
        self._schedule.show_settings(method, epochs)
        self._remove.setEnabled(may_go)

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        self._settings.restyle(theme)
        self._schedule.restyle(theme)
        self._remove.setIcon(icon("cross", theme))

    def _on_optimizer_chosen(self, index: int) -> None:
        chosen = OPTIMIZERS[self._optimizer.itemData(index)]
        changed = edits.change_racer(self._session.document, self._place, optimizer=chosen.id)
        self._session.apply(f"Use {chosen.label}", changed)

    def _on_rate_changed(self, value: float) -> None:
        if not self._showing:
            changed = edits.change_racer(self._session.document, self._place, lr=value)
            self._session.apply(
                "Change the learning rate", changed, merge_key=("rate", self._place)
            )

    def _on_remove(self) -> None:
        document = self._session.document
        name = racer_names(racers_of(document))[self._place]
        removed = edits.remove_racer(document, self._place)
        self._session.apply(f"Take {name} out of the race", removed)
