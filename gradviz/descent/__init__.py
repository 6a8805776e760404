"""Objectives, test functions, optimizers, trajectories and datasets.

The names below are loaded when they are first used: the first frame of the window needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradviz.descent.datasets import Dataset
    from gradviz.descent.descending import descend
    from gradviz.descent.differencing import (
        SCHEMES,
        DifferenceErrors,
        ErrorModel,
        Quotients,
        Scheme,
        difference_errors,
        quotients,
    )
    from gradviz.descent.dominance import non_dominated
    from gradviz.descent.fields import (
        Arrows,
        Cancel,
        Curve,
        Field,
        Interval,
        Scale,
        ScaleKind,
        arrows,
        contours,
        curve,
        field,
        levels,
        resolution,
    )
    from gradviz.descent.fronts import FrontPiece, pareto_front
    from gradviz.descent.functions import TestFunction, catalog
    from gradviz.descent.least_squares import Line, best_line
    from gradviz.descent.many import Ends, descend_many
    from gradviz.descent.method import Method
    from gradviz.descent.objectives import Objective, objective
    from gradviz.descent.optimizer import Optimizer
    from gradviz.descent.optimizers import OPTIMIZERS
    from gradviz.descent.prediction import Prediction, find_prediction
    from gradviz.descent.quadratic import Quadratic
    from gradviz.descent.schedules import SCHEDULES, Schedule, complete_schedule, find_schedule
    from gradviz.descent.settings import complete_settings, find_optimizer
    from gradviz.descent.slices import Profile, Slice
    from gradviz.descent.smoothness import Nature, Smoothness, nature_at
    from gradviz.descent.standings import (
        TOLERANCE,
        Goal,
        Standing,
        goal_of,
        racer_names,
        standing,
        verdict_words,
    )
    from gradviz.descent.stored_tables import dataset, dataset_names
    from gradviz.descent.surface import Surface, coordinates_of, surface_of, with_coordinates
    from gradviz.descent.tables import read_csv
    from gradviz.descent.trajectory import Stop, Trajectory
    from gradviz.descent.turning import Turn, TurningPoint, turning_points

_HOMES = {
    "Arrows": "fields",
    "Cancel": "fields",
    "Curve": "fields",
    "Dataset": "datasets",
    "DifferenceErrors": "differencing",
    "ErrorModel": "differencing",
    "Ends": "many",
    "Field": "fields",
    "FrontPiece": "fronts",
    "Goal": "standings",
    "Interval": "fields",
    "Line": "least_squares",
    "Method": "method",
    "Nature": "smoothness",
    "OPTIMIZERS": "optimizers",
    "Objective": "objectives",
    "Optimizer": "optimizer",
    "Prediction": "prediction",
    "Profile": "slices",
    "Quadratic": "quadratic",
    "Quotients": "differencing",
    "SCHEMES": "differencing",
    "SCHEDULES": "schedules",
    "Scale": "fields",
    "ScaleKind": "fields",
    "Scheme": "differencing",
    "Slice": "slices",
    "Smoothness": "smoothness",
    "Standing": "standings",
    "Schedule": "schedules",
    "Stop": "trajectory",
    "Surface": "surface",
    "TOLERANCE": "standings",
    "TestFunction": "functions",
    "Trajectory": "trajectory",
    "Turn": "turning",
    "TurningPoint": "turning",
    "arrows": "fields",
    "best_line": "least_squares",
    "catalog": "functions",
    "complete_schedule": "schedules",
    "complete_settings": "settings",
    "contours": "fields",
    "coordinates_of": "surface",
    "curve": "fields",
    "dataset": "stored_tables",
    "dataset_names": "stored_tables",
    "descend": "descending",
    "difference_errors": "differencing",
    "descend_many": "many",
    "field": "fields",
    "find_optimizer": "settings",
    "find_prediction": "prediction",
    "goal_of": "standings",
    "find_schedule": "schedules",
    "levels": "fields",
    "nature_at": "smoothness",
    "non_dominated": "dominance",
    "objective": "objectives",
    "pareto_front": "fronts",
    "quotients": "differencing",
    "racer_names": "standings",
    "read_csv": "tables",
    "resolution": "fields",
    "standing": "standings",
    "surface_of": "surface",
    "turning_points": "turning",
    "verdict_words": "standings",
    "with_coordinates": "surface",
}
"""Where each name lives; no module here may be called like one of the names."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


__all__ = [
    "OPTIMIZERS",
    "SCHEDULES",
    "SCHEMES",
    "TOLERANCE",
    "Arrows",
    "Cancel",
    "Curve",
    "Dataset",
    "DifferenceErrors",
    "Ends",
    "ErrorModel",
    "Field",
    "FrontPiece",
    "Goal",
    "Interval",
    "Line",
    "Method",
    "Nature",
    "Objective",
    "Optimizer",
    "Prediction",
    "Profile",
    "Quadratic",
    "Quotients",
    "Scale",
    "ScaleKind",
    "Schedule",
    "Scheme",
    "Slice",
    "Smoothness",
    "Standing",
    "Stop",
    "Surface",
    "TestFunction",
    "Trajectory",
    "Turn",
    "TurningPoint",
    "arrows",
    "best_line",
    "catalog",
    "complete_schedule",
    "complete_settings",
    "contours",
    "coordinates_of",
    "curve",
    "dataset",
    "dataset_names",
    "descend",
    "descend_many",
    "difference_errors",
    "field",
    "find_optimizer",
    "find_prediction",
    "find_schedule",
    "goal_of",
    "levels",
    "nature_at",
    "non_dominated",
    "objective",
    "pareto_front",
    "quotients",
    "racer_names",
    "read_csv",
    "resolution",
    "standing",
    "surface_of",
    "turning_points",
    "verdict_words",
    "with_coordinates",
]
