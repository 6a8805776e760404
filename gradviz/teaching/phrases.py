"""The words of a step by operation: what it computes, and what it does to a gradient."""

from __future__ import annotations

from collections.abc import Mapping

FORWARD: Mapping[str, str] = {
    "add": "{0} plus {1}",
    "sub": "{0} minus {1}",
    "mul": "{0} times {1}",
    "div": "{0} divided by {1}",
    "pow": "{0} to the power {1}",
    "neg": "{0} with its sign turned",
    "sin": "the sine of {0}",
    "cos": "the cosine of {0}",
    "tan": "the tangent of {0}",
    "exp": "the exponential of {0}",
    "log": "the natural logarithm of {0}",
    "log10": "the logarithm of {0} to base 10",
    "sqrt": "the square root of {0}",
    "sigmoid": "the sigmoid of {0}: always between 0 and 1",
    "tanh": "tanh of {0}: always between −1 and 1",
    "relu": "{0} where it is positive, else 0",
    "abs": "{0} without its sign",
    "sign": "the sign of {0}: −1, 0 or 1",
    "minimum": "the smaller of {0} and {1}",
    "maximum": "the larger of {0} and {1}",
    "matmul": "the matrix product of {0} and {1}: rows times columns",
    "transpose": "{0} with rows and columns exchanged",
    "dot": "the sum of the products of {0} and {1}, element by element",
    "sum": "the sum of all elements of {0}",
    "mean": "the mean of all elements of {0}",
    "norm": "the length of {0}",
    "trace": "the sum of the diagonal of {0}",
    "det": "the determinant of {0}",
    "inv": "the inverse of {0}",
    "softmax": "{0} as positive shares that add up to 1",
    "min": "the smallest element of {0}",
    "max": "the largest element of {0}",
}
"""What a node is, given how its operands are called."""

BACKWARD: Mapping[str, tuple[str, ...]] = {
    "add": ("A sum hands its gradient on unchanged.",) * 2,
    "sub": (
        "A difference hands its gradient on unchanged to what stands first.",
        "A difference hands its gradient on with the sign turned to what is subtracted.",
    ),
    "mul": ("A product hands each factor its gradient times the other factor.",) * 2,
    "div": (
        "A quotient divides the gradient of its numerator by the denominator.",
        "A larger denominator makes the quotient smaller in size.",
    ),
    "pow": ("The exponent comes down as a factor, and the power falls by one.", ""),
    "neg": ("A minus turns the sign of the gradient.",),
    "sin": ("The sine's slope is the cosine.",),
    "cos": ("The cosine's slope is minus the sine.",),
    "exp": ("The exponential is its own slope.",),
    "log": ("The logarithm's slope is one over its operand.",),
    "sigmoid": ("The sigmoid's slope is its value times one minus its value.",),
    "tanh": ("The slope of tanh is one minus its value squared.",),
    "relu": ("ReLU passes the gradient where its operand is positive, and nothing elsewhere.",),
    "abs": ("|x| passes the gradient with the sign of its operand.",),
    "minimum": ("min passes its gradient to the smaller operand only.",) * 2,
    "maximum": ("max passes its gradient to the larger operand only.",) * 2,
    "matmul": (
        "A matrix product hands on its gradient G times the other factor, transposed.",
    ) * 2,
    "transpose": ("A transpose hands its gradient on transposed.",),
    "dot": ("A dot product hands each vector its gradient times the other vector.",) * 2,
    "sum": ("A sum hands its gradient unchanged to every element.",),
    "mean": ("A mean hands every element an equal share of its gradient.",),
    "min": ("min passes its gradient to the smallest element only.",),
    "max": ("max passes its gradient to the largest element only.",),
}  # fmt: skip
"""Per operation and port why the gradient is what it is; "" or no entry where the rule says it."""
