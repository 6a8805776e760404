"""Answers as students type them: a number, or an expression that must equal another."""

from __future__ import annotations

import numpy as np

from gradviz.errors import GradVizError
from gradviz.graph import evaluate, parse

_POINTS = 12
_RELATIVE = 1e-6


def number_of(answer: str) -> float | None:
    """The number typed: 3, −1.5, 1/4, 2.5e-3, a comma as decimal point; None if it is none."""
    text = answer.strip()
    if text.count(",") == 1 and "(" not in text and "." not in text:
        text = text.replace(",", ".")
    try:
        graph = parse(text)
        if any(node.name is not None and node.is_input for node in graph.nodes.values()):
            return None
        value = evaluate(graph).value
    except GradVizError:
        return None  # not readable yet: the student is still typing
    return value if isinstance(value, float) else None


def same_function(answer: str, wanted: str, given: str = "") -> bool:
    """Whether the answer has the value of ``wanted`` at a dozen points between 0.3 and 2.

    The points are the same every time. Both may use the statements ``given``.
    """
    try:
        mine, right = (parse(f"{given}; {text}" if given else text) for text in (answer, wanted))
        names = sorted({n.name for graph in (mine, right) for n in graph.inputs if n.name})
        if not answer.strip() or {n.name for n in mine.inputs} - {n.name for n in right.inputs}:
            return False
        points = np.random.default_rng(7).uniform(0.3, 2.0, (_POINTS, len(names)))
        for point in points:
            known = dict(zip(names, map(float, point), strict=True))
            found, value = (
                evaluate(graph, {n.name: known[n.name] for n in graph.inputs if n.name}).value
                for graph in (mine, right)
            )
            if not np.allclose(found, value, rtol=_RELATIVE, atol=_RELATIVE):
                return False
    except GradVizError:
        return False  # not readable yet
    return True
