"""L-BFGS from many starts at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from gradviz.descent.crowds.crowd import Crowd, Visits
from gradviz.descent.crowds.searching import dots
from gradviz.descent.methods.lbfgs import LEAST_CURVATURE
from gradviz.descent.optimizer import Setting
from gradviz.graph import Array


class _Pairs:
    """For each start its own last pairs: the slot of the newest differs from start to start."""

    def __init__(self, size: int, count: int, history: int) -> None:
        self._history = history
        self._s = np.zeros((0, size, count))
        self._y = np.zeros((0, size, count))
        self._rho = np.zeros((0, count))
        self._kept = np.zeros(count, dtype=np.intp)
        self.scale = np.ones(count)

    def add(self, s: Array, y: Array) -> None:
        """Keep the pairs with enough curvature."""
        curvature = dots(y, s)
        good = np.flatnonzero(curvature > LEAST_CURVATURE)
        if not len(good):
            return
        slots = self._kept[good] % self._history
        if slots.max() >= len(self._rho):
            self._grow()
        self._s[slots, :, good] = s[:, good].T
        self._y[slots, :, good] = y[:, good].T
        self._rho[slots, good] = 1.0 / curvature[good]
        self._kept[good] += 1
        self.scale[good] = curvature[good] / dots(y[:, good], y[:, good])

    def _grow(self) -> None:
        more = min(self._history, max(4, 2 * len(self._rho))) - len(self._rho)
        for name in ("_s", "_y", "_rho"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros((more, *old.shape[1:]))]))

    def drop(self, kept: Array) -> None:
        """Forget the starts that are not ``kept``."""
        self._s, self._y = self._s[:, :, kept], self._y[:, :, kept]
        self._rho, self._kept = self._rho[:, kept], self._kept[kept]
        self.scale = self.scale[kept]

    def direction(self, g: Array) -> Array:
        """As ``methods.lbfgs.direction``."""
        d = -g
        everyone = np.arange(g.shape[1])
        depth = min(int(self._kept.max()), self._history)
        shares = []
        for back in range(depth):
            slots, known = self._slots(back)
            s, y = self._s[slots, :, everyone].T, self._y[slots, :, everyone].T
            share = np.where(known, dots(s, d) * self._rho[slots, everyone], 0.0)
            shares.append((share, s, y, slots, known))
            d = d - share * y
        d = self.scale * d
        for share, s, y, slots, known in reversed(shares):
            change = share - dots(y, d) * self._rho[slots, everyone]
            d = d + np.where(known, change, 0.0) * s
        return d

    def _slots(self, back: int) -> tuple[Array, Array]:
        """Where the pair before the ``back`` newest ones is, and who has one."""
        number = self._kept - 1 - back
        known = (number >= 0) & (back < self._history)
        return np.where(known, number % self._history, 0), known


def lbfgs(
    crowd: Crowd, x: Array, rates: Iterable[Array], settings: Mapping[str, Setting]
) -> Iterator[Visits]:
    """As ``methods.lbfgs.lbfgs``; who has arrived stays there and is not computed any more."""
    flat, level = float(settings["tolerance_grad"]), float(settings["tolerance_change"])
    size, count = x.shape
    pairs = _Pairs(size, count, int(settings["history_size"]))
    places = np.arange(count)  # of those that still move
    all_points, all_losses = x.copy(), np.empty(count)
    before: Array | None = None
    s = np.zeros_like(x)
    for rate in rates:
        losses, g = crowd.gradient(x) if len(places) else (np.zeros(0), x)
        all_points[:, places], all_losses[places] = x, losses
        yield all_losses.copy(), all_points.copy()
        if not len(places):
            continue
        t = rate[places]
        if before is None:
            d = -g
            t = np.minimum(1.0, 1.0 / np.abs(g).sum(axis=0)) * t
        else:
            pairs.add(s, g - before)
            d = pairs.direction(g)
        arrived = (np.abs(g).max(axis=0) <= flat) | (dots(g, d) > -level)
        going = ~(arrived | ~np.isfinite(losses))
        target = crowd.inside(x + t * d)
        s = t * d if crowd.is_open else target - x
        x, s, before, places = target[:, going], s[:, going], g[:, going], places[going]
        pairs.drop(going)
