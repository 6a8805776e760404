"""What the hyperparameters and the quantities of an update are called and mean, as one table."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Meaning(NamedTuple):
    """The symbol of a name as LaTeX, and in one sentence what it is."""

    symbol: str
    sentence: str


_ROWS: Mapping[str, Meaning] = {
    "lr": Meaning(r"\eta", "The learning rate: how far each update goes."),
    "momentum": Meaning(r"\mu", "The share of the buffer that is kept from epoch to epoch."),
    "dampening": Meaning(r"\tau", "The share of each gradient left out of the buffer."),
    "weight_decay": Meaning(r"\lambda", "Pulls every parameter toward 0 in each epoch."),
    "nesterov": Meaning(r"\text{nesterov}", "Steps as if the buffer had moved on already."),
    "lr_decay": Meaning(r"\delta", "How fast the learning rate falls with the number of updates."),
    "initial_accumulator_value": Meaning(r"s_0", "What the sum of squared gradients starts from."),
    "eps": Meaning(r"\epsilon", "A small number that keeps the divisor away from 0."),
    "alpha": Meaning(r"\alpha", "The share of the mean of squares that is kept in each epoch."),
    "centered": Meaning(
        r"\text{centered}", "Divides by the spread of the gradients about their mean."
    ),
    "rho": Meaning(r"\rho", "The share of the means of squares that is kept in each epoch."),
    "beta1": Meaning(r"\beta_1", "The share of the mean gradient that is kept in each epoch."),
    "beta2": Meaning(r"\beta_2", "The share of the mean of squares that is kept in each epoch."),
    "amsgrad": Meaning(r"\text{amsgrad}", "Divides by the largest mean of squares so far."),
    "decoupled_weight_decay": Meaning(
        r"\text{decoupled}", "Shrinks the parameters themselves instead of adding to the gradient."
    ),
    "momentum_decay": Meaning(r"\psi", "How slowly the momentum grows to its full size."),
    "etaminus": Meaning(r"\eta^{-}", "What the step is multiplied by when the gradient turns."),
    "etaplus": Meaning(
        r"\eta^{+}", "What the step is multiplied by while the gradient keeps its sign."
    ),
    "step_size_min": Meaning(r"s_{\min}", "The smallest step."),
    "step_size_max": Meaning(r"s_{\max}", "The largest step."),
    # What an optimizer keeps or prepares
    "x": Meaning("x", "The parameter."),
    "g": Meaning("g", "The gradient: how fast the loss changes with the parameter."),
    "t": Meaning("t", "The number of the update, from 1."),
    "b": Meaning("b", "The buffer: the gradients so far, older ones weighing less."),
    "m": Meaning("m", "The mean of the gradients so far, older ones weighing less."),
    "v": Meaning("v", "The mean of the squared gradients so far, older ones weighing less."),
    "w": Meaning("w", "The largest v so far."),
    "u": Meaning("u", "The scale that the step is taken in."),
    "s": Meaning("s", "What the steps of this parameter are scaled by."),
    "d": Meaning("d", "What the learning rate is applied to, or divided by."),
    "p": Meaning("p", "The gradient of the epoch before; 0 after it turned round."),
    "q": Meaning("q", "Above 0 while the gradient keeps its sign."),
    "take": Meaning(r"\kappa", "The share of the gradient that goes into the buffer."),
    "rate": Meaning(r"\eta_t", "The learning rate of this update."),
    "step": Meaning(r"\hat{\eta}", "The learning rate, corrected for the mean that started at 0."),
    "root": Meaning("r", "Corrects the root of v, which started at 0."),
    "mu": Meaning(r"\mu_t", "The momentum of this update."),
    "mu_next": Meaning(r"\mu_{t+1}", "The momentum of the next update."),
    "product": Meaning("P", "The product of the momenta so far."),
    "now": Meaning(r"\eta_g", "The learning rate for the gradient."),
    "next_": Meaning(r"\eta_m", "The learning rate for the mean gradient."),
    "corrected": Meaning("c", "Corrects v, which started at 0."),
    "longest": Meaning(r"\rho_\infty", "How many gradients the mean of squares holds at most."),
    "length": Meaning(r"\rho_t", "How many gradients the mean of squares holds by now."),
    "power": Meaning("q", "What of the start is still left in v."),
}

MEANINGS: Mapping[str, Meaning] = MappingProxyType(_ROWS)
"""By the names in an optimizer's lines and settings."""

_OF_OPTIMIZERS: Mapping[tuple[str, str], Meaning] = MappingProxyType(
    {
        ("adadelta", "d"): Meaning("d", "The step before the learning rate is applied."),
        ("adadelta", "u"): Meaning("u", "The mean of the squared steps so far."),
        ("adagrad", "s"): Meaning("s", "The sum of the squared gradients so far."),
        ("adamax", "u"): Meaning("u", "The largest gradient so far, older ones weighing less."),
        ("rmsprop", "d"): Meaning("d", "The divisor: the size gradients had lately."),
        ("rprop", "s"): Meaning("s", "The size of this parameter's step."),
        ("rprop", "lr"): Meaning(r"\eta", "The learning rate: the size of the first step."),
    }
)
"""Where a name means something else than usual."""


def meaning(optimizer: str, name: str) -> Meaning:
    """What a name in the update of an optimizer is."""
    return _OF_OPTIMIZERS.get((optimizer, name)) or MEANINGS[name]
