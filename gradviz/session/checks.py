"""The numerical checks of the gradients on show: renewed as the passes change, never stale."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from PySide6.QtCore import QObject, Signal

from gradviz.graph import Check, Evaluation, NodeId, check_nodes
from gradviz.session.jobs import JobRunner
from gradviz.session.overlays import Overlay, Overlays
from gradviz.session.pass_state import PassState
from gradviz.session.passes import PassCursor

AT_ONCE = 40_000
"""Numbers: where moving every element costs less, the check is done while one waits."""


class GradientChecks(QObject):
    """Central differences beside the gradients, while the switch for them is on.

    ``changed(old, new)`` carries mappings from nodes to Checks. They always belong to the
    evaluation that the passes show: what was found for another is dropped at once.
    """

    changed = Signal(object, object)

    def __init__(
        self,
        passes: PassCursor,
        overlays: Overlays,
        jobs: JobRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._passes = passes
        self._overlays = overlays
        self._jobs = jobs
        self._key = ("checks", id(self))
        self._evaluation: Evaluation | None = None
        self._found: Mapping[NodeId, Check] = {}
        passes.changed.connect(self._on_pass_changed)
        overlays.changed.connect(self._on_overlay_changed)

    @property
    def found(self) -> Mapping[NodeId, Check]:
        """The checks by node; empty while they are off or not known yet."""
        return self._found

    @property
    def is_busy(self) -> bool:
        """Whether checks are under way."""
        return self._jobs.is_busy(self._key)

    def _on_pass_changed(self, _old: PassState, _new: PassState) -> None:
        if self._overlays.current.checks:
            self._renew()

    def _on_overlay_changed(self, old: Overlay, new: Overlay) -> None:
        if old.checks != new.checks:
            self._renew()

    def _renew(self) -> None:
        evaluation = self._passes.state.evaluation if self._overlays.current.checks else None
        if evaluation is self._evaluation:
            return
        self._evaluation = evaluation
        self._jobs.cancel(self._key)
        if evaluation is None or evaluation.note is not None:
            self._show({})
        elif _numbers(evaluation) <= AT_ONCE:
            self._show(check_nodes(evaluation))
        else:
            self._show({})
            self._jobs.submit(self._key, _checked, evaluation, on_done=self._show)

    def _show(self, found: Mapping[NodeId, Check]) -> None:
        old, self._found = self._found, found
        if old or found:
            self.changed.emit(old, found)


def _numbers(evaluation: Evaluation) -> int:
    """How many numbers are computed if every element of every node is moved by itself."""
    values = evaluation.node_values
    return sum(map(np.size, values.values())) * sum(
        np.size(values[node_id]) for node_id in evaluation.node_gradients
    )


def _checked(evaluation: Evaluation, cancel: Callable[[], bool]) -> Mapping[NodeId, Check]:
    return check_nodes(evaluation, cancelled=cancel)
