"""As much of torch as the programs of methods use, on NumPy: for machines without torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np

from gradviz.graph import Array
from tests.document.fake_optimizers import SGD, Adam

Pull = Callable[[Array], Array]


class Tensor:
    """Numbers, and how a gradient is handed to what they were computed from."""

    def __init__(
        self,
        numbers: Any,
        parents: Sequence[tuple[Tensor, Pull]] = (),
        *,
        requires_grad: bool = False,
    ) -> None:
        kind = getattr(numbers, "dtype", None)
        is_whole = kind is not None and np.issubdtype(kind, np.integer)
        self.numbers: Any = np.asarray(numbers, dtype=kind if is_whole else np.float64)
        self.parents = parents
        self.requires_grad = requires_grad
        self.grad: Array | None = None

    def __add__(self, other: Any) -> Tensor:
        return _made(np.add, (self, _reach), (other, _reach))

    def __sub__(self, other: Any) -> Tensor:
        return _made(np.subtract, (self, _reach), (other, lambda g, *_: -g))

    def __rsub__(self, other: Any) -> Tensor:
        return _tensor(other) - self

    def __mul__(self, other: Any) -> Tensor:
        return _made(np.multiply, (self, lambda g, _, b: g * b), (other, lambda g, a, _: g * a))

    def __truediv__(self, other: Any) -> Tensor:
        return _made(
            np.divide, (self, lambda g, _, b: g / b), (other, lambda g, a, b: -g * a / b**2)
        )

    def __pow__(self, power: float) -> Tensor:
        n = float(power)
        return _made(np.power, (self, lambda g, a, _: g * n * a ** (n - 1)), (n, _reach))

    def __neg__(self) -> Tensor:
        return self * -1.0

    def __matmul__(self, other: Tensor) -> Tensor:
        return Tensor(self.numbers @ other.numbers)

    def __rtruediv__(self, other: Any) -> Tensor:
        return _tensor(other) / self

    def __getitem__(self, rows: Tensor) -> Tensor:
        return Tensor(self.numbers[rows.numbers])  # of data, which no gradient reaches

    __radd__ = __add__
    __rmul__ = __mul__

    def __le__(self, other: Any) -> bool:
        return bool(self.numbers <= _tensor(other).numbers)

    def __ge__(self, other: Any) -> bool:
        return bool(self.numbers >= _tensor(other).numbers)

    def __eq__(self, other: object) -> bool:
        return bool((self.numbers == _tensor(other).numbers).all())

    __hash__ = object.__hash__

    def mean(self) -> Tensor:
        size = self.numbers.size
        return Tensor(self.numbers.mean(), [(self, lambda g: g / size * np.ones(self.shape))])

    def backward(self) -> None:
        """Give every parameter its gradient."""
        for tensor, g in gradients(self):
            if tensor.requires_grad:
                tensor.grad = g if tensor.grad is None else tensor.grad + g

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.numbers.shape)

    def numel(self) -> int:
        return int(self.numbers.size)

    def item(self) -> float:
        return float(self.numbers)

    def tolist(self) -> Any:
        return self.numbers.tolist()

    def detach(self) -> Tensor:
        return Tensor(self.numbers.copy())

    def requires_grad_(self) -> Tensor:
        return self

    def flatten(self) -> Tensor:
        return Tensor(self.numbers.ravel())

    def view_as(self, other: Tensor) -> Tensor:
        return Tensor(self.numbers.reshape(other.shape), [(self, lambda g: g.reshape(self.shape))])

    def split(self, sizes: list[int]) -> list[Tensor]:
        ends = np.cumsum(sizes)
        return [self._part(int(b - n), int(b)) for b, n in zip(ends, sizes, strict=True)]

    def _part(self, first: int, last: int) -> Tensor:
        def pull(g: Array) -> Array:
            whole = np.zeros(self.shape)
            whole[first:last] = g
            return whole

        return Tensor(self.numbers[first:last], [(self, pull)])

    def clamp(self, low: Any = None, high: Any = None, *, min: float | None = None) -> Tensor:  # noqa: A002
        below = _tensor(min if low is None else low).numbers
        above = np.inf if high is None else _tensor(high).numbers
        return Tensor(np.clip(self.numbers, below, above))

    def clamp_(self, low: Any, high: Any) -> None:
        """Clamp in place."""
        self.numbers = self.clamp(low, high).numbers


def _reach(g: Array, *_: Array) -> Array:
    return g


def _tensor(value: Any) -> Tensor:
    return value if isinstance(value, Tensor) else Tensor(value)


def _made(function: Any, *operands: tuple[Any, Callable[..., Array]]) -> Tensor:
    tensors = [_tensor(value) for value, _ in operands]
    numbers = [t.numbers for t in tensors]

    def pull_of(tensor: Tensor, rule: Callable[..., Array]) -> Pull:
        return lambda g: _shrunk(rule(g, *numbers), tensor.shape)

    rules = [rule for _, rule in operands]
    parents = [(t, pull_of(t, rule)) for t, rule in zip(tensors, rules, strict=True)]
    return Tensor(function(*numbers), parents)


def _shrunk(g: Array, shape: tuple[int, ...]) -> Array:
    """A gradient added up over the axes along which an operand was repeated."""
    g = np.asarray(g)
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return np.broadcast_to(g, shape)


def gradients(value: Tensor) -> Iterator[tuple[Tensor, Array]]:
    """What a value was computed from, each with the gradient, users before what they use."""
    order: list[Tensor] = []
    seen: set[int] = set()
    stack = [(value, False)]
    while stack:
        tensor, is_done = stack.pop()
        if is_done:
            order.append(tensor)
        elif id(tensor) not in seen:
            seen.add(id(tensor))
            stack.append((tensor, True))
            stack += [(parent, False) for parent, _ in tensor.parents]
    totals = {id(value): np.ones(value.shape)}
    for tensor in reversed(order):
        g = totals[id(tensor)]
        yield tensor, g
        for parent, pull in tensor.parents:
            totals[id(parent)] = totals.get(id(parent), 0.0) + pull(g)


def grad(value: Tensor, point: Tensor) -> tuple[Tensor]:
    """The gradient of a value at a point."""
    return (Tensor(next(g for tensor, g in gradients(value) if tensor is point)),)


def hessian(function: Callable[[Tensor], Tensor], point: Tensor) -> Tensor:
    """Differences of gradients, of sixth order."""
    columns = []
    for direction in np.eye(point.numel()) * 2.0**-9:
        found = [
            grad(function(there := Tensor(point.numbers + k * direction)), there)[0].numbers
            for k in (1, -1, 2, -2, 3, -3)
        ]
        a, b, c = (found[i] - found[i + 1] for i in (0, 2, 4))
        columns.append((45 * a - 9 * b + c) / (60 * 2.0**-9))
    return Tensor(columns)


def _unary(function: Callable[[Array], Array], slope: Callable[[Array, Array], Array]) -> Any:
    """A function of tensors with its slope, which is a function of operand and result."""

    def applied(tensor: Tensor) -> Tensor:
        result = function(tensor.numbers)
        return Tensor(result, [(tensor, lambda g: g * slope(tensor.numbers, result))])

    return applied


_sigmoid = _unary(lambda a: 1 / (1 + np.exp(-a)), lambda _, y: y * (1 - y))
_FUNCTIONS = {
    "sin": _unary(np.sin, lambda a, _: np.cos(a)),
    "tanh": _unary(np.tanh, lambda _, y: 1 - y**2),
    "exp": _unary(np.exp, lambda _, y: y),
    "log": _unary(np.log, lambda a, _: 1 / a),
    "sigmoid": _sigmoid,
}
_softplus = _unary(lambda a: np.logaddexp(0, a), lambda a, _: 1 / (1 + np.exp(-a)))


class Scheduler:
    """The rates by the formulas of torch's documentation, given to an optimizer."""

    def __init__(self, rate: Callable[[float, int], float], clock: SGD) -> None:
        self._rate = rate
        self._clock = clock
        self._first = clock.lr
        self._epoch = 0
        clock.lr = rate(self._first, 0)

    def get_last_lr(self) -> list[float]:
        """The rate now."""
        return [self._clock.lr]

    def step(self) -> None:
        """One epoch on."""
        self._epoch += 1
        self._clock.lr = self._rate(self._first, self._epoch)


