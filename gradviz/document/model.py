"""The frozen document: everything that is saved, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.rules.method import Method
from gradviz.document.row_order import RowOrder
from gradviz.graph import Graph, NodeId

Range: TypeAlias = tuple[float, float]

View: TypeAlias = Literal["", "map", "surface", "curve"]

Point: TypeAlias = tuple[float, float]

GROUP = "group:"
"""How the ids of groups start."""

MAX_EPOCHS = 1_000_000
"""More epochs than this are refused: every one of them is recorded."""


MAX_SEED = 2**32 - 1


@dataclass(frozen=True)
class DescentSettings(Method):
    """How the descent runs: the method, the epochs, and whether it is kept in the box.

    With ``in_box`` every iterate is projected onto the landscape's ``box``. An epoch is one update
    on all data, or with ``batch_size`` a pass over mini-batches of so many rows, shuffled by
    ``seed``. With ``tolerance`` above 0 the descent ends once the loss has not fallen by more than
    that share of itself for ``patience`` epochs.
    """

    epochs: int = 100
    in_box: bool = False
    batch_size: int | None = None
    seed: int = 0
    tolerance: float = 0.0
    patience: int = 10

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
class Recipe:
    """How a table is made up: the preset, the number of points, the noise, the seed."""

    preset: str
    points: int
    noise: float
    seed: int = 0


@dataclass(frozen=True)
class DataSource:
    """Where the document's dataset comes from, when it is not simply the table as it is.

    ``table`` is the whole table; ``recipe`` made it (None: it was imported or edited). Of its rows
    the share ``held_out``, chosen by ``split_seed``, is kept from the descent; ``order`` is whose
    turn it is, where rows came and went since they were shared out. The columns called
    in ``standardized`` lie about 0 with a standard deviation of 1 (of the rows that are not held
    out). ``Document.dataset`` is what comes of it.
    """

    table: Dataset
    recipe: Recipe | None = None
    standardized: tuple[str, ...] = ()
    held_out: float = 0.0
    split_seed: int = 0
    order: RowOrder | None = None


@dataclass(frozen=True)
class Experiment:
    """What is tried out one after the other: every rate with every number of epochs."""

    rates: tuple[float, ...] = ()
    epochs: tuple[int, ...] = ()
    remarks: str = ""


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
    from the same start; ``starts`` are points kept to start from. ``dataset`` is what the graph
    reads; where ``source`` is given it is made from that (see ``document.sourcing``), and without
    it is the whole table.
    """

    text: str = ""
    graph: Graph = field(default_factory=Graph)
    title: str = "Untitled"
    positions: Mapping[NodeId, Point] = field(default_factory=dict)
    landscape: LandscapeSettings = field(default_factory=LandscapeSettings)
    descent: DescentSettings = field(default_factory=DescentSettings)
    dataset: Dataset | None = None
    source: DataSource | None = None
    experiment: Experiment = field(default_factory=Experiment)
    groups: tuple[Group, ...] = ()
    comments: tuple[Comment, ...] = ()
    rivals: tuple[Method, ...] = ()
    starts: tuple[Mapping[str, float], ...] = ()
