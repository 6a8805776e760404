"""The rows of the methods: their names, defaults and equations."""

from __future__ import annotations

from collections.abc import Mapping

from gradviz.descent.rules.optimizer import Optimizer, Setting

_SEARCH: Mapping[str, Setting] = {"c1": 1e-4, "rho": 0.5}
_FIRST_TRIAL = "the first step that the line search tries, t₀"
_ARMIJO_LATEX = (
    r"t = \eta,\ \rho\eta,\ \rho^2\eta, \ldots \text{ until } "
    r"f(x + t d) \le f(x) + c_1 t\, g \cdot d, \quad x \leftarrow x + t d"
)

METHOD_ROWS = (
    Optimizer(
        "armijo",
        "Armijo line search",
        1.0,
        _SEARCH,
        (),
        r"d = -g, \quad " + _ARMIJO_LATEX,
        lr_words=_FIRST_TRIAL,
        lr_name="t0",
    ),
    Optimizer(
        "cg",
        "Conjugate gradients",
        1.0,
        {**_SEARCH, "fletcher_reeves": False},
        (),
        r"\beta = \max\left(0, \frac{g \cdot (g - g_{\mathrm{old}})}"
        r"{g_{\mathrm{old}} \cdot g_{\mathrm{old}}}\right), \quad "
        r"d \leftarrow -g + \beta d, \quad " + _ARMIJO_LATEX,
        lr_words=_FIRST_TRIAL,
        lr_name="t0",
    ),
    Optimizer(
        "newton",
        "Newton",
        1.0,
        {},
        (),
        r"x \leftarrow x - \eta\,H^{-1} g",
        lr_words="the share of Newton’s step that is taken; 1 is all of it",
    ),
    Optimizer(
        "lbfgs",
        "L-BFGS",
        1.0,
        {"tolerance_grad": 1e-7, "tolerance_change": 1e-9, "history_size": 100.0},
        (),
        r"s = x - x_{\mathrm{old}}, \quad y = g - g_{\mathrm{old}}, \quad "
        r"x \leftarrow x - \eta\,\tilde{H}^{-1}(s, y, \ldots)\, g",
        lr_words="the share of the quasi-Newton step that is taken; 1 is all of it",
        torch_class="LBFGS",
    ),
    Optimizer(
        "annealing",
        "Simulated annealing",
        0.5,
        {"T0": 10.0, "alpha": 0.97, "seed": 42.0},
        (),
        r"x' = x + \eta\,(2u - 1), \quad "
        r"x \leftarrow x' \text{ if } f(x') \le f(x) \text{ or } "
        r"u' < e^{-(f(x') - f(x))/T}, \quad T \leftarrow \alpha T",
        lr_words="how far a candidate may lie from the point, σ",
        lr_name="sigma",
        by_chance=True,
    ),
)
"""Armijo's line search, conjugate gradients, Newton, L-BFGS and simulated annealing."""
