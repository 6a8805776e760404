"""What the overlays of nodes share: nodes of the graph over what is seen, coarse and then fine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from gradviz.descent import Cancel, Curve, Field, Interval, Surface, curve, field
from gradviz.document.node_surfaces import NodeSurfaces
from gradviz.ui.plots.landscape.overlays.overlay import Overlay
from gradviz.ui.plots.landscape.scene import Scene

COARSE, FINE, CURVE = 64, 240, 400
AT_ONCE = 150_000
"""Numbers to compute for all nodes up to which a coarse picture is made at once."""

P = TypeVar("P")


@dataclass(frozen=True, eq=False)
class Wanted:
    """Nodes as surfaces, and where they are to be computed."""

    nodes: NodeSurfaces
    axes: tuple[str, ...]
    ranges: tuple[Interval, ...]
    at: Mapping[str, float]
    cost: int

    def is_as(self, other: Wanted | None) -> bool:
        """Whether the pictures are the same."""
        return (
            other is not None
            and self.nodes.coordinates == other.nodes.coordinates
            and self.nodes.surfaces == other.nodes.surfaces
            and (self.axes, self.ranges) == (other.axes, other.ranges)
            and all(self.at[n] == other.at[n] for n in self.at if n not in self.axes)
        )

    @property
    def named(self) -> Mapping[str, Surface]:
        """The surfaces by name."""
        return self.nodes.surfaces


def wanted_of(nodes: NodeSurfaces, scene: Scene) -> Wanted:
    """The nodes in what is seen of a scene."""
    plane, request = scene.plane, scene.plane.request(scene.frame)
    known = nodes if nodes.coordinates == plane.names else NodeSurfaces(plane.names, {}, {})
    cost = request.weight * len(known.surfaces) * request.nodes
    return Wanted(known, plane.axes, request.ranges, plane.at, cost)


def fields_of(wanted: Wanted, size: int, cancel: Cancel | None = None) -> dict[str, Field]:
    """Each node over the two axes of a map."""
    names, axes = wanted.nodes.coordinates, (wanted.axes[0], wanted.axes[1])
    ranges = (wanted.ranges[0], wanted.ranges[1])
    return {
        name: field(surface, names, axes, ranges, wanted.at, size, cancel)
        for name, surface in wanted.named.items()
    }


def curves_of(wanted: Wanted) -> dict[str, Curve]:
    """Each node over the axis of a curve."""
    names = wanted.nodes.coordinates
    return {
        name: curve(surface, names, wanted.axes[0], wanted.ranges[0], wanted.at, CURVE)
        for name, surface in wanted.named.items()
    }


class NodeOverlay(Overlay, Generic[P]):
    """Keeps ``picture`` up to date: what ``computed`` makes of the ``nodes`` in what is seen."""

    picture: P | None = None
    _wanted: Wanted | None = None

    @staticmethod
    def nodes(scene: Scene) -> NodeSurfaces:
        """The nodes to draw."""
        raise NotImplementedError

    @staticmethod
    def computed(wanted: Wanted, size: int, cancel: Cancel | None = None) -> P:
        """The picture in a resolution; a pure function for any thread."""
        raise NotImplementedError

    def _on_scene_changed(self, old: Scene | None, new: Scene | None) -> None:
        del old  # what was asked for last counts
        key = (self.name, id(self))
        if new is None:
            self.around.jobs.cancel(key)
            self._wanted = None
            return
        wanted = wanted_of(self.nodes(new), new)
        if wanted.is_as(self._wanted):
            return
        if self._wanted is None or self._wanted.axes != wanted.axes:
            self.picture = None  # of other axes
        self._wanted = wanted
        is_curve = len(wanted.axes) == 1
        if wanted.cost * (CURVE if is_curve else COARSE**2) < AT_ONCE * COARSE:
            self._take(self.computed(wanted, COARSE))
            if is_curve:
                self.around.jobs.cancel(key)
                return
        self.around.jobs.submit(key, self.computed, wanted, FINE, on_done=self._take)

    def _take(self, picture: P) -> None:
        self.picture = picture
        self.changed()
