"""Hyperparameters: defaults, pairs, ranges and the sentences about mistakes."""

from __future__ import annotations

from typing import Any

import pytest

from gradviz.descent import OPTIMIZERS, complete_settings, find_optimizer
from gradviz.errors import SettingError

TORCH = {
    "sgd": ("SGD", 0.001),
    "momentum": ("SGD", 0.001),
    "nesterov": ("SGD", 0.001),
    "adagrad": ("Adagrad", 0.01),
    "rmsprop": ("RMSprop", 0.01),
    "adadelta": ("Adadelta", 1.0),
    "adam": ("Adam", 0.001),
    "adamw": ("AdamW", 0.001),
    "amsgrad": ("Adam", 0.001),
    "adamax": ("Adamax", 0.002),
    "nadam": ("NAdam", 0.002),
    "radam": ("RAdam", 0.001),
    "rprop": ("Rprop", 0.01),
}
PARTS = {
    "beta1": ("betas", 0),
    "beta2": ("betas", 1),
    "etaminus": ("etas", 0),
    "etaplus": ("etas", 1),
    "step_size_min": ("step_sizes", 0),
    "step_size_max": ("step_sizes", 1),
}


@pytest.mark.parametrize("id_", TORCH)
def test_defaults_are_those_of_torch(id_: str) -> None:
    torch = pytest.importorskip("torch")
    row, (name, lr) = OPTIMIZERS[id_], TORCH[id_]
    theirs = getattr(torch.optim, name)([torch.zeros(1, requires_grad=True)]).defaults
    assert row.lr == theirs["lr"] == lr
    for key, value in row.defaults.items():
        if key == "momentum" and id_ in ("momentum", "nesterov"):
            assert value == 0.9
            continue
        pair, index = PARTS.get(key, (key, None))
        assert value == (theirs[pair] if index is None else theirs[pair][index])


def test_pairs_are_taken_apart() -> None:
    settings = complete_settings(find_optimizer("adam"), {"betas": (0.8, 0.99)})
    assert (settings["beta1"], settings["beta2"]) == (0.8, 0.99)


def test_numbers_and_switches_may_come_as_text() -> None:
    settings = complete_settings(find_optimizer("rmsprop"), {"alpha": "0.5", "centered": "True"})
    assert settings["alpha"] == 0.5
    assert settings["centered"] is True


@pytest.mark.parametrize(
    ("optimizer", "settings", "name", "words"),
    [
        ("sgd", {"beta1": 0.9}, "beta1", "SGD has no setting called beta1; it has momentum"),
        ("adam", {"beta3": 0.9}, "beta3", "Did you mean beta"),
        ("adam", {"beta1": 1.0}, "beta1", "beta1 must be at least 0 and below 1, not 1.0."),
        ("adam", {"betas": 0.9}, "betas", "betas must be two numbers"),
        ("sgd", {"momentum": -0.1}, "momentum", "at least 0"),
        ("sgd", {"momentum": "much"}, "momentum", "not much"),
        ("sgd", {"momentum": float("nan")}, "momentum", "at least 0"),
        ("sgd", {"nesterov": "perhaps"}, "nesterov", "true or false"),
        ("sgd", {"nesterov": True}, "nesterov", "needs a momentum above 0"),
        ("nesterov", {"dampening": 0.5}, "dampening", "Nesterov has no setting"),
        ("rprop", {"etas": (0.5, 0.9)}, "etaplus", "above 1"),
    ],
)
def test_a_mistake_is_named(
    optimizer: str, settings: dict[str, Any], name: str, words: str
) -> None:
    with pytest.raises(SettingError) as caught:
        complete_settings(find_optimizer(optimizer), settings)
    assert caught.value.name == name
    assert words in str(caught.value)


def test_an_unknown_optimizer_lists_the_known() -> None:
    with pytest.raises(SettingError, match="choose one of sgd, momentum, nesterov"):
        find_optimizer("sdg")
