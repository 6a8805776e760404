"""How a task checks itself: pure tests of what a student has made, chosen or typed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, TypeAlias

import msgspec
import numpy as np

from gradviz.teaching.lessons.answers import number_of, same_function
from gradviz.teaching.lessons.attempt import OF_EPOCH, Attempt
from gradviz.teaching.lessons.structure import computes, contains

NO_ANSWER, TEXT, CHOICE = "", "text", "choice"
"""What a student gives besides the document: nothing, something typed, one of the options."""


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="is"):
    """A test of an attempt. ``on``: the expression the output must have; "" for any."""

    on: str = ""

    answers: ClassVar[str] = NO_ANSWER

    def solved(self, attempt: Attempt) -> bool:
        """Whether the attempt does what the task asks."""
        return (not self.on or computes(attempt.graph, self.on)) and self.met(attempt)

    def met(self, attempt: Attempt) -> bool:
        """The test itself, given that the expression is the right one."""
        raise NotImplementedError


class ValueIs(Check, frozen=True, tag="value"):
    """A node has a value; without ``name`` the output."""

    equals: float
    name: str = ""
    tolerance: float = 1e-3

    def met(self, attempt: Attempt) -> bool:
        """Compare the value once the forward pass has been made."""
        found = _value(attempt, self.name) if attempt.values_shown else None
        return found is not None and abs(found - self.equals) <= self.tolerance


class ValueBelow(Check, frozen=True, tag="value_below"):
    """The output is smaller than ``limit``."""

    limit: float

    def met(self, attempt: Attempt) -> bool:
        """Compare the value once the forward pass has been made."""
        found = _value(attempt, "") if attempt.values_shown else None
        return found is not None and found < self.limit


class ShapeIs(Check, frozen=True, tag="shape"):
    """A node has a shape."""

    name: str
    shape: tuple[int, ...]

    def met(self, attempt: Attempt) -> bool:
        """Compare the shape of the value."""
        values = attempt.evaluation.values if attempt.evaluation is not None else {}
        return self.name in values and np.shape(values[self.name]) == self.shape


class GradientIs(Check, frozen=True, tag="gradient"):
    """The output's gradient with respect to a node has a value."""

    name: str
    equals: float
    tolerance: float = 1e-3

    def met(self, attempt: Attempt) -> bool:
        """Compare the gradient once the backward pass has been made."""
        found = _gradient(attempt, self.name) if attempt.gradients_shown else None
        return found is not None and abs(found - self.equals) <= self.tolerance


class GradientsSmall(Check, frozen=True, tag="gradients_small"):
    """The gradients of some inputs are almost 0."""

    names: tuple[str, ...]
    limit: float

    def met(self, attempt: Attempt) -> bool:
        """Compare each gradient; those of an epoch of the descent count, too."""
        found = [_gradient(attempt, name) for name in self.names]
        shown = attempt.gradients_shown or attempt.inputs == OF_EPOCH
        return shown and all(g is not None and abs(g) < self.limit for g in found)


class Holds(Check, frozen=True, tag="expression"):
    """Some node computes an expression."""

    expression: str

    def met(self, attempt: Attempt) -> bool:
        """Look for the expression among all nodes."""
        return contains(attempt.graph, self.expression)


class UsedBy(Check, frozen=True, tag="used"):
    """A node is used by several operations."""

    name: str
    times: int

    def met(self, attempt: Attempt) -> bool:
        """Count the operations that use the node."""
        node_id = attempt.graph.by_name.get(self.name)
        users = attempt.graph.users[node_id] if node_id is not None else ()
        return len({user for user, _ in users}) >= self.times


class Descends(Check, frozen=True, tag="descent"):
    """The descent ended, and ended somewhere; what is not stated may be anything.

    ``loss_below`` is compared after ``epoch`` updates (the last one without it), ``near`` with
    the last point. ``beyond_limit`` asks for a learning rate at which the descent cannot hold.
    """

    stop: tuple[str, ...] = ()
    optimizer: str = ""
    loss_below: float = math.inf
    epoch: int = -1
    at_most: int = 0
    near: Mapping[str, float] = {}
    tolerance: float = 0.05
    beyond_limit: bool = False

    def met(self, attempt: Attempt) -> bool:
        """Compare the trajectory with everything that is stated."""
        path = attempt.trajectory
        if path is None or not -len(path.losses) <= self.epoch < len(path.losses):
            return False
        end = dict(zip(path.parameters, path.points[-1], strict=True))
        limit = path.lr_limit if path.lr_limit is not None else math.inf
        return (
            (not self.stop or path.stop in self.stop)
            and (not self.optimizer or path.optimizer == self.optimizer)
            and (not self.at_most or path.epochs <= self.at_most)
            and (not self.beyond_limit or path.lr > limit)
            and path.losses[self.epoch] < self.loss_below
            and all(abs(end.get(k, math.inf) - v) <= self.tolerance for k, v in self.near.items())
        )


