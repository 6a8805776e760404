"""The table of operations: the elementwise rows, and the whole table by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from gradviz.graph.op import Degrees, Formula, Op, Shape
from gradviz.graph.ops_matrix import ROWS as MATRIX_ROWS
from gradviz.graph.shape_rules import broadcast


def _broadcast(shapes: tuple[Shape, ...], dim: int | None) -> Shape:
    del dim
    return broadcast(*shapes)


def _highest(degrees: Degrees, _: tuple[float | None, ...]) -> int:
    return max(degrees)


def _total(degrees: Degrees, _: tuple[float | None, ...]) -> int:
    return sum(degrees)


def _numerator(degrees: Degrees, _: tuple[float | None, ...]) -> int | None:
    return degrees[0] if degrees[1] == 0 else None


def _power(degrees: Degrees, literals: tuple[float | None, ...]) -> int | None:
    exponent = literals[1]
    if exponent is not None and exponent >= 0 and exponent.is_integer():
        return degrees[0] * int(exponent)
    return None if any(degrees) else 0


def _binary(
    name: str,
    symbol: str,
    value: Formula,
    local: tuple[Formula, Formula],
    *,
    ports: tuple[str, str] = ("A", "B"),
    category: str = "arithmetic",
    **more: object,
) -> Op:
    return Op(
        name,
        symbol,
        category,
        ports,
        value,
        local=local,
        shape=_broadcast,
        **more,  # type: ignore[arg-type]
    )


def _unary(
    name: str,
    category: str,
    local: Formula,
    rule: str,
    *,
    value: Formula | None = None,
    symbol: str | None = None,
    latex: str | None = None,
    torch: str | None = None,
    sympy: str | None = None,
    **more: object,
) -> Op:
    return Op(
        name,
        symbol or name,
        category,
        ("x",),
        value=value or f"{name}(a)",
        local=(local,),
        latex=latex or rf"\{name}\left(x\right)",
        rule=(rule,),
        torch=torch or f"torch.{name}(a)",
        sympy=sympy or f"{name}(a)",
        shape=_broadcast,
        **{"function": name, **more},  # type: ignore[arg-type]
    )


_SIGN = ("(1.0 if a > 0.0 else -1.0 if a < 0.0 else 0.0)", "sign(a)")
_CHOICE_TIE = "{} has no derivative where both are equal; PyTorch gives each side one half."

_ARITHMETIC = (
    _binary(
        "add",
        "+",
        "a + b",
        ("1.0", "1.0"),
        latex="A + B",
        rule=("1", "1"),
        torch="a + b",
        sympy="a + b",
        precedence=1,
        degree=_highest,
    ),
    _binary(
        "sub",
        "−",
        "a - b",
        ("1.0", "-1.0"),
        latex="A - B",
        rule=("1", "-1"),
        torch="a - b",
        sympy="a - b",
        precedence=1,
        degree=_highest,
    ),
    _binary(
        "mul",
        "×",
        "a * b",
        ("b", "a"),
        latex=r"A \cdot B",
        rule=("B", "A"),
        torch="a * b",
        sympy="a * b",
        precedence=2,
        degree=_total,
    ),
    _binary(
        "div",
        "÷",
        "a / b",
        ("1.0 / b", "-y / b"),
        vjp=("g / b", None),
        ports=("numerator", "denominator"),
        latex=r"\frac{numerator}{denominator}",
        rule=(r"\frac{1}{denominator}", r"-\frac{numerator}{denominator^{2}}"),
        torch="a / b",
        sympy="a / b",
        precedence=2,
        degree=_numerator,
        domain=(
            ("(a == 0.0) & (b == 0.0)", "0 divided by 0 is not a number."),
            ("b == 0.0", "Division by 0 gives an infinite value."),
        ),
    ),
    _binary(
        "pow",
        "^",
        "pow(a, b)",
        (
            ("(b * pow(a, b - 1.0) if b != 0.0 else 0.0)", "power_base(1.0, a, b)"),
            ("(0.0 if a == 0.0 and b >= 0.0 else y * log(a))", "power_exponent(1.0, a, b, y)"),
        ),
        vjp=(
            ("(g * (b * pow(a, b - 1.0)) if b != 0.0 else 0.0)", "power_base(g, a, b)"),
            (
                "(0.0 if a == 0.0 and b >= 0.0 else g * (y * log(a)))",
                "power_exponent(g, a, b, y)",
            ),
        ),
        ports=("base", "exponent"),
        latex="base^{exponent}",
        rule=(r"exponent \cdot base^{exponent - 1}", r"result \cdot \ln base"),
        torch="a ** b",
        sympy="a ** b",
        precedence=4,
        degree=_power,
        domain=(
            ("(a < 0.0) & (b != rint(b))", "A root of a negative number is not a real number."),
            ("(a == 0.0) & (b < 0.0)", "A negative power of 0 is infinite."),
        ),
    ),
    _unary(
        "neg",
        "arithmetic",
        "-1.0",
        "-1",
        value="-a",
        symbol="−",
        latex="-x",
        torch="-a",
        sympy="-a",
        function=None,
        precedence=3,
        degree=_highest,
    ),
    _unary(
        "identity",
        "arithmetic",
        "1.0",
        "1",
        value="a",
        symbol="=",
        latex="x",
        torch="torch.clone(a)",
        sympy="a",
        degree=_highest,
    ),
)

_TRIGONOMETRY = (
    _unary("sin", "trigonometry", "cos(a)", r"\cos x"),
    _unary("cos", "trigonometry", "-sin(a)", r"-\sin x"),
    _unary("tan", "trigonometry", "1.0 + y * y", "1 + result^{2}"),
    _unary(
        "asin",
        "trigonometry",
        "1.0 / sqrt(1.0 - a * a)",
        r"\frac{1}{\sqrt{1 - x^{2}}}",
        latex=r"\arcsin\left(x\right)",
        domain=(("(a < -1.0) | (a > 1.0)", "asin is defined between −1 and 1 only."),),
        kinks=(("(a == 1.0) | (a == -1.0)", "The slope of asin is infinite at −1 and 1."),),
    ),
    _unary(
        "acos",
        "trigonometry",
        "-1.0 / sqrt(1.0 - a * a)",
        r"-\frac{1}{\sqrt{1 - x^{2}}}",
        latex=r"\arccos\left(x\right)",
        domain=(("(a < -1.0) | (a > 1.0)", "acos is defined between −1 and 1 only."),),
        kinks=(("(a == 1.0) | (a == -1.0)", "The slope of acos is infinite at −1 and 1."),),
    ),
    _unary(
        "atan",
        "trigonometry",
        "1.0 / (1.0 + a * a)",
        r"\frac{1}{1 + x^{2}}",
        latex=r"\arctan\left(x\right)",
    ),
    _binary(
        "atan2",
        "atan2",
        "atan2(a, b)",
        (
            ("(b / (a * a + b * b) if a * a + b * b else 0.0)", "ratio(b, a * a + b * b)"),
            ("(-a / (a * a + b * b) if a * a + b * b else 0.0)", "ratio(-a, a * a + b * b)"),
        ),
        ports=("y", "x"),
        category="trigonometry",
        function="atan2",
        latex=r"\operatorname{atan2}\left(y, x\right)",
        rule=(r"\frac{x}{x^{2} + y^{2}}", r"-\frac{y}{x^{2} + y^{2}}"),
        torch="torch.atan2(a, b)",
        sympy="atan2(a, b)",
        kinks=(
            (
                "(a == 0.0) & (b == 0.0)",
                "atan2 has no derivative at the origin; PyTorch takes 0.",
            ),
        ),
    ),
    _unary("sinh", "trigonometry", "cosh(a)", r"\cosh x"),
    _unary("cosh", "trigonometry", "sinh(a)", r"\sinh x"),
)

_LOG_DOMAIN = (
    ("a < 0.0", "The logarithm of a negative number is not a real number."),
    ("a == 0.0", "The logarithm of 0 is −∞."),
)

_EXPONENTIAL = (
    _unary(
        "exp",
        "exponential",
        "y",
        "result",
        domain=(("a > 709.0", "The result is larger than any 64-bit number, so it becomes ∞."),),
    ),
    _unary(
        "log",
        "exponential",
        "1.0 / a",
        r"\frac{1}{x}",
        vjp=("g / a",),
        symbol="ln",
        latex=r"\ln\left(x\right)",
        domain=_LOG_DOMAIN,
    ),
    _unary(
        "log10",
        "exponential",
        "1.0 / (a * 2.302585092994046)",
        r"\frac{1}{x \ln 10}",
        symbol="log₁₀",
        latex=r"\log_{10}\left(x\right)",
        sympy="log(a, 10)",
        domain=_LOG_DOMAIN,
    ),
    _unary(
        "sqrt",
        "exponential",
        "0.5 / y",
        r"\frac{1}{2 \, result}",
        symbol="√",
        latex=r"\sqrt{x}",
        domain=(("a < 0.0", "The square root of a negative number is not a real number."),),
        kinks=(("a == 0.0", "The slope of √x is infinite at 0."),),
    ),
)

_ACTIVATION = (
    _unary("tanh", "activation", "1.0 - y * y", "1 - result^{2}"),
    _unary(
        "sigmoid",
        "activation",
        "y * (1.0 - y)",
        r"result \cdot \left(1 - result\right)",
        value="1.0 / (1.0 + exp(-a))",
        symbol="σ",
        latex=r"\sigma\left(x\right)",
        sympy="1 / (1 + exp(-a))",
    ),
    _unary(
        "relu",
        "activation",
        ("(0.0 if a <= 0.0 else 1.0)", "where(a <= 0.0, 0.0, 1.0)"),
        r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        value=("(0.0 if a <= 0.0 else a)", "maximum(a, 0.0)"),
        vjp=(("(0.0 if a <= 0.0 else g)", "where(a <= 0.0, 0.0, g)"),),
        symbol="ReLU",
        latex=r"\operatorname{ReLU}\left(x\right)",
        sympy="Max(a, 0)",
        kinks=(("a == 0.0", "ReLU has no derivative at 0; PyTorch takes 0."),),
    ),
    _unary(
        "leaky_relu",
        "activation",
        ("(1.0 if a > 0.0 else 0.01)", "where(a > 0.0, 1.0, 0.01)"),
        r"\begin{cases} 1 & x > 0 \\ 0.01 & x \le 0 \end{cases}",
        value=("(a if a > 0.0 else 0.01 * a)", "where(a > 0.0, a, 0.01 * a)"),
        symbol="LReLU",
        latex=r"\operatorname{LeakyReLU}\left(x\right)",
        torch="torch.nn.functional.leaky_relu(a)",
        sympy="Max(a, a / 100)",
        kinks=(("a == 0.0", "Leaky ReLU has no derivative at 0; PyTorch takes 0.01."),),
    ),
    _unary(
        "softplus",
        "activation",
        (
            "(1.0 if a > 20.0 else exp(a) / (1.0 + exp(a)))",
            "where(a > 20.0, 1.0, 1.0 / (1.0 + exp(-a)))",
        ),
        r"\sigma\left(x\right)",
        value=(
            "(a if a > 20.0 else log1p(exp(a)))",
            "where(a > 20.0, a, log1p(exp(minimum(a, 20.0))))",
        ),
        latex=r"\operatorname{softplus}\left(x\right)",
        torch="torch.nn.functional.softplus(a)",
        sympy="log(1 + exp(a))",
    ),
)

_CHOICE = (
    _unary(
        "abs",
        "choice",
        _SIGN,
        r"\operatorname{sign}\left(x\right)",
        value=("abs(a)", "absolute(a)"),
        symbol="|x|",
        latex=r"\left|x\right|",
        sympy="Abs(a)",
        kinks=(("a == 0.0", "|x| has no derivative at 0; PyTorch takes 0."),),
    ),
    _unary(
        "sign",
        "choice",
        "0.0",
        "0",
        value=_SIGN,
        vjp=("0.0",),
        latex=r"\operatorname{sign}\left(x\right)",
        kinks=(("a == 0.0", "sign has no derivative at 0; PyTorch takes 0."),),
    ),
    _binary(
        "minimum",
        "min",
        ("(a if a <= b or a != a else b)", "minimum(a, b)"),
        (
            ("(0.0 if a > b else 0.5 if a == b else 1.0)", "chosen(1.0, b, a)"),
            ("(0.0 if b > a else 0.5 if a == b else 1.0)", "chosen(1.0, a, b)"),
        ),
        vjp=(
            ("(0.0 if a > b else 0.5 * g if a == b else g)", "chosen(g, b, a)"),
            ("(0.0 if b > a else 0.5 * g if a == b else g)", "chosen(g, a, b)"),
        ),
        category="choice",
        function="min",
        latex=r"\min\left(A, B\right)",
        rule=(r"\left[A < B\right]", r"\left[B < A\right]"),
        torch="torch.minimum(a, b)",
        sympy="Min(a, b)",
        kinks=(("a == b", _CHOICE_TIE.format("min")),),
    ),
    _binary(
        "maximum",
        "max",
        ("(a if a >= b or a != a else b)", "maximum(a, b)"),
        (
            ("(0.0 if a < b else 0.5 if a == b else 1.0)", "chosen(1.0, a, b)"),
            ("(0.0 if b < a else 0.5 if a == b else 1.0)", "chosen(1.0, b, a)"),
        ),
        vjp=(
            ("(0.0 if a < b else 0.5 * g if a == b else g)", "chosen(g, a, b)"),
            ("(0.0 if b < a else 0.5 * g if a == b else g)", "chosen(g, b, a)"),
        ),
        category="choice",
        function="max",
        latex=r"\max\left(A, B\right)",
        rule=(r"\left[A > B\right]", r"\left[B > A\right]"),
        torch="torch.maximum(a, b)",
        sympy="Max(a, b)",
        kinks=(("a == b", _CHOICE_TIE.format("max")),),
    ),
)

OPS: Mapping[str, Op] = MappingProxyType(
    {
        row.name: row
        for row in (
            *_ARITHMETIC,
            *_TRIGONOMETRY,
            *_EXPONENTIAL,
            *_ACTIVATION,
            *_CHOICE,
            *MATRIX_ROWS,
        )
    }
)
"""Every operation by name. The order is the order in which menus show them."""


def _functions() -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    for row in OPS.values():
        if row.function is not None:
            found.setdefault(row.function, {})[row.arity] = row.name
    return found


FUNCTIONS: Mapping[str, Mapping[int, str]] = MappingProxyType(_functions())
"""For each function name in text the op by number of operands: ``min`` has min(v), min(a, b)."""
