"""Numbers as they stand on cards, in the clipboard and in formulas."""

from __future__ import annotations

import math

from gradviz.graph.model import Value

MINUS = "−"
_SMALLEST, _LARGEST = 1e-4, 1e6


def format_number(x: float, digits: int = 4) -> str:
    """``x`` with ``digits`` significant digits, as on a card.

    The digits before the point are never rounded away (12346, not 12350); outside 1e-4…1e6 it
    is ``1.234e−5``. The minus is the true one.
    """
    mantissa, exponent = _parts(float(x), digits)
    text = mantissa if exponent is None else f"{mantissa}e{exponent}"
    return text.replace("-", MINUS)


def format_full(x: float) -> str:
    """All digits that tell ``x`` from its neighbors, with an ASCII minus, for the clipboard."""
    text = repr(float(x))
    mantissa, _, exponent = text.partition("e")
    mantissa = mantissa.removesuffix(".0")
    return f"{mantissa}e{int(exponent)}" if exponent else mantissa


def format_exact(x: float) -> str:
    """All digits as they are read on screen: with the true minus, ``∞`` and ``NaN``."""
    return format_full(x).replace("-", MINUS) if math.isfinite(x) else format_number(x)


def number_latex(x: float, digits: int = 4) -> str:
    r"""``x`` in LaTeX: ``1.234 \cdot 10^{-5}`` where a card shows ``1.234e−5``."""
    mantissa, exponent = _parts(float(x), digits)
    mantissa = mantissa.replace("∞", r"\infty").replace("NaN", r"\text{NaN}")
    if exponent is None:
        return mantissa
    power = f"10^{{{exponent}}}"
    return f"{mantissa[:-1]}{power}" if mantissa in {"1", "-1"} else rf"{mantissa} \cdot {power}"


def format_value(value: Value, digits: int = 4) -> str:
    """A number as on a card; an array as its shape, ``5×2`` or ``3 values``."""
    if isinstance(value, float | int):
        return format_number(value, digits)
    if value.ndim == 0:
        return format_number(float(value), digits)
    if value.ndim == 1:
        return "1 value" if value.size == 1 else f"{value.size} values"
    return "×".join(str(size) for size in value.shape)


def _parts(x: float, digits: int) -> tuple[str, int | None]:
    """The mantissa with an ASCII minus, and the exponent where one is needed."""
    if math.isnan(x):
        return "NaN", None
    if math.isinf(x):
        return ("∞" if x > 0 else "-∞"), None
    rounded = f"{x:.{digits - 1}e}"
    mantissa, _, power = rounded.partition("e")
    exponent = int(power)
    size = abs(float(rounded))
    if size == 0:
        return "0", None
    if _SMALLEST <= size < _LARGEST:
        fixed = f"{x:.{max(0, digits - 1 - exponent)}f}"
        if abs(float(fixed)) < _LARGEST:
            return _trimmed(fixed), None
        mantissa, exponent = ("-1" if x < 0 else "1"), 6
    return _trimmed(mantissa), exponent


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
