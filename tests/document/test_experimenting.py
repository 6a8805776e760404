"""Lists and ranges of rates and epochs, and the runs they stand for."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.document import dumps, edits, experimenting, loads, open_example
from gradviz.document.experimenting import Trial, read_epochs, read_rates, written
from gradviz.errors import SettingError

rates = st.lists(st.floats(0, 1e6).map(lambda x: float(f"{x:.6g}")), max_size=9, unique=True)


@given(rates)
def test_what_is_written_is_read_again(numbers: list[float]) -> None:
    assert list(read_rates(written(numbers))) == numbers


def test_ranges_of_rates_have_equal_ratios() -> None:
    found = read_rates("0.001 .. 1 in 4, 0.05")
    assert found == (0.001, 0.01, 0.1, 1.0, 0.05)
    assert read_rates("0.1…0.4/3") == (0.1, 0.2, 0.4)
    ratios = np.diff(np.log(read_rates("0.01 to 3 in 9")))
    np.testing.assert_allclose(ratios, ratios[0], rtol=1e-2)


def test_ranges_of_epochs_have_equal_steps() -> None:
    assert read_epochs("20 .. 200 in 4; 5") == (20, 80, 140, 200, 5)
    assert read_epochs("") == ()


@pytest.mark.parametrize(
    ("read", "text", "word"),
    [
        (read_rates, "0.1, much", "“much” is not a number"),
        (read_rates, "0 .. 1 in 3", "above 0"),
        (read_rates, "1 .. 2 in 1", "2 to 60"),
        (read_rates, "inf", "∞ can't be tried"),
        (read_epochs, "1.5", "1.5 is not a whole number"),
    ],
)
def test_the_place_of_a_mistake_is_named(read: object, text: str, word: str) -> None:
    assert callable(read)
    with pytest.raises(SettingError, match=word):
        read(text)


def test_every_rate_is_tried_with_every_number_of_epochs_and_saved() -> None:
    document = open_example("line_fit")
    own = Trial(document.descent.lr, document.descent.epochs)
    assert experimenting.trials_of(document) == (own,)
    document = experimenting.set_experiment(
        document, rates=(0.01, 0.1), epochs=(10, 20), remarks="Too large at 0.1."
    )
    trials = experimenting.trials_of(document)
    assert trials == (Trial(0.01, 10), Trial(0.1, 10), Trial(0.01, 20), Trial(0.1, 20))
    assert (
        experimenting.trial_document(document, trials[3]).descent
        == edits.set_descent(document, lr=0.1, epochs=20).descent
    )
    assert loads(dumps(document)).experiment == document.experiment


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"rates": [-1.0]}, "not negative"),
        ({"epochs": [-1]}, "between 0"),
        ({"rates": list(range(1, 11)), "epochs": list(range(1, 8))}, "70 runs"),
    ],
)
def test_what_can_t_be_tried_is_refused(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(SettingError, match=word):
        experimenting.set_experiment(open_example("line_fit"), **changes)
