"""The place that the objectives and the data share: the one shown that has something to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDockWidget

from gradviz.document import Document
from gradviz.session import Session


class ObjectivePlace(QObject):
    """Shows the objectives when a document comes to have some, in place of the empty data panel.

    It acts when objectives come or go, so that what a person opens or closes stays so. A
    document with objectives and data shows both, as tabs. ``share`` gives the row its widths.
    """

    def __init__(
        self,
        session: Session,
        docks: Mapping[str, QDockWidget],
        share: Callable[[], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._share = share
        self._objectives, self._data = docks["objective_dock"], docks["data_dock"]
        self._has_some = not self._objectives.isHidden()
        self._took_place = self._has_some and self._data.isHidden()
        session.document_changed.connect(lambda _old, new: self._follow(new))
        self._follow(session.document)

    def _follow(self, document: Document) -> None:
        has_some = bool(document.landscape.objectives)
        if has_some == self._has_some:
            return
        self._has_some = has_some
        if has_some:
            self._took_place = document.dataset is None and not self._data.isHidden()
            self._objectives.show()
            self._objectives.raise_()
        else:
            self._objectives.hide()
        if self._took_place:  # else a person has made the place their own
            self._data.setVisible(not has_some)
            self._share()
