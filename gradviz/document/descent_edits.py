"""Edits of how the descent runs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from gradviz.descent.rules.method import Method, Setting
from gradviz.document.model import MAX_EPOCHS, MAX_SEED, Document
from gradviz.errors import SettingError

_Kind = TypeVar("_Kind", bound=Method)


def set_descent(
    document: Document,
    *,
    optimizer: str | None = None,
    lr: float | None = None,
    epochs: int | None = None,
    settings: Mapping[str, Setting] | None = None,
    schedule: str | None = None,
    schedule_settings: Mapping[str, float] | None = None,
    in_box: bool | None = None,
) -> Document:
    """The document with other descent settings; another optimizer drops the hyperparameters.

    Another schedule drops its numbers likewise. Raises SettingError for numbers out of range.
    """
    if epochs is not None and not 0 <= epochs <= MAX_EPOCHS:
        raise SettingError(f"The epochs must be between 0 and {MAX_EPOCHS:,}.", "epochs")
    new = changed_method(
        document.descent,
        optimizer=optimizer,
        lr=lr,
        settings=settings,
        schedule=schedule,
        schedule_settings=schedule_settings,
    )
    new = replace(
        new,
        epochs=new.epochs if epochs is None else int(epochs),
        in_box=new.in_box if in_box is None else in_box,
    )
    return replace(document, descent=new)


def set_batches(document: Document, batch_size: int | None, seed: int = 0) -> Document:
    """The document descending on mini-batches of so many rows (None: on all), shuffled by a seed.

    Raises SettingError for a size below 1 and a seed that is none.
    """
    if batch_size is not None and batch_size < 1:
        raise SettingError("A batch has at least one row.", "batch_size")
    if not 0 <= seed <= MAX_SEED:
        raise SettingError(f"The seed must be a whole number from 0 to {MAX_SEED:,}.", "seed")
    return replace(document, descent=replace(document.descent, batch_size=batch_size, seed=seed))


def set_stopping(document: Document, tolerance: float, patience: int) -> Document:
    """The document whose descent ends when the loss rests; a tolerance of 0 switches that off.

    Raises SettingError for a negative tolerance and for a patience below one epoch.
    """
    if not (math.isfinite(tolerance) and tolerance >= 0):
        raise SettingError("The tolerance must be a number that is not negative.", "tolerance")
    if patience < 1:
        raise SettingError("The patience is at least one epoch.", "patience")
    descent = replace(document.descent, tolerance=tolerance, patience=patience)
    return replace(document, descent=descent)


def changed_method(
    old: _Kind,
    *,
    optimizer: str | None = None,
    lr: float | None = None,
    settings: Mapping[str, Setting] | None = None,
    schedule: str | None = None,
    schedule_settings: Mapping[str, float] | None = None,
) -> _Kind:
    """A method with some of its parts changed; SettingError for a rate out of range.

    To another optimizer that means something else by it, the rate is what that has by default.
    """
    if lr is not None and not (math.isfinite(lr) and lr >= 0):
        raise SettingError("The learning rate must be a number that is not negative.", "lr")
    if lr is None and optimizer not in (None, old.optimizer):
        lr = _other_rate(old.optimizer, str(optimizer))
    if settings is None:
        settings = old.settings if optimizer in (None, old.optimizer) else {}
    if schedule_settings is None:
        schedule_settings = old.schedule_settings if schedule in (None, old.schedule) else {}
    return replace(
        old,
        optimizer=old.optimizer if optimizer is None else optimizer,
        lr=old.lr if lr is None else float(lr),
        settings=dict(settings),
        schedule=old.schedule if schedule is None else schedule,
        schedule_settings=dict(schedule_settings),
    )


def _other_rate(before: str, after: str) -> float | None:
    """The rate to begin with where the optimizers mean different things by it; else None."""
    from gradviz.descent import OPTIMIZERS  # the first frame needs no table of them

    old, new = OPTIMIZERS.get(before), OPTIMIZERS.get(after)
    if old is None or new is None or old.lr_words == new.lr_words:
        return None
    return new.lr
