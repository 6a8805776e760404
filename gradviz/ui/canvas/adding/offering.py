"""What the box that adds a node offers for what was typed: operations, inputs, numbers, nodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from gradviz.document import Document
from gradviz.document.fitting import shapes_of, takes
from gradviz.document.parts import Part, Spot, input_called, number, operation, put
from gradviz.document.restructuring import free_name
from gradviz.errors import GradVizError
from gradviz.graph import NodeId, Op, name_problem
from gradviz.graph.op import Shape
from gradviz.teaching.operations import matching_operations, operation_rank, title_of
from gradviz.ui.canvas.cards.wording import display_name
from gradviz.ui.canvas.writing.value_editor import parse_value


class Offer(NamedTuple):
    """One row of the box: its symbol and words, and what is added, or the node one goes to."""

    symbol: str
    title: str
    kind: str
    part: Part | None = None
    node: NodeId | None = None


def offers(typed: str, document: Document, spot: Spot) -> tuple[Offer, ...]:
    """The rows for a text, best first; what would not fit at the spot is left out."""
    text = typed.strip()
    shape = _shape_of_wire(document, spot)
    matching = matching_operations(text)
    operations = [_of_operation(op) for op in matching if shape is None or takes(op, shape)]
    if spot.wire is not None or (spot.operand is not None and not spot.loose):
        return tuple(operations)  # what has no ports can't take the wire
    values = [o for o in _values(text, document, spot) if _fits(o, document, spot)]
    first = text and (len(text) == 1 or not operations or not _begins(text))
    return tuple((*values, *operations) if first else (*operations, *values))


def _begins(text: str) -> bool:
    """Whether the text is the beginning of a word an operation is called by, or its symbol."""
    return any(operation_rank(op, text) <= 2 for op in matching_operations(text))


def _of_operation(op: Op) -> Offer:
    return Offer(op.symbol, title_of(op.name), op.category, operation(op.name))


def _shape_of_wire(document: Document, spot: Spot) -> Shape | None:
    """The shape of what the wire at the spot brings; None for no wire, or while it is unknown."""
    operand = spot.operand
    if spot.wire is not None:
        user, port = spot.wire
        operand = document.graph.nodes[user].operands[port]
    return None if operand is None or spot.loose else shapes_of(document).get(operand)


def _values(text: str, document: Document, spot: Spot) -> Iterator[Offer]:
    """The number, vector or matrix, the node and the input that the text may mean."""
    try:
        value = parse_value(text)
    except ValueError:
        value = None
    if value is not None:
        part = number(value)
        kind = "number" if isinstance(value, float) else "vector or matrix"
        yield Offer(short_text(part), part.title, kind, part)
        return
    if not text or name_problem(text) is not None:
        return
    by_name = document.graph.by_name
    if text in by_name and spot.port is None:
        yield Offer("→", f"Go to {display_name(text)}", "is there already", node=by_name[text])
    name = free_name(by_name, text)
    yield Offer(display_name(name), f"Input {display_name(name)}", "parameter", input_called(name))


def short_text(part: Part) -> str:
    """What stands for a number in the column of symbols."""
    return part.title if isinstance(part.value, float) else "[ ]"


def _fits(offer: Offer, document: Document, spot: Spot) -> bool:
    """Whether a value may go where the wire comes from."""
    if offer.part is None or spot.port is None:
        return True
    try:
        put(document, offer.part, spot)
    except GradVizError:
        return False
    return True
