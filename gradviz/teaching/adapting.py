"""What is known of the learning rate where no curvature limits it: optimizers that adapt."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from gradviz.descent import OPTIMIZERS
from gradviz.graph import format_number

if TYPE_CHECKING:
    from gradviz.teaching.stability import Stability


def without_limit(shown: Stability) -> str:
    """What is known of an optimizer for which no curvature sets a limit."""
    say = _SENTENCES.get(shown.optimizer)
    label = OPTIMIZERS[shown.optimizer].label
    if say is None:
        return f"For {label} no limit of the learning rate is known."
    return say(shown, label)


def _adam(shown: Stability, label: str) -> str:
    beta1, beta2 = (float(shown.settings[name]) for name in ("beta1", "beta2"))
    farthest = max(1.0, (1.0 - beta1) / math.sqrt(1.0 - beta2))
    # Kingma and Ba 2015, section 2.1; the last limit is that of Cohen et al. 2022.
    return (
        f"{label} divides a step by the size of recent gradients, so no curvature sets one limit: "
        f"a parameter moves by about the learning rate, at most {_n(farthest)} times as far, and "
        "a large rate keeps it jumping about the minimum. There it is stable while lr·λ/√v stays "
        f"below 2(1 + β1)/(1 − β1) = {_n(2 * (1 + beta1) / (1 - beta1))}."
    )


def _nadam(shown: Stability, label: str) -> str:  # noqa: ARG001  # as the others
    return (
        f"{label} divides a step by the size of recent gradients, so no curvature sets one limit: "
        "a parameter moves by about the learning rate, and a large rate keeps it jumping about "
        "the minimum."
    )


def _radam(shown: Stability, label: str) -> str:
    return (
        f"{_nadam(shown, label)} Only its first epochs are steps with momentum alone, which grow "
        "with the gradient."
    )


def _adamax(shown: Stability, label: str) -> str:
    return (
        f"{label} divides a step by the largest recent gradient, so a parameter moves by at most "
        f"{_n(shown.lr)} an epoch whatever the curvature: it cannot blow up, but a large rate "
        "keeps it jumping about the minimum."
    )


def _adagrad(shown: Stability, label: str) -> str:
    return (
        f"{label} divides a step by the root of all squared gradients so far, so a parameter moves "
        f"by at most {_n(shown.lr)} an epoch and ever less: no curvature makes it diverge, but a "
        "small rate may never arrive."
    )


def _rmsprop(shown: Stability, label: str) -> str:
    alpha = float(shown.settings["alpha"])
    if alpha >= 1.0 or shown.settings.get("momentum") or shown.settings.get("centered"):
        return (
            f"{label} divides a step by the size of recent gradients, so no curvature sets one "
            "limit; a large rate keeps it jumping about the minimum."
        )
    farthest = shown.lr / math.sqrt(1.0 - alpha)
    return (
        f"{label} divides a step by the size of recent gradients, so a parameter moves by at most "
        f"lr/√(1 − α) = {_n(farthest)} an epoch whatever the curvature: it cannot blow up, but a "
        "large rate keeps it jumping about the minimum."
    )


def _adadelta(shown: Stability, label: str) -> str:  # noqa: ARG001  # as the others
    return (
        f"{label} measures its steps by the steps before, so no curvature sets a limit; "
        "with a learning rate of 1 it starts with small steps and lengthens them by itself."
    )


def _rprop(shown: Stability, label: str) -> str:
    longest = float(shown.settings["step_size_max"])
    return (
        f"{label} looks at the signs of the gradient alone: steps grow while a sign stays, up to "
        f"{_n(longest)}, and shrink when it changes, so no curvature sets a limit."
    )


def _lion(shown: Stability, label: str) -> str:
    return (
        f"{label} moves every parameter by {_n(shown.lr)} in every epoch, however steep it is: it "
        "cannot blow up, but comes no closer to a minimum than about that unless the rate falls."
    )


def _searching(shown: Stability, label: str) -> str:  # noqa: ARG001  # as the others
    return (
        f"A line search shortens each step until {shown.output} falls enough, so it never rises "
        "and no curvature sets a limit."
    )


def _newton(shown: Stability, label: str) -> str:
    left = _n(1.0 - shown.lr)
    return (
        f"{label} divides by the curvature itself, so near a stationary point an epoch multiplies "
        f"the error by 1 − lr = {left} in all directions: the limit is 2, and 1 is best. It goes "
        "to saddle points and maxima as well as to minima."
    )


def _lbfgs(shown: Stability, label: str) -> str:  # noqa: ARG001  # as the others
    return (
        f"{label} learns the curvature from the gradients it has seen, so no curvature sets a "
        "limit; a learning rate of 1 is natural, and far from a minimum a step may still be too "
        "long."
    )


def _annealing(shown: Stability, label: str) -> str:  # noqa: ARG001
    return (
        f"{label} draws its steps at random and needs no gradient, so there is nothing that could "
        "blow up: it gets worse now and then on purpose, less and less as it cools."
    )


_SENTENCES: Mapping[str, Callable[[Stability, str], str]] = {
    **dict.fromkeys(("adam", "adamw", "amsgrad"), _adam),
    "nadam": _nadam,
    "radam": _radam,
    "adamax": _adamax,
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adadelta": _adadelta,
    "rprop": _rprop,
    "lion": _lion,
    "armijo": _searching,
    "cg": _searching,
    "newton": _newton,
    "lbfgs": _lbfgs,
    "annealing": _annealing,
}


def _n(number: float) -> str:
    return format_number(number)
