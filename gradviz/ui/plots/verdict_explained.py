"""The whole explanation of why a run went wrong or swings, and the way to a better rate."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gradviz.document import edits
from gradviz.graph import format_number
from gradviz.session import Session
from gradviz.teaching.verdicts import RunVerdict

_POPUP_WIDTH = 400  # pixels


class Explanation(QFrame):
    """The whole explanation, sentence by sentence, and a button for the suggested rate."""

    def __init__(self, session: Session, parent: QWidget) -> None:
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
