"""The table of optimizers, each with the equations and defaults of torch.optim."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradviz.descent.rules.method_rows import METHOD_ROWS
from gradviz.descent.rules.moments import MOMENT_ROWS
from gradviz.descent.rules.optimizer import DECAY, Optimizer, Setting

_SGD_SETTINGS: Mapping[str, Setting] = {
    "momentum": 0.0,
    "dampening": 0.0,
    "weight_decay": 0.0,
    "nesterov": False,
}
_SGD_UPDATE = (
    DECAY,
    ("momentum !dampening", "b = momentum*b + g"),
    ("momentum dampening", "b = momentum*b + take*g"),
    ("!momentum", "x = x - lr*g"),
    ("momentum !nesterov", "x = x - lr*b"),
    ("momentum nesterov", "x = x - lr*(g + momentum*b)"),
)


def _sgd(
    id_: str, label: str, equation: str, fixed: Mapping[str, Setting], **changed: Setting
) -> Optimizer:
    defaults = {k: v for k, v in {**_SGD_SETTINGS, **changed}.items() if k not in fixed}
    return Optimizer(
        id_,
        label,
        0.001,
        defaults,
        _SGD_UPDATE,
        equation,
        state={"b": "0.0"},
        # The first step fills the buffer with the whole gradient.
        shared=(("dampening", "take = 1.0 if t == 1 else 1.0 - dampening"),),
        fixed=fixed,
        torch_class="SGD",
    )


_ROWS = (
    _sgd("sgd", "SGD", r"x \leftarrow x - \eta\,g", {}),
    _sgd(
        "momentum",
        "Momentum",
        r"b \leftarrow \mu b + g, \quad x \leftarrow x - \eta\,b",
        {"nesterov": False},
        momentum=0.9,
    ),
    _sgd(
        "nesterov",
        "Nesterov",
        r"b \leftarrow \mu b + g, \quad x \leftarrow x - \eta\,(g + \mu b)",
        {"nesterov": True, "dampening": 0.0},
        momentum=0.9,
    ),
    Optimizer(
        "adagrad",
        "Adagrad",
        0.01,
        {"lr_decay": 0.0, "weight_decay": 0.0, "initial_accumulator_value": 0.0, "eps": 1e-10},
        (DECAY, ("", "s = s + g*g"), ("", "x = x - rate*g/(sqrt(s) + eps)")),
        r"s \leftarrow s + g^2, \quad x \leftarrow x - \eta\,\frac{g}{\sqrt{s} + \epsilon}",
        state={"s": "initial_accumulator_value"},
        shared=(("", "rate = lr/(1 + (t - 1)*lr_decay)"),),
        torch_class="Adagrad",
    ),
    Optimizer(
        "rmsprop",
        "RMSprop",
        0.01,
        {"alpha": 0.99, "eps": 1e-8, "weight_decay": 0.0, "momentum": 0.0, "centered": False},
        (
            DECAY,
            ("", "v = alpha*v + rest*g*g"),
            ("centered", "m = alpha*m + rest*g"),
            ("centered", "d = sqrt(v - m*m) + eps"),
            ("!centered", "d = sqrt(v) + eps"),
            ("!momentum", "x = x - lr*g/d"),
            ("momentum", "b = momentum*b + g/d"),
            ("momentum", "x = x - lr*b"),
        ),
        r"v \leftarrow \alpha v + (1-\alpha)\,g^2, \quad "
        r"x \leftarrow x - \eta\,\frac{g}{\sqrt{v} + \epsilon}",
        state={"v": "0.0", "m": "0.0", "b": "0.0"},
        setup=(("", "rest = 1 - alpha"),),
        torch_class="RMSprop",
    ),
    Optimizer(
        "adadelta",
        "Adadelta",
        1.0,
        {"rho": 0.9, "eps": 1e-6, "weight_decay": 0.0},
        (
            DECAY,
            ("", "v = rho*v + rest*g*g"),
            ("", "d = sqrt(u + eps)/sqrt(v + eps)*g"),
            ("", "u = rho*u + rest*d*d"),
            ("", "x = x - lr*d"),
        ),
        r"v \leftarrow \rho v + (1-\rho)\,g^2, \quad "
        r"d = \frac{\sqrt{u + \epsilon}}{\sqrt{v + \epsilon}}\,g, \quad "
        r"u \leftarrow \rho u + (1-\rho)\,d^2, \quad x \leftarrow x - \eta\,d",
        state={"v": "0.0", "u": "0.0"},
        setup=(("", "rest = 1 - rho"),),
        torch_class="Adadelta",
    ),
    *MOMENT_ROWS[:-1],
    Optimizer(
        "rprop",
        "Rprop",
        0.01,
        {"etaminus": 0.5, "etaplus": 1.2, "step_size_min": 1e-6, "step_size_max": 50.0},
        (
            ("", "q = g*p"),
            ("", "s = s*where(q > 0, etaplus, where(q < 0, etaminus, 1.0))"),
            ("", "s = smaller(larger(s, step_size_min), step_size_max)"),
            ("", "p = where(q < 0, 0.0, g)"),
            ("", "x = x - s*sign(p)"),
        ),
        r"s \leftarrow s \cdot \{\eta^{+}, \eta^{-}\}, \quad x \leftarrow x - s\,\mathrm{sign}(g)",
        state={"s": "lr", "p": "0.0"},
        lr_words="the first step of each parameter, which then finds its own",
        torch_class="Rprop",
    ),
    MOMENT_ROWS[-1],
    *METHOD_ROWS,
)

OPTIMIZERS: Mapping[str, Optimizer] = MappingProxyType({row.id: row for row in _ROWS})
"""Every optimizer by id, in the order in which they are taught."""
