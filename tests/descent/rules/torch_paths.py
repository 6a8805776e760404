"""Paths of torch.optim (and of Lion as published) that ours must follow; run it to store them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

X = (1.0, 2.0, 3.0, 4.0, 5.0)
Y = (2.2, 2.8, 4.5, 3.7, 5.5)
EPOCHS = 200
STORED = Path(__file__).parent / "data" / "torch_paths.json"
STRIDE = 20  # of the stored iterates

Point = tuple[float, float]


class Problem(NamedTuple):
    """An objective, where it starts, and how much smaller than usual its learning rates are."""

    expression: str
    function: Callable[[Any, Any], Any]
    start: Point
    scale: float


PROBLEMS = {
    "rosenbrock": Problem(
        "100(y - x^2)^2 + (1 - x)^2",
        lambda x, y: 100 * (y - x**2) ** 2 + (1 - x) ** 2,
        (-1.2, 1.0),
        0.01,
    ),
    "himmelblau": Problem(
        "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
        lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
        (1.0, 1.0),
        0.1,
    ),
    "beale": Problem(
        "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
        lambda x, y: (
            (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2
        ),
        (1.0, 1.5),
        0.1,
    ),
    "line": Problem(
        "mean((x u + y - v)^2)",
        lambda x, y: sum((x * u + y - v) ** 2 for u, v in zip(X, Y, strict=True)) / len(X),
        (0.0, 0.0),
        0.5,
    ),
}


class Case(NamedTuple):
    """One of our optimizers with its settings, and the same in torch."""

    id: str
    lr: float
    settings: dict[str, Any]
    torch_class: str
    torch_settings: dict[str, Any]
    scaled: bool = True

    def rate(self, problem: Problem) -> float:
        """The learning rate, smaller where a problem needs it and the method does not help."""
        return self.lr * problem.scale if self.scaled else self.lr


def _case(id_: str, lr: float, torch_class: str, fixed: Any = None, **settings: Any) -> Case:
    return Case(id_, lr, settings, torch_class, {**settings, **(fixed or {})})


CASES = {
    "sgd": _case("sgd", 0.05, "SGD"),
    "sgd_all": _case("sgd", 0.02, "SGD", momentum=0.8, dampening=0.3, weight_decay=0.1),
    "sgd_nesterov": _case("sgd", 0.02, "SGD", momentum=0.7, nesterov=True),
    "momentum": _case("momentum", 0.01, "SGD", {"momentum": 0.9}),
    "nesterov": _case("nesterov", 0.01, "SGD", {"momentum": 0.9, "nesterov": True}),
    "adagrad": _case("adagrad", 2.0, "Adagrad"),
    "adagrad_all": _case(
        "adagrad", 2.0, "Adagrad", lr_decay=0.01, weight_decay=0.1, initial_accumulator_value=0.5
    ),
    "rmsprop": _case("rmsprop", 0.1, "RMSprop"),
    "rmsprop_centered": _case(
        "rmsprop", 0.02, "RMSprop", centered=True, momentum=0.5, alpha=0.95, weight_decay=0.05
    ),
    "adadelta": _case("adadelta", 2.0, "Adadelta"),
    "adam": _case("adam", 0.5, "Adam"),
    "adam_all": _case("adam", 0.5, "Adam", betas=(0.8, 0.99), eps=1e-6, weight_decay=0.1),
    "adam_decoupled": _case(
        "adam", 0.5, "Adam", amsgrad=True, weight_decay=0.1, decoupled_weight_decay=True
    ),
    "adamw": _case("adamw", 0.5, "AdamW"),
    "amsgrad": _case("amsgrad", 0.5, "Adam", {"amsgrad": True}, weight_decay=0.02),
    "adamax": _case("adamax", 0.5, "Adamax", weight_decay=0.02),
    "nadam": _case("nadam", 0.5, "NAdam"),
    "nadam_decoupled": _case(
        "nadam", 0.5, "NAdam", weight_decay=0.1, decoupled_weight_decay=True, momentum_decay=0.01
    ),
    "radam": _case("radam", 0.1, "RAdam"),
    "radam_short": _case("radam", 0.1, "RAdam", betas=(0.9, 0.99), weight_decay=0.02),
    "rprop": _case("rprop", 0.1, "Rprop", etas=(0.4, 1.3), step_sizes=(1e-5, 1.0)),
    "lion": _case("lion", 0.05, "Lion", weight_decay=0.1),
    "lbfgs": _case("lbfgs", 1.0, "LBFGS", {"max_iter": 1})._replace(scaled=False),
    "lbfgs_short": _case("lbfgs", 0.4, "LBFGS", {"max_iter": 1}, history_size=3)._replace(
        scaled=False
    ),
}


def torch_path(problem: Problem, case: Case) -> list[Point]:
    """All iterates with torch in float64."""
    if case.torch_class == "Lion":
        return _lion_path(problem, case)
    import torch

    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # NAdam keeps a product of its own in this type
    try:
        x, y = (torch.tensor(value, requires_grad=True) for value in problem.start)
        made = getattr(torch.optim, case.torch_class)
        optimizer = made([x, y], lr=case.rate(problem), **case.torch_settings)
        points = [problem.start]

        def closure() -> Any:
            optimizer.zero_grad()
            loss = problem.function(x, y)
            loss.backward()
            return loss

        for _ in range(EPOCHS):
            optimizer.step(closure)
            points.append((x.item(), y.item()))
    finally:
        torch.set_default_dtype(before)
    return points


def _lion_path(problem: Problem, case: Case) -> list[Point]:
    """Algorithm 2 of arXiv:2302.06675; torch has none."""
    lr, decay, (first, second) = case.lr * problem.scale, case.settings["weight_decay"], (0.9, 0.99)
    point, moments = list(problem.start), [0.0, 0.0]
    points = [problem.start]
    for _ in range(EPOCHS):
        gradient = _gradient(problem, (point[0], point[1]))
        for i, g in enumerate(gradient):
            mixed = first * moments[i] + (1 - first) * g
            sign = math.copysign(1.0, mixed) if mixed else 0.0
            point[i] -= lr * (sign + decay * point[i])
            moments[i] = second * moments[i] + (1 - second) * g
        points.append((point[0], point[1]))
    return points


def _gradient(problem: Problem, point: Point) -> Point:
    import torch

    x, y = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in point)
    problem.function(x, y).backward()
    return x.grad.item(), y.grad.item()


def main() -> None:
    """Store some iterates of every path."""
    stored = {
        name: {key: torch_path(problem, case)[::STRIDE] for key, case in CASES.items()}
        for name, problem in PROBLEMS.items()
    }
    STORED.write_text(json.dumps(stored, indent=0).replace("\n", "").replace("},", "},\n") + "\n")


if __name__ == "__main__":
    main()
