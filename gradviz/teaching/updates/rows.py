"""The update of an optimizer that is a row of the table, told from the lines of the row."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from gradviz.descent.review.replay import Moment, Replay
from gradviz.descent.review.replay_code import ActiveLines
from gradviz.graph import name_latex
from gradviz.teaching.hyperparameters import MEANINGS, meaning
from gradviz.teaching.markup import GRADIENT, VALUE, marked, without_colors
from gradviz.teaching.plain import plain
from gradviz.teaching.terms import number
from gradviz.teaching.updates.lines import CoordinateLines, Update, UpdateLine
from gradviz.teaching.updates.translating import COLORS, Writer, evaluate, names_in, parsed


def update_of(
    replay: Replay, moment: Moment, coordinates: Sequence[int], output: str = "L"
) -> Update:
    """The update that starts from ``moment``, for some coordinates by number.

    ``output`` names what is minimized. The result of the last line of a coordinate is its next
    value, with the floating-point numbers of the descent.
    """
    teller = _Teller(replay.lines, output)
    with np.errstate(all="ignore"):
        common, known = teller.common(moment.known)
        told = tuple(
            teller.of_coordinate(replay.trajectory.parameters[i], i, moment, known)
            for i in coordinates
        )
    return Update(moment.epoch, tuple(common), told, _given(replay.lines, moment))


def _given(lines: ActiveLines, moment: Moment) -> dict[str, str]:
    """The learning rate and the settings that are numbers and play a part, as LaTeX by name."""
    used = {
        name for line in (*lines.setup, *lines.shared, *lines.update) for name in names_in(line)
    }
    used |= {lines.optimizer.state[name] for name in lines.state}
    result = {}
    for name in ("lr", *lines.settings):
        value = moment.known[name]
        if name in used and not isinstance(value, bool):
            symbol = meaning(lines.optimizer.id, name).symbol
            result[name] = f"{symbol} = {number(float(value)).latex}"
    return result


@dataclass(frozen=True, eq=False)
class _Teller:
    """Tells the lines of one optimizer with its settings."""

    lines: ActiveLines
    output: str

    def _symbol(self, name: str) -> str:
        return meaning(self.lines.optimizer.id, name).symbol

    @cached_property
    def _inlined(self) -> dict[str, ast.expr]:
        """What has no symbol, so that its text is written in its place; conditions join them."""
        prepared = dict(map(parsed, self.lines.setup))
        return {name: text for name, text in prepared.items() if name not in MEANINGS}

    def common(self, known: Mapping[str, Any]) -> tuple[list[UpdateLine], dict[str, Any]]:
        """The lines that all coordinates share: what was prepared, and what is in each step."""
        own = self.lines.carried | self._inlined.keys()
        setup = [line for line in self.lines.setup if parsed(line)[0] not in own]
        prepared, _ = self.told(setup, known)
        told, names = self.told(self.lines.shared, known)
        return [*prepared, *told], names

    def told(
        self, lines: Sequence[str], known: Mapping[str, Any]
    ) -> tuple[list[UpdateLine], dict[str, Any]]:
        """The lines in order, and all names with their numbers afterwards."""
        result, names = [], dict(known)
        for line in lines:
            target, expression = parsed(line)
            value = evaluate(expression, names)
            if isinstance(value, bool):  # a condition is told where it decides something
                self._inlined[target] = expression
            elif not _is_idle(target, expression, names):
                result.append(self._line(line, names, float(value)))
            names[target] = value
        return result, names

    def of_coordinate(
        self, name: str, index: int, moment: Moment, known: Mapping[str, Any]
    ) -> CoordinateLines:
        """The lines of one coordinate, after the one that gives its gradient."""
        before, gradient = float(moment.point[index]), float(moment.gradient[index])
        state = {kept: values[index] for kept, values in moment.state.items()}
        names = {**known, **state, "x": before, "g": gradient}
        first = UpdateLine(
            "g",
            rf"{marked(GRADIENT, 'g')} = \partial {self.output}/\partial {marked(VALUE, 'x')}",
            result=number(gradient).colored(GRADIENT).latex,
            value=gradient,
            names=("g", "x"),
        )
        lines, after = self.told(self.lines.update, names)
        return CoordinateLines(name, name_latex(name), (first, *lines), before, float(after["x"]))

    def _line(
        self,
        line: str,
        names: Mapping[str, Any],
        value: float,
    ) -> UpdateLine:
        target, expression = parsed(line)
        in_symbols = Writer(self._symbol, names, self._inlined)
        in_numbers = Writer(self._symbol, names, self._inlined, in_numbers=True)
        changes = target in names and target not in self.lines.prepared
        sign = r"\leftarrow" if changes or target in self.lines.carried else "="
        result = number(value)
        color = COLORS.get(target)
        said, written = (w.write(expression).latex for w in (in_symbols, in_numbers))
        name = in_symbols.write(ast.Name(target)).latex
        reasons = [plain(reason) for reason in in_symbols.reasons(expression)]
        return UpdateLine(
            target,
            name if without_colors(said) == result.latex else f"{name} {sign} {said}",
            "" if without_colors(written) == result.latex else written,
            (result if color is None else result.colored(color)).latex,
            value,
            self._quantities(line),
            f"since {' and '.join(reasons)}" if reasons else "",
        )

    def _quantities(self, line: str) -> tuple[str, ...]:
        """The names in a line that have a meaning, those in the texts written in it, too."""
        found: list[str] = []
        for name in names_in(line):
            text = self._inlined.get(name)
            found += names_in(f"{name} = {ast.unparse(text)}") if text is not None else [name]
        return tuple(name for name in dict.fromkeys(found) if name in MEANINGS)


def _is_idle(target: str, expression: ast.expr, names: Mapping[str, Any]) -> bool:
    """Whether a line leaves a quantity as it is, because a case does not apply."""
    while isinstance(expression, ast.IfExp):
        expression = expression.body if evaluate(expression.test, names) else expression.orelse
    return isinstance(expression, ast.Name) and expression.id == target