class Answer(Check, frozen=True, tag="number"):
    """A number was typed; a fraction or another expression without names is one too."""

    equals: float
    tolerance: float = 1e-3

    answers: ClassVar[str] = TEXT

    def met(self, attempt: Attempt) -> bool:
        """Compare the number."""
        return _near(attempt.answer, self.equals, self.tolerance)


class AnswerValue(Check, frozen=True, tag="number_value"):
    """The output's value was typed, for whatever inputs the student chose."""

    tolerance: float = 1e-2

    answers: ClassVar[str] = TEXT

    def met(self, attempt: Attempt) -> bool:
        """Compare the number with the value."""
        return _near(attempt.answer, _value(attempt, ""), self.tolerance)


class AnswerGradient(Check, frozen=True, tag="number_gradient"):
    """A gradient was typed, for whatever inputs the student chose."""

    name: str
    tolerance: float = 1e-2

    answers: ClassVar[str] = TEXT

    def met(self, attempt: Attempt) -> bool:
        """Compare the number with the gradient."""
        return _near(attempt.answer, _gradient(attempt, self.name), self.tolerance)


class AnswerLoss(Check, frozen=True, tag="number_loss"):
    """The loss after some epochs at a certain learning rate was typed."""

    epoch: int
    lr: float
    relative: float = 0.05

    answers: ClassVar[str] = TEXT

    def met(self, attempt: Attempt) -> bool:
        """Compare the number with the loss, as exactly as a plot can be read."""
        path = attempt.trajectory
        if path is None or path.epochs < self.epoch or not math.isclose(path.lr, self.lr):
            return False
        loss = float(path.losses[self.epoch])
        return _near(attempt.answer, loss, self.relative * abs(loss))


class AnswerFormula(Check, frozen=True, tag="formula"):
    """An expression was typed that equals ``expression`` wherever it is tried.

    ``given`` are statements the answer may use, as ``s = sigmoid(z)``.
    """

    expression: str
    given: str = ""

    answers: ClassVar[str] = TEXT

    def met(self, attempt: Attempt) -> bool:
        """Compare both expressions at many points."""
        return same_function(attempt.answer, self.expression, self.given)


class Choice(Check, frozen=True, tag="choice"):
    """One of the options was chosen; the first is the right one and they are shown sorted."""

    options: tuple[str, ...]

    answers: ClassVar[str] = CHOICE

    def met(self, attempt: Attempt) -> bool:
        """Compare with the right option."""
        return attempt.answer == self.options[0]

    @property
    def shown(self) -> tuple[str, ...]:
        """The options in the order in which they are shown."""
        return tuple(sorted(self.options))


AnyCheck: TypeAlias = (
    ValueIs
    | ValueBelow
    | ShapeIs
    | GradientIs
    | GradientsSmall
    | Holds
    | UsedBy
    | Descends
    | Answer
    | AnswerValue
    | AnswerGradient
    | AnswerLoss
    | AnswerFormula
    | Choice
)


def _value(attempt: Attempt, name: str) -> float | None:
    if attempt.evaluation is None:
        return None
    found = attempt.evaluation
    value = found.values.get(name) if name else found.node_values.get(found.graph.output or "")
    return value if isinstance(value, float) else None


def _gradient(attempt: Attempt, name: str) -> float | None:
    if attempt.evaluation is None or attempt.evaluation.target != attempt.graph.output:
        return None  # the gradients of another node say nothing about the output
    gradient = attempt.evaluation.gradients.get(name)
    return gradient if isinstance(gradient, float) else None


def _near(answer: str, wanted: float | None, tolerance: float) -> bool:
    found = number_of(answer)
    return found is not None and wanted is not None and abs(found - wanted) <= tolerance
