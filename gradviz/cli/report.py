"""What the commands write: tables for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from gradviz.descent import Stop, TestFunction, Trajectory
from gradviz.graph import (
    BackwardStep,
    Evaluation,
    NodeId,
    Value,
    definition_text,
    format_number,
    format_value,
)

_ROWS_SHOWN = 11
_NUMBERS_SHOWN = 16
_STOPS = {
    "finished": "The epochs are used up.",
    "converged": "Converged.",
    "unfinished": "Stopped before its epochs were used up.",
    "diverged": "Diverged: the loss grows.",
    "not_finite": "Stopped: the loss in epoch {epoch} is not a finite number.",
}


def to_json(found: object, *, ascii_only: bool = False) -> str:
    """JSON in which NaN and the infinities are the strings "nan", "inf" and "-inf"."""
    return json.dumps(_plain(found), ensure_ascii=ascii_only, allow_nan=False)


def _plain(found: object) -> object:
    if isinstance(found, np.ndarray):
        finite = bool(np.isfinite(found).all())
        return found.tolist() if finite else _plain(found.tolist())
    if isinstance(found, float):
        return float(found) if math.isfinite(found) else str(float(found))
    if isinstance(found, Mapping):
        return {str(key): _plain(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(item) for item in found]
    return found


def evaluation_object(evaluation: Evaluation) -> dict[str, object]:
    """An evaluation as ``eval --json`` writes it."""
    graph = evaluation.graph
    forward = [
        {
            "node": graph.labels[step.node],
            "op": graph.nodes[step.node].op,
            "operands": [
                _called(evaluation, operand) for operand in graph.nodes[step.node].operands
            ],
            "value": step.value,
            "note": step.note,
        }
        for step in evaluation.forward
    ]
    return {
        "output": _called(evaluation, evaluation.target),
        "value": evaluation.value,
        "values": evaluation.values,
        "gradients": evaluation.gradients,
        "forward": forward,
        "backward": [_backward(evaluation, step) for step in evaluation.backward],
    }


def _called(evaluation: Evaluation, node_id: NodeId) -> object:
    """A node's name or label; a literal is called by its value."""
    return evaluation.graph.labels.get(node_id, evaluation.node_values[node_id])


def _backward(evaluation: Evaluation, step: BackwardStep) -> dict[str, object]:
    return {
        "node": _called(evaluation, step.node),
        "user": None if step.user is None else evaluation.graph.labels[step.user],
        "port": step.port,
        "upstream": step.upstream,
        "local": step.local,
        "contribution": step.contribution,
        "total": step.total,
        "part": step.part,
        "parts": step.parts,
        "note": step.note,
    }


def evaluation_table(evaluation: Evaluation) -> str:
    """A row per node: what it is called and computes, its value and its gradient."""
    graph, output = evaluation.graph, _called(evaluation, evaluation.target)
    head = ("node", "computes", "value", f"∂{output}/∂node")
    rows = [
        (
            label,
            "" if graph.nodes[node_id].is_input else definition_text(graph, node_id),
            shown(evaluation.node_values[node_id]),
            shown(evaluation.node_gradients.get(node_id)),
        )
        for node_id, label in graph.labels.items()
        if node_id in evaluation.node_values
    ]
    # An output that is a bare number has no name and so no row.
    lines = [table([head, *rows])] if rows else [f"{shown(evaluation.value)}\n"]
    notes = [step.note for step in evaluation.forward]
    notes += [step.note for step in evaluation.backward] + [evaluation.note]
    return "".join([*lines, *(f"{note}\n" for note in dict.fromkeys(notes) if note)])


def shown(value: Value | None) -> str:
    """A value in a table; arrays with all their numbers while they are few."""
    if value is None:
        return ""
    if isinstance(value, np.ndarray) and value.size <= _NUMBERS_SHOWN:
        return _nested(value.tolist())
    return format_value(value)


def _nested(found: Any) -> str:
    if isinstance(found, list):
        return f"[{', '.join(_nested(item) for item in found)}]"
    return format_number(found)


def trajectory_object(trajectory: Trajectory) -> dict[str, object]:
    """A descent as ``descend --json`` writes it."""
    return {
        "parameters": trajectory.parameters,
        "points": trajectory.points,
        "losses": trajectory.losses,
        "stop": str(trajectory.stop),
        "stop_epoch": trajectory.stop_epoch,
        "lr_limit": trajectory.lr_limit,
        "rates": trajectory.rates,
        "gradient_calls": trajectory.gradient_calls,
        "value_calls": trajectory.value_calls,
    }


def trajectory_csv(trajectory: Trajectory) -> str:
    """A row per epoch: the epoch, the parameters and the loss, with all digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["epoch", *trajectory.parameters, "loss"])
    points, losses = trajectory.points.tolist(), trajectory.losses.tolist()
    for epoch, (point, loss) in enumerate(zip(points, losses, strict=True)):
        writer.writerow([epoch, *point, loss])
    return out.getvalue()


def trajectory_table(trajectory: Trajectory) -> str:
    """Some epochs of a descent, evenly spread, and how it ended."""
    count = len(trajectory.losses)
    epochs = sorted({round(i) for i in np.linspace(0, count - 1, min(count, _ROWS_SHOWN))})
    rows = [
        (
            str(epoch),
            *(format_number(x, 6) for x in trajectory.points[epoch]),
            format_number(float(trajectory.losses[epoch]), 6),
        )
        for epoch in epochs
    ]
    ending = _STOPS[str(trajectory.stop)].format(epoch=trajectory.stop_epoch)
    if trajectory.lr_limit is not None:
        limit = format_number(trajectory.lr_limit)
        ending += f" On all data {trajectory.optimizer} converges for rates below {limit}."
        if trajectory.stop is Stop.FINISHED and (trajectory.rates > trajectory.lr_limit).all():
            ending += f" The rate {format_number(trajectory.lr)} is above that."
    return f"{table([('epoch', *trajectory.parameters, 'loss'), *rows])}{ending}\n"


def function_object(function: TestFunction) -> dict[str, object]:
    """A test function as ``functions --json`` writes it."""
    plain = {
        name: getattr(function, name)
        for name in (
            *("id", "name", "category", "expression", "objectives", "constraints", "parameters"),
            *("domain", "view", "minima", "minimum", "local_minima", "differentiability"),
            *("mistakes", "pareto", "penalty", "in_box", "start", "optimizer", "lr", "epochs"),
            *("sizes", "choice_name", "choices", "choice"),
        )
    }
    front = [{"t": p.t, "at": p.at, "values": p.values} for p in function.front]
    return {**plain, "front": front}


def functions_table(functions: Sequence[TestFunction]) -> str:
    """A row per test function."""
    rows = [(f.id, f.name, f.category, _sizes(f), _formulas(f)) for f in functions]
    return table([("id", "name", "category", "variables", "minimizes"), *rows])


def _sizes(function: TestFunction) -> str:
    low, high = function.sizes or (function.size, function.size)
    return f"{low}" if low == high else f"{low} to {high}"


def _formulas(function: TestFunction) -> str:
    minimized = "; ".join(function.objectives)
    return " subject to ".join(filter(None, (minimized, ", ".join(function.constraints))))


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns set apart by two spaces; columns of numbers end flush, others begin flush."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    right = [any(column[1:]) and all(map(_is_number, column[1:])) for column in columns]
    lines = (
        "  ".join(
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def _is_number(cell: str) -> bool:
    return not cell or cell[0] in "0123456789−∞N["
