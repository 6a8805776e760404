"""The optimizers that follow running moments of the gradient: Adam and its relatives."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.descent.rules.optimizer import DECAY, DECOUPLED, Optimizer, Setting

_MOMENTS = (
    ("", "m = beta1*m + rest1*g"),
    ("", "v = beta2*v + rest2*g*g"),
)
_RESTS = (("", "rest1 = 1 - beta1"), ("", "rest2 = 1 - beta2"))
_BETAS: Mapping[str, Setting] = {"beta1": 0.9, "beta2": 0.999, "eps": 1e-8, "weight_decay": 0.0}
_MOMENTS_LATEX = (
    r"m \leftarrow \beta_1 m + (1-\beta_1)\,g, \quad "
    r"v \leftarrow \beta_2 v + (1-\beta_2)\,g^2, \quad "
)
_ADAM_STEP_LATEX = (
    r"x \leftarrow x - \eta\,\frac{m/(1-\beta_1^t)}{\sqrt{v/(1-\beta_2^t)} + \epsilon}"
)

# Beyond step 5 the variance of the second moment can be estimated: rectify by it.
_RECTIFIED = (
    "step = step if early else "
    "step*sqrt((length - 4)*(length - 2)*longest/(fourth*length)*(1 - power))"
)


def _adam(
    id_: str,
    label: str,
    equation: str,
    defaults: Mapping[str, Setting],
    fixed: Mapping[str, Setting],
) -> Optimizer:
    return Optimizer(
        id_,
        label,
        0.001,
        defaults,
        (
            DECAY,
            DECOUPLED,
            *_MOMENTS,
            ("amsgrad", "w = larger(w, v)"),
            ("!amsgrad", "x = x - step*m/(sqrt(v)/root + eps)"),
            ("amsgrad", "x = x - step*m/(sqrt(w)/root + eps)"),
        ),
        equation,
        state={"m": "0.0", "v": "0.0", "w": "0.0"},
        setup=_RESTS,
        shared=(("", "step = lr/(1 - beta1**t)"), ("", "root = sqrt(1 - beta2**t)")),
        fixed=fixed,
        torch_class="AdamW" if "decoupled_weight_decay" in fixed else "Adam",
    )


MOMENT_ROWS = (
    _adam(
        "adam",
        "Adam",
        _MOMENTS_LATEX + _ADAM_STEP_LATEX,
        {**_BETAS, "amsgrad": False, "decoupled_weight_decay": False},
        {},
    ),
    _adam(
        "adamw",
        "AdamW",
        r"x \leftarrow x - \eta\lambda x, \quad " + _MOMENTS_LATEX + _ADAM_STEP_LATEX,
        {**_BETAS, "weight_decay": 0.01, "amsgrad": False},
        {"decoupled_weight_decay": True},
    ),
    _adam(
        "amsgrad",
        "AMSGrad",
        _MOMENTS_LATEX
        + r"w \leftarrow \max(w, v), \quad "
        + _ADAM_STEP_LATEX.replace(r"\sqrt{v/", r"\sqrt{w/"),
        {**_BETAS, "decoupled_weight_decay": False},
        {"amsgrad": True},
    ),
    Optimizer(
        "adamax",
        "Adamax",
        0.002,
        _BETAS,
        (
            DECAY,
            ("", "m = beta1*m + rest1*g"),
            ("", "u = larger(beta2*u, absolute(g) + eps)"),
            ("", "x = x - step*m/u"),
        ),
        r"m \leftarrow \beta_1 m + (1-\beta_1)\,g, \quad "
        r"u \leftarrow \max(\beta_2 u, |g| + \epsilon), \quad "
        r"x \leftarrow x - \frac{\eta}{1-\beta_1^t}\,\frac{m}{u}",
        state={"m": "0.0", "u": "0.0"},
        setup=_RESTS,
        shared=(("", "step = lr/(1 - beta1**t)"),),
        torch_class="Adamax",
    ),
    Optimizer(
        "nadam",
        "NAdam",
        0.002,
        {**_BETAS, "momentum_decay": 0.004, "decoupled_weight_decay": False},
        (
            DECAY,
            DECOUPLED,
            *_MOMENTS,
            ("", "x = x - (now*g + next_*m)/(sqrt(v/corrected) + eps)"),
        ),
        _MOMENTS_LATEX
        + r"x \leftarrow x - \eta\,\frac{\mu_{t+1} m/(1-\prod_{i \le t+1}\mu_i) "
        + r"+ (1-\mu_t)\,g/(1-\prod_{i \le t}\mu_i)}{\sqrt{v/(1-\beta_2^t)} + \epsilon}",
        state={"m": "0.0", "v": "0.0"},
        setup=(*_RESTS, ("", "product = 1.0")),
        shared=(
            ("", "mu = beta1*(1 - 0.5*0.96**(t*momentum_decay))"),
            ("", "mu_next = beta1*(1 - 0.5*0.96**((t + 1)*momentum_decay))"),
            ("", "product = product*mu"),
            ("", "now = lr*(1 - mu)/(1 - product)"),
            ("", "next_ = lr*mu_next/(1 - product*mu_next)"),
            ("", "corrected = 1 - beta2**t"),
        ),
        torch_class="NAdam",
    ),
    Optimizer(
        "radam",
        "RAdam",
        0.001,
        {**_BETAS, "decoupled_weight_decay": False},
        (
            DECAY,
            DECOUPLED,
            *_MOMENTS,
            ("", "x = x - (step*m if early else step*m/(sqrt(v) + eps))"),
        ),
        _MOMENTS_LATEX
        + r"x \leftarrow x - \eta\,\frac{m}{1-\beta_1^t}\,\frac{r_t\sqrt{1-\beta_2^t}}"
        + r"{\sqrt{v} + \epsilon}",
        state={"m": "0.0", "v": "0.0"},
        setup=(
            *_RESTS,
            ("", "longest = 2/rest2 - 1"),
            ("", "fourth = (longest - 4)*(longest - 2)"),
        ),
        shared=(
            ("", "power = beta2**t"),
            ("", "length = longest - 2*t*power/(1 - power)"),
            ("", "early = length <= 5"),
            ("", "step = lr/(1 - beta1**t)"),
            ("", _RECTIFIED),
        ),
        torch_class="RAdam",
    ),
    Optimizer(
        "lion",
        "Lion",
        1e-4,
        {"beta1": 0.9, "beta2": 0.99, "weight_decay": 0.0},
        (
            ("weight_decay", "x = x*(1 - lr*weight_decay)"),
            ("", "x = x - lr*sign(beta1*m + rest1*g)"),
            ("", "m = beta2*m + rest2*g"),
        ),
        r"x \leftarrow x - \eta\,\mathrm{sign}(\beta_1 m + (1-\beta_1)\,g), \quad "
        r"m \leftarrow \beta_2 m + (1-\beta_2)\,g",
        state={"m": "0.0"},
        setup=_RESTS,
    ),
)
