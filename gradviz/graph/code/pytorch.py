"""A graph as a PyTorch script that prints its value and its gradients."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from gradviz.graph.autodiff import Evaluation, evaluate, input_values, target_of
from gradviz.graph.code.literals import numbers_text, result_comment
from gradviz.graph.code.script import Script
from gradviz.graph.code.statements import CALL, Statements, Term, negated, within
from gradviz.graph.model import Graph, Node, NodeId, Role, Value
from gradviz.graph.op import Op, fill
from gradviz.graph.shapes import infer, row_of

_HEAD = ("import torch", "", "torch.set_default_dtype(torch.float64)", "")


def torch_script(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> Script:
    """A PyTorch script that prints the target and its gradients, and runs as it is.

    ``values`` are those of the inputs, as in ``evaluate``. What a line prints stands behind it
    as a comment. Raises GraphError for what cannot be evaluated and for more than
    LARGEST_INLINE numbers in one input.
    """
    target_id = target_of(graph, target)
    leaves, _ = input_values(graph, values or {})
    writer = TorchWriter(graph, target_id, leaves)
    writer.write_passes()
    writer.write_results(evaluate(graph, values, target))
    return writer.statements.lines.script(*_HEAD)


def to_torch(
    graph: Graph, values: Mapping[str, Any] | None = None, target: str | None = None
) -> str:
    """The text of ``torch_script``."""
    return torch_script(graph, values, target).text


class TorchWriter:
    """One PyTorch script being written; ``reserved`` are names that it uses otherwise."""

    def __init__(
        self,
        graph: Graph,
        target: NodeId,
        leaves: Mapping[NodeId, Value],
        reserved: Iterable[str] = (),
    ) -> None:
        self._graph = graph
        self._target = target
        self._leaves = leaves
        given = {n.name: np.shape(leaves[n.id]) for n in graph.inputs if n.name is not None}
        self._shapes = infer(graph, given)
        names = ("torch", "print", *reserved)
        self.statements = Statements(graph, target, names, "torch.tensor({})".format)
        self._differentiable: set[NodeId] = set()

    def write_passes(self) -> None:
        """The inputs, each operation, and the call that finds the gradients."""
        statements = self.statements
        for node in self._graph.inputs:
            self._input(node)
        statements.lines.add()
        self.write_operations()
        if self._target in self._differentiable and not self._shapes[self._target]:
            statements.lines.add()
            name = statements.terms[self._target].text
            statements.lines.add(f"{name}.backward()", self._target)

    def write_operations(self, *, gradients: bool = True) -> None:
        """Each operation, keeping the ``gradients`` of what has a name."""
        statements = self.statements
        for node_id in self._graph.order:
            node = self._graph.nodes[node_id]
            if node_id not in statements.needed:
                continue
            if node.is_literal:
                statements.take_literal(node_id, self._leaves[node_id], "torch.pi")
            elif not node.is_input:
                self._operation(node, gradients=gradients)

    def _input(self, node: Node) -> None:
        name = self.statements.name_input(node)
        grad = ""
        if node.role is not Role.DATA:
            self._differentiable.add(node.id)
            grad = ", requires_grad=True"
        numbers = numbers_text(self._leaves[node.id], node.name)
        self.statements.lines.add(f"{name} = torch.tensor({numbers}{grad})", node.id)

    def _operation(self, node: Node, *, gradients: bool) -> None:
        row = row_of(self._graph, node)
        if not self._differentiable.isdisjoint(node.operands):
            self._differentiable.add(node.id)
        name = self.statements.place(node, self._expression(node, row))
        is_asked = node.name is not None and node.id != self._target
        if gradients and name is not None and is_asked and node.id in self._differentiable:
            self.statements.lines.add(f"{name}.retain_grad()", node.id)

    def _expression(self, node: Node, row: Op) -> Term:
        operands = [self.statements.terms[operand] for operand in node.operands]
        if row.name == "neg" and (number := negated(operands[0])) is not None:
            return number
        template = row.torch
        is_call = row.precedence >= CALL
        if row.name == "transpose" and len(self._shapes[node.operands[0]]) < 2:
            template, is_call = "torch.clone(a)", True  # PyTorch transposes matrices only
        if is_call or all(operand.number is not None for operand in operands):
            count = len(operands) if is_call else 1
            operands[:count] = [self.statements.as_object(term) for term in operands[:count]]
        dim = row.dim(node.attributes)
        template = template if dim is not None else template.replace(", dim=dim", "")
        wrapped = [
            operand.text if is_call else within(operand, row, port)
            for port, operand in enumerate(operands)
        ]
        names = dict(zip("ab", wrapped, strict=False))
        filled = fill(template.replace("dim=dim", f"dim={dim}"), names)
        return Term(filled, CALL if is_call else row.precedence)

    def write_results(self, found: Evaluation) -> None:
        """The lines that print the value and the gradients, with what they print behind them."""
        lines, term = self.statements.lines, self.statements.terms[self._target]
        label = self._graph.labels.get(self._target, term.text)
        lines.add()
        shown = term.text if term.number is not None else f"{term.text}.tolist()"
        result = found.value if term.number is None else float(term.number)
        lines.add(f'print("{label} =", {shown}){result_comment(result)}', self._target)
        if self._shapes[self._target]:
            lines.add(f"# {label} is not one number, so it has no gradient.")
            return
        for node_id in self._graph.order:
            node = self._graph.nodes[node_id]
            if node.name is None or node_id not in self._differentiable or node_id == self._target:
                continue
            here, comment = "0.0", result_comment(0.0)
            if node_id in self.statements.needed:
                here = f"{self.statements.terms[node_id].text}.grad.tolist()"
                comment = result_comment(found.node_gradients[node_id])
            lines.add(f'print("d{label}/d{node.name} =", {here}){comment}', node_id)
