"""What the mouse does on the canvas: each gesture is one object that ends in at most one edit."""

from __future__ import annotations

from gradviz.ui.canvas.gestures.gesture import Canvas, Gesture
from gradviz.ui.canvas.gestures.moving import MoveCards, Pan
from gradviz.ui.canvas.gestures.scrubbing import Scrub
from gradviz.ui.canvas.gestures.wiring import DrawWire

__all__ = ["Canvas", "DrawWire", "Gesture", "MoveCards", "Pan", "Scrub"]
