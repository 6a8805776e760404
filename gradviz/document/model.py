"""The frozen document: everything that is saved, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gradviz.descent.datasets import Dataset
from gradviz.descent.method import Method
from gradviz.graph import Graph, NodeId

Range: TypeAlias = tuple[float, float]

View: TypeAlias = Literal["", "map", "surface", "curve"]

Point: TypeAlias = tuple[float, float]

GROUP = "group:"
"""How the ids of groups start."""

MAX_EPOCHS = 1_000_000
"""More epochs than this are refused: every one of them is recorded."""


@dataclass(frozen=True)
class DescentSettings(Method):
    """How the descent runs: the method, the epochs, and whether it is kept in the box.

    With ``in_box`` every iterate is projected onto the landscape's ``box``.
    """

    epochs: int = 100
    in_box: bool = False

    @property
    def method(self) -> Method:
        """The method alone."""
        return Method(self.optimizer, self.lr, self.settings, self.schedule, self.schedule_settings)


@dataclass(frozen=True)
class LandscapeSettings:
    """What the landscape shows: the chosen parameters (none: the first two), ranges, minima.

    ``ranges`` maps a parameter to the interval drawn, ``box`` to the interval in which the
    minima count; ``minima`` are the known minimizers, each a mapping from parameter to
    coordinate. ``view`` is "map", "surface" or "curve", or empty for what fits the parameters;
    ``along`` is the parameter a curve is drawn along (empty: the first axis).
    ``objectives`` and ``constraints`` name nodes of the graph: what is minimized together, and
    what must not be above 0.
    """

    axes: tuple[str, ...] = ()
    ranges: Mapping[str, Range] = field(default_factory=dict)
    minima: tuple[Mapping[str, float], ...] = ()
    view: View = ""
    box: Mapping[str, Range] = field(default_factory=dict)
    objectives: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    along: str = ""


@dataclass(frozen=True)
class Group:
    """Nodes that belong together: a frame around them, or one card while ``collapsed``.

    A node is in one group at most. Ids start with GROUP, so that no node has the same.
    """

    id: str
    name: str
    members: tuple[NodeId, ...]
    collapsed: bool = False


@dataclass(frozen=True)
class Comment:
    """A note on the canvas: its text, its center and its size in scene pixels."""

    id: str
    text: str
    place: Point
    size: Point = (200.0, 72.0)


@dataclass(frozen=True)
class Document:
    """One expression graph with what is needed to see and descend it.

    ``text`` is the expression as typed (or as printed after an edit on the canvas) and always
    describes ``graph``. ``positions`` holds the centers of the cards that were placed by hand,
    in scene pixels, also of groups shown as one card; all others follow the layout. The start of
    the descent is the values of the graph's parameters. ``rivals`` race against the descent
    from the same start; ``starts`` are points kept to start from.
    """

    text: str = ""
    graph: Graph = field(default_factory=Graph)
    title: str = "Untitled"
    positions: Mapping[NodeId, Point] = field(default_factory=dict)
    landscape: LandscapeSettings = field(default_factory=LandscapeSettings)
    descent: DescentSettings = field(default_factory=DescentSettings)
    dataset: Dataset | None = None
    groups: tuple[Group, ...] = ()
    comments: tuple[Comment, ...] = ()
    rivals: tuple[Method, ...] = ()
    starts: tuple[Mapping[str, float], ...] = ()
