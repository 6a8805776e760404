"""Why the run went wrong or swings: a chip over the loss plot that opens the whole explanation."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout

from gradviz.descent import Trajectory
from gradviz.session import DescentRun, Session, StabilityWatch
from gradviz.teaching.stability import Stability
from gradviz.teaching.verdicts import RunVerdict, run_verdict
from gradviz.ui.plots.canvas import PlotCanvas
from gradviz.ui.plots.placing import Placed, free_form
from gradviz.ui.plots.verdict_explained import Explanation
from gradviz.ui.theme import Theme, ThemeSource

WIDEST = 300
"""Pixels: the chip leaves most of the plot free."""

MOST_COVERED = 0.6
"""The share of the plot's height up to which a chip says its sentence; it is also its tip."""

_GAP = 6
_BORDER = 2
"""Pixels of the lines on two sides."""

_WHOLE, _BRIEF = 0, 1  # forms; in the last, "Why?" alone, the tip says the rest
_MOST_LINES = 2  # of a title, which else is said in brief
_RENEW_MS = 80


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
        self._judgment: tuple[Trajectory | None, Stability | None, RunVerdict | None] | None = None
        self._later = QTimer(self, singleShot=True, interval=_RENEW_MS)
        self._later.timeout.connect(self._show_now)
        self.explanation = Explanation(session, self)
        self.setObjectName("verdict_chip")
        self._label = QLabel(self)
        self._label.setObjectName("verdict_label")
        self._label.setWordWrap(True)
        self._why = self._button("verdict_why_button")
        self._why.setText("Why?")
        self._why.setToolTip("Explain it, with the numbers")
        self._brief = self._button("verdict_brief_button")
        self._brief.hide()
        self._title = self._made_title()
        self._placed: Placed | None = None
        self._inner = QRectF()
        self._column = QVBoxLayout(self)
        self._lay_out()
        self._connect()
        self._on_theme_changed(themes.current)
        self._show_now()

    def _made_title(self) -> QLabel:
        title = QLabel(self)
        title.setObjectName("verdict_chip_title")
        # As rich text it would be painted anew whenever it is asked how high it is.
        title.setTextFormat(Qt.TextFormat.PlainText)
        return title

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAutoRaise(True)
        button.clicked.connect(self._open)
        return button

    def _connect(self) -> None:
        self._canvas.installEventFilter(self)
        self._canvas.view_changed.connect(self._on_view_changed)
        self._canvas.box.sigResized.connect(self._place)  # after the canvas itself
        self._canvas.ink_changed.connect(self._place_soon)
        self._run.retold.connect(self._show_verdict)
        self._stability.changed.connect(self._show_verdict)
        self._themes.theme_changed.connect(self._on_theme_changed)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        head.addWidget(self._title, 1)
        head.addWidget(self._why)
        head.addWidget(self._brief)
        self._column.setContentsMargins(6, 1, 2, 3)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._column.addWidget(self._label)

    def _show_verdict(self) -> None:
        """Say what there is to say of the run, as far as it is known now."""
        verdict, old = self._judged(), self.verdict
        if verdict == old:
            self._place_soon()
            return
        is_told = old is not None and verdict is not None and (old.sentence or not verdict.sentence)
        if old and verdict and is_told and _are_alike(old, verdict):
            if not self._later.isActive():  # a drag changes numbers faster than one can read
                self._later.start()
            return
        self._show_now()

    def _judged(self) -> RunVerdict | None:
        """The verdict on the run; found once, though the run and its stability both announce it."""
        trajectory, told = self._run.trajectory, self._stability.told
        if self._judgment is None or self._judgment[:2] != (trajectory, told):
            self._judgment = trajectory, told, run_verdict(trajectory, told)
        return self._judgment[2]

    def _place_soon(self) -> None:
        """A line may have come to where the chip is."""
        if self.verdict is not None and not self._later.isActive():
            self._later.start()

    def _show_now(self) -> None:
        self._later.stop()
        verdict = self.verdict = self._judged()
        if verdict is None:
            self.hide()
            self.explanation.hide()
            self._canvas.plates.pop(self.objectName(), None)
            return
        self._say_title(verdict.title)
        self._label.setText(verdict.sentence)
        words = f"{verdict.title}. {verdict.sentence}".strip()
        self.setToolTip(words)
        self._label.setAccessibleName(words)
        self._brief.setText(f"{verdict.title} …")
        for button in (self._why, self._brief):
            button.setAccessibleName(f"Why? {words}")
            button.setEnabled(bool(verdict.explanation))
        self.explanation.show_verdict(verdict)
        self._on_theme_changed(self._themes.current)
        self._place()
        self.show()
        self.raise_()

    def _on_view_changed(self) -> None:
        """What is bad stands in its corner whatever the curve does, as long as that is there."""
        if self._inner != self._canvas.box.sceneBoundingRect() or not self._is_bad:
            self._place()

    @property
    def _is_bad(self) -> bool:
        return self.verdict is not None and self.verdict.kind == "bad"

    def _place(self, *_: object) -> None:
        if self.verdict is None:
            return
        inner = self._inner = QRectF(self._canvas.box.sceneBoundingRect())
        place = self._place_of_bad(inner) if self._is_bad else self._place_that_is_free(inner)
        self._canvas.plates[self.objectName()] = QRectF(place).translated(-inner.topLeft())
        if place != self.geometry():
            self.setGeometry(place)

    def _place_of_bad(self, inner: QRectF) -> QRect:
        """The upper left, which a rising curve leaves free; in a low plot without a sentence."""
        self._show_form(_WHOLE)
        self._wrap_title(on=True)
        widest = int(min(WIDEST, inner.width() - 2 * _GAP))
        words = self._title_for(widest)
        self._say_title(words)
        head = self._bad_height(widest)
        sentence = self._label.heightForWidth(widest - self._around) if self._label.text() else 0
        is_said = bool(sentence) and head + sentence <= MOST_COVERED * inner.height()
        self._label.setVisible(is_said)
        width = widest if is_said else min(widest, self._widths(words)[0])
        height = self._bad_height(width) + (sentence if is_said else 0)
        return QRect(int(inner.left()) + _GAP, int(inner.top()) + 2, width, height)

    def _title_for(self, width: int) -> str:
        """What the title says in so much room: all of it if that takes few lines."""
        verdict = self.verdict
        if verdict is None:
            return ""
        room = QRect(0, 0, self._beside_why(width), 0)
        metrics = QFontMetrics(self._bold)
        lines = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, verdict.title).height()
        return verdict.title if lines <= _MOST_LINES * metrics.lineSpacing() else verdict.brief

    def _say_title(self, words: str) -> None:
        self._title.setText(words)

    def _wrap_title(self, *, on: bool) -> None:
        """Break the title into lines, or not. Qt asks for a layout even where nothing differs."""
        if self._title.wordWrap() != on:
            self._title.setWordWrap(on)

    def _bad_height(self, width: int) -> int:
        """How high the title is, in as many lines as it needs beside "Why?"."""
        margins, why = self._column.contentsMargins(), self._why.sizeHint()
        lines = max(self._title.heightForWidth(self._beside_why(width)), why.height())
        return lines + margins.top() + margins.bottom() + _BORDER

    def _beside_why(self, width: int) -> int:
        """The width that a title has beside "Why?"."""
        return width - self._around - self._why.sizeHint().width() - _GAP

    @property
    def _bold(self) -> QFont:
        bold = QFont(self._title.font())
        bold.setBold(True)
        return bold

    @property
    def _around(self) -> int:
        """The width of what is around the text."""
        margins = self._column.contentsMargins()
        return margins.left() + margins.right() + _BORDER

    def _place_that_is_free(self, inner: QRectF) -> QRect:
        """Where it covers no line; in a small plot as a button alone."""
        self._label.hide()
        self._wrap_title(on=False)
        margins = self._column.contentsMargins()
        height = max(self._title.sizeHint().height(), self._why.sizeHint().height())
        height += margins.top() + margins.bottom() + _BORDER
        words = "" if self.verdict is None else self.verdict.title
        sizes = [QSizeF(width, height) for width in self._widths(words)]
        ink, nothing = self._canvas.ink(self._canvas.frame), np.empty((0, 2))
        plates = [p for name, p in self._canvas.plates.items() if name != self.objectName()]
        found = free_form(
            sizes, self._canvas.frame, ink, nothing, plates=plates, before=self._placed
        )
        self._placed = found or Placed(len(sizes) - 1, QRectF(QPointF(0, 0), sizes[-1]))
        self._show_form(self._placed.form)
        return self._placed.rect.translated(inner.topLeft()).toRect()

    def _widths(self, words: str) -> tuple[int, ...]:
        """The width of each form with a title."""
        title = QFontMetrics(self._bold).horizontalAdvance(words) + _BORDER
        why, brief = (part.sizeHint().width() for part in (self._why, self._brief))
        return tuple(part + self._around for part in (title + _GAP + why, brief, why))

    def _show_form(self, form: int) -> None:
        """With a title and "Why?", as one button that says both, or as "Why?" alone."""
        self._title.setVisible(form == _WHOLE)
        self._why.setVisible(form != _BRIEF)
        self._brief.setVisible(form == _BRIEF)

    def _open(self) -> None:
        self._show_now()
        self.explanation.open_at(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def _on_theme_changed(self, theme: Theme) -> None:
        color = theme.bad if self._is_bad else theme.muted
        style = (
            f"#verdict_chip {{ background: {theme.surface}; border: 1px solid {color};"
            " border-radius: 6px; }"
            f"#verdict_label, #verdict_chip_title {{ color: {color}; background: transparent; }}"
            "#verdict_chip_title { font-weight: bold; }"
        )
        if style != self.styleSheet():
            self.setStyleSheet(style)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a text needs more room, or less
            self._place()
        return done

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FontChange:
            self._place()
        return super().eventFilter(watched, event)


def _are_alike(old: RunVerdict, new: RunVerdict) -> bool:
    """Whether two verdicts differ in their numbers alone."""
    return old.title == new.title or old.kind == new.kind == "bad"
