"""L-BFGS from many starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.crowds.roster import Roster
from gradviz.descent.crowds.searching import dots
from gradviz.descent.methods.lbfgs import LEAST_CURVATURE
from gradviz.descent.rules.optimizer import Setting
from gradviz.graph import Array

SLACK = 1.25, 4
"""How many slots there may be for each pair of the start with the most, and how many besides."""

WORTH_KEEPING = 0.8
"""As long as so many move the others are computed along, at rest, rather than all pairs copied."""


def lbfgs(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.lbfgs.lbfgs``."""
    flat, level = float(settings["tolerance_grad"]), float(settings["tolerance_change"])
    roster, pairs = Roster(x), Pairs(x.shape[1], int(settings["history_size"]))
    before: Array | None = None
    s = np.zeros_like(x)
    for rate in rates:
        if not len(roster.places):
            yield roster.visits
            continue
        losses, g = crowd.gradient(x)
        yield roster.visit(losses, x)
        t = rate[roster.places]
        if before is None:
            d = -g
            t = np.minimum(1.0, 1.0 / np.abs(g).sum(axis=0)) * t
        else:
            pairs.add(s, g - before)
            d = pairs.direction(g)
        arrived = (np.abs(g).max(axis=0) <= flat) | (dots(g, d) > -level)
        going = np.isfinite(losses) & ~arrived
        s = t * d
        target = crowd.inside(x + s)
        if going.mean() > WORTH_KEEPING:
            x, s, before = np.where(going, target, x), np.where(going, s, 0.0), g
            continue
        x, s, before = target[:, going], s[:, going], g[:, going]
        roster.keep(going)
        pairs.keep(going)


class Pairs:
    """The pairs of every start, one slot for each update; a pair that is not kept is all zeros.

    So is one that its start has forgotten for a newer one. Starts keep pairs of different updates:
    near a minimum most say too little to be kept, and a start that is long on its way has many
    zeros. So the slots are packed once there are clearly more of them than any start has pairs.
    """

    def __init__(self, count: int, history: int) -> None:
        self._history = history
        self._slots: list[tuple[Array, Array, Array]] = []
        self._kept: list[npt.NDArray[np.bool_]] = []
        self._scale = np.ones(count)
        self._total = np.zeros(count, dtype=np.intp)

    def __len__(self) -> int:
        """How many slots there are."""
        return len(self._slots)

    def add(self, s: Array, y: Array) -> None:
        """Keep the pairs with enough curvature; of too many each start forgets its oldest."""
        curvature = dots(y, s)
        good = curvature > LEAST_CURVATURE
        self._slots.append(
            (
                np.where(good, s, 0.0),
                np.where(good, y, 0.0),
                np.where(good, 1.0 / curvature, 0.0),
            )
        )
        self._scale = np.where(good, curvature / dots(y, y), self._scale)
        self._kept.append(good)
        self._total += good
        too_many = np.flatnonzero(self._total > self._history)
        if len(too_many):
            self._forget(too_many)
        while self._kept and not self._kept[0].any():
            del self._kept[0], self._slots[0]
        most = int(self._total.max(initial=0))
        if len(self) > SLACK[0] * most + SLACK[1]:
            self._pack(most)

    def _forget(self, starts: npt.NDArray[np.intp]) -> None:
        """Some starts forget their oldest pair."""
        oldest = np.array(self._kept)[:, starts].argmax(axis=0)
        for place in np.unique(oldest):
            those = starts[oldest == place]
            self._kept[place][those] = False
            for part in self._slots[place]:
                part[..., those] = 0.0
        self._total[starts] -= 1

    def _pack(self, most: int) -> None:
        """The pairs of each start, up to ``most``, come into the last slots, in their order."""
        kept = np.array(self._kept)
        order = np.argsort(kept, axis=0, kind="stable")[len(kept) - most :]
        s, y, rho = (np.array(parts) for parts in zip(*self._slots, strict=True))
        self._slots = list(
            zip(
                np.take_along_axis(s, order[:, None, :], axis=0),
                np.take_along_axis(y, order[:, None, :], axis=0),
                np.take_along_axis(rho, order, axis=0),
                strict=True,
            )
        )
        self._kept = list(np.take_along_axis(kept.astype(np.int8), order, axis=0).astype(bool))

    def keep(self, going: npt.NDArray[np.bool_]) -> None:
        """Forget the pairs of the others."""
        self._slots = [(s[:, going], y[:, going], rho[going]) for s, y, rho in self._slots]
        self._kept = [kept[going] for kept in self._kept]
        self._scale, self._total = self._scale[going], self._total[going]

    def direction(self, g: Array) -> Array:
        """As ``methods.lbfgs.direction``; every operation writes where there is room already."""
        d = -g
        shares = np.empty((len(self._slots), g.shape[1]))
        products, share = np.empty_like(d), np.empty(g.shape[1])
        rows = tuple(products)
        for (s, y, rho), kept in zip(reversed(self._slots), shares[::-1], strict=True):
            np.multiply(s, d, out=products)
            _add_up(rows, kept)
            np.multiply(kept, rho, out=kept)
            np.multiply(kept, y, out=products)
            np.subtract(d, products, out=d)
        np.multiply(self._scale, d, out=d)
        for (s, y, rho), kept in zip(self._slots, shares, strict=True):
            np.multiply(y, d, out=products)
            _add_up(rows, share)
            np.multiply(share, rho, out=share)
            np.subtract(kept, share, out=share)
            np.multiply(share, s, out=products)
            np.add(d, products, out=d)
        return d


def _add_up(rows: Sequence[Array], total: Array) -> None:
    """Add the rows in order, as ``dots`` does."""
    if len(rows) == 1:
        total[...] = rows[0]
        return
    np.add(rows[0], rows[1], out=total)
    for row in rows[2:]:
        np.add(total, row, out=total)
