"""The update equations once more, as plain as they are written, to compare ours with."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tests.descent.rules.plain_problems import Plain

Settings = Mapping[str, Any]
Step = Callable[[int, float, float], float]
Rule = Callable[[Settings, float], Step]
"""From the settings and the rate to one coordinate's memory: step, x and gradient to the new x."""

Path = Iterator[tuple[float, ...]]


def _of(settings: Settings, name: str, default: float) -> float:
    return float(settings.get(name, default))


def _pair(settings: Settings, name: str, default: tuple[float, float]) -> tuple[float, float]:
    first, second = settings.get(name, default)
    return float(first), float(second)


def _sgd(s: Settings, lr: float) -> Step:
    b = 0.0

    def step(t: int, x: float, g: float) -> float:
        nonlocal b
        g += _of(s, "weight_decay", 0.0) * x
        momentum = _of(s, "momentum", 0.0)
        b = g if t == 1 else momentum * b + (1 - _of(s, "dampening", 0.0)) * g
        if not momentum:
            return x - lr * g
        return x - lr * (g + momentum * b if s.get("nesterov") else b)

    return step


def _adagrad(s: Settings, lr: float) -> Step:
    total = _of(s, "initial_accumulator_value", 0.0)

    def step(t: int, x: float, g: float) -> float:
        nonlocal total
        g += _of(s, "weight_decay", 0.0) * x
        total = total + g**2
        rate = lr / (1 + (t - 1) * _of(s, "lr_decay", 0.0))
        return x - rate * g / (math.sqrt(total) + _of(s, "eps", 1e-10))

    return step


def _rmsprop(s: Settings, lr: float) -> Step:
    v = m = b = 0.0
    alpha = _of(s, "alpha", 0.99)

    def step(_t: int, x: float, g: float) -> float:
        nonlocal v, m, b
        g += _of(s, "weight_decay", 0.0) * x
        v = alpha * v + (1 - alpha) * g**2
        m = alpha * m + (1 - alpha) * g
        d = math.sqrt(v - m**2 if s.get("centered") else v) + _of(s, "eps", 1e-8)
        b = _of(s, "momentum", 0.0) * b + g / d
        return x - lr * b

    return step


def _adadelta(s: Settings, lr: float) -> Step:
    v = u = 0.0
    rho, eps = _of(s, "rho", 0.9), _of(s, "eps", 1e-6)

    def step(_t: int, x: float, g: float) -> float:
        nonlocal v, u
        v = rho * v + (1 - rho) * g**2
        d = math.sqrt(u + eps) / math.sqrt(v + eps) * g
        u = rho * u + (1 - rho) * d**2
        return x - lr * d

    return step


def _adam(s: Settings, lr: float) -> Step:
    m = v = highest = 0.0
    b1, b2 = _pair(s, "betas", (0.9, 0.999))

    def step(t: int, x: float, g: float) -> float:
        nonlocal m, v, highest
        decay = _of(s, "weight_decay", 0.0)
        if s.get("decoupled_weight_decay"):
            x = x * (1 - lr * decay)
        else:
            g = g + decay * x
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        highest = max(highest, v)
        used = highest if s.get("amsgrad") else v
        return x - lr * (m / (1 - b1**t)) / (math.sqrt(used / (1 - b2**t)) + _of(s, "eps", 1e-8))

    return step


def _adamax(s: Settings, lr: float) -> Step:
    m = u = 0.0

    def step(t: int, x: float, g: float) -> float:
        nonlocal m, u
        g += _of(s, "weight_decay", 0.0) * x
        m = 0.9 * m + (1 - 0.9) * g
        u = max(0.999 * u, abs(g) + 1e-8)
        return x - lr / (1 - 0.9**t) * m / u

    return step


def _nadam(s: Settings, lr: float) -> Step:
    m = v = 0.0
    psi = _of(s, "momentum_decay", 0.004)
    product = 1.0

    def mu(t: int) -> float:
        return 0.9 * (1 - 0.5 * math.pow(0.96, t * psi))

    def step(t: int, x: float, g: float) -> float:
        nonlocal m, v, product
        decay = _of(s, "weight_decay", 0.0)
        if s.get("decoupled_weight_decay"):
            x = x * (1 - lr * decay)
        else:
            g = g + decay * x
        m, v = 0.9 * m + (1 - 0.9) * g, 0.999 * v + (1 - 0.999) * g**2
        product = product * mu(t)
        mean = mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product)
        return x - lr * mean / (math.sqrt(v / (1 - 0.999**t)) + 1e-8)

    return step


def _radam(s: Settings, lr: float) -> Step:
    m = v = 0.0
    b1, b2 = _pair(s, "betas", (0.9, 0.999))
    end = 2 / (1 - b2) - 1

    def step(t: int, x: float, g: float) -> float:
        nonlocal m, v
        g += _of(s, "weight_decay", 0.0) * x
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        mean = m / (1 - b1**t)
        rho = end - 2 * t * b2**t / (1 - b2**t)
        if rho <= 5:
            return x - lr * mean
        r = math.sqrt((rho - 4) * (rho - 2) * end / ((end - 4) * (end - 2) * rho))
        return x - lr * mean * r * math.sqrt(1 - b2**t) / (math.sqrt(v) + 1e-8)

    return step


