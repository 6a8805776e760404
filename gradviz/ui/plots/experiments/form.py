"""What is tried: the rates and the epochs as lists, and the button that runs them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from gradviz.document import Document
from gradviz.document.experimenting import (
    EPOCHS_HELP,
    RATES_HELP,
    read_epochs,
    read_rates,
    set_experiment,
    trials_of,
    written,
)
from gradviz.errors import SettingError
from gradviz.graph import format_number
from gradviz.session import Session
from gradviz.ui.theme import Theme


class ExperimentForm(QWidget):
    """Edits the document's experiment; a list that can't be read is said below it."""

    run_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._theme = session, theme
        self._running = False
        self.rates = self._made_edit("experiment_rates", "Learning rates to try", RATES_HELP)
        self.epochs = self._made_edit("experiment_epochs", "Epochs to try", EPOCHS_HELP)
        self.button = QPushButton(self)
        self.button.setObjectName("experiment_run_button")
        self.bar = QProgressBar(self)
        self.bar.setObjectName("experiment_progress")
        self.bar.setAccessibleName("Progress of the experiment")
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(8)
        self.note = QLabel(self)
        self.note.setObjectName("experiment_note")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()
        self.rates.editingFinished.connect(self.take)
        self.epochs.editingFinished.connect(self.take)
        self.button.clicked.connect(self._on_clicked)
        session.document_changed.connect(self._on_document_changed)
        self.show_document(session.document)
        self.show_running(on=False)

    def _made_edit(self, name: str, title: str, tip: str) -> QLineEdit:
        edit = QLineEdit(self)
        edit.setObjectName(name)
        edit.setAccessibleName(title)
        edit.setToolTip(tip)
        return edit

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for row, (text, edit) in enumerate((("Rates", self.rates), ("Epochs", self.epochs))):
            label = QLabel(text, self)
            label.setBuddy(edit)
            grid.addWidget(label, row, 0)
            grid.addWidget(edit, row, 1)
        grid.addWidget(self.button, 0, 2, 2, 1)
        grid.addWidget(self.note, 2, 0, 1, 2)
        grid.addWidget(self.bar, 2, 2)
        grid.setColumnStretch(1, 1)

    def show_document(self, document: Document) -> None:
        """Show the lists of the document's experiment."""
        experiment, descent = document.experiment, document.descent
        for edit, text in (
            (self.rates, written(experiment.rates)),
            (self.epochs, written(experiment.epochs)),
        ):
            if edit.text() != text and not edit.isModified():
                edit.setText(text)
        self.rates.setPlaceholderText(f"{format_number(descent.lr)}   (or 0.001 .. 1 in 7)")
        self.epochs.setPlaceholderText(f"{descent.epochs}   (or 50, 100, 200)")
        if not self._running:
            self._name_button()

    def take(self) -> bool:
        """Put the lists into the document; False, with a sentence, where one can't be read."""
        old = self._session.document
        try:
            new = set_experiment(
                old, rates=read_rates(self.rates.text()), epochs=read_epochs(self.epochs.text())
            )
        except SettingError as error:
            self.say(str(error), is_wrong=True)
            return False
        for edit in (self.rates, self.epochs):
            edit.setModified(False)
        self.say("")
        if new != old:
            self._session.apply("Change the experiment", new)
        self.show_document(self._session.document)
        return True

    def say(self, sentence: str, *, is_wrong: bool = False) -> None:
        """Say something below the lists."""
        self.note.setText(sentence)
        self.note.setToolTip(sentence)
        self.note.setVisible(bool(sentence))
        color = self._theme.bad if is_wrong else self._theme.muted
        self.note.setStyleSheet(f"color: {color};")

    def show_running(self, *, on: bool) -> None:
        """Offer to stop while trials are under way."""
        self._running = on
        self.bar.setVisible(on)
        self._name_button()

    def restyle(self, theme: Theme) -> None:
        """Take the colors of another theme."""
        self._theme = theme

    # Inside

    def _name_button(self) -> None:
        count = len(trials_of(self._session.document))
        runs = "1 run" if count == 1 else f"{count} runs"
        text, tip = (
            ("Stop", "Stop after the runs that are done")
            if self._running
            else (f"Run {runs}", "Descend with every rate and every number of epochs")
        )
        self.button.setText(text)
        self.button.setToolTip(tip)
        self.button.setAccessibleName(text)

    def _on_clicked(self) -> None:
        if self._running:
            self.stop_wanted.emit()
        elif self.take():
            self.run_wanted.emit()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if old.experiment != new.experiment or old.descent != new.descent:
            self.show_document(new)
