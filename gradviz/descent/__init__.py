"""Objectives, test functions, optimizers, trajectories and datasets.

The names below are loaded when they are first used: the first frame of the window needs none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradviz.descent.cuts.differencing import (
        SCHEMES,
        DifferenceErrors,
        ErrorModel,
        Quotients,
        Scheme,
        difference_errors,
        quotients,
    )
    from gradviz.descent.cuts.slices import Profile, Slice
    from gradviz.descent.cuts.smoothness import Nature, Smoothness, nature_at
    from gradviz.descent.cuts.turning import Turn, TurningPoint, turning_points
    from gradviz.descent.data.datasets import Dataset
    from gradviz.descent.data.least_squares import Line, best_line
    from gradviz.descent.data.prediction import Prediction, find_prediction
    from gradviz.descent.data.stored_tables import dataset, dataset_names
    from gradviz.descent.data.tables import read_csv
    from gradviz.descent.descending import descend
    from gradviz.descent.landscape.dominance import non_dominated
    from gradviz.descent.landscape.fields import (
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
    from gradviz.descent.library.fronts import FrontPiece, pareto_front
    from gradviz.descent.library.functions import TestFunction, catalog
    from gradviz.descent.many import Ends, descend_many
    from gradviz.descent.objectives import Objective, objective
    from gradviz.descent.quadratic import Quadratic
    from gradviz.descent.review.standings import (
        TOLERANCE,
        Goal,
        Standing,
        goal_of,
        racer_names,
        standing,
        verdict_words,
    )
    from gradviz.descent.rules.method import Method
    from gradviz.descent.rules.optimizer import Optimizer
    from gradviz.descent.rules.optimizers import OPTIMIZERS
    from gradviz.descent.rules.schedules import (
        SCHEDULES,
        Schedule,
        complete_schedule,
        find_schedule,
    )
    from gradviz.descent.rules.settings import complete_settings, find_optimizer
    from gradviz.descent.surface import Surface, coordinates_of, surface_of, with_coordinates
    from gradviz.descent.trajectory import Stop, Trajectory

_HOMES = {
    "Arrows": "landscape.fields",
    "Cancel": "landscape.fields",
    "Curve": "landscape.fields",
    "Dataset": "data.datasets",
    "DifferenceErrors": "cuts.differencing",
    "ErrorModel": "cuts.differencing",
    "Ends": "many",
    "Field": "landscape.fields",
    "FrontPiece": "library.fronts",
    "Goal": "review.standings",
    "Interval": "landscape.fields",
    "Line": "data.least_squares",
    "Method": "rules.method",
    "Nature": "cuts.smoothness",
    "OPTIMIZERS": "rules.optimizers",
    "Objective": "objectives",
    "Optimizer": "rules.optimizer",
    "Prediction": "data.prediction",
    "Profile": "cuts.slices",
    "Quadratic": "quadratic",
    "Quotients": "cuts.differencing",
    "SCHEMES": "cuts.differencing",
    "SCHEDULES": "rules.schedules",
    "Scale": "landscape.fields",
    "ScaleKind": "landscape.fields",
    "Scheme": "cuts.differencing",
    "Slice": "cuts.slices",
    "Smoothness": "cuts.smoothness",
    "Standing": "review.standings",
    "Schedule": "rules.schedules",
    "Stop": "trajectory",
    "Surface": "surface",
    "TOLERANCE": "review.standings",
    "TestFunction": "library.functions",
    "Trajectory": "trajectory",
    "Turn": "cuts.turning",
    "TurningPoint": "cuts.turning",
    "arrows": "landscape.fields",
    "best_line": "data.least_squares",
    "catalog": "library.functions",
    "complete_schedule": "rules.schedules",
    "complete_settings": "rules.settings",
    "contours": "landscape.fields",
    "coordinates_of": "surface",
    "curve": "landscape.fields",
    "dataset": "data.stored_tables",
    "dataset_names": "data.stored_tables",
    "descend": "descending",
    "difference_errors": "cuts.differencing",
    "descend_many": "many",
    "field": "landscape.fields",
    "find_optimizer": "rules.settings",
    "find_prediction": "data.prediction",
    "goal_of": "review.standings",
    "find_schedule": "rules.schedules",
    "levels": "landscape.fields",
    "nature_at": "cuts.smoothness",
    "non_dominated": "landscape.dominance",
    "objective": "objectives",
    "pareto_front": "library.fronts",
    "quotients": "cuts.differencing",
    "racer_names": "review.standings",
    "read_csv": "data.tables",
    "resolution": "landscape.fields",
    "standing": "review.standings",
    "surface_of": "surface",
    "turning_points": "cuts.turning",
    "verdict_words": "review.standings",
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
