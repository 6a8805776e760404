"""The texts a document can be written as: code, LaTeX, the descent as a table, the expression."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from types import MappingProxyType

from gradviz.document.descents import descent_of
from gradviz.document.model import Document
from gradviz.document.values import inputs_of
from gradviz.graph import to_latex, to_python, to_text, to_torch


def _torch(document: Document) -> str:
    return to_torch(document.graph, inputs_of(document))


def python_script(document: Document) -> str:
    """The passes as plain Python, for graphs of numbers; GraphError for tensors."""
    return to_python(document.graph, inputs_of(document))


def _latex(document: Document) -> str:
    return to_latex(document.graph) + "\n"


def _csv(document: Document) -> str:
    """One row per epoch: the epoch, the parameters and the loss, at full precision."""
    trajectory = descent_of(document)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["epoch", *trajectory.parameters, "loss"])
    for epoch, (point, loss) in enumerate(zip(trajectory.points, trajectory.losses, strict=True)):
        writer.writerow([epoch, *map(float, point), float(loss)])
    return out.getvalue()


def _text(document: Document) -> str:
    return to_text(document.graph) + "\n"


EXPORTS: Mapping[str, Callable[[Document], str]] = MappingProxyType(
    {"torch": _torch, "latex": _latex, "csv": _csv, "text": _text}
)
"""By name; each raises GradVizError when the document can't be written that way."""
