"""Experiments: which rates and how many epochs are tried, read from and written as short lists."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from gradviz.document.descent_edits import set_descent
from gradviz.document.model import MAX_EPOCHS, Document, Experiment
from gradviz.errors import SettingError
from gradviz.graph import format_number

if TYPE_CHECKING:
    from gradviz.descent.review.trials import Outcome

MOST_TRIALS = 60
MOST_REMARKS = 20_000  # letters
_RANGE = re.compile(r"(.+?)\s*(?:\.\.|…|to)\s*(.+?)\s*(?:in|/|x|×)\s*(\d+)")

RATES_HELP = "Numbers as in 0.01, 0.05, 0.1, or a range as in 0.001 .. 1 in 7 (equal ratios)"
EPOCHS_HELP = "Whole numbers as in 50, 100, or a range as in 20 .. 200 in 4 (equal steps)"


@dataclass(frozen=True)
class Trial:
    """One descent of an experiment."""

    lr: float
    epochs: int


@dataclass(frozen=True)
class Result:
    """A trial with what came of it."""

    trial: Trial
    outcome: Outcome


def trials_of(document: Document) -> tuple[Trial, ...]:
    """Every rate with every number of epochs; where none are named, those of the descent."""
    asked, descent = document.experiment, document.descent
    rates, epochs = asked.rates or (descent.lr,), asked.epochs or (descent.epochs,)
    return tuple(Trial(rate, number) for number in epochs for rate in rates)


def trial_document(document: Document, trial: Trial) -> Document:
    """The document whose descent is that of a trial."""
    return set_descent(document, lr=trial.lr, epochs=trial.epochs)


def set_experiment(
    document: Document,
    *,
    rates: Sequence[float] | None = None,
    epochs: Sequence[int] | None = None,
    remarks: str | None = None,
) -> Document:
    """The document with another experiment; SettingError for numbers out of range or too many."""
    old = document.experiment
    new = Experiment(
        old.rates if rates is None else tuple(map(float, rates)),
        old.epochs if epochs is None else tuple(map(int, epochs)),
        old.remarks if remarks is None else remarks[:MOST_REMARKS],
    )
    if not all(math.isfinite(rate) and rate >= 0 for rate in new.rates):
        raise SettingError("A learning rate is a number that is not negative.", "rates")
    if not all(0 <= number <= MAX_EPOCHS for number in new.epochs):
        raise SettingError(f"The epochs must be between 0 and {MAX_EPOCHS:,}.", "epochs")
    count = max(1, len(new.rates)) * max(1, len(new.epochs))
    if count > MOST_TRIALS:
        raise SettingError(
            f"These would be {count:,} runs; an experiment has at most {MOST_TRIALS}.", "rates"
        )
    return replace(document, experiment=new)


def read_rates(text: str) -> tuple[float, ...]:
    """The rates in a list or in ranges of equal ratios, each once; SettingError names the place."""
    return _read(text, "rates", np.geomspace, lambda rate: float(f"{rate:.4g}"))


def read_epochs(text: str) -> tuple[int, ...]:
    """The epochs in a list or in ranges of equal steps, each once; SettingError names the place."""
    found = _read(text, "epochs", np.linspace, round)
    for number in found:
        if number != int(number):
            raise SettingError(f"{number:g} is not a whole number of epochs.", "epochs")
    return tuple(int(number) for number in found)


def written(numbers: Sequence[float]) -> str:
    """The list as one would type it."""
    return ", ".join(_typed(number) for number in numbers)


def _typed(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.12g}"


def _read(
    text: str,
    place: str,
    spread: Callable[..., np.typing.NDArray[np.float64]],
    rounded: Callable[[float], float],
) -> tuple[float, ...]:
    result: list[float] = []
    for part in filter(None, (part.strip() for part in re.split(r"[,;\n]", text))):
        match = _RANGE.fullmatch(part)
        if match is None:
            result.append(_number(part, place))
            continue
        low, high = (_number(end, place) for end in match.group(1, 2))
        count = int(match.group(3))
        if not 2 <= count <= MOST_TRIALS:
            raise SettingError(f"A range has 2 to {MOST_TRIALS} numbers: “{part}”.", place)
        if spread is np.geomspace and min(low, high) <= 0:
            raise SettingError(f"A range of equal ratios starts above 0: “{part}”.", place)
        result.extend(rounded(float(number)) for number in spread(low, high, count))
    return tuple(dict.fromkeys(result))


def _number(text: str, place: str) -> float:
    try:
        number = float(text)
    except ValueError:
        raise SettingError(f"“{text}” is not a number.", place) from None
    if not math.isfinite(number):
        raise SettingError(f"{format_number(number)} can't be tried.", place)
    return number
