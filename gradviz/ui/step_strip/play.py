"""Playing the passes: a button that starts and pauses, and how fast the steps follow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QToolButton, QWidget

from gradviz.session import SPEEDS, PassCursor, PassState, Settings
from gradviz.ui.icons import icon
from gradviz.ui.keys import press_with
from gradviz.ui.theme import Theme, ThemeSource

_KEY = "F7"
_ICON = QSize(16, 16)


class PlayControls(QWidget):
    """Two controls in a row; the speed is remembered from one start to the next."""

    def __init__(
        self,
        passes: PassCursor,
        themes: ThemeSource,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._passes = passes
        self._themes = themes
        self._settings = settings
        self._button = QToolButton(self)
        self._button.setObjectName("play_button")
        self._button.setAutoRaise(True)
        self._button.setIconSize(_ICON)
        press_with(self._button, _KEY)
        self._speed = QComboBox(self)
        self._speed.setObjectName("play_speed_combo")
        self._speed.setAccessibleName("Speed of playing")
        self._speed.setToolTip("How fast the steps follow when they play")
        self._speed.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for speed in SPEEDS:
            self._speed.addItem(f"{speed:g}×", speed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self._button)
        row.addWidget(self._speed)
        passes.set_speed(settings.play_speed)
        self._speed.setCurrentIndex(SPEEDS.index(passes.speed))
        self._speed.currentIndexChanged.connect(self._on_speed_chosen)
        self._button.clicked.connect(self._on_clicked)
        passes.playing_changed.connect(self._show)
        passes.changed.connect(self._on_pass_changed)
        themes.theme_changed.connect(self._on_theme_changed)
        self._on_pass_changed(passes.state, passes.state)
        self._show()

    def _on_clicked(self) -> None:
        if self._passes.is_playing:
            self._passes.pause()
        else:
            self._passes.play()

    def _on_speed_chosen(self, place: int) -> None:
        self._passes.set_speed(SPEEDS[place])
        self._settings.play_speed = SPEEDS[place]

    def _on_pass_changed(self, _old: PassState, new: PassState) -> None:
        self._button.setEnabled(new.count > 0)

    def _on_theme_changed(self, _theme: Theme) -> None:
        self._show()

    def _show(self) -> None:
        playing = self._passes.is_playing
        says = "Pause" if playing else "Play the steps"
        self._button.setIcon(icon("pause" if playing else "play", self._themes.current))
        self._button.setAccessibleName(says)
        self._button.setToolTip(f"{says} ({_KEY})")
