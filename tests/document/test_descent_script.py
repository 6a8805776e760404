"""The PyTorch program of a descent makes the steps that the window shows."""

from __future__ import annotations

import ast
import contextlib
import io
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gradviz.descent import OPTIMIZERS, SCHEDULES
from gradviz.document import Document, descent_of, edits, examples, open_example, open_function
from gradviz.document.descent_script import descent_script
from gradviz.errors import GradVizError
from gradviz.graph import Array
from tests.document.fake_torch import fake_torch

RATES = {"sgd": 1e-3, "momentum": 1e-4, "nesterov": 1e-4}
WRITTEN_OUT = [row.id for row in OPTIMIZERS.values() if not row.torch_class]
OWN = [row.id for row in OPTIMIZERS.values() if row.torch_class]


def _document(name: str, optimizer: str, **changed: Any) -> Document:
    row = OPTIMIZERS[optimizer]
    document = open_example(name) if name in examples() else open_function(name)
    rate = RATES.get(optimizer, 0.01) if row.has_lines else row.lr
    document = edits.set_descent(document, optimizer=optimizer, lr=rate, epochs=25, **changed)
    first, second = (node.name for node in document.graph.parameters)
    assert first is not None
    assert second is not None
    box = {first: (-1.9, 0.4), second: (-0.5, 1.7)}
    return replace(document, landscape=replace(document.landscape, box=box))


def _run(document: Document) -> tuple[Array, str]:
    """The path that the program records, and what it prints."""
    names: dict[str, Any] = {}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(descent_script(document), "<program>", "exec"), names)  # noqa: S102
    return np.array(names["path"]), out.getvalue()


@pytest.fixture
def torch_on_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", fake_torch())


@pytest.mark.usefixtures("torch_on_numpy")
@pytest.mark.parametrize("in_box", [False, True])
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", WRITTEN_OUT)
@pytest.mark.parametrize("name", ["himmelblau", "line_fit"])
def test_methods_that_are_written_out_make_the_same_steps(
    name: str, optimizer: str, schedule: str, in_box: bool
) -> None:
    document = _document(name, optimizer, schedule=schedule, in_box=in_box)
    found, _ = _run(document)
    np.testing.assert_allclose(found, descent_of(document).points, rtol=1e-9, atol=1e-9)


@pytest.mark.usefixtures("torch_on_numpy")
@pytest.mark.parametrize(
    ("optimizer", "settings"),
    [
        ("cg", {"fletcher_reeves": True, "rho": 0.7}),
        ("armijo", {"c1": 0.2, "rho": 0.9}),
        ("annealing", {"T0": 3.0, "alpha": 0.9, "seed": 7.0}),
        ("lion", {"beta1": 0.8, "weight_decay": 0.2}),
    ],
)
def test_their_settings_stand_in_the_program(optimizer: str, settings: dict[str, Any]) -> None:
    document = _document("himmelblau", optimizer, settings=settings)
    plain = _document("himmelblau", optimizer)
    found, _ = _run(document)
    np.testing.assert_allclose(found, descent_of(document).points, rtol=1e-9, atol=1e-9)
    assert not np.allclose(found, descent_of(plain).points)


@pytest.mark.usefixtures("torch_on_numpy")
def test_names_of_the_program_are_not_taken_by_the_students() -> None:
    text = "point = 1; g = 2; loss = (point - g)^2 + 0.1 g^2"
    document = edits.set_descent(edits.set_text(Document(), text), optimizer="armijo", epochs=9)
    found, printed = _run(document)
    np.testing.assert_allclose(found, descent_of(document).points, rtol=1e-9)
    assert printed.startswith("point_ = ")


@pytest.mark.usefixtures("torch_on_numpy")
def test_what_is_printed_is_what_stands_behind() -> None:
    document = _document("himmelblau", "armijo")
    _, printed = _run(document)
    lines = [line for line in descent_script(document).splitlines() if "# -> " in line]
    for line, shown in zip(lines, printed.splitlines(), strict=True):
        expected, found = line.split("# -> ")[1], shown.split(" = ")[1]
        assert float(found) == pytest.approx(float(expected), rel=1e-8, abs=1e-12)


def _call(document: Document) -> str:
    """How the program makes its optimizer, without the parameters."""
    tree = ast.parse(descent_script(document))
    made = next(
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "optimizer"
    )
    return ast.unparse(made).removeprefix("torch.optim.").replace("parameters, ", "")


@pytest.mark.parametrize(
    ("optimizer", "settings", "call"),
    [
        ("sgd", {}, "SGD(lr=0.001)"),
        ("sgd", {"momentum": 0.5, "dampening": 0.1}, "SGD(lr=0.001, momentum=0.5, dampening=0.1)"),
        ("momentum", {}, "SGD(lr=0.0001, momentum=0.9)"),
        ("nesterov", {"momentum": 0.8}, "SGD(lr=0.0001, momentum=0.8, nesterov=True)"),
        ("adam", {"beta1": 0.8}, "Adam(lr=0.01, betas=(0.8, 0.999))"),
        ("adam", {"decoupled_weight_decay": True}, "Adam(lr=0.01, decoupled_weight_decay=True)"),
        ("adamw", {"weight_decay": 0.1}, "AdamW(lr=0.01, weight_decay=0.1)"),
        ("amsgrad", {}, "Adam(lr=0.01, amsgrad=True)"),
        ("rprop", {"etaplus": 1.5}, "Rprop(lr=0.01, etas=(0.5, 1.5))"),
        ("lbfgs", {}, "LBFGS(lr=1.0, max_iter=1)"),
        ("lbfgs", {"history_size": 5.0}, "LBFGS(lr=1.0, max_iter=1, history_size=5)"),
    ],
)
def test_torchs_own_optimizers_are_called_with_what_differs(
    optimizer: str, settings: dict[str, Any], call: str
) -> None:
    assert _call(_document("rosenbrock", optimizer, settings=settings)) == call


def test_every_optimizer_has_a_program() -> None:
    for optimizer in OPTIMIZERS:
        for schedule in SCHEDULES:
            text = descent_script(_document("rosenbrock", optimizer, schedule=schedule))
            ast.parse(text)
            assert (SCHEDULES[schedule].torch_class or "optimizer") in text or (
                optimizer in WRITTEN_OUT
            )


@pytest.mark.parametrize("in_box", [False, True])
@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("name", ["himmelblau", "line_fit"])
def test_with_torch_it_makes_the_same_steps(
    name: str, optimizer: str, schedule: str, in_box: bool
) -> None:
    pytest.importorskip("torch")
    document = _document(name, optimizer, schedule=schedule, in_box=in_box)
    found, _ = _run(document)
    np.testing.assert_allclose(found, descent_of(document).points, rtol=1e-9, atol=1e-9)


def test_a_path_that_breaks_off_is_told() -> None:
    document = edits.set_descent(edits.set_text(Document(), "x = 9; L = x^4"), lr=1.0, epochs=40)
    text = descent_script(document)
    assert f"range({descent_of(document).epochs})" in text
    assert "not finite" in text


def test_where_there_is_nothing_to_descend_it_says_so() -> None:
    with pytest.raises(GradVizError, match="nothing to descend"):
        descent_script(edits.set_text(Document(), "2*3"))
