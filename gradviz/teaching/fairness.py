"""What is the same for all in a race, and what is each one's own: written out, with numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gradviz.descent.review.standings import calls_until, racer_names
from gradviz.descent.rules.method import Method, Setting
from gradviz.descent.rules.optimizers import OPTIMIZERS
from gradviz.descent.trajectory import Trajectory
from gradviz.graph import format_number
from gradviz.teaching.plain import written

_MOST_NAMED = 6  # coordinates of the start; the others are counted


def fairness(
    start: Mapping[str, float],
    methods: Sequence[Method],
    epochs: int,
    paths: Sequence[Trajectory | None] = (),
    *,
    in_box: bool = False,
) -> str:
    """The conditions of a race in a few sentences.

    ``start`` names the coordinates they share; ``paths`` are asked how many gradients each run
    took, which is said when they took different numbers in as many epochs.
    """
    rates = [_rate(method, first=number == 0) for number, method in enumerate(methods)]
    sentences = [
        f"All start at {place(start)} and make {_epochs(epochs)}.",
        f"{_listed(rates)}; nothing is scaled.",
    ]
    if in_box:
        sentences.append("Every iterate is put back into the box.")
    sentences += _effort(racer_names(methods), paths)
    return " ".join(sentences)


def place(point: Mapping[str, float]) -> str:
    """A point in words: "x = −4, y = −2"; of many coordinates the first are named."""
    named = [f"{written(name)} = {format_number(value)}" for name, value in point.items()]
    if len(named) > _MOST_NAMED:
        named = [*named[:_MOST_NAMED], f"and {len(named) - _MOST_NAMED} more"]
    return ", ".join(named)


def _rate(method: Method, *, first: bool) -> str:
    """One racer's numbers: the rate, its schedule, the hyperparameters that were changed."""
    optimizer = OPTIMIZERS.get(method.optimizer)
    name = method.optimizer if optimizer is None else optimizer.label
    words = f"{name} uses rate" if first else name
    words += f" {format_number(method.lr)}"
    if method.schedule != "constant":
        words += f" on the {method.schedule} schedule"
    changed = [
        _setting(setting, value)
        for setting, value in method.settings.items()
        if optimizer is None or optimizer.defaults.get(setting) != value
    ]
    return f"{words} ({', '.join(changed)})" if changed else words


def _setting(name: str, value: Setting) -> str:
    if isinstance(value, bool):
        return name if value else f"no {name}"
    return f"{name} {format_number(value)}"


def _epochs(epochs: int) -> str:
    return "1 epoch" if epochs == 1 else f"{epochs:,} epochs"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _effort(names: Sequence[str], paths: Sequence[Trajectory | None]) -> list[str]:
    """Gradient calls, where one racer needed more of them for an epoch than another."""
    runs = [(name, path) for name, path in zip(names, paths, strict=False) if path is not None]
    counts = [(name, calls_until(path, path.epochs), path.epochs) for name, path in runs]
    if len({calls / epochs for _, calls, epochs in counts if epochs}) < 2:
        return []
    words = [f"{name} {calls:,}" for name, calls, _ in counts]
    return [f"Gradients computed in all: {', '.join(words)}."]
