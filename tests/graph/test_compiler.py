"""Compiled functions: the same numbers as the teaching passes, at one point and at many."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradviz.errors import GraphError, ShapeError
from gradviz.graph import (
    FLOAT_ERRORS,
    INPUT,
    CompiledFunction,
    Graph,
    Node,
    compile,  # noqa: A004  our compile
    evaluate,
    parse,
)
from tests.graph.conventions import CONVENTIONS
from tests.graph.random_graphs import apply, array_graphs, scalar_graphs, values_of

ROSENBROCK = "(1-x)^2 + 100*(y-x^2)^2"


def _agree(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def _at(graph: Graph, names: tuple[str, ...], points: list[Any]) -> None:
    """Check a batch of points against one evaluation per point."""
    inputs = values_of(graph)
    function = compile(graph, names, inputs)
    lead = np.broadcast_shapes(
        *(
            np.shape(p)[: np.ndim(p) - np.ndim(inputs[n])]
            for n, p in zip(names, points, strict=True)
        )
    )
    whole = [
        np.broadcast_to(np.asarray(p), lead + np.shape(inputs[n]))
        for n, p in zip(names, points, strict=True)
    ]
    values, gradients = function.batch(*points)
    only_values = function.value(*points)
    for index in np.ndindex(*lead):
        at = {n: p[index] for n, p in zip(names, whole, strict=True)}
        expected = evaluate(graph, {**inputs, **at})
        _agree(np.asarray(values)[index], expected.value)
        _agree(np.asarray(only_values)[index], expected.value)
        for name, gradient in zip(names, gradients, strict=True):
            _agree(np.asarray(gradient)[index], expected.gradients[name])


@given(scalar_graphs())
def test_numbers_agree_with_the_teaching_pass(graph: Graph) -> None:
    inputs = values_of(graph)
    found = evaluate(graph)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, gradients = compile(graph, tuple(inputs))(*inputs.values())
    _agree(value, found.value)
    _agree(gradients, [found.gradients[name] for name in inputs])


@pytest.mark.parametrize(("name", "operands", "value", "gradient"), CONVENTIONS)
def test_edges_follow_the_same_conventions(
    name: str, operands: tuple[Any, ...], value: Any, gradient: Any
) -> None:
    graph = apply(name, *operands)
    names = tuple(values_of(graph))
    function = compile(graph, names, values_of(graph))
    if gradient is None:
        np.testing.assert_array_equal(function.value(*operands), value)
        return
    found, gradients = function(*operands)
    np.testing.assert_allclose(found, value, atol=1e-15)
    for slope, expected in zip(gradients, gradient, strict=True):
        np.testing.assert_allclose(slope, expected, atol=1e-15)


@pytest.mark.parametrize("text", ["sign(x^-1)", "-(x^0 / 0) * 0", "sqrt(relu(x))", "relu(x)^-1"])
def test_nan_and_infinity_travel_as_in_the_teaching_pass(text: str) -> None:
    graph = parse(text)
    found = evaluate(graph, {"x": 0})
    function = compile(graph, ("x",))
    value, (gradient,) = function(0.0)
    _, (gradients,) = function.batch(np.zeros(2))
    np.testing.assert_array_equal([value, gradient], [found.value, found.gradients["x"]])
    np.testing.assert_array_equal(gradients, [gradient, gradient])


def test_a_softmax_of_one_number_at_many_points() -> None:
    _at(parse("softmax(x) * x"), ("x",), [np.array([1.0, 2.0, 3.0])])


@given(array_graphs())
def test_arrays_agree_with_the_teaching_pass(graph: Graph) -> None:
    inputs = values_of(graph)
    found = evaluate(graph)
    value, gradients = compile(graph, tuple(inputs))(*inputs.values())
    _agree(value, found.value)
    for name, gradient in zip(inputs, gradients, strict=True):
        assert np.shape(gradient) == np.shape(inputs[name])
        _agree(gradient, found.gradients[name])


@given(scalar_graphs(), st.integers(0, 2**16))
def test_many_points_are_as_many_single_ones(graph: Graph, seed: int) -> None:
    random = np.random.default_rng(seed)
    names = tuple(values_of(graph))
    shapes: tuple[tuple[int, ...], ...] = ((1, 3), (2, 1), (2, 3))
    _at(graph, names, [random.uniform(-2, 2, s) for s, _ in zip(shapes, names, strict=False)])


@given(array_graphs(), st.integers(0, 2**16))
def test_points_keep_apart_from_the_axes_of_arrays(graph: Graph, seed: int) -> None:
    random = np.random.default_rng(seed)
    inputs = values_of(graph)
    shapes: tuple[tuple[int, ...], ...] = ((1, 3), (2, 1), (2, 3))
    pairs = zip(shapes, inputs.values(), strict=False)
    _at(graph, tuple(inputs), [random.uniform(-2, 2, s + np.shape(v)) for s, v in pairs])


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("sum((X @ W - Y)^2)", {"X": (5, 3), "W": (3, 2), "Y": (5, 2)}),
        ("mean((X @ w + b - y)^2)", {"w": (3,), "b": (), "X": (5, 3), "y": (5,)}),
        ("w @ X @ w + w @ w", {"w": (3,), "X": (3, 3)}),
        (
            "sum(B @ w) + sum(w @ B) + sum(X @ B) + sum(B @ X.T)",
            {"B": (2, 3, 3), "w": (3,), "X": (3, 3)},
        ),
        ("sum(max(A, dim=1)^2) + min(A, dim=0) @ v", {"A": (4, 3), "v": (3,)}),
        (
            "sum(softmax(A, dim=0) * B) + a * max(softmax(a * B))",
            {"A": (4, 3), "B": (4, 3), "a": ()},
        ),
        ("det(A) + trace(inv(A)) + norm(A)", {"A": (3, 3)}),
        ("dot(u, v) + norm(u - v)", {"u": (3,), "v": (3,)}),
        ("mean(a * A * v) + sum(mean(A, dim=0)^3)", {"a": (), "A": (4, 1), "v": (1, 3)}),
        ("x/3 + 3/x + x^-2 + x^17 + x^0 + abs(x)^0.5 + 2^x", {"x": ()}),
    ],
)
def test_every_kind_of_operation_at_many_points(
    text: str, shapes: dict[str, tuple[int, ...]]
) -> None:
    random = np.random.default_rng(7)
    parsed = parse(text)
    given_ = {
        n: random.uniform(0.2, 0.9, s) + (np.eye(3) if s == (3, 3) else 0.0)
        for n, s in shapes.items()
    }
    graph = parsed.with_nodes(
        *(Node(n.id, INPUT, (), n.name, _frozen(given_[n.name or ""])) for n in parsed.inputs)
    )
    for names in (tuple(shapes), tuple(shapes)[:1]):
        _at(graph, names, [random.normal(given_[n], 0.05, (2, *shapes[n])) for n in names])


def _frozen(value: Any) -> Any:
    from gradviz.graph import literal

    return literal(value)


def test_rosenbrock_is_as_short_as_by_hand() -> None:
    function = compile(parse(ROSENBROCK), ("x", "y"))
    assert function(-1.2, 1.0)[0] == pytest.approx(24.2, rel=1e-14)
    _agree(function(-1.2, 1.0)[1], (-215.6, -88.0))
    block = function.block
    assert block is not None
    assert len(block.lines) == 2
    assert not block.namespace


def test_a_block_can_be_put_into_a_loop() -> None:
    block = compile(parse("sin(x)^2 + exp(y)"), ("x", "y")).block
    assert block is not None
    space: dict[str, Any] = dict(block.namespace)
    start = dict(zip(block.arguments, (0.3, 0.4), strict=True))
    exec("\n".join(block.lines), space, start)  # noqa: S102
    results = [eval(text, space, start) for text in (block.value, *block.gradients)]  # noqa: S307
    _agree(results, [math.sin(0.3) ** 2 + math.exp(0.4), math.sin(0.6), math.exp(0.4)])


def test_a_block_raises_where_the_function_has_an_infinity() -> None:
    function = compile(parse("exp(x) + 1/y"), ("x", "y"))
    assert function(800.0, 1.0) == (math.inf, (math.inf, -1.0))
    assert function(0.0, 0.0) == (math.inf, (1.0, -math.inf))
    assert function.value(0.0, 0.0) == math.inf
    assert ZeroDivisionError in FLOAT_ERRORS


def test_names_in_the_text_never_reach_the_code() -> None:
    source = compile(parse("lambda^2 + import·ŷ"), ("lambda", "import", "ŷ")).source
    assert not any(name in source for name in ("lambda", "import", "ŷ"))


def test_equal_parts_are_computed_once() -> None:
    source = compile(parse("sin(x) * sin(x) + exp(sin(x))"), ("x",)).source
    assert source.count("sin(x0)") == 1
    assert source.count("cos(x0)") == 1


def test_gradients_nobody_asked_for_are_not_computed() -> None:
    source = compile(parse("x * exp(y)"), ("x",), {"y": 2.0}).source
    assert "exp" not in source
    assert "del" not in source


@pytest.mark.parametrize("power", [-16, -3, -1, 1, 2, 3, 5, 16, 17, 0.5, 2.5])
def test_powers_agree_with_math(power: float) -> None:
    function = compile(parse(f"x^{power}"), ("x",))
    for x in (0.3, 1.7):
        value, (gradient,) = function(x)
        assert value == pytest.approx(math.pow(x, power), rel=1e-14)
        assert gradient == pytest.approx(power * math.pow(x, power - 1), rel=1e-14)


def test_data_stays_on_its_own_axis() -> None:
    x = np.array([1.0, 2.0, 3.0])
    f = compile(parse("mean((m*x + b - y)^2)"), ("m", "b"), {"x": x, "y": 2 * x})
    grid = f.value(np.array([[0.0], [2.0]]), np.array([[0.0, 1.0]]))
    _agree(grid, [[56 / 3, 35 / 3], [0.0, 1.0]])


def test_a_prediction_can_be_computed_over_many_inputs() -> None:
    f = compile(parse("ŷ = m*x + b; L = ŷ^2"), ("x",), {"m": 2, "b": 1}, target="ŷ")
    np.testing.assert_array_equal(f.value(np.array([0.0, 1.0, 2.0])), [1.0, 3.0, 5.0])


def test_a_large_batch_is_cut_into_pieces() -> None:
    data = np.linspace(-1.0, 1.0, 3_000)
    f = compile(parse("mean(sigmoid(w*x)^2)"), ("w",), {"x": data})
    weights = np.linspace(-2.0, 2.0, 60).reshape(3, 4, 5)
    values, (gradients,) = f.batch(weights)
    single = [f(float(w)) for w in weights.ravel()]
    _agree(np.ravel(values), [value for value, _ in single])
    _agree(np.ravel(gradients), [gradient for _, (gradient,) in single])


def test_one_singular_matrix_among_many_is_not_a_number() -> None:
    f = compile(parse("sum(inv(A))"), ("A",), {"A": np.eye(2)})
    found = f.value(np.stack([np.eye(2), np.ones((2, 2))]))
    np.testing.assert_array_equal(found, [2.0, np.nan])


def _expression(text: str, *wrt: str, **inputs: Any) -> CompiledFunction:
    return compile(parse(text), wrt, inputs)


def test_what_cannot_be_compiled_is_said() -> None:
    with pytest.raises(GraphError, match="There is no node called q"):
        _expression("x + 1", "q")
    with pytest.raises(GraphError, match="d is computed"):
        _expression("d = x + 1; d^2", "d")
    with pytest.raises(ShapeError, match="inner sizes 3 and 2 differ"):
        _expression("sum(A @ B)", "A", A=np.ones((2, 3)), B=np.ones((2, 2)))
    with pytest.raises(GraphError, match="use sum or mean"):
        _expression("2v", "v", v=[1.0, 2.0])([1.0, 2.0])
    with pytest.raises(ShapeError, match="v is a vector of 2 here, not a vector of 3"):
        _expression("sum(v)", "v", v=[1.0, 2.0])([1.0, 2.0, 3.0])


def test_ten_thousand_nodes_compile() -> None:
    nodes = {"n0": Node("n0", INPUT, (), "x", 0.5)}
    for index in range(1, 10_001):
        nodes[f"n{index}"] = Node(f"n{index}", "sin", (f"n{index - 1}",))
    graph = Graph(nodes, "n10000")
    value, (gradient,) = compile(graph, ("x",))(0.5)
    found = evaluate(graph)
    _agree((value, gradient), (found.value, found.gradients["x"]))
