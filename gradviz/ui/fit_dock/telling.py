"""What the dock tells, found in the background: the formulas of a fit at some values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.errors import GradVizError
from gradviz.graph import Evaluation, Node, Role
from gradviz.session import JobRunner
from gradviz.teaching.regression import (
    Column,
    Fit,
    Normal,
    Section,
    Shares,
    as_equation,
    as_row,
    as_sums,
    as_vectors,
    fit_of,
    normal_of,
    table_of,
    total_title,
)

_KEY = "fit"


class View(StrEnum):
    """How the loss and its gradient are told."""

    SUMS = "sum"
    ROW = "row"
    VECTORS = "vectors"


@dataclass(frozen=True, eq=False)
class Wish:
    """What is to be told: of which evaluation, how, of which row, for which parameter.

    Without a parameter it is told for all of them. With a sentence in ``hidden`` that stands in
    place of the best parameters.
    """

    evaluation: Evaluation
    view: View
    row: int = 0
    parameter: str = ""
    hidden: str = ""


@dataclass(frozen=True, eq=False)
class Known:
    """What stays the same while only the parameters change."""

    evaluation: Evaluation
    fit: Fit
    normal: Normal | None


@dataclass(frozen=True, eq=False)
class Answer:
    """The formulas and the table, or in ``obstacle`` why there are none."""

    wish: Wish
    known: Known | None = None
    sections: tuple[Section, ...] = ()
    table: tuple[Column, ...] = ()
    total: str = ""
    obstacle: str = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the parameters."""
        return () if self.known is None else tuple(self.known.fit.parameters)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return 0 if self.known is None else self.known.fit.found.rows


class FitTeller(QObject):
    """Answers wishes in the background; the newest wins."""

    told = Signal(object)  # Answer

    def __init__(self, jobs: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._known: Known | None = None

    def tell(self, wish: Wish) -> None:
        """Find what was wished for, and say it."""
        self._jobs.submit(_KEY, answer, wish, self._known, on_done=self._on_answer)

    def rest(self) -> None:
        """Nobody looks any more."""
        self._jobs.cancel(_KEY)
        self._known = None

    def _on_answer(self, found: Answer) -> None:
        self._known = found.known
        self.told.emit(found)


def answer(wish: Wish, known: Known | None) -> Answer:
    """The formulas that were wished for; ``known`` are those of a moment ago."""
    evaluation = wish.evaluation
    try:
        if known is None or not same_fit(known.evaluation, evaluation):
            known = _learned(evaluation)
    except GradVizError as error:
        return Answer(wish, obstacle=str(error))
    fit = known.fit
    one = fit.parameters.get(wish.parameter)
    shares = Shares(fit, evaluation, tuple(fit.parameters.values()) if one is None else (one,))
    row = min(wish.row, fit.found.rows - 1)
    ways: dict[View, Callable[[], tuple[Section, ...]]] = {
        View.SUMS: lambda: as_sums(shares),
        View.ROW: lambda: as_row(shares, row),
        View.VECTORS: lambda: as_vectors(shares),
    }
    sections = (*ways[wish.view](), as_equation(fit, known.normal, wish.hidden))
    return Answer(wish, known, sections, table_of(shares), total_title(shares))


def _learned(evaluation: Evaluation) -> Known:
    fit = fit_of(evaluation)
    return Known(evaluation, fit, normal_of(Shares(fit, evaluation, ())))


def same_fit(old: Evaluation, new: Evaluation) -> bool:
    """Whether two evaluations are of the same formulas and data: only parameters moved."""
    before, after = old.graph, new.graph
    if before.output != after.output or before.nodes.keys() != after.nodes.keys():
        return False
    for node_id, node in after.nodes.items():
        if _bare(before.nodes[node_id]) != _bare(node):
            return False
        moves = node.role is Role.PARAMETER and not node.is_literal
        if node.is_input and not moves:
            one, other = old.node_values.get(node_id), new.node_values.get(node_id)
            if one is not other and not (one is not None and np.array_equal(one, other)):  # type: ignore[arg-type]
                return False
    return True


def _bare(node: Node) -> Node:
    """An input without the value that it happens to have."""
    return replace(node, value=None, stated=False) if node.name and node.is_input else node
