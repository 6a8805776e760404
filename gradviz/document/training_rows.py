"""The rows a descent learns from and those held out of it, as parts of a program."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from gradviz.document.descents import batch_size_of
from gradviz.document.held_out import held_out_losses
from gradviz.document.model import Document
from gradviz.document.sampling import scales
from gradviz.document.sourcing import held_out_rows
from gradviz.document.values import is_bound
from gradviz.errors import GradVizError

if TYPE_CHECKING:
    from gradviz.descent.objectives import Objective
    from gradviz.descent.trajectory import Trajectory
    from gradviz.graph import Value

BATCHES = '''
random = np.random.default_rng({seed})  # draws the same numbers as GradViz


def batches():
    """The rows of each mini-batch of one epoch, shuffled anew for each."""
    order = random.permutation({rows})
    return [torch.tensor(order[first : first + {size}]) for first in range(0, {rows}, {size})]

'''

_STANDARDIZED = (
    "# {name} is standardized: it was (x - {mean!r}) / {deviation!r} of the table's x.\n"
)
_SPLIT = (
    "# The descent learns from {kept:,} rows; {held:,} others are held out and only measured.\n"
)
_UNMEASURED = "# On the rows held out there is no loss. {why}\n"


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """Which rows a program learns from.

    ``names`` are the inputs that its loss takes besides the parameters; ``cut`` those of them
    that are cut into mini-batches of ``size`` out of ``count`` rows, shuffled by ``seed``.
    ``held_out`` are the values of ``names`` in the rows held out, empty for none, and
    ``last_measured`` is the loss there at the end.
    """

    names: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    size: int = 0
    count: int = 0
    seed: int = 0
    held_out: Mapping[str, Value] = field(default_factory=dict)
    last_measured: float = 0.0
    notes: tuple[str, ...] = ()

    def batches(self) -> Iterator[str]:
        """The function that shuffles and cuts, if mini-batches are wanted."""
        if self.cut:
            yield BATCHES.format(seed=self.seed, rows=self.count, size=self.size)

    def held_out_list(self) -> Iterator[str]:
        """The list of the columns held out."""
        from gradviz.graph.code import numbers_text

        if self.held_out:
            yield "held_out = [\n"
            for name, value in self.held_out.items():
                yield f"    torch.tensor({numbers_text(value, name)}),  # {name}\n"
            yield "]\n"

    def given(self, called: Mapping[str, str], *, batch: bool = False) -> str:
        """What the loss is called with behind the parameters; of one ``batch`` or of all rows."""
        return "".join(
            f", {called[name]}{'[rows]' if batch and name in self.cut else ''}"
            for name in self.names
        )


def training_rows(document: Document, target: Objective, path: Trajectory) -> TrainingRows:
    """The rows of a document's descent, which took this path. Raises SettingError."""
    from gradviz.descent.minibatches import batches

    size, held = batch_size_of(document), held_out_rows(document)
    parts = None if size is None else batches(target, size, document.descent.seed)
    bound = [node.name for node in document.graph.inputs if is_bound(document, node)]
    notes, measured = [*_standardized(document, bound)], None
    if held is not None and bound:
        count = 0 if document.dataset is None else document.dataset.length
        notes.append(_SPLIT.format(kept=count, held=held.length))
        try:
            measured = held_out_losses(document, path)
        except GradVizError as error:
            notes.append(_UNMEASURED.format(why=error))
    cut = () if parts is None else tuple(parts.rows)
    with_held = bound if measured is not None else []
    inputs = [node.name for node in document.graph.inputs if node.name is not None]
    names = tuple(name for name in inputs if name in cut or name in with_held)
    known = target.inputs if held is None else {**target.inputs, **held.columns}
    return TrainingRows(
        names,
        cut,
        size or 0,
        len(np.atleast_1d(target.inputs[cut[0]])) if cut else 0,
        document.descent.seed,
        {name: known[name] for name in names} if measured is not None else {},
        0.0 if measured is None else float(measured[-1]),
        tuple(notes),
    )


def _standardized(document: Document, bound: list[str | None]) -> Iterator[str]:
    if document.source is None:
        return
    for name, scale in scales(document.source).items():
        if name in bound:
            yield _STANDARDIZED.format(name=name, mean=scale.mean, deviation=scale.deviation)
