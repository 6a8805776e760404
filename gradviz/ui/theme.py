"""Colors by name for light and dark, and the one object that says which is in force."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette

if TYPE_CHECKING:
    from gradviz.session import JobRunner

TRAJECTORY_COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's colors, in the order in which trajectories take them."""


@dataclass(frozen=True)
class Theme:
    """Named colors as #RRGGBB; each text color has a contrast of 4.5:1 or more on both grounds."""

    name: str
    canvas: str
    dots: str
    surface: str
    line: str
    text: str
    muted: str
    value: str
    gradient: str
    accent: str
    good: str
    bad: str

    @property
    def is_dark(self) -> bool:
        """Whether light text stands on a dark ground."""
        return self.name == "dark"


LIGHT = Theme(
    name="light", canvas="#F5F6F8", dots="#DDE1E7", surface="#FFFFFF", line="#D5DAE1",
    text="#1B2430", muted="#566273", value="#0069A8", gradient="#B84300",
    accent="#2459C7", good="#0B7A4B", bad="#B3261E",
)  # fmt: skip
DARK = Theme(
    name="dark", canvas="#14181F", dots="#272E39", surface="#1D232C", line="#343D49",
    text="#E7EBF1", muted="#A3AFBE", value="#62B6F0", gradient="#FF9A5C",
    accent="#8AB4FF", good="#5FCF9B", bad="#FF8A80",
)  # fmt: skip


def palette(theme: Theme) -> QPalette:
    """The Qt palette for the Fusion style in the colors of ``theme``."""
    result = QPalette()
    role = QPalette.ColorRole
    colors = {
        role.Window: theme.canvas, role.WindowText: theme.text,
        role.Base: theme.surface, role.AlternateBase: theme.canvas, role.Text: theme.text,
        role.Button: theme.surface, role.ButtonText: theme.text, role.BrightText: theme.bad,
        role.Highlight: theme.accent, role.HighlightedText: theme.surface,
        role.ToolTipBase: theme.surface, role.ToolTipText: theme.text,
        role.PlaceholderText: theme.muted, role.Link: theme.accent,
        role.Light: theme.surface, role.Midlight: theme.line, role.Mid: theme.line,
        role.Dark: theme.line, role.Shadow: theme.line, role.Accent: theme.accent,
    }  # fmt: skip
    for color_role, color in colors.items():
        result.setColor(color_role, QColor(color))
    disabled = QPalette.ColorGroup.Disabled
    for color_role in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(disabled, color_role, QColor(theme.muted))
    return result


class ThemeSource(QObject):
    """Holds the theme in force; follows the system unless one was chosen.

    ``jobs``, where there is one, makes ready in the background what takes long to be drawn.
    """

    theme_changed = Signal(object)  # Theme

    def __init__(self, choice: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self.jobs: JobRunner | None = None
        self.current = self._resolve()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> str:
        """``system``, ``light`` or ``dark``."""
        return self._choice

    def choose(self, choice: str) -> None:
        """Follow the system, or keep to light or dark."""
        self._choice = choice
        self._on_system_changed()

    def _resolve(self) -> Theme:
        if self._choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return DARK if dark else LIGHT
        return DARK if self._choice == "dark" else LIGHT

    def _on_system_changed(self) -> None:
        theme = self._resolve()
        if theme != self.current:
            self.current = theme
            self.theme_changed.emit(theme)
