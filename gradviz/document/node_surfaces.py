"""Named nodes as surfaces over the document's parameters, kept as long as they stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gradviz.document.composition import node_objectives
from gradviz.document.model import Document
from gradviz.document.values import same_function
from gradviz.errors import GradVizError
from gradviz.graph import OPEN, Graph, NodeId

if TYPE_CHECKING:
    from gradviz.descent import Surface


@dataclass(frozen=True, eq=False)
class NodeSurfaces:
    """The surfaces of some nodes by name, in the order in which they were asked for.

    ``coordinates`` are the arguments of each; ``alone`` are the documents of the nodes alone,
    by which they are known again. What cannot be computed is left out. ``asked`` are the names
    that were asked for, of the ``document``.
    """

    coordinates: tuple[str, ...]
    surfaces: Mapping[str, Surface]
    alone: Mapping[str, Document]
    asked: tuple[str, ...] = ()
    document: Document | None = None

    def is_of(self, document: Document) -> bool:
        """Whether they were found in this very graph, so that there is nothing to compare."""
        own = self.document
        return own is not None and own.graph is document.graph and own.dataset is document.dataset


NO_SURFACES = NodeSurfaces((), {}, {})


def node_surfaces(
    document: Document, names: Iterable[str], old: NodeSurfaces = NO_SURFACES
) -> NodeSurfaces:
    """The nodes called ``names`` as surfaces; those of ``old`` that compute the same are kept.

    So another weight, another penalty or another start compiles nothing anew.
    """
    from gradviz.descent import surface_of  # the first frame draws no surface

    names = tuple(names)
    if names == old.asked and old.is_of(document):
        return old
    surfaces: dict[str, Surface] = {}
    alone: dict[str, Document] = {}
    coordinates: tuple[str, ...] = ()
    for name in names:
        own = _only(document, name)
        before = old.alone.get(name)
        if before is not None and name in old.surfaces and same_function(before, own):
            surfaces[name], alone[name], coordinates = old.surfaces[name], own, old.coordinates
            continue
        try:
            found = node_objectives(document, [name])[name]
            surfaces[name] = surface_of(found)
        except GradVizError:
            continue  # the canvas says what is wrong with the node
        alone[name], coordinates = own, found.coordinates
    return NodeSurfaces(coordinates, surfaces, alone, names, document)


def same_nodes(document: Document, names: Iterable[str], old: NodeSurfaces) -> bool:
    """Whether the nodes called ``names`` are those of ``old``, in this order; compiles nothing."""
    names = list(names)
    if names != list(old.surfaces):
        return False
    return old.is_of(document) or all(
        same_function(old.alone[name], _only(document, name)) for name in names
    )


def _only(document: Document, name: str) -> Document:
    """The document with nothing but the node, what it is computed from, and the parameters."""
    graph = document.graph
    output = graph.by_name[name]
    return replace(document, graph=_feeding(graph, output))


def _feeding(graph: Graph, output: NodeId) -> Graph:
    kept = {node.id for node in graph.parameters}
    waiting = [output]
    while waiting:
        current = waiting.pop()
        if current not in kept or current == output:
            kept.add(current)
            waiting.extend(o for o in graph.nodes[current].operands if o != OPEN and o not in kept)
    return replace(
        graph, nodes={i: node for i, node in graph.nodes.items() if i in kept}, output=output
    )
