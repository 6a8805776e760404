"""The output of a graph as a PyTorch function of some of its inputs, for a program around it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from gradviz.graph.autodiff import input_values, target_of
from gradviz.graph.code.literals import numbers_text
from gradviz.graph.code.pytorch import TorchWriter
from gradviz.graph.model import Graph


class TorchLoss(NamedTuple):
    """Lines that define the other inputs, lines of the function ``loss``, and its arguments."""

    constants: tuple[str, ...]
    function: tuple[str, ...]
    arguments: tuple[str, ...]


def torch_loss(
    graph: Graph,
    values: Mapping[str, Any],
    parameters: Sequence[str],
    reserved: Iterable[str] = (),
) -> TorchLoss:
    """The output as ``loss(…)`` of the inputs called ``parameters``, in order.

    ``values`` are those of the others, ``reserved`` names of the program around it. Raises
    GraphError as ``torch_script``.
    """
    target = target_of(graph, None)
    leaves, _ = input_values(graph, values)
    writer = TorchWriter(graph, target, leaves, ("loss", *reserved))
    statements = writer.statements
    names = {node.name: statements.name_input(node) for node in graph.inputs}
    constants = [
        f"{names[node.name]} = torch.tensor({numbers_text(leaves[node.id], node.name)})"
        for node in graph.inputs
        if node.name not in parameters and node.id in statements.needed
    ]
    writer.write_operations(gradients=False)
    body = statements.lines.script().text.splitlines()
    result = statements.as_object(statements.terms[target]).text
    arguments = tuple(names[name] for name in parameters)
    function = (
        f"def loss({', '.join(arguments)}):",
        *(f"    {line}" for line in body if line),
        f"    return {result}",
    )
    return TorchLoss(tuple(constants), function, arguments)
