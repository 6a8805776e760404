"""Why the run went wrong or swings: a chip over the loss plot that opens the whole explanation."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout

from gradviz.descent import Trajectory
from gradviz.document import edits
from gradviz.graph import format_number
from gradviz.session import DescentRun, Session, StabilityWatch
from gradviz.teaching.verdicts import RunVerdict, run_verdict
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.theme import Theme, ThemeSource

WIDEST = 300
"""Pixels: the chip leaves most of the plot free."""

_GAP = 6
_RENEW_MS = 80
_POPUP_WIDTH = 400


class VerdictChip(QFrame):
    """Stands in a corner of the plot that the curve leaves free; hidden while all is well."""

    def __init__(
        self,
        canvas: PlotCanvas,
        session: Session,
        run: DescentRun,
        stability: StabilityWatch,
        themes: ThemeSource,
    ) -> None:
        super().__init__(canvas)
        self._canvas, self._run, self._stability = canvas, run, stability
        self._themes = themes
        self.verdict: RunVerdict | None = None
        self._later = QTimer(self, singleShot=True, interval=_RENEW_MS)
        self._later.timeout.connect(self._show_now)
        self.explanation = Explanation(session, self)
        self.setObjectName("verdict_chip")
        self._label = QLabel(self)
        self._label.setObjectName("verdict_label")
        self._label.setWordWrap(True)
        self._why = QToolButton(self)
        self._why.setObjectName("verdict_why_button")
        self._why.setText("Why?")
        self._why.setAutoRaise(True)
        self._why.setToolTip("Explain it, with the numbers")
        self._why.clicked.connect(self._open)
        self._title = QLabel(self)
        self._title.setObjectName("verdict_chip_title")
        self._column, self._head = QVBoxLayout(self), QHBoxLayout()
        self._lay_out()
        canvas.installEventFilter(self)
        canvas.view_changed.connect(self._place)
        canvas.box.sigResized.connect(self._place)  # after the canvas itself
        run.trajectory_changed.connect(self._on_run_changed)
        stability.changed.connect(self._show_verdict)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(themes.current)
        self._show_now()

    def _lay_out(self) -> None:
        self._head.addWidget(self._title, 1)
        self._head.addWidget(self._why)
        self._column.setContentsMargins(6, 1, 2, 3)
        self._column.setSpacing(0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._label)

    def _on_run_changed(self, _trajectory: Trajectory | None) -> None:
        self._show_verdict()

    def _show_verdict(self) -> None:
        """Say what there is to say of the run, as far as it is known now."""
        verdict = run_verdict(self._run.trajectory, self._stability.told)
        old = self.verdict
        if verdict == old:
            return
        if old and verdict and old.sentence and _are_alike(old, verdict):
            if not self._later.isActive():  # a drag changes numbers faster than one can read
                self._later.start()
            return
        self._show_now()

    def _show_now(self) -> None:
        self._later.stop()
        verdict = run_verdict(self._run.trajectory, self._stability.told)
        self.verdict = verdict
        if verdict is None:
            self.hide()
            self.explanation.hide()
            return
        self._title.setText(f"<b>{verdict.title}</b>")
        self._label.setText(verdict.sentence)
        self._label.setVisible(verdict.kind == "bad" and bool(verdict.sentence))
        words = f"{verdict.title}. {verdict.sentence}".strip()
        self.setToolTip(words)
        self._label.setAccessibleName(words)
        self._why.setAccessibleName(f"Why? {words}")
        self._why.setEnabled(bool(verdict.explanation))
        self.explanation.show_verdict(verdict)
        self._on_theme_changed(self._themes.current)
        self._place()
        self.show()
        self.raise_()

    def _place(self, *_: object) -> None:
        if self.verdict is None:
            return
        inner = QRectF(self._canvas.box.sceneBoundingRect())
        room = int(min(WIDEST, inner.width() - 2 * _GAP))
        wraps = not self._label.isHidden() or self._width_on_a_line() > room
        if self._title.wordWrap() != wraps:
            self._title.setWordWrap(wraps)
        self._column.activate()
        width = room if wraps else min(self.sizeHint().width(), room)
        height = max(self._column.totalHeightForWidth(width), self.sizeHint().height())
        top, left = int(inner.top()) + 2, int(inner.left()) + _GAP
        if self.verdict.kind == "swings":  # below what the plot says of a run that converged
            top += self.fontMetrics().lineSpacing()
            left = int(inner.right()) - width - _GAP
        place = QRect(left, top, width, height)
        if place != self.geometry():
            self.setGeometry(place)

    def _width_on_a_line(self) -> int:
        """How wide the chip is with its title on one line."""
        bold = QFont(self._title.font())
        bold.setBold(True)
        title = "" if self.verdict is None else self.verdict.title
        beside = self._why.sizeHint().width() + self._head.spacing()
        margins = self._column.contentsMargins()
        frame = margins.left() + margins.right() + 2 * self.frameWidth()
        return QFontMetrics(bold).horizontalAdvance(title) + beside + frame

    def _open(self) -> None:
        self._show_now()
        self.explanation.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _on_theme_changed(self, theme: Theme) -> None:
        bad = self.verdict is not None and self.verdict.kind == "bad"
        color = theme.bad if bad else theme.muted
        style = (
            f"#verdict_chip {{ background: {theme.surface}; border: 1px solid {color};"
            " border-radius: 6px; }"
            f"#verdict_label, #verdict_chip_title {{ color: {color}; background: transparent; }}"
        )
        if style != self.styleSheet():
            self.setStyleSheet(style)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a text needs more room, or less
            self._place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._place()
        return super().eventFilter(watched, event)


def _are_alike(old: RunVerdict, new: RunVerdict) -> bool:
    """Whether two verdicts differ in their numbers alone."""
    return old.title == new.title or old.kind == new.kind == "bad"


class Explanation(QFrame):
    """The whole explanation, sentence by sentence, and a button for the suggested rate."""

    def __init__(self, session: Session, parent: VerdictChip) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._session = session
        self._rate: float | None = None
        self.setObjectName("verdict_explanation")
        self.setAccessibleName("Why the run went as it did")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._title = QLabel(self)
        self._title.setObjectName("verdict_title")
        self._sentences = QLabel(self)
        self._sentences.setObjectName("verdict_sentences")
        self._sentences.setWordWrap(True)
        self._sentences.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._advice = QLabel(self)
        self._advice.setObjectName("verdict_advice")
        self._advice.setWordWrap(True)
        self.use = QPushButton(self)
        self.use.setObjectName("verdict_use_button")
        self.use.clicked.connect(self._on_use)
        below = QHBoxLayout()
        below.addWidget(self._advice, 1)
        below.addWidget(self.use)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._sentences)
        column.addLayout(below)

    def show_verdict(self, verdict: RunVerdict) -> None:
        """Explain this verdict."""
        self._rate = verdict.rate
        self._title.setText(f"<b>{verdict.title}</b>")
        self._sentences.setText("\n\n".join(verdict.explanation))
        self._advice.setText(verdict.advice)
        self._advice.setVisible(bool(verdict.advice))
        self.use.setVisible(verdict.rate is not None)
        if verdict.rate is not None:
            shown = format_number(verdict.rate)
            self.use.setText(f"Use {shown}")
            self.use.setToolTip(f"Make {shown} the learning rate")
            self.use.setAccessibleName(f"Use the learning rate {shown}")

    def open_at(self, corner: QPoint) -> None:
        """Open with the top left at a place on the screen, or as near as the screen allows."""
        self.setFixedWidth(_POPUP_WIDTH)
        self.adjustSize()
        screen = self.screen().availableGeometry()
        x = min(corner.x(), screen.right() - self.width())
        y = min(corner.y(), screen.bottom() - self.height())
        self.move(max(screen.left(), x), max(screen.top(), y))
        self.show()
        self.use.setFocus()

    def _on_use(self) -> None:
        rate = self._rate
        self.hide()
        if rate is not None:
            self._session.end_merge()
            document = edits.set_descent(self._session.document, lr=rate)
            self._session.apply("Use the suggested learning rate", document)
