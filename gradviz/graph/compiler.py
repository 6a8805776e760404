"""Graphs as fast functions: straight-line code for value and gradient, compiled once."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import kernels
from gradviz.graph.autodiff import ancestors, input_values, target_of
from gradviz.graph.codegen import Generated, Problem, generate
from gradviz.graph.forward import all_floats, operate
from gradviz.graph.model import Array, Graph, NodeId, Value
from gradviz.graph.op import Shape
from gradviz.graph.points import over_points
from gradviz.graph.shapes import row_of, shape_of, shape_text
from gradviz.graph.steps import FLOAT_ERRORS
from gradviz.graph.terms import Mode

_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True)
class CodeBlock:
    """Straight-line code on floats, to be put into a loop.

    ``lines`` assign t0, t1 … from the arguments (x0, x1 …) and the names in ``namespace``;
    ``value`` and ``gradients`` are expressions in these. The code raises what ``math`` raises
    (FLOAT_ERRORS) where a result is infinite or not a number; the CompiledFunction itself then
    has the right values.
    """

    arguments: tuple[str, ...]
    lines: tuple[str, ...]
    value: str
    gradients: tuple[str, ...]
    namespace: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class CompiledFunction:
    """Value and gradients of a graph as a function of the inputs ``names``; use ``compile``.

    ``shapes`` are the static shapes of the arguments, ``shape`` is that of the value.
    """

    names: tuple[str, ...]
    shapes: tuple[Shape, ...]
    shape: Shape
    problem: Problem

    def __call__(self, *arguments: Any) -> tuple[Value, tuple[Value, ...]]:
        """The value and the gradient for each argument, at one point."""
        self.need_number()
        if self.problem.on_floats:
            made: tuple[Value, tuple[Value, ...]] = self.function(*map(float, arguments))
            return made
        value, *gradients = self._at(self._arrays, arguments)
        return value, tuple(gradients)

    def value(self, *arguments: Any) -> Value:
        """The value at one point or, for arrays with leading axes, at each of many points.

        The leading axes of the arguments (all axes, for numbers) broadcast against each other;
        the result has them, followed by the axes of the value itself.
        """
        if self.problem.on_floats and all_floats(arguments):
            return float(self.value_function(*arguments))
        return self._over(self.batch_value_function, arguments)[0]

    def batch(self, *arguments: Any) -> tuple[Value, tuple[Value, ...]]:
        """Values and gradients at many points, see ``value``."""
        self.need_number()
        value, *gradients = self._over(self.batch_function, arguments)
        return value, tuple(gradients)

    @cached_property
    def block(self) -> CodeBlock | None:
        """The code to put into a loop, where the value and all arguments are numbers."""
        if not self.is_of_numbers:
            return None
        return self._block(self._made_of_floats, kernels.FLOATS)

    @cached_property
    def batch_block(self) -> CodeBlock | None:
        """The same for arrays with an element for each point; this code never raises."""
        if not self.is_of_numbers:
            return None
        return self._block(generate(self.problem, Mode.POINTS, gradients=True), kernels.ARRAYS)

    @property
    def is_of_numbers(self) -> bool:
        """Whether the value and everything on the way to it are single numbers."""
        return self.problem.on_floats and not self.shape

    def _block(self, made: Generated, functions: Mapping[str, Any]) -> CodeBlock:
        value, *gradients = made.block.results
        arguments = tuple(f"x{index}" for index in range(len(self.names)))
        return CodeBlock(
            arguments, made.block.lines, value, tuple(gradients), _namespace(made, functions)
        )

    @cached_property
    def source(self) -> str:
        """The generated code of value and gradients, for reading."""
        mode = Mode.FLOATS if self.problem.on_floats else Mode.ARRAYS
        made = generate(self.problem, mode, gradients=not self.shape)
        return _source(len(self.names), made, {}, _PLAIN)

    @cached_property
    def function(self) -> Callable[..., Any]:
        """The bare function behind a call, for Python floats only: what a tight loop wants."""
        made = self._made_of_floats
        return _function(
            len(self.names),
            made,
            {**_namespace(made, kernels.FLOATS), "without_errors": self._without_errors},
            _GUARDED,
        )

    @cached_property
    def value_function(self) -> Callable[..., float]:
        """The same for the value alone."""
        made = generate(self.problem, Mode.FLOATS, gradients=False)
        return _function(
            len(self.names),
            made,
            {**_namespace(made, kernels.FLOATS), "without_errors": self._value_without_errors},
            _GUARDED_VALUE,
        )

    @cached_property
    def _made_of_floats(self) -> Generated:
        return generate(self.problem, Mode.FLOATS, gradients=True)

    @cached_property
    def _arrays(self) -> Callable[..., Any]:
        return self._array_function(Mode.ARRAYS, gradients=not self.shape)

    @cached_property
    def batch_function(self) -> Callable[..., Any]:
        """The bare function behind ``batch`` (value, gradients …), for pieces that fit a cache."""
        return self._array_function(Mode.POINTS, gradients=True)

    @cached_property
    def batch_value_function(self) -> Callable[..., Any]:
        """The same for the value alone; the result is a tuple of one."""
        return self._array_function(Mode.POINTS, gradients=False)

    def _array_function(self, mode: Mode, *, gradients: bool) -> Callable[..., Any]:
        made = generate(self.problem, mode, gradients=gradients)
        return _function(len(self.names), made, _namespace(made, kernels.ARRAYS))

    def _without_errors(self, *arguments: float) -> tuple[Value, tuple[Value, ...]]:
        """What ``math`` refuses, as NumPy has it: infinities and NaN."""
        value, *gradients = self._at(self._arrays, arguments)
        return value, tuple(gradients)

    def _value_without_errors(self, *arguments: float) -> Value:
        return self._at(self._arrays, arguments)[0]

    def _at(self, function: Callable[..., Any], arguments: Sequence[Any]) -> list[Value]:
        """Results at one point, for arguments of exactly the static shapes."""
        arrays = [np.asarray(argument, dtype=np.float64) for argument in arguments]
        for name, shape, array in zip(self.names, self.shapes, arrays, strict=True):
            if array.shape != shape:
                raise ShapeError(
                    f"{name} is {shape_text(shape)} here, not {shape_text(array.shape)}.", node=name
                )
        with np.errstate(all="ignore"):
            found = function(*(array if array.ndim else array[()] for array in arrays))
        shapes = (self.shape, *self.shapes)
        return [_settled(value, shape) for value, shape in zip(found, shapes, strict=False)]

    def _over(self, function: Callable[..., Any], arguments: Sequence[Any]) -> list[Value]:
        shapes = (self.shape, *(() if function is self.batch_value_function else self.shapes))
        with np.errstate(all="ignore"):
            return over_points(function, arguments, self.shapes, shapes, self._numbers)

    @cached_property
    def _numbers(self) -> tuple[int, int]:
        """Numbers per point: in the largest temporary, and in all of both passes."""
        problem = self.problem
        nodes = problem.graph.nodes
        used = {o for i in problem.order for o in nodes[i].operands} | {*problem.order}
        sizes = [math.prod(problem.shapes[i]) for i in used] or [1]
        return max(sizes), 3 * sum(sizes)

    def need_number(self) -> None:
        """Raise GraphError when the result is not a single number, which has no gradient."""
        if self.shape:
            raise GraphError(
                f"The result is {shape_text(self.shape)}; a gradient needs one number: "
                "use sum or mean."
            )


def compile(  # noqa: A001  the name of the public function: gv.compile
    graph: Graph,
    wrt: Sequence[str],
    inputs: Mapping[str, Any] | None = None,
    target: str | None = None,
) -> CompiledFunction:
    """A fast function of the inputs ``wrt`` for the value of ``target`` and its gradient.

    ``inputs`` are the values of the others (those not given keep the value they state, or 1);
    for a name in ``wrt`` a value only says the shape. The names in the generated code are
    generated too. Raises GraphError (ShapeError) where ``evaluate`` would.
    """
    target_id = target_of(graph, target)
    values, _ = input_values(graph, inputs or {})
    arguments = tuple(_argument(graph, name) for name in wrt)
    shapes: dict[NodeId, Shape] = {node_id: np.shape(v) for node_id, v in values.items()}
    needed = ancestors(graph, target_id)
    moving = set(arguments)
    known = {i: v for i, v in values.items() if i in needed and i not in moving}
    order: list[NodeId] = []
    with np.errstate(all="ignore"):
        for node_id in graph.order:
            node = graph.nodes[node_id]
            if node_id not in needed or node.is_input:
                continue
            row_of(graph, node)
            if moving.isdisjoint(node.operands):
                known[node_id] = operate(graph, node, tuple(known[o] for o in node.operands))
                shapes[node_id] = np.shape(known[node_id])
            else:
                shapes[node_id] = shape_of(graph, node, tuple(shapes[o] for o in node.operands))
                moving.add(node_id)
                order.append(node_id)
    problem = Problem(graph, target_id, arguments, tuple(order), known, shapes)
    return CompiledFunction(
        tuple(wrt), tuple(shapes[i] for i in arguments), shapes[target_id], problem
    )


def _argument(graph: Graph, name: str) -> NodeId:
    node = graph.named(name)
    if not node.is_input:
        raise GraphError(f"{name} is computed and cannot be an argument.", node=name)
    return node.id


_PLAIN = "return ({value}, {gradients})"
_GUARDED = "return {value}, ({gradients})"
_GUARDED_VALUE = "return {value}"


def _settled(value: Any, shape: Shape) -> Value:
    if not shape:
        return float(value)
    array: Array = np.asarray(value)
    return array if array.shape == shape else np.broadcast_to(array, shape)


def _namespace(made: Generated, functions: Mapping[str, Any]) -> dict[str, Any]:
    """What the names in the code mean, and nothing else."""
    block = made.block
    words = {word for text in (*block.lines, *block.results) for word in _WORD.findall(text)}
    return {
        **{name: functions[name] for name in sorted(words & functions.keys())},
        **{name: value for name, value in made.constants.items() if name in words},
    }


def _source(count: int, made: Generated, namespace: Mapping[str, Any], ending: str) -> str:
    """The text of the function ``f``; the names it uses are bound as defaults, to be local."""
    value, *gradients = made.block.results
    arguments = [f"x{index}" for index in range(count)]
    bound = [f"{name}={name}" for name in namespace]
    last = ending.format(value=value, gradients="".join(f"{text}, " for text in gradients))
    lines = [*made.block.lines, last]
    if ending is not _PLAIN:
        caught = f"return without_errors({', '.join(arguments)})"
        lines = ["try:", *(f"    {line}" for line in lines), f"except FLOAT_ERRORS: {caught}"]
    body = "\n".join(f"    {line}" for line in lines)
    return f"def f({', '.join([*arguments, *bound])}):\n{body}\n"


def _function(
    count: int, made: Generated, namespace: Mapping[str, Any], ending: str = _PLAIN
) -> Callable[..., Any]:
    space = {**namespace, "FLOAT_ERRORS": FLOAT_ERRORS}
    # The text is generated from the table of operations; names and numbers are generated too.
    exec(_source(count, made, namespace, ending), space)  # noqa: S102
    made_function: Callable[..., Any] = space["f"]
    return made_function
