"""The marks of the learning rate as the function and the method have them."""

from __future__ import annotations

from PySide6.QtCore import QObject

from gradviz.document import edits
from gradviz.graph import format_number
from gradviz.session import Session, StabilityWatch
from gradviz.teaching.rate_marks import RateMark, RateMarks, rate_marks
from gradviz.ui.descent_bar.limit_slider import LimitSlider

_WORDS = "How far each update goes"
_HERE = "\nThese are the numbers near the minimum; elsewhere they are others"


class RateMarking(QObject):
    """Puts the marks on the slider; a mark that is chosen becomes the learning rate."""

    def __init__(
        self, slider: LimitSlider, session: Session, stability: StabilityWatch, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._slider, self._session, self._stability = slider, session, stability
        self._shown: tuple[RateMarks, bool] | None = None
        stability.changed.connect(self._show)
        slider.mark_chosen.connect(self._on_chosen)
        self._show()

    def _show(self) -> None:
        shown = self._stability.marks
        marks = rate_marks(shown)
        is_near = bool(marks.marks) and shown is not None and not shown.is_exact
        if (marks, is_near) == self._shown:  # another rate has the same marks
            return
        self._shown = marks, is_near
        self._slider.show_marks(marks)
        words = [f"\n{mark.name}: {format_number(mark.rate)}" for mark in marks.marks]
        if is_near:
            words.append(_HERE)
        self._slider.setToolTip(_WORDS + "".join(words))
        self._slider.setAccessibleDescription("; ".join(word.strip() for word in words))

    def _on_chosen(self, mark: RateMark) -> None:
        self._session.end_merge()
        document = edits.set_descent(self._session.document, lr=mark.rate)
        self._session.apply(f"Use the {mark.name[0].lower()}{mark.name[1:]}", document)
