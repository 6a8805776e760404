"""The space bar on the canvas: a tap makes a step, held down it turns dragging into panning."""

from __future__ import annotations


class Spacebar:
    """Remembers what the key that is down has been used for."""

    def __init__(self) -> None:
        self.held = False
        self._dragged = False
        self._back = False

    def press(self, *, back: bool) -> None:
        """The key went down, or repeats; ``back`` asks for a step back."""
        if not self.held:
            self.held, self._dragged, self._back = True, False, back

    def drag(self) -> None:
        """A drag began while the key is down: letting go of it is no tap."""
        self._dragged = True

    def release(self) -> int:
        """The key went up; the step to make: 1, −1 or none."""
        tapped = self.held and not self._dragged
        self.held = False
        return 0 if not tapped else -1 if self._back else 1
