"""Two of torch's optimizers by the formulas of its documentation, for the stand-in of torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np


class SGD:
    """Gradient descent with torch's momentum; without gradients it only holds a rate."""

    def __init__(
        self, parameters: Sequence[Any], lr: float, momentum: float = 0.0, nesterov: bool = False
    ) -> None:
        self.lr = lr
        self._parameters = parameters
        self._momentum = momentum
        self._nesterov = nesterov
        self._buffers = [None] * len(parameters)

    def zero_grad(self) -> None:
        """Forget the gradients."""
        for parameter in self._parameters:
            parameter.grad = None

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Find the gradients, if that is not done, and move."""
        loss = None if closure is None else closure()
        for index, parameter in enumerate(self._parameters):
            if parameter.grad is not None:
                parameter.numbers = parameter.numbers - self.lr * self._update(index, parameter)
        return loss

    def _update(self, index: int, parameter: Any) -> Any:
        g, before = parameter.grad, self._buffers[index]
        if not self._momentum:
            return g
        self._buffers[index] = buffer = g if before is None else self._momentum * before + g
        return g + self._momentum * buffer if self._nesterov else buffer


class Adam(SGD):
    """Adam with torch's defaults."""

    def __init__(self, parameters: Sequence[Any], lr: float) -> None:
        super().__init__(parameters, lr)
        self._steps = 0
        self._moments = [(0.0, 0.0)] * len(parameters)

    def _update(self, index: int, parameter: Any) -> Any:
        self._steps += index == 0
        g, (m, v) = parameter.grad, self._moments[index]
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        self._moments[index] = (m, v)
        corrected = np.sqrt(v / (1 - 0.999**self._steps)) + 1e-8
        return m / (1 - 0.9**self._steps) / corrected
