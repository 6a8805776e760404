"""The one window: the graph in the middle, every other panel in a dock around it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QFont,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QMainWindow,
    QMenuBar,
    QStatusBar,
    QVBoxLayout,
    QWidget,
)

from gradviz.document import Document
from gradviz.errors import GradVizError
from gradviz.session import PassState
from gradviz.ui import docks
from gradviz.ui.canvas import GraphPanel
from gradviz.ui.elided import ElidedLabel
from gradviz.ui.exporting import Exports
from gradviz.ui.file_actions import FileActions
from gradviz.ui.filling import open_import
from gradviz.ui.menus import export_menu, fill_menus
from gradviz.ui.parts import Parts
from gradviz.ui.recovery_bar import RecoveryBar
from gradviz.ui.side_panels import side_panels
from gradviz.ui.step_strip import StepStrip
from gradviz.ui.style import style_sheet
from gradviz.ui.theme import Theme, palette
from gradviz.ui.top_bar import TopBar
from gradviz.ui.turns import Turns
from gradviz.ui.veil import Veil

if TYPE_CHECKING:
    from gradviz.ui.plots.export import PlotMenus, RecordingDesk

DEFAULT_SIZE = QSize(1440, 900)
MINIMUM_SIZE = QSize(1024, 640)
PRESENT_SCALE = 1.4
LAYOUT_VERSION = 1


class MainWindow(QMainWindow):
    """Places the panels and passes signals between them; decides nothing itself."""

    painted = Signal()  # once, after the first frame

    parts: Parts
    files: FileActions
    exports: Exports
    top_bar: TopBar
    graph_panel: GraphPanel
    menus: QMenuBar
    docks: dict[str, QDockWidget]
    side_panels: Turns
    plot_menus: PlotMenus | None = None
    recording: RecordingDesk | None = None

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self._was_painted = False
        self._restored = False
        self._normal_font: QFont | None = None
        self.setObjectName("main_window")
        self.setMinimumSize(MINIMUM_SIZE)
        self.resize(DEFAULT_SIZE)
        self.setDockNestingEnabled(True)
        self.setAcceptDrops(True)
        self.files = FileActions(parts.session, parts.jobs, parts.settings, self)
        self.top_bar = TopBar(
            parts.session, parts.passes, parts.themes, parts.jobs, self.files.choose, self
        )
        self.graph_panel = GraphPanel(
            parts.session,
            parts.passes,
            parts.themes,
            parts.focus,
            parts.overlays,
            parts.jobs,
            parts.checks,
        )
        self.exports = Exports(
            parts.session, parts.jobs, self.graph_panel.printed, parts.themes, parts.settings, self
        )
        self.step_strip = StepStrip(parts.passes, parts.themes, parts.settings)
        self.recovery_bar = RecoveryBar(parts.recovery, self)
        self._place_center()
        self.status = self._status_label()
        self.docks = docks.add(self)
        self.side_panels = side_panels(self)
        self.top_bar.set_export_menu(export_menu(self))
        fill_menus(self)
        self._connect()
        self._on_theme_changed(parts.themes.current)
        self._show_title()
        self.graph_panel.view.setFocus()

    # Building

    def _place_center(self) -> None:
        center = QWidget(self)
        column = QVBoxLayout(center)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.graph_panel, 1)
        column.addWidget(self.step_strip)
        self.setCentralWidget(center)
        self.setMenuWidget(self._head())

    def _head(self) -> QWidget:
        """The menu bar and the top bar, above all docks."""
        head = QWidget(self)
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.menus = QMenuBar(head)
        column.addWidget(self.menus)
        column.addWidget(self.top_bar)
        column.addWidget(self.recovery_bar)
        return head

    def _status_label(self) -> ElidedLabel:
        label = ElidedLabel("status_message", self)
        label.setAccessibleName("Status")
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        bar = QStatusBar(self)
        bar.setSizeGripEnabled(False)
        bar.addWidget(label, 1)
        self.setStatusBar(bar)
        return label

    def fill(self, name: str, panel: QWidget) -> None:
        """Put a panel into the dock called ``name``."""
        panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        if name in docks.TELL_BEST:
            panel = Veil(name, panel, self.parts.secret, self.parts.themes)
        self.docks[name].setWidget(panel)

    def share_space(self) -> None:
        """Give the docks the sizes that they have at first, unless they were restored."""
        if self._restored:
            docks.settle_data(self, self.docks)
        else:
            docks.share_space(self, self.docks)

    def _connect(self) -> None:
        parts = self.parts
        parts.session.document_changed.connect(self._on_document_changed)
        parts.session.history_changed.connect(self._show_title)
        parts.passes.changed.connect(self._on_pass_changed)
        parts.run.failed.connect(self._on_failed)
        parts.themes.theme_changed.connect(self._on_theme_changed)
        self.files.said.connect(self.say)
        self.files.import_wanted.connect(partial(open_import, self))
        self.exports.said.connect(self.say)
        self.graph_panel.said.connect(self.say)
        self.graph_panel.panel_wanted.connect(lambda name: docks.bring(self.docks[name]))
        parts.recovery.failed.connect(self._on_failed)
        self.files.opened.connect(self._show_title)
        self.top_bar.expression.problem_changed.connect(self._on_problem_changed)
        self.top_bar.expression.entered.connect(parts.passes.forward)
        self.top_bar.present.toggled.connect(self.present)

    # What happens

    def say(self, sentence: str) -> None:
        """One sentence on the status line."""
        self.status.setText(sentence)

    def present(self, on: bool) -> None:
        """Enlarge everything for a projector, or back."""
        if on and self._normal_font is None:
            self._normal_font = QApplication.font()
            font = QFont(self._normal_font)
            font.setPointSizeF(font.pointSizeF() * PRESENT_SCALE)
            self._use_font(font)
            self.showFullScreen()
        elif not on and self._normal_font is not None:
            self._use_font(self._normal_font)
            self._normal_font = None
            self.showNormal()
        docks.show_titles(self.docks, on=not on)
        self.top_bar.present.setChecked(on)
        self.graph_panel.view.fit()

    def _use_font(self, font: QFont) -> None:
        """Where a style sheet is in force, widgets follow it only when it is set anew."""
        QApplication.setFont(font)
        self.setFont(font)
        self.setStyleSheet(self.styleSheet())

    def _on_document_changed(self, _old: Document, _new: Document) -> None:
        self._show_title()

    def _show_title(self) -> None:
        session = self.parts.session
        star = "" if session.is_clean else "*"
        name = session.path.name if session.path else session.document.title
        self.setWindowTitle(f"{name}{star} — GradViz")

    def _on_pass_changed(self, old: PassState, new: PassState) -> None:
        if new.error is not None:
            if str(new.error) != str(old.error):
                self._on_failed(new.error)
        elif old.error is not None:
            self.say("")

    def _on_problem_changed(self, problem: GradVizError | None) -> None:
        if problem is not None:
            self._on_failed(problem)
        elif self.parts.passes.state.error is None:
            self.say("")

    def _on_failed(self, error: GradVizError) -> None:
        self.say(f"⚠ {error}")

    def _on_theme_changed(self, theme: Theme) -> None:
        QApplication.setPalette(palette(theme))
        self.setStyleSheet(style_sheet(theme))

    # Qt

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._was_painted:
            self.share_space()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.top_bar.expression.finish()  # what was just typed is part of the work
        if not self.files.may_leave():
            event.ignore()
            return
        self.side_panels.stop()
        self.parts.passes.pause()
        self.parts.run.pause()
        self.parts.stability.stop()
        self.present(on=False)
        self.parts.settings.save_window(self.saveGeometry(), self.saveState(LAYOUT_VERSION))
        self.hide()  # nobody waits for what is kept of the work
        self.parts.recovery.close()
        self.parts.jobs.shutdown()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls()[:1]:
            self.files.open_any(url.toLocalFile())

    def restore(self, geometry: QByteArray, state: QByteArray) -> None:
        """Put the window and its docks where they were."""
        self.restoreGeometry(geometry)
        self._restored = self.restoreState(state, LAYOUT_VERSION)
