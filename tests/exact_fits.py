"""The iterates of ``gradviz fit`` in exact fractions; run it to store them (and torch's)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

X = (0.5, 0.75, 1.25, 1.5, 2.0, 2.25, 3.0, 3.5, 4.0, 5.0, 5.5)
Y = (2.5, 4.0, 3.5, 5.25, 4.75, 7.0, 6.0, 9.0, 8.5, 10.75, 12.0)
STORED = Path(__file__).parent / "data" / "fit_paths.json"
EPOCHS = 60
TABLE = "x,y\n" + "".join(f"{x},{y}\n" for x, y in zip(X, Y, strict=True))

Line = tuple[float, float]
Exact = tuple[Fraction, Fraction]


class Case(NamedTuple):
    """A way to fit: torch's settings of SGD, a schedule, mini-batches, and where it starts."""

    lr: float
    momentum: float = 0.0
    nesterov: bool = False
    weight_decay: float = 0.0
    step: tuple[int, float] | None = None
    batch: int | None = None
    seed: int = 0
    start: Line = (0.0, 0.0)

    @property
    def options(self) -> list[str]:
        """The same on the command line."""
        kind = "nesterov" if self.nesterov else "momentum" if self.momentum else "sgd"
        words = ["--optimizer", kind, "--lr", repr(self.lr), "--epochs", str(EPOCHS)]
        words += ["--start", f"m={self.start[0]},b={self.start[1]}"]
        if self.momentum:
            words += ["--set", f"momentum={self.momentum}"]
        if self.weight_decay:
            words += ["--set", f"weight_decay={self.weight_decay}"]
        if self.step is not None:
            size, gamma = self.step
            words += ["--schedule", "step", "--schedule-set", f"step_size={size}"]
            words += ["--schedule-set", f"gamma={gamma}"]
        if self.batch is not None:
            words += ["--batch-size", str(self.batch), "--seed", str(self.seed)]
        return words


CASES = {
    "sgd": Case(0.05),
    "from elsewhere": Case(0.02, start=(-3.5, 8.25)),
    "growing": Case(0.11),
    "momentum": Case(0.01, momentum=0.9),
    "nesterov": Case(0.01, momentum=0.75, nesterov=True),
    "weight decay": Case(0.05, weight_decay=0.125),
    "step schedule": Case(0.05, step=(8, 0.5)),
    "mini-batches": Case(0.02, batch=4, seed=7),
    "one by one": Case(0.0078125, batch=1, seed=123456789),
    "all of it": Case(
        0.0078125,
        momentum=0.75,
        nesterov=True,
        weight_decay=0.0625,
        step=(5, 0.75),
        batch=3,
        seed=5,
        start=(1.0, -2.0),
    ),
}


def batches(case: Case) -> Iterator[list[list[int]]]:
    """The rows of the mini-batches of each epoch."""
    random = np.random.default_rng(case.seed)
    for _ in range(EPOCHS):
        if case.batch is None:
            yield [list(range(len(X)))]
        else:
            order = random.permutation(len(X)).tolist()
            yield [order[i : i + case.batch] for i in range(0, len(X), case.batch)]


def rate(case: Case, epoch: int) -> float:
    """The learning rate of an epoch, as a program has it: in doubles."""
    return case.lr if case.step is None else case.lr * case.step[1] ** (epoch // case.step[0])


def exact_path(case: Case) -> list[Exact]:
    """All iterates by the formulas of torch's documentation, without any rounding."""
    xs, ys = [Fraction(x) for x in X], [Fraction(y) for y in Y]
    line = [Fraction(value) for value in case.start]
    buffer: list[Fraction] | None = None
    momentum, decay = Fraction(case.momentum), Fraction(case.weight_decay)
    path = [(line[0], line[1])]
    for epoch, parts in enumerate(batches(case)):
        lr = Fraction(rate(case, epoch))
        for rows in parts:
            rests = [(xs[i], ys[i] - line[0] * xs[i] - line[1]) for i in rows]
            g = [
                Fraction(-2, len(rows)) * sum(x * rest for x, rest in rests),
                Fraction(-2, len(rows)) * sum(rest for _, rest in rests),
            ]
            g = [slope + decay * value for slope, value in zip(g, line, strict=True)]
            if momentum:
                before = buffer
                buffer = (
                    g
                    if before is None
                    else [momentum * old + new for old, new in zip(before, g, strict=True)]
                )
                look = zip(g, buffer, strict=True)
                g = [a + momentum * b for a, b in look] if case.nesterov else buffer
            line = [value - lr * slope for value, slope in zip(line, g, strict=True)]
        path.append((line[0], line[1]))
    return path


def exact_losses(path: list[Exact]) -> list[Fraction]:
    """The mean squared error on all rows along a path."""
    rows = [(Fraction(x), Fraction(y)) for x, y in zip(X, Y, strict=True)]
    return [sum((y - m * x - b) ** 2 for x, y in rows) / Fraction(len(X)) for m, b in path]


def torch_path(case: Case) -> list[Line]:
    """All iterates with torch in float64."""
    import torch

    x, y = (torch.tensor(column, dtype=torch.float64) for column in (X, Y))
    m, b = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in case.start)
    settings = {name: getattr(case, name) for name in ("momentum", "nesterov", "weight_decay")}
    optimizer = torch.optim.SGD([m, b], lr=case.lr, **settings)
    size, gamma = case.step or (1, 1.0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, size, gamma)
    path = [case.start]
    for parts in batches(case):
        for rows in parts:
            optimizer.zero_grad()
            ((y[rows] - m * x[rows] - b) ** 2).mean().backward()
            optimizer.step()
        scheduler.step()
        path.append((m.item(), b.item()))
    return path


def rounded(case: Case) -> dict[str, Any]:
    """The exact path and its losses as the nearest doubles."""
    path = exact_path(case)
    points = [[float(m), float(b)] for m, b in path]
    return {"points": points, "losses": [float(loss) for loss in exact_losses(path)]}


def main() -> None:
    """Store all paths; those of torch stay as they are where it is missing."""
    old = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    found: dict[str, Any] = {"exact": {key: rounded(case) for key, case in CASES.items()}}
    if find_spec("torch") is not None:
        found["torch"] = {key: torch_path(case) for key, case in CASES.items()}
    elif "torch" in old:
        found["torch"] = old["torch"]
    STORED.parent.mkdir(exist_ok=True)
    text = json.dumps(found, indent=0).replace("\n", "").replace("},", "},\n")
    STORED.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
