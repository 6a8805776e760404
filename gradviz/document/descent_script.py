"""A document's descent as a PyTorch program that makes the same steps on the same rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from gradviz.document.descent_programs import (
    CLOSURE,
    EVERYWHERE,
    FALL,
    FALL_IN_BOX,
    HELD_OUT,
    INSIDE,
    POINT,
    POSITIVE,
    PROGRAMS,
    RATIO,
    RECORD,
    REST,
    STEPS,
    in_batches,
    words_of,
)
from gradviz.document.descents import bounds_of, descent_of, objective_of
from gradviz.document.model import DescentSettings, Document
from gradviz.document.training_rows import TrainingRows, training_rows
from gradviz.document.values import inputs_of

if TYPE_CHECKING:
    from gradviz.descent.boxes import Box
    from gradviz.descent.objectives import Objective
    from gradviz.descent.plan import Recipe
    from gradviz.descent.trajectory import Trajectory
    from gradviz.graph import Value
    from gradviz.graph.code import TorchLoss

Setting = float | bool

_NO_LISTS = {"held_out": "", "empty": ""}


def descent_script(document: Document) -> str:
    """A program that descends as the document does, records the path and prints where it ends.

    With one of torch's optimizers it uses that, and torch's scheduler; other methods are written
    out. Mini-batches are those of the document, and so is the epoch at which the stop rule ends
    it; rows held out are measured alone. Raises GraphError where there is nothing to descend,
    and SettingError.
    """
    from gradviz.descent.boxes import box_of  # all of this is for a file that is asked for
    from gradviz.descent.plan import recipe
    from gradviz.graph.code import torch_loss

    target, descent = objective_of(document), document.descent
    path = descent_of(document, target)
    how = recipe(
        descent.optimizer,
        descent.lr,
        descent.settings,
        descent.schedule,
        descent.schedule_settings,
    )
    words = words_of(how.optimizer.id).union(how.settings)
    values = inputs_of(document)
    rows = training_rows(document, target, path)
    arguments = (*target.parameters, *rows.names)
    loss = torch_loss(target.graph, {**values, **target.start}, arguments, words)
    box = box_of(target, bounds_of(document))
    writer = _Writer(target, how, path, loss, box, descent, rows)
    start = {name: values[name] for name in arguments}
    text = "".join((*writer.head(start), *writer.descent(), *writer.results()))
    return re.sub("\n{4,}", "\n\n\n", text)


class _Writer:
    """The pieces of one program."""

    def __init__(
        self,
        target: Objective,
        how: Recipe,
        path: Trajectory,
        loss: TorchLoss,
        box: Box | None,
        descent: DescentSettings,
        rows: TrainingRows,
    ) -> None:
        self._target = target
        self._how = how
        self._path = path
        self._loss = loss
        self._box = box
        self._descent = descent
        self._rows = rows
        count = len(target.parameters)
        self._arguments = loss.arguments[:count]
        self._columns = dict(zip(rows.names, loss.arguments[count:], strict=True))
        data, part = rows.given(self._columns), rows.given(self._columns, batch=True)
        self._given = {"data": data, "part": part}

    def head(self, start: Mapping[str, Value]) -> Iterator[str]:
        """The data, the function, and the parameters where they start."""
        from gradviz.graph.code import numbers_text

        if self._how.optimizer.id == "annealing":
            yield "import math\n\n"
        yield "import numpy as np\n" if self._rows.cut else ""
        yield "import torch\n\ntorch.set_default_dtype(torch.float64)\n\n"
        yield from self._rows.notes
        for name, column in self._columns.items():
            yield f"{column} = torch.tensor({numbers_text(start[name], name)})\n"
        yield from (f"{line}\n" for line in self._loss.constants)
        yield from self._rows.held_out_list()
        yield "\n\n" if self._columns or self._loss.constants else "\n"
        yield "\n".join(self._loss.function) + "\n\n\n"
        grad = ", requires_grad=True" if self._how.optimizer.torch_class else ""
        for argument, name in zip(self._arguments, self._target.parameters, strict=True):
            yield f"{argument} = torch.tensor({numbers_text(start[name], name)}{grad})\n"
        yield f"parameters = [{', '.join(self._arguments)}]\n"

    def descent(self) -> Iterator[str]:
        """The optimizer and the loop."""
        yield from self._optimized() if self._how.optimizer.torch_class else self._written_out()
        if self._rests:
            yield "    if rests():\n        break\n"

    def results(self) -> Iterator[str]:
        """The lines that print where the descent ends, with what they print behind them."""
        from gradviz.graph.code import result_comment

        if self._path.stop == "not_finite":
            yield "# The next update leads to numbers that are not finite.\n"
        given = self._target.arguments(self._path.points[-1])
        yield "\n"
        if not self._how.optimizer.torch_class:
            yield f"{', '.join(self._arguments)}, = unpacked(point)\n"
        for argument, value in zip(self._arguments, given, strict=True):
            yield f'print("{argument} =", {argument}.tolist()){result_comment(value)}\n'
        last = result_comment(float(self._path.losses[-1]))
        yield f'print("loss =", losses[-1]){last}\n'
        if self._rows.held_out:
            last = result_comment(self._rows.last_measured)
            yield f'print("held-out loss =", held_out_losses[-1]){last}\n'

    @property
    def _rests(self) -> bool:
        """Whether there is a stop rule that can matter."""
        return self._descent.tolerance > 0

    @property
    def _loop(self) -> int:
        """How many epochs there are at most: up to the last one whose numbers are finite."""
        broken = self._path.stop == "not_finite"
        return self._path.epochs if broken else self._descent.epochs

    def _recorded(self, point: str, arguments: str) -> Iterator[str]:
        """What keeps the path and asks the stop rule, from the start on."""
        names = {"point": point, "arguments": arguments, **self._given}
        measured = bool(self._rows.held_out)
        lists = {"held_out": ", held_out_losses", "empty": ", []"} if measured else _NO_LISTS
        yield RECORD.format(**names, **lists)
        yield HELD_OUT.format(**names) if measured else ""
        yield "\n\nrecord()\n"
        if self._rests:
            descent = self._descent
            yield REST.format(patience=descent.patience, tolerance=descent.tolerance)
        yield from self._rows.batches()

    def _optimized(self) -> Iterator[str]:
        optimizer = self._how.optimizer
        given = {"lr": _number(self._how.lr), **_torch_settings(self._how)}
        listed = ", ".join(f"{name}={text}" for name, text in given.items())
        yield f"optimizer = torch.optim.{optimizer.torch_class}(parameters, {listed})\n"
        yield from self._scheduler("optimizer")
        yield from self._recorded("torch.cat([p.flatten() for p in parameters])", "parameters")
        in_parts = bool(self._rows.cut)
        yield "" if in_parts else CLOSURE.format(**self._given)
        yield f"\nfor epoch in range({self._loop}):\n"
        yield "    for rows in batches():\n" if in_parts else ""
        for line in (*STEPS[in_parts], *self._clamped()):
            yield f"{'    ' * (1 + in_parts)}{line.format(**self._given)}\n"
        if not self._how.schedule.is_constant:
            yield "    scheduler.step()\n"
        yield "    record()\n"

    def _clamped(self) -> Iterator[str]:
        """The lines that put the parameters back into the box."""
        if self._box is not None:
            yield "with torch.no_grad():"
            yield from (f"    {line}" for line in self._clamps(self._box))

    def _clamps(self, box: Box) -> Iterator[str]:
        sides = (self._target.arguments(box.low), self._target.arguments(box.high))
        for argument, low, high in zip(self._arguments, *sides, strict=True):
            yield f"{argument}.clamp_({_side(low)}, {_side(high)})"

    def _written_out(self) -> Iterator[str]:
        optimizer, how = self._how.optimizer, self._how
        fixed = how.schedule.is_constant
        for name, value in how.settings.items():
            if not isinstance(value, bool):
                whole = name == "seed"
                yield f"{name} = {int(value) if whole else _number(value)}\n"
        if not fixed:
            rate = _number(how.lr)
            yield f"clock = torch.optim.SGD(parameters, lr={rate})  # for the rate alone\n"
            yield from self._scheduler("clock")
        if self._box is not None:
            yield f"low = {_side(self._box.low)}\nhigh = {_side(self._box.high)}\n"
        yield POINT.format(**self._given) + (EVERYWHERE if self._box is None else INSIDE)
        yield from self._recorded("point", "unpacked(point)")
        body = PROGRAMS[optimizer.id].format(
            epochs=self._loop,
            rate=_number(how.lr) if fixed else "scheduler.get_last_lr()[0]",
            fall=FALL if self._box is None else FALL_IN_BOX,
            beta=RATIO if how.settings.get("fletcher_reeves") else POSITIVE,
            **self._given,
        )
        yield in_batches(body) if self._rows.cut else body
        if not fixed:
            yield "    clock.step()\n    scheduler.step()\n"

    def _scheduler(self, name: str) -> Iterator[str]:
        schedule = self._how.schedule
        if schedule.is_constant:
            return
        settings = dict(self._how.schedule_settings)
        if "T_max" in settings:
            settings["T_max"] = settings["T_max"] or max(1, self._descent.epochs)
        whole = ("T_max", "step_size", "total_iters")
        listed = ", ".join(
            f"{key}={int(value) if key in whole else _number(value)}"
            for key, value in settings.items()
        )
        yield (f"scheduler = torch.optim.lr_scheduler.{schedule.torch_class}({name}, {listed})\n")


def _torch_settings(how: Recipe) -> dict[str, str]:
    """Torch's arguments, as far as they differ from its defaults."""
    from gradviz.descent.rules.settings import PAIRS

    row = how.optimizer
    changed = {
        name: value
        for name, value in {**how.settings, **row.fixed}.items()
        if value != row.defaults.get(name, False) or (name == "momentum" and value)
    }
    if row.torch_class == "AdamW":  # it is nothing else
        changed.pop("decoupled_weight_decay", None)
    result = {"max_iter": "1"} if row.torch_class == "LBFGS" else {}
    for pair, names in PAIRS.items():
        if any(name in changed for name in names):
            numbers = ", ".join(_number(how.settings[name]) for name in names)
            result[pair] = f"({numbers})"
            for name in names:
                changed.pop(name, None)
    for name, value in changed.items():
        result[name] = str(int(value)) if name == "history_size" else _number(value)
    return result


def _number(value: Setting) -> str:
    return repr(value)


def _side(numbers: Value) -> str:
    from gradviz.graph.code import numbers_text

    return (
        numbers_text(numbers) if np.ndim(numbers) == 0 else f"torch.tensor({numbers_text(numbers)})"
    )
