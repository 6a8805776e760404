"""The camera of the surface: parallel projection, so that equal distances stay equal."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gradviz.graph import Array

HEIGHT = 1.15
"""How high the surface is at most; across and up it reaches from -1 to 1."""

FLOOR = -0.12
"""Where the floor lies under the lowest point, at 0."""

LOWEST, HIGHEST = 5.0, 90.0  # degrees of elevation
NEAREST, FARTHEST = 12.0, 0.4  # zoom
SIDES = (64.0, 64.0)  # pixels left free left and right, for labels
ENDS = (10.0, 40.0)  # and above and below
DEEP = 0.93  # of the diagonal of the floor; where it is seen lengthwise, corners have less room
REACH = 1.0  # of a side that the middle can be panned


@dataclass(frozen=True)
class Camera:
    """From where the surface is seen. Angles in degrees; the pan in shares of the size.

    At azimuth 0 and elevation 90 the surface looks like the map.
    """

    azimuth: float = 28.0
    elevation: float = 32.0
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)

    def orbited(self, right: float, up: float) -> Camera:
        """Seen from farther around (degrees, the surface follows the hand) and higher."""
        elevation = min(max(self.elevation + up, LOWEST), HIGHEST)
        return replace(self, azimuth=(self.azimuth - right) % 360.0, elevation=elevation)

    def zoomed(self, factor: float, toward: tuple[float, float] = (0.0, 0.0)) -> Camera:
        """Nearer by a factor; ``toward`` is the place that stays, from the middle, in shares."""
        zoom = min(max(self.zoom * factor, FARTHEST), NEAREST)
        grown = zoom / self.zoom
        (x, y), (at_x, at_y) = self.pan, toward
        return replace(self, zoom=zoom).panned(
            (at_x - x) * (1.0 - grown), (at_y - y) * (1.0 - grown)
        )

    def panned(self, right: float, down: float) -> Camera:
        """Moved by shares of the size."""
        x, y = self.pan[0] + right, self.pan[1] + down
        reach = REACH * max(1.0, self.zoom)
        return replace(self, pan=(min(max(x, -reach), reach), min(max(y, -reach), reach)))

    def on(self, width: float, height: float) -> Sight:
        """What is seen on a place of so many pixels."""
        turn, tilt = math.radians(self.azimuth), math.radians(self.elevation)
        wide = 2 * math.sqrt(2)
        high = DEEP * wide * math.sin(tilt) + (HEIGHT - FLOOR) * math.cos(tilt)
        room = max(40.0, width - sum(SIDES)), max(40.0, height - sum(ENDS))
        unit = min(room[0] / wide, room[1] / high) * self.zoom
        center = (
            width / 2 + self.pan[0] * width,
            (height + ENDS[0] - ENDS[1]) / 2 + self.pan[1] * height,
        )
        return Sight(
            (math.cos(turn), math.sin(turn)),
            (math.sin(tilt), math.cos(tilt)),
            unit,
            center,
            (width, height),
        )


@dataclass(frozen=True)
class Sight:
    """A camera on a place of a size in pixels.

    ``right`` is the direction of the screen's x on the ground, ``tilt`` the sine and cosine of
    the elevation, ``unit`` pixels per unit, ``center`` the pixel of the middle of the box.
    """

    right: tuple[float, float]
    tilt: tuple[float, float]
    unit: float
    center: tuple[float, float]
    size: tuple[float, float]

    @property
    def away(self) -> tuple[float, float]:
        """The direction on the ground that leads away from the viewer."""
        return -self.right[1], self.right[0]

    def pixel(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Where one point is seen; the same as ``pixels``, without an array."""
        right = x * self.right[0] + y * self.right[1]
        away = y * self.right[0] - x * self.right[1]
        up = away * self.tilt[0] + (z - MIDDLE) * self.tilt[1]
        return self.center[0] + self.unit * right, self.center[1] - self.unit * up

    def pixels(self, points: Array) -> tuple[Array, Array]:
        """Where points (n, 3) are seen, from the top left."""
        right, away = points[:, :2] @ self.right, points[:, :2] @ self.away
        up = away * self.tilt[0] + (points[:, 2] - MIDDLE) * self.tilt[1]
        return self.center[0] + self.unit * right, self.center[1] - self.unit * up

    def distances(self, points: Array) -> Array:
        """How far on the ground the points are from the viewer; 0 in the middle."""
        return np.asarray(points[:, :2] @ self.away)


MIDDLE = (HEIGHT + FLOOR) / 2
