"""Races worth looking at, and the optimizer one would add next; every rate is said beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gradviz.descent.review.standings import racer_names
from gradviz.descent.rules.method import Method
from gradviz.descent.rules.optimizers import OPTIMIZERS
from gradviz.document.model import Document
from gradviz.document.racing import racers_of
from gradviz.graph import format_number

PLAIN = ("sgd", "momentum", "nesterov")
"""Optimizers whose steps are as large as the gradient: one rate suits them all."""

_PLAIN_RATE = 0.01
_RATES: Mapping[str, float] = MappingProxyType(
    {
        **dict.fromkeys(("rmsprop", "adam", "adamw", "amsgrad", "adamax", "nadam"), 0.1),
        **dict.fromkeys(("radam", "rprop", "lion"), 0.1),
        "adagrad": 0.5,
    }
)
"""Optimizers that take steps of about their rate, whatever the gradient: torch's own defaults are
for millions of small steps, and here would hardly leave the start."""

_NEXT = ("momentum", "adam", "rmsprop", "nesterov", "adagrad", "adadelta")
_FEWER, _MORE = 1 / 3, 3.0


@dataclass(frozen=True)
class Preset:
    """A race by its title and its methods; the first is the descent itself."""

    title: str
    methods: tuple[Method, ...]


def suggested(document: Document, optimizer: str) -> Method:
    """An optimizer as one would race it: plain ones take the rate of the descent if it is plain."""
    descent = document.descent
    if optimizer in PLAIN:
        return Method(optimizer, descent.lr if descent.optimizer in PLAIN else _PLAIN_RATE)
    return Method(optimizer, _RATES.get(optimizer, OPTIMIZERS[optimizer].lr))


def next_rival(document: Document) -> Method:
    """The optimizer to add next: the first of the usual ones that is not in the race."""
    racing = {method.optimizer for method in racers_of(document)}
    free = (id_ for id_ in (*_NEXT, *OPTIMIZERS) if id_ not in racing)
    return suggested(document, next(free, _NEXT[0]))


def presets(document: Document) -> tuple[Preset, ...]:
    """The races that are offered, with rates for this document."""
    families = (
        ("sgd", "momentum", "rmsprop", "adam"),
        PLAIN,
        ("adagrad", "rmsprop", "adadelta", "adam"),
    )
    races = [tuple(suggested(document, id_) for id_ in family) for family in families]
    method = document.descent.method
    rates = (float(f"{method.lr * factor:.2g}") for factor in (_FEWER, 1.0, _MORE))
    races.append(tuple(Method(method.optimizer, lr, method.settings) for lr in rates))
    return tuple(Preset(_title(methods), methods) for methods in races)


def _title(methods: tuple[Method, ...]) -> str:
    labels = [OPTIMIZERS[method.optimizer].label for method in methods]
    rates = [format_number(method.lr) for method in methods]
    if len(set(labels)) == 1:
        return f"{labels[0]} at the rates {', '.join(rates)}"
    if len(set(rates)) == 1:
        return f"{', '.join(labels)}, all at the rate {rates[0]}"
    return ", ".join(f"{name} {rate}" for name, rate in zip(labels, rates, strict=True))


def titled(methods: tuple[Method, ...]) -> str:
    """How an undo entry calls a race: "SGD, Momentum and Adam"."""
    names = racer_names(methods)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
