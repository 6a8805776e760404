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
    "c1": Meaning("c_1", "How much of the fall that the slope promises a step must bring."),
    "fletcher_reeves": Meaning(r"\text{FR}", "Takes Fletcher and Reeves’ share of the direction."),
    "tolerance_grad": Meaning(r"\epsilon_g", "Gradients this small mean that it has arrived."),
    "tolerance_change": Meaning(r"\epsilon_f", "A fall this small means that it has arrived."),
    "history_size": Meaning("k", "How many steps are remembered."),
    "T0": Meaning("T_0", "The temperature at the start."),
    "seed": Meaning(r"\text{seed}", "Which chances are drawn; the same seed draws the same."),
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
    "beta": Meaning(r"\beta", "The share of the direction before that is kept."),
    "H": Meaning("H", "The Hessian: how fast the gradient changes with each parameter."),
    "y": Meaning("y", "How the gradient changed in the latest step."),
    "gamma": Meaning(r"\gamma", "The first guess of 1 over the curvature."),
    "T": Meaning("T", "The temperature: the higher it is, the more readily a rise is taken."),
    "candidate": Meaning("x'", "The candidate, drawn by chance near the point."),
    "rise": Meaning(r"\Delta", "By how much the candidate is higher."),
    "probability": Meaning("P", "The probability that a higher candidate is taken."),
    "draw": Meaning("u'", "A number drawn between 0 and 1 that decides."),
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
        **{
            (id_, name): found
            for id_ in ("armijo", "cg")
            for name, found in (
                ("rho", Meaning(r"\rho", "What a step that is not low enough is multiplied by.")),
                ("d", Meaning("d", "The direction of the step.")),
                ("t", Meaning("t", "How far along the direction the step goes.")),
                ("lr", Meaning(r"\eta", "The first step length that is tried.")),
            )
        },
        ("newton", "lr"): Meaning(r"\eta", "The share of Newton’s step that is taken."),
        ("newton", "p"): Meaning("p", "The step to where the quadratic model is level."),
        ("lbfgs", "lr"): Meaning(r"\eta", "The share of the step that is taken."),
        ("lbfgs", "d"): Meaning("d", "The direction of the step."),
        ("lbfgs", "t"): Meaning("t", "How far along the direction the step goes."),
        ("lbfgs", "s"): Meaning("s", "The latest step."),
        ("annealing", "lr"): Meaning(r"\eta", "How far a candidate may lie from the point."),
        ("annealing", "alpha"): Meaning(r"\alpha", "The share of the temperature that is kept."),
        ("annealing", "u"): Meaning("u", "A number drawn between 0 and 1, for each parameter."),
        ("rprop", "lr"): Meaning(r"\eta", "The learning rate: the size of the first step."),
    }
)
"""Where a name means something else than usual."""


def meaning(optimizer: str, name: str) -> Meaning:
    """What a name in the update of an optimizer is."""
    return _OF_OPTIMIZERS.get((optimizer, name)) or MEANINGS[name]
