"""The switch between map, surface and curve."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gradviz.document import View, edits
from gradviz.session import Session
from gradviz.ui.plots.landscape.plane import Plane
from gradviz.ui.theme import Theme

VIEWS: tuple[tuple[View, str, str, str], ...] = (
    ("map", "Map", "M", "Seen from above: colors and contour lines"),
    ("surface", "Surface", "S", "In space, to be turned with the mouse"),
    ("curve", "Curve", "C", "A cut along one parameter, the others fixed"),
)
ONE_PARAMETER = "{output} has one parameter; this needs two."

STYLE = """
QToolButton {{ padding: 2px 6px; border: 1px solid {line}; color: {muted};
    background: {surface}; }}
QToolButton#landscape_view_map {{ border-top-left-radius: 6px; border-bottom-left-radius: 6px; }}
QToolButton#landscape_view_surface {{ border-left: none; border-right: none; }}
QToolButton#landscape_view_curve {{ border-top-right-radius: 6px;
    border-bottom-right-radius: 6px; }}
QToolButton:hover {{ color: {text}; background: {canvas}; }}
QToolButton:checked {{ color: {text}; background: {line}; }}
QToolButton:focus {{ color: {accent}; }}
QToolButton:disabled {{ color: {line}; }}
"""


class ViewSwitch(QWidget):
    """Three buttons of which one is down; a press is one undo entry."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._buttons: dict[View, QToolButton] = {}
        self._shown: View = ""
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for view, title, _, tip in VIEWS:
            button = QToolButton(self)
            button.setObjectName(f"landscape_view_{view}")
            button.setText(title)
            button.setAccessibleName(f"Show as {title.lower()}")
            button.setToolTip(tip)
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(partial(self._on_chosen, view, title.lower()))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[view] = button

    def listen_on(self, place: QWidget) -> None:
        """Let a letter press each button while the focus is in a place."""
        for view, _, key, tip in VIEWS:
            shortcut = QShortcut(QKeySequence(key), place)
            shortcut.setObjectName(f"landscape_view_{view}_key")
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._buttons[view].click)
            self._buttons[view].setToolTip(f"{tip} ({key}, in the landscape)")

    def show_plane(self, plane: Plane | None) -> None:
        """Press the button of the view; those that need two parameters may be out of reach."""
        self.setVisible(plane is not None)
        if plane is None:
            return
        self._shown = plane.view
        self._buttons[plane.view].setChecked(True)
        for view, _, key, tip in VIEWS:
            can = view == "curve" or len(plane.names) > 1
            self._buttons[view].setEnabled(can)
            self._buttons[view].setToolTip(
                f"{tip} ({key}, in the landscape)"
                if can
                else ONE_PARAMETER.format(output=plane.output)
            )

    def restyle(self, theme: Theme) -> None:
        """Take the colors of the theme."""
        names = ("line", "muted", "surface", "text", "canvas", "accent")
        self.setStyleSheet(STYLE.format(**{name: getattr(theme, name) for name in names}))

    def _on_chosen(self, view: View, title: str, *_: object) -> None:
        if view != self._shown:
            document = edits.set_landscape(self._session.document, view=view)
            self._session.apply(f"Show the {title}", document)
