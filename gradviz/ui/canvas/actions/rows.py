"""What can be done to nodes, wires and the canvas by menu or key: one table of rows.

A part of the canvas that has actions of its own writes a tuple of rows and adds it to ACTIONS;
the context menus, the Graph menu and the keys of the canvas are all made from the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Flag, auto
from functools import partial
from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from gradviz.document import inputs_of
from gradviz.document.parts import Spot
from gradviz.graph import OPEN, OPS, Node, Role
from gradviz.graph.unrolling import data_columns
from gradviz.teaching.operations import title_of
from gradviz.ui.canvas.actions import goals
from gradviz.ui.canvas.actions.commands import ask_to_add
from gradviz.ui.canvas.actions.connecting import ask_where_to, can_connect
from gradviz.ui.canvas.wishes import AddHere

if TYPE_CHECKING:
    from gradviz.ui.canvas.panel import GraphPanel


class On(Flag):
    """What a menu was asked for on."""

    NODE = auto()
    EDGE = auto()
    CANVAS = auto()


class Choice(NamedTuple):
    """One entry of a submenu; ``section`` makes a submenu of its own, ``marked`` is in force."""

    text: str
    act: Callable[[], object]
    section: str = ""
    marked: bool = False


Test: TypeAlias = "Callable[[GraphPanel], bool]"
Act: TypeAlias = "Callable[[GraphPanel], object]"
Choices: TypeAlias = "Callable[[GraphPanel], Iterable[Choice]]"


@dataclass(frozen=True)
class Row:
    """One action: its object name, words and keys, where its menu is, when it applies.

    ``keys`` are alternatives; the first is shown. ``group`` puts a line between groups of rows.
    """

    name: str
    text: str
    keys: tuple[str, ...]
    on: On
    group: str
    tip: str
    applies: Test
    act: Act | None = None
    choices: Choices | None = None


# What is selected


def node_of(panel: GraphPanel) -> Node | None:
    """The one selected node."""
    return panel.document.graph.nodes.get(panel.view.selected or "")


def one_node(panel: GraphPanel) -> Node:
    """The one selected node, where a row has made sure of it."""
    return panel.document.graph.nodes[panel.view.selected or ""]


def is_input(panel: GraphPanel) -> bool:
    """Whether one named input is selected."""
    node = node_of(panel)
    return node is not None and node.is_input and not node.is_literal


def may_have_name(panel: GraphPanel) -> bool:
    """Whether one node is selected that is no number."""
    node = node_of(panel)
    return node is not None and not node.is_literal


def is_leaf(panel: GraphPanel) -> bool:
    """Whether one input or number is selected."""
    node = node_of(panel)
    return node is not None and node.is_input


def is_operation(panel: GraphPanel) -> bool:
    """Whether one operation is selected."""
    node = node_of(panel)
    return node is not None and bool(node.operands)


def has_selection(panel: GraphPanel) -> bool:
    """Whether any node or an edge is selected."""
    return bool(panel.view.selection()) or panel.view.edge_marks.chosen is not None


def has_edge(panel: GraphPanel) -> bool:
    """Whether an edge is selected."""
    return panel.view.edge_marks.chosen is not None


def _may_have_role(role: Role) -> Test:
    return lambda panel: is_input(panel) and one_node(panel).role is not role


def _has_dim(panel: GraphPanel) -> bool:
    node = node_of(panel)
    return node is not None and node.op in OPS and "dim" in OPS[node.op].attributes


def _may_be_output(panel: GraphPanel) -> bool:
    node = node_of(panel)
    return node is not None and not node.is_literal and node.id != panel.document.graph.output


def _has_two_operands(panel: GraphPanel) -> bool:
    node = node_of(panel)
    return node is not None and len(node.operands) == 2


def _reads_data(panel: GraphPanel) -> bool:
    document = panel.document
    return bool(data_columns(document.graph, inputs_of(document)))


# What is done


def _delete(panel: GraphPanel) -> None:
    chosen = panel.view.edge_marks.chosen
    if chosen is not None:
        panel.editing.disconnect_wire(chosen)
    elif panel.view.selected_comments():
        panel.notes.delete()
    else:
        panel.editing.remove(panel.view.chosen())


def _insert_on_wire(panel: GraphPanel) -> None:
    key = panel.view.edge_marks.chosen
    if key is not None:
        path = panel.view.graph_scene().edges[key].path()
        middle = path.pointAtPercent(0.5)
        at = panel.view.mapFromScene(middle)
        panel.open_add_box(AddHere(at, Spot((middle.x(), middle.y()), wire=key)))


def _operations(panel: GraphPanel) -> Iterable[Choice]:
    """The operations with as many ports, by category; the present one is marked."""
    node = one_node(panel)
    for op in OPS.values():
        if op.arity == len(node.operands):
            yield Choice(
                f"{title_of(op.name)}\t{op.symbol}",
                partial(panel.editing.set_operation, node.id, op.name),
                op.category.capitalize(),
                marked=op.name == node.op,
            )


def _dims(panel: GraphPanel) -> Iterable[Choice]:
    node = one_node(panel)
    stated = dict(node.attributes).get("dim")
    default = OPS[node.op].defaults.get("dim")
    whole = "Along all dimensions" if default is None else f"As usual: {_minus(default)}"
    for text, dim in ((whole, None), ("0: down the columns", 0), ("1: along the rows", 1),
                      ("−1: the last", -1)):  # fmt: skip
        yield Choice(text, partial(panel.editing.set_dim, node.id, dim), marked=stated == dim)


def _minus(number: int) -> str:
    return str(number).replace("-", "−")


def _disconnect_choices(panel: GraphPanel) -> Iterable[Choice]:
    """The wires of the selected node, by port."""
    node = one_node(panel)
    names = OPS[node.op].ports if node.op in OPS else ()
    for port, operand in enumerate(node.operands):
        if operand != OPEN:
            label = names[port] if port < len(names) else str(port + 1)
            yield Choice(
                f"{label}: {panel.editing.name(operand)}",
                partial(panel.editing.disconnect_wire, (node.id, port)),
            )


def _has_wires(panel: GraphPanel) -> bool:
    node = node_of(panel)
    return node is not None and any(node.operands)


def _rename(panel: GraphPanel) -> None:
    panel.view.editors.edit_name(one_node(panel).id)


def _edit_value(panel: GraphPanel) -> None:
    panel.view.editors.edit_value(one_node(panel).id)


def _role(name: str, role: Role, key: str, words: str, tip: str) -> Row:
    return Row(
        name, f"Make it {words}", (key,), On.NODE, "role", tip, _may_have_role(role),
        lambda panel: panel.editing.set_role(one_node(panel).id, role),
    )  # fmt: skip


def _always(panel: GraphPanel) -> bool:
    del panel
    return True


EDITING: tuple[Row, ...] = (
    Row("graph_add", "Add a node here…", ("A",), On.CANVAS | On.NODE, "add",
        "Add an operation, an input or a number; it is connected to the selected node",
        _always, lambda panel: ask_to_add(panel.view)),
    Row("graph_connect", "Connect to…", ("K",), On.NODE, "add",
        "Choose the port of an operation that takes this node", can_connect, ask_where_to),
    Row("graph_rename", "Rename…", ("F2",), On.NODE, "name",
        "Give the node another name", may_have_name, _rename),
    Row("graph_edit_value", "Edit the value…", (), On.NODE, "name",
        "Type another number, vector or matrix", is_leaf, _edit_value),
    _role("graph_parameter", Role.PARAMETER, "P", "a parameter", "The descent changes it"),
    _role("graph_constant", Role.CONSTANT, "C", "a constant", "The descent leaves it as it is"),
    _role("graph_data", Role.DATA, "D", "data", "Its values come from the dataset"),
    Row("graph_change_to", "Change to", (), On.NODE, "operation",
        "Another operation on the same operands", is_operation, choices=_operations),
    Row("graph_swap", "Swap the operands", ("S",), On.NODE, "operation",
        "Exchange the two operands", _has_two_operands,
        lambda panel: panel.editing.swap(one_node(panel).id)),
    Row("graph_dim", "Dimension", (), On.NODE, "operation",
        "The dimension it works along", _has_dim, choices=_dims),
    Row("graph_output", "Make it the output", ("O",), On.NODE, "operation",
        "Minimize this node", _may_be_output,
        lambda panel: panel.editing.set_output(one_node(panel).id)),
    Row("graph_constraint", "Keep it at most 0 (constraint)", (), On.NODE, "goal",
        "Where this node is above 0 a point is infeasible", goals.may_be_constraint,
        goals.constrain),
    Row("graph_no_constraint", "No constraint any more", (), On.NODE, "goal",
        "This node may be above 0", goals.is_constraint, goals.release),
    Row("graph_objective", "Minimize it together with", (), On.NODE, "goal",
        "Minimize the weighted sum of several objectives", goals.may_be_objective,
        choices=lambda panel: starmap(Choice, goals.partners(panel))),
    Row("graph_no_objective", "No objective any more", (), On.NODE, "goal",
        "Minimize the other objectives alone", goals.is_objective, goals.let_go),
    Row("graph_target", "Gradients of this node", ("T",), On.NODE, "operation",
        "Show the gradients of this node instead of the output's, or the output's again",
        lambda panel: node_of(panel) is not None,
        lambda panel: panel.toggle_target(one_node(panel).id)),
    Row("graph_inspect", "Look inside", ("L",), On.NODE, "look",
        "Open the panel with all there is to know of this node",
        lambda panel: node_of(panel) is not None,
        lambda panel: panel.want("inspector_dock")),
    Row("graph_paths", "Paths between these nodes", ("W",), On.NODE, "look",
        "Open the panel with the paths, their products and the distance",
        lambda panel: len(panel.view.selection()) == 2,
        lambda panel: panel.want("paths_dock")),
    Row("graph_unroll", "Unroll the data", ("U",), On.CANVAS | On.NODE, "look",
        "Draw one sub-graph for every sample; undo folds it back", _reads_data,
        lambda panel: panel.editing.unroll()),
    Row("graph_insert", "Insert an operation…", ("I",), On.EDGE, "wire",
        "Put an operation on this wire", has_edge, _insert_on_wire),
    Row("graph_disconnect", "Disconnect", (), On.NODE, "wire",
        "Take a wire off this node", _has_wires, choices=_disconnect_choices),
    Row("graph_delete", "Delete", ("Del", "Backspace"), On.NODE | On.EDGE, "delete",
        "Take away the selected nodes; wires heal. Of a wire: disconnect it", has_selection,
        _delete),
)  # fmt: skip

ACTIONS: tuple[Row, ...] = (*EDITING,)
"""Every row, in the order of the menus."""
