"""Going through the epochs: play, step, speed, loop, and the scrubber."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSlider, QToolButton, QWidget

from gradviz.session import EPOCH_SPEEDS, DescentRun, Settings
from gradviz.session.secret import HIDDEN
from gradviz.ui.elided import QuietLabel
from gradviz.ui.icons import icon
from gradviz.ui.keys import press_with
from gradviz.ui.theme import Theme, ThemeSource

RUN_KEY = "Shift+F7"
SCRUBBER = "The epoch shown in the graph and in all plots (arrow keys step)"
GAP = 6  # pixels before the epoch shown
LONGEST_EXPECTED = 1_000
"""An epoch that there is room for even in shorter runs."""

_SHORTEST = 72  # pixels of a slider that can be dragged


class Playback(QWidget):
    """One row of controls; the speed is remembered from one start to the next.

    Alt with an arrow key steps wherever the focus is; on the scrubber the arrow keys do, Home and
    End go to the ends, and Space plays and pauses.
    """

    def __init__(
        self,
        run: DescentRun,
        themes: ThemeSource,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._run, self._themes, self._settings = run, themes, settings
        self._showing = False
        self._to_start = self._button("epoch_start_button", "To the start", "Alt+Home")
        self._back = self._button("epoch_back_button", "One epoch back", "Alt+Left")
        self.run_button = self._button("run_button", "Run through the epochs", RUN_KEY)
        self._forward = self._button("epoch_forward_button", "One epoch on", "Alt+Right")
        self.scrubber = QSlider(Qt.Orientation.Horizontal, self)
        self._label = QuietLabel("epoch_label", self)
        self._speed = self._speed_combo()
        self._loop = self._loop_button()
        self._set_up_scrubber()
        self._lay_out()
        self._connect()
        self._on_theme_changed(themes.current)
        self._show_reach()
        self._say_epoch()

    # Building

    def _button(self, name: str, says: str, key: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setAccessibleName(says)
        button.setToolTip(f"{says} ({key})")
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        press_with(button, key)
        return button

    def _speed_combo(self) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName("epoch_speed_combo")
        combo.setAccessibleName("Speed of the epochs")
        combo.setToolTip("How fast the epochs follow when they run")
        for speed in EPOCH_SPEEDS:
            combo.addItem(f"{speed:g}×", speed)
        self._run.set_speed(self._settings.number("epoch_speed", 1.0, among=EPOCH_SPEEDS))
        combo.setCurrentIndex(EPOCH_SPEEDS.index(self._run.speed))
        return combo

    def _loop_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("epoch_loop_button")
        button.setAccessibleName("Loop")
        button.setToolTip("Begin anew at the end, again and again")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIconSize(QSize(16, 16))
        return button

    def _set_up_scrubber(self) -> None:
        self.scrubber.setObjectName("epoch_scrubber")
        self.scrubber.setAccessibleName("Epoch shown")
        self.scrubber.setMinimumWidth(_SHORTEST)
        self._label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.run_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for button in (self._to_start, self._back, self.run_button, self._forward):
            row.addWidget(button)
        row.addSpacing(4)
        row.addWidget(self.scrubber, 1)
        row.addWidget(self._label)
        row.addSpacing(4)
        row.addWidget(self._speed)
        row.addWidget(self._loop)
        self._label.setContentsMargins(GAP, 0, 0, 0)
        self._make_room()

    def _connect(self) -> None:
        run = self._run
        run.trajectory_changed.connect(self._show_reach)
        run.last_epoch_changed.connect(self._show_reach)
        run.race_epoch_changed.connect(self._show_epoch)
        run.retold.connect(self._say_epoch)
        run.playing_changed.connect(self._show_playing)
        self._themes.theme_changed.connect(self._on_theme_changed)
        self.scrubber.valueChanged.connect(self._on_scrubbed)
        self.run_button.clicked.connect(self._on_run_clicked)
        self._to_start.clicked.connect(_calling(run.set_epoch, 0))
        self._back.clicked.connect(_calling(run.step, -1))
        self._forward.clicked.connect(_calling(run.step, 1))
        self._speed.currentIndexChanged.connect(self._on_speed_chosen)
        self._loop.toggled.connect(run.set_loops)
        space = QShortcut(QKeySequence("Space"), self.scrubber)
        space.setObjectName("epoch_scrubber_space")
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._on_run_clicked)

    # What is shown

    def _show_reach(self, *_: object) -> None:
        """Let the scrubber reach as far as the longest path does."""
        last = self._run.last_epoch
        self._showing = True
        self.scrubber.setRange(0, last)
        self.scrubber.setPageStep(max(1, last // 20))
        self._showing = False
        for part in (self.scrubber, self.run_button):
            part.setEnabled(last > 0)
        self.scrubber.setToolTip(HIDDEN if self._run.is_held else SCRUBBER)
        self._tell_run()
        self._make_room()
        self._show_epoch(self._run.race_epoch)

    def _make_room(self) -> None:
        """Have room for every epoch there is, so that nothing moves from one to the next."""
        self._label.keep_room_for(f"epoch {max(self._run.last_epoch, LONGEST_EXPECTED):,}")

    def _show_epoch(self, epoch: int) -> None:
        last = self._run.last_epoch
        self._showing = True
        self.scrubber.setValue(epoch)
        self._showing = False
        self._to_start.setEnabled(epoch > 0)
        self._back.setEnabled(epoch > 0)
        self._forward.setEnabled(epoch < last)

    def _say_epoch(self) -> None:
        self._label.setText(f"epoch {self._run.race_epoch:,}")

    def _show_playing(self, *_: object) -> None:
        playing = self._run.is_playing
        self.run_button.setIcon(icon("pause" if playing else "play", self._themes.current))
        self.run_button.setText("Pause" if playing else "Run")
        self._tell_run()

    def _tell_run(self) -> None:
        says = "Stay at this epoch" if self._run.is_playing else "Run through the epochs"
        self.run_button.setToolTip(HIDDEN if self._run.is_held else f"{says} ({RUN_KEY})")

    def _on_theme_changed(self, theme: Theme) -> None:
        self._to_start.setIcon(icon("to-start", theme))
        self._back.setIcon(icon("step-back", theme))
        self._forward.setIcon(icon("step-forward", theme))
        self._loop.setIcon(icon("loop", theme))
        self._show_playing()

    # What is done here

    def _on_scrubbed(self, epoch: int) -> None:
        if not self._showing:
            self._run.set_epoch(epoch)

    def _on_run_clicked(self) -> None:
        if self._run.is_playing:
            self._run.pause()
        else:
            self._run.play()

    def _on_speed_chosen(self, place: int) -> None:
        self._run.set_speed(EPOCH_SPEEDS[place])
        self._settings.remember_number("epoch_speed", EPOCH_SPEEDS[place])


def _calling(act: Callable[[int], None], number: int) -> Callable[[], None]:
    """A slot for a click, which brings an argument of its own."""
    return lambda: act(number)
