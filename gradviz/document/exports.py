"""The texts a document can be written as: code, LaTeX, the descent as a table, the expression."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from gradviz.document.descents import descent_of
from gradviz.document.model import Document
from gradviz.document.values import inputs_of
from gradviz.errors import GraphError
from gradviz.graph import Graph, evaluate, to_latex, to_text

if TYPE_CHECKING:
    from gradviz.graph import Script


def _torch(document: Document) -> Script:
    from gradviz.graph import torch_script

    return torch_script(document.graph, inputs_of(document))


def _micrograd(document: Document) -> Script:
    from gradviz.graph import micrograd_script

    return micrograd_script(document.graph, inputs_of(document))


def _chain_rule(document: Document) -> Script:
    from gradviz.graph import chain_rule_script

    return chain_rule_script(document.graph, inputs_of(document))


SCRIPTS: Mapping[str, Callable[[Document], Script]] = MappingProxyType(
    {"torch": _torch, "micrograd": _micrograd, "python": _chain_rule}
)
"""The programs by name, which know the node each line is about; GradVizError as in EXPORTS."""


def _written(document: Document) -> Graph:
    """The graph, if there is something to write; an empty file says nothing."""
    if not document.graph.nodes:
        raise GraphError("There is nothing to write out: write an expression.")
    return document.graph


def _latex(document: Document) -> str:
    return to_latex(_written(document)) + "\n"


def _derivation(document: Document) -> str:
    from gradviz.teaching.derivation import derivation  # no other export needs the narration

    return derivation(evaluate(document.graph, inputs_of(document)), document.title)


def _csv(document: Document) -> str:
    """One row per epoch: the epoch, the parameters and the loss, at full precision."""
    _written(document)
    trajectory = descent_of(document)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["epoch", *trajectory.parameters, "loss"])
    for epoch, (point, loss) in enumerate(zip(trajectory.points, trajectory.losses, strict=True)):
        writer.writerow([epoch, *map(float, point), float(loss)])
    return out.getvalue()


def _program(name: str, document: Document) -> str:
    return SCRIPTS[name](document).text


def _descent(document: Document) -> str:
    from gradviz.document.descent_script import descent_script

    _written(document)
    return descent_script(document)


def _text(document: Document) -> str:
    return to_text(_written(document)) + "\n"


EXPORTS: Mapping[str, Callable[[Document], str]] = MappingProxyType(
    {
        **{name: partial(_program, name) for name in ("torch", "micrograd")},
        "descent": _descent,
        "latex": _latex,
        "derivation": _derivation,
        "csv": _csv,
        "text": _text,
    }
)
"""By name; each raises GradVizError when the document can't be written that way."""
