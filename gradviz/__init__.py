"""GradViz: see how machine learning finds its parameters. ``import gradviz as gv``, without Qt."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gradviz.descent import TestFunction, Trajectory, catalog, descend
    from gradviz.errors import (
        DataError,
        DocumentError,
        ExpressionError,
        GradVizError,
        GraphError,
        SettingError,
        ShapeError,
    )
    from gradviz.graph import CompiledFunction, Evaluation, Graph, evaluate, parse
    from gradviz.graph import compile as compile  # noqa: A004  # the engine's word for it

__version__ = "0.1.0"

__all__ = [
    "CompiledFunction",
    "DataError",
    "DocumentError",
    "Evaluation",
    "ExpressionError",
    "GradVizError",
    "Graph",
    "GraphError",
    "SettingError",
    "ShapeError",
    "TestFunction",
    "Trajectory",
    "__version__",
    "catalog",
    "compile",
    "descend",
    "evaluate",
    "parse",
]

_HOMES = {
    "CompiledFunction": "gradviz.graph",
    "DataError": "gradviz.errors",
    "DocumentError": "gradviz.errors",
    "Evaluation": "gradviz.graph",
    "ExpressionError": "gradviz.errors",
    "GradVizError": "gradviz.errors",
    "Graph": "gradviz.graph",
    "GraphError": "gradviz.errors",
    "SettingError": "gradviz.errors",
    "ShapeError": "gradviz.errors",
    "TestFunction": "gradviz.descent",
    "Trajectory": "gradviz.descent",
    "catalog": "gradviz.descent",
    "compile": "gradviz.graph",
    "descend": "gradviz.descent",
    "evaluate": "gradviz.graph",
    "parse": "gradviz.graph",
}
"""Where each name lives; it is imported when first asked for, so that the import is instant."""


def __getattr__(name: str) -> Any:
    if name == "app":
        return importlib.import_module("gradviz.app")
    if name not in _HOMES:
        raise AttributeError(f"module 'gradviz' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, "app"})
