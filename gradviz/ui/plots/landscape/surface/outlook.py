"""From where a surface is looked at first: where least of the path and the minima is hidden."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gradviz.ui.plots.landscape.surface.camera import Camera
from gradviz.ui.plots.landscape.surface.casting import cast
from gradviz.ui.plots.landscape.surface.marking import Marker, SurfaceMarks
from gradviz.ui.plots.landscape.surface.relief import Relief

TURNS = (0.0, 90.0, 180.0, 270.0)
SIZE = (240.0, 170.0)  # pixels of the pictures looked at
SAMPLES = 100
MOST_ITERATES = 200
CLEARLY = 0.1  # better by so much, or the usual outlook is kept


def clearest(relief: Relief, marks: SurfaceMarks) -> Camera:
    """The camera, of four around the surface, that sees most; the usual one if that is as good."""
    usual = Camera()
    cameras = [replace(usual, azimuth=(usual.azimuth + turn) % 360.0) for turn in TURNS]
    shares = [_share_seen(camera, relief, marks) for camera in cameras]
    best = int(np.argmax(shares))
    return cameras[best] if shares[best] > shares[0] + CLEARLY else usual


def _share_seen(camera: Camera, relief: Relief, marks: SurfaceMarks) -> float:
    """How much of the path and how many of the minima are seen, each counting as much."""
    sight = camera.on(*SIZE)
    marker = Marker(relief, sight, cast(relief.heights, sight, SAMPLES), relief.theme)
    groups = [(path.x, path.y) for path in marks.paths]
    groups += [(np.array([x]), np.array([y])) for x, y in marks.minima]
    shares = []
    for x, y in groups:
        step = max(1, len(x) // MOST_ITERATES)
        px, _, seen = marker.located(x[::step], y[::step])
        there = np.isfinite(px) & np.isfinite(relief.height_at(x[::step], y[::step]))
        if there.any():
            shares.append(float(seen[there].mean()))
    return float(np.mean(shares)) if shares else 0.0