def _step_lr(clock: SGD, step_size: int, gamma: float) -> Scheduler:
    return Scheduler(lambda lr, t: lr * gamma ** (t // step_size), clock)


def _exponential_lr(clock: SGD, gamma: float) -> Scheduler:
    return Scheduler(lambda lr, t: lr * gamma**t, clock)


def _cosine_lr(clock: SGD, T_max: int, eta_min: float) -> Scheduler:  # noqa: N803  # torch's
    return Scheduler(
        lambda lr, t: eta_min + (lr - eta_min) * (1 + np.cos(np.pi * t / T_max)) / 2, clock
    )


def _linear_lr(clock: SGD, start_factor: float, end_factor: float, total_iters: int) -> Scheduler:
    def rate(lr: float, t: int) -> float:
        return lr * (start_factor + (end_factor - start_factor) * min(t / total_iters, 1))

    return Scheduler(rate, clock)


@contextmanager
def _no_grad() -> Iterator[None]:
    yield


def fake_torch() -> Any:
    """What stands for the module."""
    schedulers = SimpleNamespace(
        StepLR=_step_lr,
        ExponentialLR=_exponential_lr,
        CosineAnnealingLR=_cosine_lr,
        LinearLR=_linear_lr,
    )
    return SimpleNamespace(
        float64=np.float64,
        set_default_dtype=lambda _type: None,
        tensor=Tensor,
        no_grad=_no_grad,
        cat=lambda parts: Tensor(np.concatenate([part.numbers for part in parts])),
        dot=lambda a, b: Tensor(a.numbers @ b.numbers),
        zeros_like=lambda a: Tensor(np.zeros(a.shape)),
        sign=lambda a: Tensor(np.sign(a.numbers)),
        mean=lambda a: a.mean(),
        **_FUNCTIONS,
        nn=SimpleNamespace(functional=SimpleNamespace(softplus=_softplus)),
        linalg=SimpleNamespace(
            pinv=lambda a, rtol, hermitian: Tensor(
                np.linalg.pinv(a.numbers, rcond=rtol, hermitian=hermitian)
            )
        ),
        autograd=SimpleNamespace(grad=grad, functional=SimpleNamespace(hessian=hessian)),
        optim=SimpleNamespace(SGD=SGD, Adam=Adam, lr_scheduler=schedulers),
    )
