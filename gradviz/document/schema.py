"""The shape of a .gradviz file, version 1: what msgspec checks on reading."""

from __future__ import annotations

from typing import Annotated, TypeAlias
from typing import Literal as Choice

import msgspec

from gradviz.document.model import MAX_EPOCHS, MAX_SEED
from gradviz.graph import Role

FORMAT = "gradviz"
VERSION = 1

Number: TypeAlias = float | Choice["nan", "inf", "-inf"]
"""JSON has no NaN and no infinities: they are written as strings."""

Key: TypeAlias = Annotated[str, msgspec.Meta(min_length=1)]
Epochs: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MAX_EPOCHS)]

Seed: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=MAX_SEED)]


class Header(msgspec.Struct):
    """What every version has; read first, so that a newer file is named as such."""

    format: str
    version: int


class NodeRecord(msgspec.Struct, omit_defaults=True):
    """One node; ``value`` is a number or nested lists (msgspec has no recursive lists)."""

    id: Key
    op: Key
    operands: list[str] = []
    name: Key | None = None
    value: object = None
    role: Role = Role.PARAMETER
    stated: bool = False
    attributes: dict[Key, int] = {}


class LandscapeRecord(msgspec.Struct, omit_defaults=True):
    """What the landscape shows, and what it knows of the function."""

    axes: list[str] = []
    ranges: dict[Key, tuple[Number, Number]] = {}
    minima: list[dict[Key, Number]] = []
    view: Choice["", "map", "surface", "curve"] = ""
    box: dict[Key, tuple[Number, Number]] = {}
    objectives: list[Key] = []
    constraints: list[Key] = []
    along: Key = ""


class MethodRecord(msgspec.Struct, omit_defaults=True):
    """An optimizer with its numbers."""

    optimizer: Key
    lr: Number
    settings: dict[Key, bool | Number] = {}
    schedule: Key = "constant"
    schedule_settings: dict[Key, Number] = {}


class DescentRecord(MethodRecord, kw_only=True, omit_defaults=True):
    """How the descent runs."""

    epochs: Epochs
    in_box: bool = False
    batch_size: Annotated[int, msgspec.Meta(ge=1)] | None = None
    seed: Seed = 0
    tolerance: Annotated[float, msgspec.Meta(ge=0)] | None = None
    patience: Annotated[int, msgspec.Meta(ge=1)] = 10


class DatasetRecord(msgspec.Struct):
    """Named columns of numbers."""

    name: str
    columns: dict[str, list[Number]]


class RecipeRecord(msgspec.Struct):
    """How a table was made up."""

    preset: Key
    points: Annotated[int, msgspec.Meta(ge=1)]
    noise: Annotated[float, msgspec.Meta(ge=0)]
    seed: Seed


class SourceRecord(msgspec.Struct, omit_defaults=True):
    """What is done to the table before the graph reads it.

    ``order`` are all rows, counted from 0, in the order in which they are held out; without it the
    seed says it.
    """

    recipe: RecipeRecord | None = None
    standardized: list[Key] = []
    held_out: Annotated[float, msgspec.Meta(ge=0, lt=1)] | None = None
    split_seed: Seed = 0
    order: list[Annotated[int, msgspec.Meta(ge=0, lt=2**31)]] | None = None


class ExperimentRecord(msgspec.Struct, omit_defaults=True):
    """What is tried out one after the other."""

    rates: list[Annotated[float, msgspec.Meta(ge=0)]] = []
    epochs: list[Epochs] = []
    remarks: str = ""


class GroupRecord(msgspec.Struct, omit_defaults=True):
    """Nodes in a frame, or shown as one card."""

    id: Key
    name: str
    members: list[Key]
    collapsed: bool = False


class CommentRecord(msgspec.Struct):
    """A note on the canvas."""

    id: Key
    text: str
    place: tuple[float, float]
    size: tuple[float, float]


class DocumentRecord(msgspec.Struct, omit_defaults=True):
    """The whole file; ``positions`` are the centers of cards placed by hand.

    ``dataset`` is the whole table, also where ``source`` says what is done to it.
    """

    format: str
    version: int
    title: str
    text: str
    nodes: list[NodeRecord]
    output: Key | None
    descent: DescentRecord
    positions: dict[Key, tuple[float, float]] = {}
    landscape: LandscapeRecord = msgspec.field(default_factory=LandscapeRecord)
    dataset: DatasetRecord | None = None
    source: SourceRecord | None = None
    experiment: ExperimentRecord | None = None
    groups: list[GroupRecord] = []
    comments: list[CommentRecord] = []
    rivals: list[MethodRecord] = []
    starts: list[dict[Key, Number]] = []


class FragmentRecord(msgspec.Struct, omit_defaults=True):
    """What the clipboard carries: a document of the nodes, and which of them stand for others.

    ``outside`` are the ids of inputs that are names of nodes that were not copied.
    """

    document: DocumentRecord
    outside: list[Key] = []
