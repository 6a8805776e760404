"""Formulas on the screen: typeset and drawn crisp at every resolution, in words meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import shiboken6
from PySide6.QtCore import QByteArray, QElapsedTimer, QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from gradviz.teaching import GRADIENT, VALUE, in_colors, without_colors
from gradviz.teaching import plain as in_characters
from gradviz.ui.theme import Theme, ThemeSource
from gradviz.ui.typesetter import Typeset, is_kept, is_ready, typeset

SMALLEST_SCALE = 0.6
"""A formula too wide for its place shrinks to this and then gives way to its words."""

_LARGER = 1.1  # than the line spacing of the text around
_HURRY = 120
"""Milliseconds: formulas that follow one another faster are shown in words until they rest."""

_PATIENCE = 800
"""Milliseconds until a formula loads the typesetter itself, if nobody has by then."""

_LONG = 60
"""Characters of LaTeX from which the formula is set in the background: it may take 10 ms and more.
"""


class _Effort:
    """How long formulas have been set on this thread in all: a slow one is not a student's rest."""

    def __init__(self) -> None:
        self.milliseconds = 0.0

    @contextmanager
    def counted(self) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.milliseconds += (time.perf_counter() - start) * 1e3


_effort = _Effort()


def _colors(theme: Theme) -> dict[str, str]:
    return {VALUE: theme.value, GRADIENT: theme.gradient}


