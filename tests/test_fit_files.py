"""The fit of CSV files from elsewhere: right numbers, or one clear line that names the place."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradviz.__main__ import main
from gradviz.graph import Array

X = np.array([1.0, 2.0, 3.0, 4.5, 6.0])
Y = np.array([2.25, 2.75, 4.5, 3.75, 5.5])


def rows(delimiter: str = ",", quote: str = "", comma: bool = False) -> str:
    """The points as text."""
    lines = [("x", "y"), *((repr(float(a)), repr(float(b))) for a, b in zip(X, Y, strict=True))]
    if comma:
        lines = [(a.replace(".", ","), b.replace(".", ",")) for a, b in lines]
    return (
        "\n".join(delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in lines) + "\n"
    )


FILES: dict[str, bytes] = {
    "comma": rows().encode(),
    "semicolon": rows(";").encode(),
    "tab": rows("\t").encode(),
    "quoted": rows(quote='"').encode(),
    "decimal comma": rows(";", comma=True).encode(),
    "byte order mark": b"\xef\xbb\xbf" + rows().encode(),
    "latin-1": rows().replace("x,y", "Größe,Höhe").encode("latin-1"),
    "utf-16": rows().encode("utf-16"),
    "windows": rows().replace("\n", "\r\n").encode(),
    "without names": rows().split("\n", 1)[1].encode(),
    "blank lines": rows().replace("\n", "\n\n").encode(),
    "text column": (
        "name,x,y\n" + "".join(f"P{i},{a!r},{b!r}\n" for i, (a, b) in enumerate(
            zip(X.tolist(), Y.tolist(), strict=True)))
    ).encode(),
}  # fmt: skip
BAD: dict[str, tuple[bytes, str]] = {
    "empty cell": (b"x,y\n1,2\n2,\n3,4\n", "Row 3, column y: the cell is empty."),
    "text cell": (b"x,y\n1,2\n2,two\n3,4\n", "Row 3, column y: “two” is not a number."),
    "one row": (b"x,y\n1,2\n", "one row of numbers; give it at least two."),
    "duplicate headers": (b"x,x\n1,2\n2,3\n", "Two columns are called x."),
    "0 bytes": (b"", "is empty."),
    "binary": (bytes(range(256)), "is not a text file."),
    "one column": (b"x\n1\n2\n", "has one column only; a fit needs x and y."),
    "ragged": (b"x,y\n1,2\n2,3,4\n", "Row 3 has 3 cells, but there are 2 columns."),
}


@pytest.fixture
def fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, Any, str]]:
    def run(content: bytes, *options: str) -> tuple[int, Any, str]:
        path = tmp_path / "data.csv"
        path.write_bytes(content)
        status = main(["fit", str(path), "--json", *options])
        out, err = capsys.readouterr()
        return status, json.loads(out) if out else None, err

    return run


def lstsq(x: Array, y: Array) -> Array:
    """The line of least squares by NumPy."""
    return np.asarray(np.linalg.lstsq(np.column_stack((x, np.ones(len(x)))), y, rcond=None)[0])


@pytest.mark.parametrize("kind", FILES)
def test_every_kind_of_file_gives_the_line_of_least_squares(
    kind: str, fit: Callable[..., tuple[int, Any, str]]
) -> None:
    options = ["--x", "x", "--y", "y"] if kind == "text column" else []
    status, found, err = fit(FILES[kind], "--lr", "0.06", "--epochs", "4000", *options)
    assert (status, err) == (0, "")
    m, b = lstsq(X, Y)
    np.testing.assert_allclose(found["points"][-1], [m, b], rtol=1e-9)
    assert found["best"]["m"] == pytest.approx(m, rel=1e-9)
    assert found["best"]["mse"] == pytest.approx(np.mean((Y - m * X - b) ** 2), rel=1e-9)
    assert found["stop"] == "converged"


@pytest.mark.parametrize("kind", BAD)
def test_what_can_t_be_fitted_is_said_in_one_line(
    kind: str, fit: Callable[..., tuple[int, Any, str]]
) -> None:
    content, sentence = BAD[kind]
    status, found, err = fit(content)
    assert (status, found) == (2, None)
    assert err.count("\n") == 1
    assert sentence in err


def test_the_iterates_are_those_of_the_plain_equations(
    fit: Callable[..., tuple[int, Any, str]],
) -> None:
    _, found, _ = fit(FILES["comma"], "--lr", "0.02", "--epochs", "60")
    m = b = 0.0
    for point in found["points"]:
        np.testing.assert_allclose(point, [m, b], rtol=1e-9, atol=1e-12)
        rest = Y - m * X - b
        m += 0.02 * float(np.mean(2 * X * rest))
        b += 0.02 * float(np.mean(2 * rest))


def test_where_x_is_constant_the_smallest_of_the_best_lines_is_found(
    fit: Callable[..., tuple[int, Any, str]],
) -> None:
    status, found, _ = fit(b"x,y\n2,1\n2,3\n2,5\n", "--lr", "0.05", "--epochs", "2000")
    assert status == 0
    np.testing.assert_allclose(found["points"][-1], [1.2, 0.6], rtol=1e-9)
    np.testing.assert_allclose([found["best"]["m"], found["best"]["b"]], [1.2, 0.6], rtol=1e-9)


def test_a_million_rows(fit: Callable[..., tuple[int, Any, str]]) -> None:
    random = np.random.default_rng(3)
    x = random.integers(0, 500, 1_000_000) / 100
    y = np.round(1.8 * x + 2 + random.normal(size=len(x)), 2)
    lines = map("%.2f,%.2f".__mod__, zip(x.tolist(), y.tolist(), strict=True))
    status, found, _ = fit(("x,y\n" + "\n".join(lines)).encode(), "--lr", "0.1", "--epochs", "2000")
    assert status == 0
    np.testing.assert_allclose(found["points"][-1], lstsq(x, y), rtol=1e-9)
