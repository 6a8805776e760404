"""The pass cursor: how far the forward and backward pass have come, and what is known by then."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from gradviz.document import Document, leaf_values
from gradviz.errors import GraphError
from gradviz.graph import Graph, NodeId, Value, as_value, format_value
from gradviz.session.jobs import JobRunner
from gradviz.session.pass_state import (
    Outcome,
    PassState,
    Request,
    evaluated,
    expected,
    same_request,
    same_structure,
    state_at,
)
from gradviz.session.session import Session

SLOW = 0.008
"""Seconds: an evaluation that took longer is done in the background the next time."""

SMALL = 2_000
"""Numbers: up to this many in all nodes an evaluation is always done at once.

A busy machine may take long over a small graph; the wait is short, and a card must not show
a stale value after a click.
"""

AT_POINTER = "at the pointer"
"""How values are called that are shown while one hovers."""

SPEEDS = (0.5, 1.0, 2.0, 4.0)
"""How many times as fast as usual the steps may play."""

LARGE = 500_000
"""Numbers: with more in all nodes not even another expression is evaluated at once.

Until its values are there, the graph is shown with its inputs alone.
"""

_PATIENCE = 0.25
_PLAY_MS = 450


class PassCursor(QObject):
    """Keeps the passes of the session's document and the position in them.

    Another expression starts at position 0, an opened document at the end, another value keeps
    the position. ``changed(old, new)`` carries PassStates and is emitted for differences only.
    """

    changed = Signal(object, object)
    playing_changed = Signal(bool)

    def __init__(self, session: Session, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._key = ("passes", id(self))
        self._wanted: int | None = None  # None: the end, wherever that is
        self._held: Mapping[str, Value] | None = None
        self._label = ""
        self._hovered: Mapping[str, Value] | None = None
        self._stepped = False
        self._target: NodeId | None = None  # None: the output
        self._speed = 1.0
        self._asked = Request(Graph(), {})  # what the background was asked for last
        self._outcome = evaluated(self._asked)
        self._state = PassState()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        session.document_changed.connect(self._on_document_changed)
        self._request(restructured=True)

    @property
    def state(self) -> PassState:
        """What is known at the present position."""
        return self._state

    @property
    def is_playing(self) -> bool:
        """Whether the steps advance by themselves."""
        return self._timer.isActive()

    # Moving

    def forward(self) -> None:
        """Show the complete forward pass and nothing of the backward pass."""
        self.seek(self._state.forward_count)

    def backward(self) -> None:
        """Show both passes complete."""
        self.seek(self._state.count)

    def step_forward(self) -> None:
        """Make the next step."""
        self.seek(self._state.position + 1)

    def step_back(self) -> None:
        """Take back the latest step."""
        self.seek(self._state.position - 1)

    def reset(self) -> None:
        """Go back to where only the inputs have values."""
        self.seek(0)

    def seek(self, position: int) -> None:
        """Go to a position; what lies outside is clamped. Stops playing."""
        self.pause()
        self._go(position)

    @property
    def speed(self) -> float:
        """How many times as fast as usual the steps play."""
        return self._speed

    def set_speed(self, speed: float) -> None:
        """Play faster or slower, from now on and at once."""
        self._speed = speed
        if self.is_playing:
            self._timer.start(round(_PLAY_MS / speed))

    def play(self, interval_ms: int | None = None) -> None:
        """Advance one step at a time until the end, as fast as ``speed`` says unless told.

        From the end, start anew.
        """
        if self._state.count == 0:
            return
        if self._state.at_end:
            self._go(0)
        was_playing = self.is_playing
        self._timer.start(round(_PLAY_MS / self._speed) if interval_ms is None else interval_ms)
        if not was_playing:
            self.playing_changed.emit(True)  # noqa: FBT003  # a signal's argument

    def pause(self) -> None:
        """Stop advancing."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)  # noqa: FBT003

    # Another target, other inputs

    def set_target(self, node_id: NodeId | None) -> None:
        """Show the gradients of another node than the output; None goes back to the output.

        When the node goes, the output is the target again. Raises GraphError for a number that
        is written in the expression.
        """
        graph = self._session.document.graph
        node = None if node_id is None else graph.nodes[node_id]
        if node is not None and node.is_literal:
            value = format_value(as_value(1.0 if node.value is None else node.value))
            raise GraphError(f"{value} is only a number: choose what is computed.", node=node.id)
        self._target = None if node_id == graph.output else node_id
        if self._wanted is not None and self._wanted > self._state.forward_count:
            self._wanted = None  # another backward pass has other steps: show it whole
        self._request()

    def show_inputs(self, values: Mapping[str, Value] | None) -> None:
        """Evaluate with other inputs for a moment (hover) and reveal everything; None ends it."""
        self._hovered = None if values is None else dict(values)
        self._request()

    def hold_inputs(self, values: Mapping[str, Value] | None, label: str = "") -> None:
        """Evaluate with the inputs of an epoch until None; one may step through its passes.

        ``label`` says whose values these are, or with None whose the document's own are.
        """
        if self._held is None and values is not None:
            self._wanted = None
        self._held = None if values is None else dict(values)
        self._label = label
        self._request()

    # Inside

    def _on_tick(self) -> None:
        self._go(self._state.position + 1)
        if self._state.at_end:
            self.pause()

    def _go(self, position: int) -> None:
        count = self._state.count
        self._stepped = abs(position - self._state.position) == 1 and 0 <= position <= count
        self._wanted = None if position >= count else max(0, position)
        self._show()

    def _on_document_changed(self, old: Document, new: Document) -> None:
        if new.graph is old.graph and new.dataset is old.dataset:
            return
        opened = self._session.is_fresh or new.title != old.title
        restructured = opened or not same_structure(old.graph, new.graph)
        if restructured:
            self.pause()
            self._wanted = None if opened else 0
            self._held = self._hovered = None
            self._label = ""
        target = None if self._target is None else new.graph.nodes.get(self._target)
        if opened or target is None or target.is_literal or target.id == new.graph.output:
            self._target = None
        self._request(restructured=restructured)

    def _request(self, *, restructured: bool = False) -> None:
        """Evaluate what should be shown now, unless it is shown already.

        What was known of a graph that is gone is of no use: another one is evaluated at once.
        """
        request = self._wish()
        if self._outcome.is_known and same_request(request, self._outcome.request):
            self._jobs.cancel(self._key)
            self._accept(self._outcome._replace(request=request))
            return
        numbers, is_fast = _numbers(request), restructured or self._outcome.seconds < SLOW
        if numbers <= (LARGE if is_fast else SMALL):
            self._jobs.cancel(self._key)
            self._accept(evaluated(request))
            return
        if restructured:
            self._jobs.cancel(self._key)
            self._accept(expected(request))
        self._submit(request)

    def _submit(self, request: Request) -> None:
        """Evaluate in the background, unless that very evaluation is under way."""
        if self._jobs.is_busy(self._key) and same_request(request, self._asked):
            self._asked = request  # its inputs may be called otherwise by now
            return
        self._asked = request

        def on_done(outcome: Outcome) -> None:
            is_newest = same_request(self._asked, request)
            self._accept(outcome._replace(request=self._asked) if is_newest else outcome)

        self._jobs.submit(self._key, evaluated, request, on_done=on_done, patience=_PATIENCE)

    def _wish(self) -> Request:
        document = self._session.document
        leaves = leaf_values(document)
        for override in (self._held, self._hovered):
            for name, value in (override or {}).items():
                node_id = document.graph.by_name.get(name)
                if node_id in leaves:
                    leaves[node_id] = as_value(value)
        label = self._label if self._hovered is None else AT_POINTER
        return Request(document.graph, leaves, label, self._target)

    def _accept(self, outcome: Outcome) -> None:
        if outcome.evaluation is not self._outcome.evaluation:
            self._stepped = False
        self._outcome = outcome
        self._show()

    def _show(self) -> None:
        """Make the state that fits the outcome and the wanted position, and say so."""
        old, outcome = self._state, self._outcome
        everything = self._wanted is None or self._hovered is not None
        position = outcome.steps if everything else min(self._wanted or 0, outcome.steps)
        override = self._held is not None or self._hovered is not None
        if (
            old.graph is outcome.request.graph
            and old.evaluation is outcome.evaluation
            and old.error is outcome.error
            and (old.position, old.inputs_override) == (position, override)
            and (old.label, old.stepped) == (outcome.request.label, self._stepped)
        ):
            return
        self._state = state_at(outcome, position, inputs_override=override, stepped=self._stepped)
        self.changed.emit(old, self._state)


def _numbers(request: Request) -> int:
    """How many numbers the nodes hold in all, if each is as large as the largest input."""
    largest = max(map(np.size, request.leaves.values()), default=1)
    return len(request.graph.nodes) * largest