class FormulaWidget(QWidget):
    """One typeset formula; its words stand in until it is set and where it cannot be.

    Without ``plain`` the words are made from the LaTeX; without ``size``, in pixels, the formula
    is a little larger than the text around it.
    """

    def __init__(
        self,
        themes: ThemeSource,
        tex: str = "",
        plain: str = "",
        size: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._themes = themes
        self._fixed_size = size
        self._size = size or self._size_of_font()
        self._tex = ""
        self._plain = ""
        self._shown: Typeset | None = None
        self._renderer = QSvgRenderer(self)
        self._dirty = False
        self._awaited: tuple[str, float, str] | None = None
        self._since_change = QElapsedTimer()
        self._effort_before = 0.0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._typeset_now)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        themes.theme_changed.connect(self._on_theme_changed)
        self.set_formula(tex, plain)

    @property
    def tex(self) -> str:
        """The LaTeX, with its color marks."""
        return self._tex

    @property
    def plain(self) -> str:
        """The formula in characters."""
        return self._plain

    @property
    def is_typeset(self) -> bool:
        """Whether the formula is drawn typeset (else its words are)."""
        return self._shown is not None and not self._dirty

    @property
    def is_at_rest(self) -> bool:
        """Whether the last change is so long ago that the next is no hurry."""
        return not self._since_change.isValid() or self._pause() >= _HURRY

    def set_formula(self, tex: str, plain: str = "") -> None:
        """Show ``tex``; ``plain`` says the same in characters."""
        plain = plain or in_characters(tex)
        if (tex, plain) == (self._tex, self._plain):
            return
        self._tex, self._plain = tex, plain
        self.setAccessibleName(plain)
        self.setToolTip(plain)
        self._changed()

    def set_size(self, size: float) -> None:
        """Set the formula at ``size`` pixels (a projector wants more)."""
        self._fixed_size = size
        if size != self._size:
            self._size = size
            self._changed()

    def copy_latex(self) -> None:
        """Put the LaTeX, without color marks, on the clipboard."""
        QGuiApplication.clipboard().setText(without_colors(self._tex))

    def copy_text(self) -> None:
        """Put the formula in characters on the clipboard."""
        QGuiApplication.clipboard().setText(self._plain)

    def sizeHint(self) -> QSize:
        """The natural size of what is shown."""
        if self._shown is not None:
            return QSize(round(self._shown.width) + 2, round(self._shown.height) + 2)
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._plain) + 2, metrics.height() + 4)

    def minimumSizeHint(self) -> QSize:
        """Narrow places are allowed: the formula shrinks to fit."""
        return QSize(min(60, self.sizeHint().width()), self.sizeHint().height())

    def _changed(self) -> None:
        hurried = not self.is_at_rest
        self._since_change.start()
        self._effort_before = _effort.milliseconds
        self._dirty = bool(self._tex)
        self._awaited = None
        if not self._tex:
            self._shown = None
        self._rest.stop()
        if hurried and self.isVisible():
            self._rest.start(_HURRY)
        elif is_ready():
            self._typeset_now()
        # else: the first paint shows the words and asks for the typesetter
        self.updateGeometry()
        self.update()

    def _pause(self) -> float:
        """Milliseconds since the last change; setting formulas meanwhile was no pause."""
        return self._since_change.elapsed() - (_effort.milliseconds - self._effort_before)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of the text around."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._fixed_size is None:
            self._size = self._size_of_font()
            self._changed()

    def _size_of_font(self) -> float:
        return self.fontMetrics().lineSpacing() * _LARGER

    def _on_theme_changed(self) -> None:
        self._dirty = bool(self._tex)
        if is_ready():
            self._typeset_now()
        self.update()

    def _typeset_now(self) -> None:
        """Set the formula, in the background where that takes long and can be waited for."""
        if not self._dirty:
            return
        theme, jobs = self._themes.current, self._themes.jobs
        order = in_colors(self._tex, _colors(theme)), self._size, theme.text
        waits = len(self._tex) >= _LONG and self.isVisible() and not is_kept(*order)
        if jobs is not None and waits:
            if order != self._awaited:
                self._awaited = order
                key = ("formula", id(self))
                jobs.submit(key, typeset, *order, on_done=partial(self._take, order))
            return
        with _effort.counted():
            self._show(typeset(*order))

    def _take(self, order: tuple[str, float, str], done: Typeset | None) -> None:
        """What came from the background, unless something else has been asked for since."""
        if order == self._awaited and shiboken6.isValid(self):
            self._show(done)

    def _show(self, done: Typeset | None) -> None:
        self._dirty, self._awaited, self._shown = False, None, done
        if done is not None:
            self._renderer.load(QByteArray(done.svg))
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the formula, or its words while it is not set or where it does not fit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._themes.current.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        is_drawn = self.is_typeset or self._awaited is not None  # the one before stays meanwhile
        if not is_drawn or not self._paint_formula(painter):
            self._paint_words(painter)
        if self._awaited is not None:
            return
        if self._dirty and is_ready() and self._rest.interval() != _HURRY:
            self._rest.start(0)
        elif self._dirty and not self._rest.isActive():
            self._rest.start(_PATIENCE)

    def _paint_formula(self, painter: QPainter) -> bool:
        shown = self._shown
        if shown is None:
            return False
        scale = min(1.0, (self.width() - 2) / shown.width, (self.height() - 2) / shown.height)
        if scale < SMALLEST_SCALE:
            return False
        height = shown.height * scale
        top = (self.height() - height) / 2
        self._renderer.render(
            painter,
            QRectF(QPointF(1, top), QPointF(1, top)).adjusted(0, 0, shown.width * scale, height),
        )
        return True

    def _paint_words(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._themes.current.text))
        metrics = QFontMetricsF(self.font())
        words = metrics.elidedText(self._plain, Qt.TextElideMode.ElideRight, self.width() - 2)
        alignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()).adjusted(1, 0, -1, 0), alignment, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the LaTeX with the usual keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_latex()
        else:
            super().keyPressEvent(event)

    def context_menu(self) -> QMenu:
        """What can be done with the formula."""
        menu = QMenu(self)
        for text, act in (("Copy LaTeX", self.copy_latex), ("Copy as text", self.copy_text)):
            action = QAction(text, menu)
            action.triggered.connect(act)
            menu.addAction(action)
        return menu

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy the formula."""
        if self._tex:
            menu = self.context_menu()
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(event.globalPos())
