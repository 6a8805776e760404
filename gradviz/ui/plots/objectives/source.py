"""Computes the image of the box and the Pareto front in the background; the newest wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.descent import Cancel, FrontPiece, Interval
from gradviz.descent.landscape.dominance import on_hull
from gradviz.descent.landscape.feasibility import Mask
from gradviz.descent.landscape.objective_space import Problem, Samples, front_of, image_of
from gradviz.document import Document
from gradviz.document.known_fronts import known_front
from gradviz.document.node_surfaces import NO_SURFACES, NodeSurfaces, node_surfaces, same_nodes
from gradviz.errors import GradVizError
from gradviz.graph import Array
from gradviz.session import JobRunner

COUNT = 8_000  # points of the image
PATIENCE = 2.0  # seconds a job may go on although a newer one waits
NUMBERS = 40_000_000  # that may be read for them; with large data there are fewer points


@dataclass(frozen=True, eq=False)
class Space:
    """The objectives of a document over its box: the image, the front, and what it came from.

    ``pieces`` are the known front, or one piece that was found; ``reachable`` says of the points
    of each piece, for the two objectives of each pair, which minimize a weighted sum of these.
    """

    names: tuple[str, ...]
    parts: NodeSurfaces
    limits: NodeSurfaces
    box: tuple[Interval, ...]
    image: Samples
    pieces: tuple[FrontPiece, ...]
    is_known: bool

    def at(self, points: Array) -> Array:
        """The objectives (rows, objectives) at points (rows, coordinates)."""
        problem = Problem(tuple(self.parts.surfaces.values()), (), self.box)
        return problem.at(points).values

    def reachable(self, pair: tuple[int, int]) -> Sequence[Mask]:
        """Which points of each piece lie on the hull of the front, seen in two objectives."""
        if len(self.names) > 2:  # what looks dented from here may not be
            return [np.ones(len(piece.values), dtype=bool) for piece in self.pieces]
        columns = list(pair)
        lengths = np.cumsum([len(piece.values) for piece in self.pieces])[:-1]
        whole = np.vstack([piece.values[:, columns] for piece in self.pieces])
        return np.split(on_hull(whole), lengths)


def space_of(document: Document, old: Space | None, cancel: Cancel | None = None) -> Space | None:
    """The space of a document; None without objectives. A pure function for any thread."""
    landscape = document.landscape
    parts = node_surfaces(document, landscape.objectives, old.parts if old else NO_SURFACES)
    limits = node_surfaces(document, landscape.constraints, old.limits if old else NO_SURFACES)
    names = tuple(parts.surfaces)
    if len(names) < 2:
        return None
    box = box_of(document, parts.coordinates)
    problem = Problem(tuple(parts.surfaces.values()), tuple(limits.surfaces.values()), box)
    rows = 1 if document.dataset is None else document.dataset.length
    image = image_of(problem, max(200, min(COUNT, NUMBERS // max(rows, 1))))
    pieces = known_front(document)
    if pieces:
        return Space(names, parts, limits, box, image, pieces, is_known=True)
    front = front_of(problem, image, cancel)
    found = (FrontPiece(front.values, front.points),)
    return Space(names, parts, limits, box, image, found, is_known=False)


def box_of(document: Document, coordinates: Sequence[str]) -> tuple[Interval, ...]:
    """The box, by coordinate; where there is none the range shown, else 5 on both sides of 0."""
    landscape = document.landscape
    usual = (-5.0, 5.0)
    return tuple(
        landscape.box.get(name) or landscape.ranges.get(name) or usual for name in coordinates
    )


class SpaceSource(QObject):
    """Follows a document; ``ready`` carries its Space, or None where there is nothing."""

    ready = Signal(object)

    def __init__(self, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._key = ("objective space", id(self))
        self._space: Space | None = None
        self._asked: tuple[object, ...] = ()
        self._compared: Document | None = None

    def show(self, document: Document) -> None:
        """Compute the space of a document, unless it is that of before."""
        landscape = document.landscape
        if not landscape.objectives:
            self._jobs.cancel(self._key)
            self._take(None)
            return
        if document is self._compared:
            return  # several say so of one change
        if self._is_same(document):
            self._compared = document
            return
        self._compared = None
        asked = (document.graph, landscape, document.dataset, document.title)
        if asked != self._asked:
            self._asked = asked
            self._jobs.submit(
                self._key,
                space_of,
                document,
                self._space,
                on_done=self._take,
                on_error=self._fail,
                patience=PATIENCE,
            )

    def _is_same(self, document: Document) -> bool:
        """Whether only the start, the weights or the penalty differ: the space is the same."""
        space, landscape = self._space, document.landscape
        return (
            space is not None
            and not self._jobs.is_busy(self._key)
            and same_nodes(document, landscape.objectives, space.parts)
            and same_nodes(document, landscape.constraints, space.limits)
            and box_of(document, space.parts.coordinates) == space.box
        )

    def _take(self, space: Space | None) -> None:
        if space is not self._space or space is None:
            self._compared = None
            self._space = space
            self.ready.emit(space)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, GradVizError):
            raise error
        self._take(None)
