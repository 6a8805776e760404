"""Objectives, test functions, optimizers, trajectories and datasets."""

from __future__ import annotations

from gradviz.descent.catalog import TestFunction, catalog
from gradviz.descent.datasets import Dataset, dataset, dataset_names, read_csv
from gradviz.descent.descend import descend
from gradviz.descent.field import (
    Arrows,
    Cancel,
    Curve,
    Field,
    Interval,
    Scale,
    arrows,
    contours,
    curve,
    field,
    levels,
    resolution,
)
from gradviz.descent.objective import Objective, objective
from gradviz.descent.optimizer import Optimizer
from gradviz.descent.optimizers import OPTIMIZERS
from gradviz.descent.prediction import Prediction, find_prediction
from gradviz.descent.quadratic import Quadratic
from gradviz.descent.settings import complete_settings, find_optimizer
from gradviz.descent.surface import Surface, coordinates_of, surface_of, with_coordinates
from gradviz.descent.trajectory import Stop, Trajectory

__all__ = [
    "OPTIMIZERS",
    "Arrows",
    "Cancel",
    "Curve",
    "Dataset",
    "Field",
    "Interval",
    "Objective",
    "Optimizer",
    "Prediction",
    "Quadratic",
    "Scale",
    "Stop",
    "Surface",
    "TestFunction",
    "Trajectory",
    "arrows",
    "catalog",
    "complete_settings",
    "contours",
    "coordinates_of",
    "curve",
    "dataset",
    "dataset_names",
    "descend",
    "field",
    "find_optimizer",
    "find_prediction",
    "levels",
    "objective",
    "read_csv",
    "resolution",
    "surface_of",
    "with_coordinates",
]
