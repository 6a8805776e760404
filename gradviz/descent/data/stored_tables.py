"""The tables that come along as files."""

from __future__ import annotations

from gradviz.descent.data.datasets import Dataset
from gradviz.descent.data.tables import read_csv
from gradviz.errors import SettingError
from gradviz.resources import resource


def dataset_names() -> tuple[str, ...]:
    """The names of the presets that come along, sorted."""
    return tuple(sorted(path.stem for path in resource("datasets").glob("*.csv")))


def dataset(name: str) -> Dataset:
    """The preset called ``name``; SettingError when there is none."""
    if name not in dataset_names():
        known = ", ".join(dataset_names())
        raise SettingError(f"There is no dataset called {name}; choose one of {known}.", name)
    return read_csv(resource("datasets", f"{name}.csv"))
