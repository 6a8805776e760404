"""The panel of the experiment: what is tried, the curves, the table, the remarks, the report."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QItemSelection, QPointF, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QFrame,
    QHeaderView,
    QMenu,
    QPlainTextEdit,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document, edits, experimenting, file_stem, write_atomically
from gradviz.errors import GradVizError
from gradviz.graph import format_number
from gradviz.session import ExperimentRun, Session
from gradviz.ui.icons import icon
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.experiments.exporting import KINDS, Findings
from gradviz.ui.plots.experiments.form import ExperimentForm
from gradviz.ui.plots.experiments.layers import CurveLayers, RateLayers
from gradviz.ui.plots.experiments.results_model import ResultsModel
from gradviz.ui.plots.landscape.plane import output_name
from gradviz.ui.theme import Theme, ThemeSource

NOTHING = "Name some learning rates above, as in 0.01, 0.05, 0.1, and run them."
OUTDATED = "These are the results of an earlier expression, start or method: run again."
REMARKS = "What did you see? Your remarks stand in the report."


class ExperimentPanel(QWidget):
    """Shows what came of the trials; a row chosen in the table stands out among the curves."""

    hovered = Signal(str)
    said = Signal(str)

    def __init__(self, session: Session, run: ExperimentRun, themes: ThemeSource) -> None:
        super().__init__()
        self._session, self._run = session, run
        self.setObjectName("experiment_panel")
        theme = themes.current
        self.form = ExperimentForm(session, theme, self)
        self.curves = self._made_canvas("experiment_curves", "Loss per epoch of every run", theme)
        self.rates = self._made_canvas("experiment_plot", "Final loss against learning rate", theme)
        self._curve_layers = CurveLayers(self.curves)
        self._rate_layers = RateLayers(self.rates)
        self.model = ResultsModel(theme, self)
        self.table = self._made_table()
        self.remarks = self._made_remarks()
        self.export = self._made_export()
        self._lay_out()
        self._connect(themes)
        self._on_theme_changed(theme)
        self._show()

    # Building

    def _made_canvas(self, name: str, title: str, theme: Theme) -> PlotCanvas:
        canvas = PlotCanvas(name, theme)
        canvas.setAccessibleName(title)
        canvas.setToolTip(title)
        canvas.can_zoom = False
        canvas.setMinimumHeight(120)
        return canvas

    def _made_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("experiment_table")
        table.setAccessibleName("Results of the experiment")
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSortingEnabled(True)
        table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setSortIndicatorShown(False)  # it takes room in every title, sorted by it or not
        header.sortIndicatorChanged.connect(lambda *_: header.setSortIndicatorShown(True))
        table.setIconSize(QSize(10, 10))
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().lineSpacing() + 6)
        table.setShowGrid(False)
        table.setToolTip("Choose a row to make its curve stand out; Enter uses its rate and epochs")
        return table

    def _made_remarks(self) -> QPlainTextEdit:
        edit = QPlainTextEdit(self)
        edit.setObjectName("experiment_remarks")
        edit.setAccessibleName("Remarks")
        edit.setPlaceholderText(REMARKS)
        edit.setToolTip(REMARKS)
        edit.setTabChangesFocus(True)
        edit.setPlainText(self._session.document.experiment.remarks)
        return edit

    def _made_export(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("experiment_export_button")
        button.setText("Export")
        button.setAccessibleName("Export the experiment")
        button.setToolTip("Write the table, the curves, the plots or a report to a file")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setAutoRaise(True)
        menu = QMenu(button)
        for kind, (words, _ending, _make) in KINDS.items():
            action = menu.addAction(words)
            action.setObjectName(f"experiment_{kind}")
            action.triggered.connect(partial(self._ask, kind))
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        plots = QSplitter(Qt.Orientation.Horizontal, self)
        for canvas, share in ((self.curves, 3), (self.rates, 2)):
            plots.addWidget(canvas)
            plots.setStretchFactor(plots.count() - 1, share)
        below = QSplitter(Qt.Orientation.Horizontal, self)
        beside = QWidget(self)
        beside.setMinimumWidth(130)
        self.table.setMinimumWidth(330)
        right = QVBoxLayout(beside)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(4)
        right.addWidget(self.remarks, 1)
        right.addWidget(self.export, 0, Qt.AlignmentFlag.AlignRight)
        for widget, share in ((self.table, 5), (beside, 2)):
            below.addWidget(widget)
            below.setStretchFactor(below.count() - 1, share)
        halves = QSplitter(Qt.Orientation.Vertical, self)
        for half, share in ((plots, 3), (below, 2)):
            halves.addWidget(half)
            halves.setStretchFactor(halves.count() - 1, share)
        for splitter in (plots, below, halves):
            splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 6)
        column.setSpacing(6)
        column.addWidget(self.form)
        column.addWidget(halves, 1)

    def _connect(self, themes: ThemeSource) -> None:
        self.form.run_wanted.connect(self._run.start)
        self.form.stop_wanted.connect(self._run.cancel)
        self._run.changed.connect(self._show)
        self._run.progressed.connect(lambda part: self.form.bar.setValue(round(1000 * part)))
        self._session.document_changed.connect(self._on_document_changed)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.activated.connect(lambda index: self.use(self.model.place(index.row())))
        self.remarks.textChanged.connect(self._on_remarks)
        self.curves.hovered.connect(self._on_hovered)
        self.curves.pressed.connect(self._on_pressed)
        themes.theme_changed.connect(self._on_theme_changed)
        for canvas, layers in ((self.curves, self._curve_layers), (self.rates, self._rate_layers)):
            canvas.theme_wanted.connect(canvas.restyle)
            canvas.theme_wanted.connect(lambda _theme, drawn=layers: drawn.restyle())

    # Showing

    def show_in_sight(self, _on: bool) -> None:  # a slot
        """There is nothing to be followed: trials run only when they are asked for."""

    def _show(self) -> None:
        run = self._run
        self.form.show_running(on=run.is_running)
        results = run.results
        sentence = None if results else run.reason or NOTHING
        self.curves.set_empty(sentence)
        self.rates.set_empty(None if results else "")
        self.export.setEnabled(bool(results))
        self.model.show_results(results, run.floor)
        self.form.say(OUTDATED if run.is_outdated else run.reason, is_wrong=run.is_outdated)
        if not results:
            return
        name = self._output()
        self.curves.set_labels("epoch", name)
        self.rates.set_labels("learning rate", f"final {name}")
        self._curve_layers.choose(None)
        self._curve_layers.draw(results, run.floor)
        self._rate_layers.draw(results, run.floor)

    def _output(self) -> str:
        return output_name(self._run.document or self._session.document, "loss")

    def _on_document_changed(self, old: Document, new: Document) -> None:
        remarks = new.experiment.remarks
        if old.experiment.remarks != remarks and self.remarks.toPlainText() != remarks:
            self.remarks.setPlainText(remarks)

    def _on_theme_changed(self, theme: Theme) -> None:
        for canvas in (self.curves, self.rates):
            canvas.restyle(theme)
        self._curve_layers.restyle()
        self._rate_layers.restyle()
        self.model.restyle(theme)
        self.form.restyle(theme)
        self.export.setIcon(icon("export", theme))

    # What is done here

    def use(self, place: int) -> None:
        """Make the rate and the epochs of a trial those of the descent."""
        trial = self._run.results[place].trial
        document = edits.set_descent(self._session.document, lr=trial.lr, epochs=trial.epochs)
        self._session.apply("Use the rate and epochs of a run", document)

    def _on_chosen(self, chosen: QItemSelection, _before: QItemSelection) -> None:
        rows = [index.row() for index in chosen.indexes()]
        self._curve_layers.choose(self.model.place(rows[0]) if rows else None)

    def _on_pressed(self, point: QPointF) -> None:
        place = self._curve_layers.nearest(point.x(), point.y())
        if place is not None:
            self.table.selectRow(self.model.row_of(place))

    def _on_hovered(self, point: QPointF | None) -> None:
        place = None if point is None else self._curve_layers.nearest(point.x(), point.y())
        if point is None or place is None:
            self.hovered.emit("")
            return
        result = self._run.results[place]
        losses = result.outcome.losses
        epoch = int(np.clip(round(point.x()), 0, len(losses) - 1))
        self.hovered.emit(
            f"Rate {format_number(result.trial.lr)}, epoch {epoch:,}:  "
            f"{self._output()} = {format_number(float(losses[epoch]))}"
        )

    def _on_remarks(self) -> None:
        text = self.remarks.toPlainText()
        document = experimenting.set_experiment(self._session.document, remarks=text)
        if document != self._session.document:
            self._session.apply("Write remarks", document, merge_key="remarks")

    def _ask(self, kind: str, *_: object) -> None:
        _words, ending, _make = KINDS[kind]
        name = f"{file_stem(self._session.document.title)} experiment.{ending}"
        chosen, _filter = QFileDialog.getSaveFileName(self, "Export the experiment", name)
        if chosen:
            path = Path(chosen)
            self.write(kind, path if path.suffix else path.with_suffix(f".{ending}"))

    def write(self, kind: str, path: Path) -> None:
        """Write the experiment to a file, and say how it went."""
        run = self._run
        document = experimenting.set_experiment(
            run.document or self._session.document, remarks=self.remarks.toPlainText()
        )
        findings = Findings(
            document, run.results, run.floor, self._output(), (self.curves, self.rates)
        )
        try:
            write_atomically(path, KINDS[kind][2](findings))
        except GradVizError as error:
            self.said.emit(str(error))
        else:
            self.said.emit(f"Exported to {path.name}.")

    def sizeHint(self) -> QSize:
        return QSize(560, 520)
