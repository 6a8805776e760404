"""Expression ⇄ graph ⇄ numbers: parsing, passes, compiled functions, printing and layout."""

from gradviz.graph.model import (
    INPUT,
    OPEN,
    Array,
    Graph,
    Literal,
    Node,
    NodeId,
    Role,
    Value,
    as_value,
    literal,
)

__all__ = [
    "INPUT",
    "OPEN",
    "Array",
    "Graph",
    "Literal",
    "Node",
    "NodeId",
    "Role",
    "Value",
    "as_value",
    "literal",
]
