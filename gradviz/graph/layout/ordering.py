"""The vertical order within each layer: few crossings, first operands above second ones."""

from __future__ import annotations

from bisect import bisect_right, insort

from gradviz.graph.layout.network import Network

Order = list[list[int]]

_WORK = 70_000
"""Vertex visits the sweeps may take; large graphs get fewer sweeps, never none."""

_LARGE = 1000
"""From this many vertices on, one sweep that gains nothing ends the search."""

_GOOD = 0.3
"""Crossings a piece of an edge that a large drawing may keep: operands stand as stated."""


def order_layers(network: Network, previous: dict[int, float]) -> Order:
    """Order every layer; ``previous`` gives the old heights of vertices that were there before.

    Vertices that stand in a previous drawing keep their order among themselves unless a fresh
    drawing has a fifth fewer crossings: a picture that jumps costs more than a crossing.
    """
    fresh = _sweep(network, _walk_order(network), {})
    if not previous:
        return fresh
    start = [sorted(layer, key=lambda v: _old_height(network, v, previous)) for layer in fresh]
    kept = _sweep(network, start, previous)
    return fresh if crossings(network, fresh) < 0.8 * crossings(network, kept) else kept


def crossings(network: Network, order: Order) -> int:
    """How many pairs of edge pieces cross."""
    total = 0
    place = _places(network, order)
    for layer in order:
        seen: list[float] = []
        for vertex in layer:
            ends = [place[piece.right] + piece.side for piece in network.outgoing[vertex]]
            for end in ends:
                total += len(seen) - bisect_right(seen, end)
            for end in ends:
                insort(seen, end)
    return total


def _walk_order(network: Network) -> Order:
    """Order of a depth-first walk from the last results, operands in turn: exact for trees."""
    rank = [-1] * len(network.layer)
    roots = [v for v in range(network.cards) if not network.outgoing[v]]
    count = 0
    # The last root is the output of most graphs; starting there puts it uppermost.
    for root in reversed(roots):
        stack = [(root, False)]
        while stack:
            vertex, leaving = stack.pop()
            if leaving:
                rank[vertex] = count
                count += 1
            elif rank[vertex] == -1:
                rank[vertex] = -2
                stack.append((vertex, True))
                pieces = sorted(network.incoming[vertex], key=lambda p: -p.side)
                stack.extend((p.left, False) for p in pieces if rank[p.left] == -1)
    return [sorted(layer, key=rank.__getitem__) for layer in network.layers()]


def _old_height(network: Network, vertex: int, previous: dict[int, float]) -> float:
    """Where a vertex stood, or for a new one the mean of its known neighbors."""
    height = previous.get(vertex)
    if height is not None:
        return height
    near = [previous[p.left] for p in network.incoming[vertex] if p.left in previous]
    near += [previous[p.right] for p in network.outgoing[vertex] if p.right in previous]
    return sum(near) / len(near) if near else 0.0


def _places(network: Network, order: Order) -> list[float]:
    place = [0.0] * len(network.layer)
    for layer in order:
        for i, vertex in enumerate(layer):
            place[vertex] = float(i)
    return place


def _sweep(network: Network, start: Order, fixed: dict[int, float]) -> Order:
    """Barycenter sweeps to and fro with a transpose pass, keeping the best order met."""
    best, fewest = start, crossings(network, start)
    order = [list(layer) for layer in start]
    rounds = max(2, min(8, _WORK // max(1, len(network.layer))))
    stale, patience = 0, 2
    if len(network.layer) >= _LARGE:
        patience = 1
        if fewest < _GOOD * sum(len(pieces) for pieces in network.outgoing):
            return best
    for turn in range(rounds):
        if fewest == 0 or stale == patience:
            break
        _pass(network, order, fixed, forward=turn % 2 == 1)
        _transpose(network, order, fixed)
        count = crossings(network, order)
        stale += 1
        if count < fewest:
            best, fewest, stale = [list(layer) for layer in order], count, 0
    return best


def _pass(network: Network, order: Order, fixed: dict[int, float], *, forward: bool) -> None:
    place = _places(network, order)
    key = [0.0] * len(place)
    for number in range(len(order)) if forward else range(len(order) - 1, -1, -1):
        layer = order[number]
        if len(layer) < 2:
            continue
        for vertex in layer:
            pieces = network.incoming[vertex] if forward else network.outgoing[vertex]
            if not pieces:
                key[vertex] = place[vertex]
            elif forward:
                key[vertex] = sum([place[p.left] for p in pieces]) / len(pieces)
            else:
                key[vertex] = sum([place[p.right] + p.side for p in pieces]) / len(pieces)
        layer.sort(key=key.__getitem__)
        if fixed:
            _restore(layer, fixed)
        for i, vertex in enumerate(layer):
            place[vertex] = float(i)


def _restore(layer: list[int], fixed: dict[int, float]) -> None:
    """Let the vertices of a previous drawing stand in their old order on the seats they took."""
    seats = [i for i, vertex in enumerate(layer) if vertex in fixed]
    held = sorted((layer[i] for i in seats), key=fixed.__getitem__)
    for i, vertex in zip(seats, held, strict=True):
        layer[i] = vertex


def _transpose(network: Network, order: Order, fixed: dict[int, float]) -> None:
    """Swap neighbors while that removes crossings."""
    place = _places(network, order)
    for layer in order:
        if len(layer) < 2:
            continue
        # Where the pieces of each vertex end, to its left and right; neither layer moves now.
        left = {v: [place[p.left] for p in network.incoming[v]] for v in layer}
        right = {v: [place[p.right] + p.side for p in network.outgoing[v]] for v in layer}
        for _ in range(2):
            swapped = False
            for i in range(len(layer) - 1):
                above, below = layer[i], layer[i + 1]
                if above in fixed and below in fixed:
                    continue
                gain = _excess(left[above], left[below]) + _excess(right[above], right[below])
                if gain > 0:
                    layer[i], layer[i + 1] = below, above
                    swapped = True
            if not swapped:
                break
        for i, vertex in enumerate(layer):
            place[vertex] = float(i)


def _excess(above: list[float], below: list[float]) -> int:
    """Crossings between the pieces of two neighbors that disappear when they are swapped."""
    if len(above) == 1 and len(below) == 1:
        return (above[0] > below[0]) - (above[0] < below[0])
    if len(above) * len(below) > 4096:  # two hubs: their barycenters have ordered them well
        return 0
    gain = 0
    for a in above:
        for b in below:
            gain += (a > b) - (a < b)
    return gain
