"""Numbers as they stand on cards, in the clipboard and in formulas."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

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
    """A number as on a card; an array as its shape, ``5×2`` or ``1,000,000 values``."""
    if isinstance(value, float | int):
        return format_number(value, digits)
    if value.ndim == 0:
        return format_number(float(value), digits)
    return format_shape(value.shape, "{:,}".format)


def format_shape(shape: Sequence[int], count: Callable[[int], str]) -> str:
    """The shape of an array whose lengths are written by ``count``: ``3 values``, ``5×2``."""
    if len(shape) == 1:
        return f"{count(shape[0])} value{'' if shape[0] == 1 else 's'}"
    return "×".join(map(count, shape))


def format_count(count: int, digits: int = 4) -> str:
    """A large number of things in few letters: ``50 k``, ``1.235 M``; a small one as it is."""
    rounded = float(f"{count:.{digits - 1}e}")
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if rounded >= size:
            return f"{format_number(rounded / size, digits)}\N{NO-BREAK SPACE}{unit}"
    return str(count)


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
