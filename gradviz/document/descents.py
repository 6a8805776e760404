"""The descent a document describes: its objective and its trajectory."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from gradviz.document.model import Document, Range
from gradviz.document.values import inputs_of, is_bound
from gradviz.graph import Node, Role

if TYPE_CHECKING:
    from gradviz.descent import Objective, Trajectory


def objective_of(document: Document) -> Objective:
    """The output as a function of the parameters; the dataset and the other inputs are given.

    Raises GraphError or ShapeError where there is nothing to descend.
    """
    from gradviz.descent import objective  # the first frame descends on nothing

    values = inputs_of(document)
    parameters = [node.name for node in document.graph.parameters if node.name is not None]
    given = {
        node.name: values[node.name]
        for node in document.graph.inputs
        if node.name is not None and node.name not in parameters and _is_given(document, node)
    }
    return objective(document.graph, given, parameters)


def _is_given(document: Document, node: Node) -> bool:
    """Data without a column is not given: to put 1 for it would say nothing of the missing file."""
    return node.role is not Role.DATA or node.value is not None or is_bound(document, node)


def bounds_of(document: Document) -> dict[str, Range]:
    """The intervals in which the descent is kept: the landscape's box where it is told so."""
    if not document.descent.in_box:
        return {}
    descended = {node.name for node in document.graph.parameters}
    return {
        name: interval
        for name, interval in document.landscape.box.items()
        if name.partition("[")[0] in descended
    }


def batch_size_of(document: Document) -> int | None:
    """The rows of a mini-batch; None where the graph reads no data, or all rows at once."""
    size = document.descent.batch_size
    reads = any(is_bound(document, node) for node in document.graph.inputs)
    return size if reads else None


def descent_of(
    document: Document,
    target: Objective | None = None,
    *,
    cancel: Callable[[], bool] | None = None,
    progress: Callable[[float], None] | None = None,
    watch: Callable[[Trajectory], None] | None = None,
) -> Trajectory:
    """The trajectory from the parameters' values, with the document's descent settings.

    ``target`` is the document's objective, if it is made already; the rest is as in ``descend``.
    Raises GradVizError.
    """
    from gradviz.descent import descend

    target = objective_of(document) if target is None else target
    values, descent = inputs_of(document), document.descent
    return descend(
        target,
        start={name: values[name] for name in target.parameters},
        optimizer=descent.optimizer,
        lr=descent.lr,
        epochs=descent.epochs,
        settings=descent.settings,
        schedule=descent.schedule,
        schedule_settings=descent.schedule_settings,
        bounds=bounds_of(document),
        batch_size=batch_size_of(document),
        seed=descent.seed,
        tolerance=descent.tolerance,
        patience=descent.patience,
        cancel=cancel,
        progress=progress,
        watch=watch,
    )