def _rprop(s: Settings, lr: float) -> Step:
    size, before = lr, 0.0
    minus, plus = _pair(s, "etas", (0.5, 1.2))
    low, high = _pair(s, "step_sizes", (1e-6, 50))

    def step(_t: int, x: float, g: float) -> float:
        nonlocal size, before
        agreement = g * before
        if agreement > 0:
            size *= plus
        elif agreement < 0:
            size *= minus
            g = 0.0
        size = min(max(size, low), high)
        before = g
        return x - size * (math.copysign(1.0, g) if g else 0.0)

    return step


def _lion(s: Settings, lr: float) -> Step:
    m = 0.0

    def step(_t: int, x: float, g: float) -> float:
        nonlocal m
        c = 0.9 * m + (1 - 0.9) * g
        x = x * (1 - lr * _of(s, "weight_decay", 0.0))
        m = 0.99 * m + (1 - 0.99) * g
        return x - lr * (math.copysign(1.0, c) if c else 0.0)

    return step


RULES: Mapping[str, Rule] = {
    "sgd": _sgd,
    "momentum": lambda s, lr: _sgd({"momentum": 0.9, **s}, lr),
    "nesterov": lambda s, lr: _sgd({"momentum": 0.9, **s, "nesterov": True}, lr),
    "adagrad": _adagrad,
    "rmsprop": _rmsprop,
    "adadelta": _adadelta,
    "adam": _adam,
    "adamw": lambda s, lr: _adam({"weight_decay": 0.01, **s, "decoupled_weight_decay": True}, lr),
    "amsgrad": lambda s, lr: _adam({**s, "amsgrad": True}, lr),
    "adamax": _adamax,
    "nadam": _nadam,
    "radam": _radam,
    "rprop": _rprop,
    "lion": _lion,
}
"""The optimizers that treat each coordinate by itself."""


def rule_path(rule: str, plain: Plain, start: tuple[float, ...], lr: float, s: Settings) -> Path:
    """The iterates of an optimizer of RULES."""
    x = list(start)
    steps = [RULES[rule](s, lr) for _ in x]
    t = 0
    while True:
        yield tuple(x)
        t += 1
        gradient = plain.gradient(*x)
        x = [step(t, p, g) for step, p, g in zip(steps, x, gradient, strict=True)]


def _dot(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))


def _searched(plain: Plain, x: Any, g: Any, d: Any, t: float, s: Settings) -> Any:
    c1, rho = _of(s, "c1", 1e-4), _of(s, "rho", 0.5)
    for _ in range(60):
        new = tuple(p + t * q for p, q in zip(x, d, strict=True))
        if not plain.value(*new) > plain.value(*x) + c1 * t * _dot(g, d):
            return new
        t *= rho
    return tuple(p + t * q for p, q in zip(x, d, strict=True))


def armijo_path(plain: Plain, x: tuple[float, ...], lr: float, s: Settings) -> Path:
    """Gradient descent with Armijo's backtracking."""
    while True:
        yield x
        g = plain.gradient(*x)
        x = _searched(plain, x, g, tuple(-p for p in g), lr, s)


def cg_path(plain: Plain, x: tuple[float, ...], lr: float, s: Settings) -> Path:
    """Nonlinear conjugate gradients with Armijo's backtracking."""
    d: tuple[float, ...] = ()
    before: tuple[float, ...] = ()
    while True:
        yield x
        g = plain.gradient(*x)
        if not before or _dot(before, before) == 0:
            d = tuple(-p for p in g)
        else:
            change = tuple(p - q for p, q in zip(g, before, strict=True))
            if s.get("fletcher_reeves"):
                beta = _dot(g, g) / _dot(before, before)
            else:
                beta = max(0.0, _dot(g, change) / _dot(before, before))
            d = tuple(-p + beta * q for p, q in zip(g, d, strict=True))
            if _dot(g, d) >= 0:
                d = tuple(-p for p in g)
        x, before = _searched(plain, x, g, d, lr, s), g


def newton_path(plain: Plain, x: tuple[float, ...], lr: float, _s: Settings) -> Path:
    """Newton's method in two dimensions, by Cramer's rule."""
    while True:
        yield x
        (a, b), (c, d) = plain.hessian(*x)
        p, q = plain.gradient(*x)
        det = a * d - b * c
        x = (x[0] - lr * (d * p - b * q) / det, x[1] - lr * (a * q - c * p) / det)


def annealing_path(plain: Plain, x: tuple[float, ...], lr: float, s: Settings) -> Path:
    """Simulated annealing with mulberry32 in the arithmetic of 32 bits."""
    state = int(_of(s, "seed", 42))
    temperature = _of(s, "T0", 10.0)

    def imul(a: int, b: int) -> int:
        return (a * b) % 2**32

    def draw() -> float:
        nonlocal state
        state = (state + 0x6D2B79F5) % 2**32
        t = imul(state ^ (state >> 15), 1 | state)
        t = ((t + imul(t ^ (t >> 7), 61 | t)) % 2**32) ^ t
        return (t ^ (t >> 14)) / 2**32

    while True:
        yield x
        candidate = tuple([p + lr * (2 * draw() - 1) for p in x])
        u = draw()
        rise = plain.value(*candidate) - plain.value(*x)
        if rise <= 0 or u < math.exp(-rise / temperature):
            x = candidate
        temperature *= _of(s, "alpha", 0.97)


METHOD_PATHS: Mapping[str, Callable[[Plain, tuple[float, ...], float, Settings], Path]] = {
    "armijo": armijo_path,
    "cg": cg_path,
    "newton": newton_path,
    "annealing": annealing_path,
}
"""The others; L-BFGS is compared with torch alone."""
